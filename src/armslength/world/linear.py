"""Weighted sums over actors, with a derivative that is again one weighted sum.

Left to itself, the derivative of a stack of slices is a chain of padded arrays: most of the work of a fit's gradient.
"""

from __future__ import annotations

from functools import cache
from typing import Any

Rows = tuple[
    tuple[tuple[int, float], ...], ...
]  # of a sparse matrix: for each result the places it adds, with weights


def weighted_sums(x: Any, rows: Rows) -> Any:
    """Return one weighted sum of `x` [n, *world] for each of the rows, [row, *world]."""
    return _differentiable()(x, rows, len(x))


def _sums(x: Any, rows: Rows) -> Any:
    import jax.numpy as jnp

    zero = jnp.zeros_like(x[0])
    return jnp.stack([sum((x[k] if w == 1 else w * x[k] for k, w in row), zero) for row in rows])  # fuses


def _transposed(rows: Rows, size: int) -> Rows:
    return tuple(
        tuple((r, w) for r, row in enumerate(rows) for place, w in row if place == k) for k in range(size)
    )


@cache
def _differentiable() -> Any:
    import jax

    sums = jax.custom_vjp(lambda x, rows, size: _sums(x, rows), nondiff_argnums=(1, 2))
    sums.defvjp(
        lambda x, rows, size: (_sums(x, rows), None),
        lambda rows, size, _, slope: (_sums(slope, _transposed(rows, size)),),
    )
    return sums


def bundle(tree: Any) -> tuple[list[Any], Any]:
    """Return the arrays of a pytree stacked by shape, and the function that takes them apart again.

    A loop that takes the stacks apart inside sums one derivative for each stack, not one for each array.
    """
    import jax
    import jax.numpy as jnp

    leaves, structure = jax.tree.flatten(tree)
    leaves = [jnp.asarray(x) for x in leaves]
    kinds = sorted({(x.shape, str(x.dtype)) for x in leaves})
    places = [[i for i, x in enumerate(leaves) if (x.shape, str(x.dtype)) == kind] for kind in kinds]

    def apart(stack: Any) -> tuple[Any, ...]:
        return tuple(stack[n] for n in range(len(stack)))

    unstack = jax.custom_vjp(apart)
    unstack.defvjp(lambda stack: (apart(stack), None), lambda _, slopes: (jnp.stack(slopes),))

    def unbundle(stacks: list[Any]) -> Any:
        made = list(leaves)
        for stack, at in zip(stacks, places, strict=True):
            for i, x in zip(at, unstack(stack), strict=True):
                made[i] = x
        return jax.tree.unflatten(structure, made)

    return [jnp.stack([leaves[i] for i in at]) for at in places], unbundle
