"""Small formulas that several mechanisms share."""

from __future__ import annotations

from typing import Any

from armslength.world.composed import Params
from armslength.world.numerics import jnp


def decay_factor(memory: Any) -> Any:
    """Return the share that a day leaves of something with this memory, in days."""
    return jnp.exp(-1.0 / memory)


def at_level(values: Any, level: Any) -> Any:
    """Return the entry of a vector over reprisal levels 1-4 for each level; 0 for level 0."""
    return sum(values[i] * (level == i + 1) for i in range(4))


def spread(keep: Any, days: Any) -> Any:
    """Return what a unit a day over so many past days has left, when each day keeps the share `keep`."""
    return (1 - keep**days) / (1 - keep)


def saturated(params: Params, trigger: Any) -> Any:
    """Return the trigger's intensity on a scale from 0 to 1: near nothing in a truce and steady above it."""
    return trigger / (trigger + params.tempo.half_saturation)
