"""Compare strategies in futures that share common random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Unpack

import numpy as np

from armslength.decisions.comparison_result import comparison_result
from armslength.decisions.strategy_draws import StrategyDraws
from armslength.decisions.strategy_futures import StrategyFutures
from armslength.decisions.strategy_sets import BASELINE, planned, resolve
from armslength.decisions.structures import Structures, structures_of
from armslength.errors import ArmslengthError
from armslength.initial_conditions import InitialConditions
from armslength.results.comparison import ComparisonResult
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.schema import Strategy
from armslength.scenario.unvalued import is_unvalued_parameter
from armslength.simulate import REPLICATES
from armslength.tasks import Here, results
from armslength.theories import Variant


@dataclass(frozen=True)
class Comparison:
    """A finished comparison: its record, and the futures and initial conditions behind it."""

    result: ComparisonResult
    played: tuple[StrategyFutures, ...]  #: the baseline first
    structures: Structures  #: the parameters and where the futures start

    @property
    def initial(self) -> tuple[InitialConditions, ...]:
        """Initial conditions under each structure, all draws of the parameters."""
        return self.structures.initial

    def varied_parameters(self) -> tuple[list[str], np.ndarray]:
        """Return the parameters that differ between draws, and their values [name, draw], under the first structure.

        Those that say what the loss of a leader does are left out: no analysis tells what they are worth.
        """
        layout, values = self.structures.standing.layout, self.structures.values[0]
        at = [
            i
            for i, row in enumerate(values)
            if row.std() > 1e-12 * (1 + abs(row.mean())) and not is_unvalued_parameter(layout.names[i])
        ]
        return [layout.names[i] for i in at], values[at]


def compare(
    scenario: Scenario | str | Path,
    strategies: Sequence[str | Strategy] = (),
    run: Run = Run(),
    *,
    interval: float = 0.9,
    since: date | None = None,
    weights: Mapping[str, float] | None = None,
    theories: Sequence[Variant] = (),
    initial: InitialConditions | None = None,
    **options: Unpack[RunOptions],
) -> Comparison:
    """Compare strategies with doing nothing and with each other.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        strategies: names or records (`decisions.inline` makes one of actions in words); all of the scenario's if empty.
        run: size, seed and parameters of the run; its fields may be given as keyword arguments instead.
        interval: mass of the intervals.
        since: a past day; history is replayed to it, and the strategies are played from there.
        weights: weights of objectives by name, in place of the declared ones.
        theories: rival theories with their weights; the intervals then tell structure apart.
        initial: initial conditions made before, which saves their replay.

    Raises:
        ArmslengthError: where the run, a strategy or an option cannot be used.
    """
    run = run.but(**options)
    case = load(scenario)
    days = run.days_of(case)
    refuse_few_futures(run.futures, interval)
    asked = _asked(case, strategies)
    run.progress("replaying the reported past", 0, 1)
    structures = structures_of(case, run, days, since, theories, initial)
    refuse_few_futures(structures.futures, interval)
    for strategy in asked:  # every fault before the first future is played
        planned(structures.part(0, 0), strategy, days, structures.given)
    work = StrategyDraws(case, structures, (BASELINE, *asked))
    played = work.joined(results(work, Here(run.workers, run.progress)))
    result = comparison_result(case, run, structures, played, interval=interval, since=since, weights=weights)
    return Comparison(result, tuple(played), structures)


def refuse_few_futures(futures: int, interval: float) -> None:
    """Raise `ArmslengthError` where a mass is none, or where too few futures are asked for for its interval."""
    if not 0 < interval < 1:
        raise ArmslengthError(f"the interval is {interval}; it is a share between 0 and 1, such as 0.9")
    needed = needed_futures(interval)
    if futures < needed:
        raise ArmslengthError(
            f"{futures:,} futures are too few for an interval of {100 * interval:g} %: each of its ends needs a draw "
            f"of the parameters beyond it; ask for {needed:,} or more"
        )


def needed_futures(interval: float) -> int:
    """Return the fewest futures whose draws of the parameters reach beyond both ends of an interval."""
    return ceil(round(2 / (1 - interval), 9)) * REPLICATES


def _asked(case: Scenario, strategies: Sequence[str | Strategy]) -> list[Strategy]:
    asked = [s for s in resolve(case, strategies or case.strategies) if s.id != BASELINE.id]
    if not asked:
        raise ArmslengthError(
            f"{case.name} has no strategies; say what is done instead (--do), or write them under `strategies:`"
        )
    return asked
