"""A loop over days as one piece of machine code.

XLA compiles each operation of a loop to a function of its own and calls them one after another. On a processor, with
the arrays of a few worlds, the calls take longer than the arithmetic. A computation that is marked as small becomes a
single function, and so do its derivatives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
from jax.experimental.xla_metadata import set_xla_metadata

from armslength.world.network import Network
from armslength.world.order_of_play import ORDER_OF_PLAY


def can_be_one_kernel(network: Network, arguments: Any) -> bool:
    """Return whether the days of a case can be one piece of machine code: on a processor, with built-in mechanisms.

    Products of matrices, scattering and sorting cannot stand in one, and a user's own mechanism may do any of these;
    nor can an array without elements, as of a case without a series, be among its arguments.
    """
    is_own = not set(network.mechanisms) <= set(ORDER_OF_PLAY)
    return jax.default_backend() == "cpu" and not is_own and all(x.size for x in jax.tree.leaves(arguments))


def in_one_kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, compiled as one piece of machine code wherever it stands in a larger program."""

    def unmarked(*arguments: Any) -> Any:
        # What is called in the function is part of it, and is compiled as ever.
        with set_xla_metadata(inlineable="true", xla_cpu_small_call="false"):
            return function(*arguments)

    inner = jax.jit(unmarked)

    def marked(*arguments: Any) -> Any:
        with set_xla_metadata(inlineable="false", xla_cpu_small_call="true"):
            return inner(*arguments)

    return marked
