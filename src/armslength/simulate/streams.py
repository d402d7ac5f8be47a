"""Common random numbers: one named stream per decision and actor, so that what is added changes nothing that was there.

The bits of a day depend on the seed, the draw of the parameters, the stream's name, the actor's name and the day,
and on nothing else: not on the size of the block, the number of workers or the other actors.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from zlib import crc32

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from armslength.world.draw import STREAMS, Uniforms, actors_of, uniforms_of
from armslength.world.network import Network
from armslength.world.sampling import scramble

GOLDEN = np.uint32(0x9E3779B9)  # odd, near 2^32 over the golden ratio: multiples of it lie far apart
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


def world_keys(keys: Array, replicates: int, first: Any = 0) -> tuple[Array, Array]:
    """Return the keys of the futures numbered from `first` on: two words, each [row, draw * replicate].

    They are made once, outside the days, as `jax.random.fold_in` makes the keys of the draws.
    """
    numbers = jnp.arange(replicates, dtype=jnp.uint32) + jnp.asarray(first, jnp.uint32)
    one, other = threefry(keys[..., None], (jnp.uint32(0), numbers))
    size = keys.shape[1]
    one, other = jax.lax.optimization_barrier((one.reshape(size, -1), other.reshape(size, -1)))
    return one, other


def bits_of_worlds(network: Network, keys: tuple[Array, Array], day: Array) -> Uniforms:
    """Return the day's bits by stream, each [actor, draw * replicate]."""
    bits = word(keys, day)
    made, start = {}, 0
    for stream, kind in STREAMS.items():
        size = len(actors_of(network, kind))
        made[stream] = bits[start : start + size]
        start += size
    return Uniforms(**made)


def uniforms_of_worlds(network: Network, keys: tuple[Array, Array], day: Array) -> Uniforms:
    """Return the day's random numbers by stream, each [actor, draw * replicate]."""
    return uniforms_of(bits_of_worlds(network, keys, day))


def word(keys: tuple[Array, Array], day: Array) -> Array:
    """Return 32 random bits for each key on a day: two finalisers of 32 bits, a word of the key before each.

    For one key the days are permuted, so that no word comes back; futures differ by 64 bits of their key. Tested in
    `tests/random_numbers`; what else was run stands in docs/random-numbers.md.
    """
    one, other = keys
    return scramble(scramble(one + jnp.asarray(day, jnp.uint32) * GOLDEN) ^ other)


def threefry(key: Any, counter: tuple[Any, Any]) -> tuple[Array, Array]:
    """Return both words of Threefry-2x32 in 20 rounds (Salmon et al. 2011) for two words of a key, and of a counter.

    It is what `jax.random` uses, with its loop unrolled: it compiles in a quarter of the time.
    """
    high, low = key
    schedule = (high, low, high ^ low ^ jnp.uint32(0x1BD11BDA))
    x, y = counter[0] + high, counter[1] + low
    for group in range(5):
        for turn in ((13, 15, 26, 6), (17, 29, 16, 24))[group % 2]:
            x = x + y
            y = (y << turn | y >> (32 - turn)) ^ x
        x = x + schedule[(group + 1) % 3]
        y = y + schedule[(group + 2) % 3] + jnp.uint32(group + 1)
    return x, y
