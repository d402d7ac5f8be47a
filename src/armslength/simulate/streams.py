"""Chance: one named stream per decision and actor, so that what is added changes nothing that was there.

The bits of a day depend on the seed, the draw of the parameters, the stream's name, the actor's name and the day,
and on nothing else: not on the size of the block, the number of workers or the other actors.
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, UInt32

from armslength.world.draw import STREAMS
from armslength.world.network import Network
from armslength.world.records import Group

CHANCE = 50  # futures for each draw of the parameters


@cache
def rows(net: Network) -> tuple[tuple[str, str], ...]:
    """(stream, actor) of every row of bits, in order."""
    return tuple((stream, actor) for stream, kind in STREAMS.items() for actor in _actors(net, kind))


def _actors(net: Network, kind: str) -> tuple[str, ...]:
    return ("world",) if kind == "world" else getattr(net, kind)


def row_keys(net: Network, seed: int, draws: np.ndarray) -> Array:
    """Keys [row, draw] of the parameters' draws with these numbers."""
    root = jax.random.key(seed)
    names = jnp.array([crc32(f"{stream}/{actor}".encode()) for stream, actor in rows(net)], dtype=jnp.uint32)
    per_row = jax.vmap(lambda name: jax.random.fold_in(root, name))(names)
    return jax.vmap(
        lambda key: jax.vmap(lambda d: jax.random.fold_in(key, d))(jnp.asarray(draws, jnp.uint32))
    )(per_row)


def bits_of_day(net: Network, keys: Array, day: Array, chance: int = CHANCE) -> Group:
    """The day's bits by stream, each [actor, draw, chance]."""
    today = jax.vmap(jax.vmap(lambda key: jax.random.fold_in(key, day)))(keys)
    bits: UInt32[Array, "row draw chance"] = jax.vmap(
        jax.vmap(lambda key: jax.random.bits(key, (chance,), jnp.uint32))
    )(today)
    made, start = {}, 0
    for stream, kind in STREAMS.items():
        size = len(_actors(net, kind))
        made[stream] = bits[start : start + size]
        start += size
    return Group(**made)
