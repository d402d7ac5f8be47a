"""A loop over days as one piece of machine code, and its gradient as another.

XLA compiles each operation of a loop to a function of its own and calls them one after another. On a processor, with
the arrays of a few worlds, the calls take longer than the arithmetic. A computation that is marked as small becomes a
single function.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jax.experimental.xla_metadata import set_xla_metadata

from armslength.world.network import Network
from armslength.world.order_of_play import ORDER_OF_PLAY

#: (known, held, carry, today) -> (carry, kept), as `jax.lax.scan` takes it but for what is the same on all days
Play = Callable[[Any, Any, Any, Any], tuple[Any, Any]]


def can_be_one_kernel(network: Network) -> bool:
    """Return whether the days of a case can be one piece of machine code: on a processor, with built-in mechanisms.

    Products of matrices, scattering and sorting cannot stand in one, and a user's own mechanism may do any of these.
    """
    return jax.default_backend() == "cpu" and set(network.mechanisms) <= set(ORDER_OF_PLAY)


def scan_in_one_kernel(play: Play, known: Any, held: Any, begin: Any, days: Any) -> tuple[Any, Any]:
    """Return what `jax.lax.scan` of the days returns.

    It has a gradient of what is `held` and of the beginning, for which each day is played again; what is `known` and
    what the days bring have none.
    """

    def forward(known: Any, held: Any, begin: Any, days: Any) -> Any:
        return jax.lax.scan(partial(play, known, held), begin, days)

    def with_carries(known: Any, held: Any, begin: Any, days: Any) -> Any:
        def one(carry: Any, today: Any) -> Any:
            after, kept = play(known, held, carry, today)
            return after, (kept, carry)

        end, (kept, carries) = jax.lax.scan(one, begin, days)
        return (end, kept), carries

    def backward(known: Any, held: Any, days: Any, carries: Any, slopes: Any) -> Any:
        def one(sums: Any, day: Any) -> Any:
            (of_held, of_carry), (carry, today, of_kept) = sums, day
            _, pull = jax.vjp(lambda held, carry: play(known, held, carry, today), held, carry)
            more, before = pull((of_carry, of_kept))
            return (jax.tree.map(jnp.add, of_held, more), before), None

        none = jax.tree.map(jnp.zeros_like, held)
        return jax.lax.scan(one, (none, slopes[0]), (carries, days, slopes[1]), reverse=True)[0]

    def ahead(known: Any, held: Any, begin: Any, days: Any) -> Any:
        result, carries = _in_one_kernel(with_carries)(known, held, begin, days)
        return result, (known, held, days, carries)

    def back(met: Any, slopes: Any) -> Any:
        known, held, days, carries = met
        of_held, of_begin = _in_one_kernel(backward)(known, held, days, carries, slopes)
        of_known, of_days = (jax.tree.map(jnp.zeros_like, x) for x in (known, days))
        return of_known, of_held, of_begin, of_days

    loop = jax.custom_vjp(_in_one_kernel(forward))
    loop.defvjp(ahead, back)
    result: tuple[Any, Any] = loop(known, held, begin, days)
    return result


def _in_one_kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, compiled as one piece of machine code wherever it stands in a larger program."""

    def unmarked(*arguments: Any) -> Any:
        # What is called in the function is part of it, and is compiled as ever.
        with set_xla_metadata(inlineable="true", xla_cpu_small_call="false"):
            # XLA ends the process where such a function leaves an argument unused, and may find one of no use late.
            touched = sum(x.ravel()[0].astype(float) for x in jax.tree.leaves(arguments) if x.size)
            return function(*arguments), touched

    inner = jax.jit(unmarked)

    def marked(*arguments: Any) -> Any:
        with set_xla_metadata(inlineable="false", xla_cpu_small_call="true"):
            made = inner(*arguments)
        return jax.lax.optimization_barrier(made)[0]

    return marked
