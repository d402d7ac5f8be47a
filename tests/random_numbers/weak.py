"""Generators that must fail: the simulation's with something left out."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from armslength.simulate.streams import GOLDEN
from armslength.world.sampling import scramble


def no_finaliser(keys: Any, day: Any) -> Any:
    """Step evenly through the days from a place that the key gives."""
    return keys[0] + day * GOLDEN


def one_shift(keys: Any, day: Any) -> Any:
    """Mix by one shift and one multiplication."""
    x = keys[0] + day * GOLDEN
    return (x ^ x >> 16) * jnp.uint32(0x21F0AAAD) ^ keys[1]


def key_of_16_bits(keys: Any, day: Any) -> Any:
    """Keep 16 bits of the key: futures share their numbers."""
    return scramble(scramble((keys[0] & 0xFFFF) + day * GOLDEN))


def key_at_the_end(keys: Any, day: Any) -> Any:
    """Let the key enter after the mixing alone: whatever happens to one future happens to all, turned."""
    return scramble(scramble((keys[0] & 0) + day * GOLDEN)) + (keys[1] >> 8)


def eleven_days(keys: Any, day: Any) -> Any:
    """Come back to the first day after eleven."""
    return scramble(scramble(keys[0] + day % 11 * GOLDEN) ^ keys[1])


def low_bits_alone(keys: Any, day: Any) -> Any:
    """Multiply without a shift: the low bits hardly move."""
    return (keys[0] + day * GOLDEN) * jnp.uint32(0x735A2D97)


WEAK = (no_finaliser, one_shift, key_of_16_bits, key_at_the_end, eleven_days, low_bits_alone)
