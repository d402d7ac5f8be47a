"""The random words of the simulation as a stream of bytes, for batteries of tests that read one.

    python -m benchmarks.words --order days | dieharder -a -g 200
    python -m benchmarks.words --order futures | build/testu01 small

Which index runs fastest decides what stands side by side: futures of one actor on one day, the days of one future, and
so on. What was run, and what came out, stands in docs/random-numbers.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.scenario import load
from armslength.simulate.streams import row_keys, word, world_keys
from armslength.world.sampling import bits_of_attack

Generator = Callable[[Any, Any], Any]  #: words of keys (two words each) on a day
DAYS, DRAWS, REPLICATES = 64, 20, 50
DEATHS = 16  # of lethal attacks a day, each of which takes words made from one

#: the order of [seed, row, draw, replicate, day], slowest first, and how many of each stand in one piece
ORDERS: dict[str, tuple[tuple[int, ...], tuple[int, int, int, int]]] = {
    "futures": ((0, 4, 1, 2, 3), (1, DRAWS, REPLICATES, DAYS)),
    "days": ((0, 1, 2, 3, 4), (1, DRAWS, REPLICATES, DAYS)),
    "actors": ((0, 4, 2, 3, 1), (1, DRAWS, REPLICATES, DAYS)),
    "draws": ((0, 4, 1, 3, 2), (1, 1000, 1, DAYS)),
    "seeds": ((2, 4, 1, 3, 0), (256, 4, 1, DAYS)),
    "deaths": ((0, 4, 1, 2, 3), (1, DRAWS, REPLICATES, 2 * DAYS // DEATHS)),
}


def pieces(order: str, generator: Generator = word, first: int = 0) -> Iterator[np.ndarray]:
    """Yield words [seed, row, draw, replicate, day] with axes in this order (deaths: one axis more), without end."""
    axes, (seeds, draws, replicates, days) = ORDERS[order]
    network = load("axis-2024").network

    def made(keys: Any) -> Any:
        by_world = jax.vmap(lambda k: jnp.stack(world_keys(k, replicates)))(keys)
        numbers = jnp.arange(1, days + 1, dtype=jnp.uint32)
        words = generator((by_world[:, 0, ..., None], by_world[:, 1, ..., None]), numbers)
        words = words.reshape(seeds, -1, draws, replicates, days)
        if order != "deaths":
            return words.transpose(axes)
        bits, apart = (words[:, half::2][:, : words.shape[1] // 2, ..., None] for half in (0, 1))
        return bits_of_attack(jnp.arange(DEATHS, dtype=jnp.uint32), bits, apart).transpose((*axes, 5))

    compiled = jax.jit(made)
    for piece in count(first):
        keys = jnp.stack([row_keys(network, piece * seeds + s, np.arange(draws)) for s in range(seeds)])
        yield np.asarray(compiled(keys))


def main() -> None:
    """Write words to standard output until the reader has enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--order", choices=ORDERS, default="futures")
    parser.add_argument("--first", type=int, default=0, help="piece to begin with")
    asked = parser.parse_args()
    try:
        for piece in pieces(asked.order, first=asked.first):
            sys.stdout.buffer.write(np.ascontiguousarray(piece).data)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has enough


if __name__ == "__main__":
    main()
