"""The tasks of a comparison: the futures of each strategy, under each structure, of two hundred draws of the parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from armslength.decisions.outcome_definitions import outcomes_of
from armslength.decisions.strategy_futures import StrategyFutures, play_strategy, structures_in, weights_in
from armslength.decisions.structures import Structures
from armslength.run import Tally
from armslength.scenario.schema import Strategy
from armslength.simulate import REPLICATES
from armslength.tasks import Arrays, Here, Work


@dataclass(frozen=True)
class StrategyDraws(Work[Arrays]):
    """The futures of some strategies, a task for each strategy and part of a structure's draws."""

    what = "comparison"
    unit = "parts"
    stage = "playing strategies"

    structures: Structures
    strategies: tuple[Strategy, ...]

    @property
    def tasks(self) -> int:
        """Number of strategies, structures and parts of the draws, multiplied."""
        return len(self.strategies) * len(self.structures.described) * self.structures.parts

    def compute(self, task: int, here: Here) -> Arrays:
        """Return the outcomes [draw, replicate] of a strategy in a part of the draws, by name."""
        held = self.structures
        structure, part, strategy = np.unravel_index(task, self._shape)
        initial = held.part(int(structure), int(part))
        return play_strategy(
            initial,
            self.strategies[strategy],
            days=held.days,
            seed=held.seed,
            workers=here.threads,
            given=held.given,
            tick=self._tick(task, initial.values.shape[1], here),
        ).values

    def joined(self, results: Iterable[Arrays]) -> list[StrategyFutures]:
        """Return the futures of each strategy from the results of all tasks, in order."""
        made: list[list[Arrays]] = [[] for _ in self.strategies]
        for task, result in enumerate(results):
            made[task % len(self.strategies)].append(result)
        return [self._whole(s, parts) for s, parts in zip(self.strategies, made, strict=True)]

    @property
    def _shape(self) -> tuple[int, int, int]:
        return len(self.structures.described), self.structures.parts, len(self.strategies)

    def _whole(self, strategy: Strategy, parts: list[Arrays]) -> StrategyFutures:
        held = self.structures
        several = [s.weight for s in held.described]
        one = weights_in(held.ready) if held.ready else np.full(held.draws, 1 / held.draws)
        return StrategyFutures(
            strategy,
            self.case.hash,
            held.standing.first_day,
            held.seed,
            outcomes_of(held.standing, held.days),
            {name: np.concatenate([part[name] for part in parts]) for name in parts[0]},
            np.concatenate([one * weight for weight in several]),
            structures_in(held.ready) if held.ready else np.repeat(np.arange(len(several)), held.draws),
        )

    def _tick(self, task: int, draws: int, here: Here) -> Tally:
        """Return what is told how many futures of a task were played, among those of all tasks."""
        each = draws * REPLICATES
        tally = Tally(self.stage, self.tasks * each, lambda stage, done, total: None)
        tally.done, tally.progress = task * each, here.progress
        return tally
