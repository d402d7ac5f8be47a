"""Small formulas that several mechanisms share."""

import jax.numpy as jnp


def fading(days):
    """Share that a day leaves of something with this memory, in days."""
    return jnp.exp(-1.0 / days)


def of_level(values, level):
    """Entry of a vector over reprisal levels 1-4 for each level; 0 for level 0."""
    return sum(values[i] * (level == i + 1) for i in range(4))


def saturated(p, x):
    """Trigger intensity on a scale from 0 to 1: tempo is near nothing in a truce and steady above it."""
    return x / (x + p.tempo.half_saturation)
