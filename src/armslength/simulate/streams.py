"""Common random numbers: one named stream per decision and actor, so that what is added changes nothing that was there.

The bits of a day depend on the seed, the draw of the parameters, the stream's name, the actor's name and the day,
and on nothing else: not on the size of the block, the number of workers or the other actors.
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from armslength.world.draw import STREAMS, Uniforms, actors_of, uniforms_of
from armslength.world.network import Network

REPLICATES = 50  # futures for each draw of the parameters


@cache
def rows(network: Network) -> tuple[tuple[str, str], ...]:
    """Return (stream, actor) of every row of bits, in order."""
    return tuple((stream, actor) for stream, kind in STREAMS.items() for actor in actors_of(network, kind))


def row_keys(network: Network, seed: int, draws: np.ndarray) -> Array:
    """Return the keys of the draws of the parameters with these numbers: two words, each [row, draw]."""
    root = jax.random.key(seed)
    names = jnp.array(
        [crc32(f"{stream}/{actor}".encode()) for stream, actor in rows(network)], dtype=jnp.uint32
    )
    per_row = jax.vmap(lambda name: jax.random.fold_in(root, name))(names)
    keys = jax.vmap(
        lambda key: jax.vmap(lambda d: jax.random.fold_in(key, d))(jnp.asarray(draws, jnp.uint32))
    )(per_row)
    return jnp.moveaxis(jax.random.key_data(keys), -1, 0)


def world_keys(keys: Array, replicates: int) -> tuple[Array, Array, Array]:
    """Return two words [row, draw * replicate] and the number of the replicate [draw * replicate].

    They are laid out once, outside the days.
    """
    high, low = (jnp.repeat(word, replicates, axis=1) for word in keys)
    number = jnp.tile(jnp.arange(replicates, dtype=jnp.uint32), keys.shape[2])
    high, low, number = jax.lax.optimization_barrier((high, low, number))
    return high, low, number


def bits_of_worlds(network: Network, keys: tuple[Array, Array, Array], day: Array) -> Uniforms:
    """Return the day's bits by stream, each [actor, draw * replicate]."""
    high, low, number = keys
    bits = _threefry(high, low, jnp.asarray(day, jnp.uint32), number)
    made, start = {}, 0
    for stream, kind in STREAMS.items():
        size = len(actors_of(network, kind))
        made[stream] = bits[start : start + size]
        start += size
    return Uniforms(**made)


def uniforms_of_worlds(network: Network, keys: tuple[Array, Array, Array], day: Array) -> Uniforms:
    """Return the day's random numbers by stream, each [actor, draw * replicate]."""
    return uniforms_of(bits_of_worlds(network, keys, day))


def _threefry(high: Array, low: Array, day: Array, number: Array) -> Array:
    """Return the first word of Threefry-2x32 in 20 rounds (Salmon et al. 2011).

    It is what `jax.random` uses, with its loop unrolled.
    """
    schedule = (high, low, high ^ low ^ jnp.uint32(0x1BD11BDA))
    x, y = day + high, number + low
    for group in range(5):
        for turn in ((13, 15, 26, 6), (17, 29, 16, 24))[group % 2]:
            x = x + y
            y = (y << turn | y >> (32 - turn)) ^ x
        x = x + schedule[(group + 1) % 3]
        y = y + schedule[(group + 2) % 3] + jnp.uint32(group + 1)
    return x
