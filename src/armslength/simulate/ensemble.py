"""Futures by the block: twenty draws of the parameters, fifty futures each, always in the same shape.

A block's arithmetic does not depend on how many blocks there are or who runs them, so neither do its results.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

import jax
import numpy as np

from armslength.simulate.block import play_block
from armslength.simulate.device import draws_at_once
from armslength.simulate.in_steps import by_day, in_steps, steps_of
from armslength.simulate.policies import AsPlanned, Policy
from armslength.simulate.streams import REPLICATES, row_keys, rows
from armslength.world.params import Layout
from armslength.world.records import Inputs, State

DRAWS_IN_BLOCK = 20


@dataclass(frozen=True)
class Ensemble:
    """What is needed to play futures: parameters, where they start, and what is given on the way."""

    layout: Layout
    values: np.ndarray  #: [site, draw]
    start: State  #: [actor, draw]
    plan: Inputs  #: [day, ...] what is given on each day ahead, whatever the step
    seed: int
    replicates: int = REPLICATES  #: futures for each draw
    block: int = DRAWS_IN_BLOCK  #: draws played at once
    #: [draw] number of its random streams; draws with the same number share common random numbers; in order if left out
    streams: np.ndarray | None = None
    policy: Policy = field(default_factory=AsPlanned)  #: what a strategy does inside the day
    first_day: date | None = None  #: the first day ahead; of a case by the month it must be given

    @property
    def draws(self) -> int:
        """Number of draws of the parameters."""
        return int(self.values.shape[1])

    @property
    def days(self) -> int:
        """Number of days ahead."""
        return int(self.plan.trigger.shape[0])


def play(
    ensemble: Ensemble,
    windows: tuple[int, ...],
    keep: int = 0,
    workers: int = 2,
    tick: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[int, dict[str, np.ndarray]]]:
    """Yield (number of real draws, outcomes) of each block, in order.

    Outcomes are arrays [..., draw, replicate]; `keep` is how many futures of each draw keep their daily path; `tick`
    is called with the number of futures done. Windows are days, and so is the first axis of what is kept day by day:
    what came about in a longer step stands on its last day.
    """
    ensemble = replace(ensemble, block=_fitting(ensemble, len(windows), keep))
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
                tick(real * ensemble.replicates)
        finally:
            for future in waiting:
                future.cancel()


def _fitting(ensemble: Ensemble, windows: int, keep: int) -> int:
    """Return how many draws one block plays: as many as stated on processor cores, as many as fit on a card."""
    network, days = ensemble.layout.network, ensemble.days
    numbers = len(ensemble.layout.sites) + 4 * len(
        rows(network)
    )  # parameters, state and what a day is made of
    numbers += len(network.fronts) * (days // 7 + 8 * (windows + 1))
    path = (5 * len(network.fronts) + len(network.adversaries) + 2) * days
    size = 4 * numbers + 2 * days + path * keep // ensemble.replicates
    return draws_at_once(ensemble.block, ensemble.draws, ensemble.replicates, size)


def _block(
    ensemble: Ensemble, first: int, windows: tuple[int, ...], keep: int
) -> tuple[int, dict[str, np.ndarray]]:
    numbers = np.arange(first, first + ensemble.block)
    real = min(ensemble.block, ensemble.draws - first)
    held = np.minimum(numbers, ensemble.draws - 1)  # a short block is filled up, and the filling thrown away
    start = jax.tree.map(lambda x: np.asarray(x)[..., held], ensemble.start)
    network = ensemble.layout.network
    keys = row_keys(network, ensemble.seed, numbers if ensemble.streams is None else ensemble.streams[held])
    values = ensemble.values[:, held].astype(np.float32)
    steps = steps_of(network.step, ensemble.first_day, ensemble.days)
    plan, policy = in_steps(ensemble.plan, ensemble.policy, steps)
    shape = (ensemble.layout, tuple(steps.within(w) for w in windows), keep, ensemble.replicates)
    out = play_block(*shape, values, start, plan, keys, policy)
    made = {name: np.asarray(x)[..., :real, :] for name, x in out.items()}
    return real, by_day(made, steps)
