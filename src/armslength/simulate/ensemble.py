"""Futures by the block: twenty draws of the parameters, fifty futures each, always in the same shape.

A block's arithmetic does not depend on how many blocks there are or who runs them, so neither do its results.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import jax
import numpy as np

from armslength.simulate.block import play_block
from armslength.simulate.policies import Levers
from armslength.simulate.streams import CHANCE, row_keys
from armslength.world.params import Layout
from armslength.world.records import Day, State

DRAWS_IN_BLOCK = 20


@dataclass(frozen=True)
class Ensemble:
    """What is needed to play futures: parameters, where they start, and what is given on the way."""

    layout: Layout
    values: np.ndarray  #: [site, draw]
    start: State  #: [actor, draw]
    plan: Day  #: [day, ...] what is given on each day ahead
    seed: int
    chance: int = CHANCE  #: futures for each draw
    block: int = DRAWS_IN_BLOCK  #: draws played at once
    luck: np.ndarray | None = (
        None  #: [draw] draws with the same number share their luck; in order if left out
    )
    levers: Levers | None = None  #: what a strategy does inside the day

    @property
    def draws(self) -> int:
        """Draws of the parameters."""
        return int(self.values.shape[1])

    @property
    def days(self) -> int:
        """Days ahead."""
        return int(self.plan.trigger.shape[0])


def play(
    ensemble: Ensemble,
    windows: tuple[int, ...],
    keep: int = 0,
    workers: int = 2,
    tick: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[int, dict[str, np.ndarray]]]:
    """(number of real draws, outcomes) of each block, in order; `tick` is told the futures done.

    Outcomes are arrays [..., draw, chance]; `keep` is how many futures of each draw keep their daily path.
    """
    ahead = iter(range(0, ensemble.draws, ensemble.block))
    with ThreadPoolExecutor(max(workers, 1)) as pool:

        def submit(first: int) -> Future[tuple[int, dict[str, np.ndarray]]]:
            return pool.submit(_block, ensemble, first, windows, keep)

        waiting = deque(submit(first) for first in islice(ahead, 2 * max(workers, 1)))
        try:
            while waiting:
                real, outcomes = waiting.popleft().result()
                waiting.extend(submit(first) for first in islice(ahead, 1))  # few wait: memory does not grow
                yield real, outcomes
                tick(real * ensemble.chance)
        finally:
            for future in waiting:
                future.cancel()


def _block(
    ensemble: Ensemble, first: int, windows: tuple[int, ...], keep: int
) -> tuple[int, dict[str, np.ndarray]]:
    numbers = np.arange(first, first + ensemble.block)
    real = min(ensemble.block, ensemble.draws - first)
    held = np.minimum(numbers, ensemble.draws - 1)  # a short block is filled up, and the filling thrown away
    start = jax.tree.map(lambda x: np.asarray(x)[..., held], ensemble.start)
    net = ensemble.layout.network
    keys = row_keys(net, ensemble.seed, numbers if ensemble.luck is None else ensemble.luck[held])
    values = ensemble.values[:, held].astype(np.float32)
    given = (ensemble.layout, windows, keep, ensemble.chance, values, start, ensemble.plan, keys)
    out = play_block(*given, ensemble.levers)
    return real, {name: np.asarray(x)[..., :real, :] for name, x in out.items()}
