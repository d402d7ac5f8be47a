"""Many draws of the parameters, wherever an analysis wants them: replayed, and played under a strategy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from armslength.decisions.outcome_definitions import outcomes_of
from armslength.decisions.strategy_futures import StrategyFutures, play_strategy
from armslength.decisions.strategy_sets import BASELINE
from armslength.initial_conditions import AT_ONCE, InitialConditions, parts_of, replay_at
from armslength.scenario import Scenario
from armslength.scenario.schema import Strategy
from armslength.tasks import Arrays, Here, Work, results

THREADS = 2  # for the futures of a part; no result depends on it


def replay_draws(
    scenario: Scenario, values: np.ndarray, same_numbers: bool = False
) -> list[InitialConditions]:
    """Replay a case at parameters [site, draw], in parts of `AT_ONCE` draws.

    With `same_numbers` every draw has the same random numbers, which takes most of the chance out of differences
    between draws.
    """
    parts = range(parts_of(values.shape[1]))
    return [_replayed(scenario, values, part, same_numbers) for part in parts]


def _replayed(scenario: Scenario, values: np.ndarray, part: int, same_numbers: bool) -> InitialConditions:
    """Return one part of `AT_ONCE` draws; the last is filled up with the last draw."""
    numbers = np.arange(part * AT_ONCE, (part + 1) * AT_ONCE)
    held = values[:, np.minimum(numbers, values.shape[1] - 1)]
    streams = np.zeros_like(numbers) if same_numbers else numbers
    return replace(replay_at(scenario, scenario.layout, held), streams=streams)


@dataclass(frozen=True)
class Sweep(Work[Arrays]):
    """The futures of a strategy at given parameters, a task for each part of `AT_ONCE` draws."""

    what = "sweep"
    unit = "parts"
    stage = "playing the design"

    values: np.ndarray  #: [site, draw]
    strategy: Strategy
    days: int
    seed: int
    same_numbers: bool
    only: str | None  #: the one outcome that is wanted

    @property
    def tasks(self) -> int:
        """Number of parts."""
        return parts_of(self.values.shape[1])

    def compute(self, task: int, here: Here) -> Arrays:
        """Return outcomes [draw, replicate] of one part, by name."""
        initial = _replayed(self.case, self.values, task, self.same_numbers)
        values = play_strategy(
            initial, self.strategy, days=self.days, seed=self.seed, workers=here.threads
        ).values
        real = min(AT_ONCE, self.values.shape[1] - task * AT_ONCE)
        return {name: x[:real] for name, x in values.items() if self.only in (None, name)}


@dataclass(frozen=True)
class Screening(Sweep):
    """A sweep whose results say what is swept next."""

    what = "screening"
    needed = True


def play_at(
    scenario: Scenario,
    values: np.ndarray,
    strategy: Strategy = BASELINE,
    *,
    days: int,
    seed: int,
    same_numbers: bool = False,
    only: str | None = None,
    kind: type[Sweep] = Sweep,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> StrategyFutures:
    """Play the futures of a strategy at parameters [site, draw]; `only` is the one outcome that is wanted."""
    work = kind(scenario, values, strategy, days, seed, same_numbers, only)
    parts = list(results(work, Here(THREADS, progress)))
    count = values.shape[1]
    return StrategyFutures(
        strategy,
        scenario.hash,
        scenario.first_day,
        seed,
        outcomes_of(scenario, days),
        {name: np.concatenate([part[name] for part in parts]) for name in parts[0]},
        np.full(count, 1 / count),
        np.zeros(count, dtype=int),
    )
