"""`jax.numpy` and the few functions of JAX that equations use, loaded when the first of them is called.

A mechanism declares what it introduces beside its equations. With these in place of an import of JAX, whoever only reads
the declarations (`armslength check`, `--help`) does not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["jnp", "lax", "nn", "sigmoid", "special"]

if TYPE_CHECKING:
    import jax.numpy as jnp
    from jax import lax, nn
    from jax.scipy import special
else:

    class Deferred:
        """A module that is imported when one of its names is first asked for."""

        def __init__(self, module: str):
            """Name the module."""
            self._module = module

        def __getattr__(self, name: str) -> Any:
            """Import the module and keep the name for the next time."""
            value = getattr(import_module(self._module), name)
            setattr(self, name, value)
            return value

    jnp, lax, nn, special = map(Deferred, ("jax.numpy", "jax.lax", "jax.nn", "jax.scipy.special"))


def sigmoid(x: Any) -> Any:
    """Return the logistic function of an array: the probability with these log-odds."""
    return nn.sigmoid(x)
