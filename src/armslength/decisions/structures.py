"""The structures that a comparison averages over: one, or rival theories, each with its weight and initial conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from armslength.decisions.backdated import inputs_since, truncate
from armslength.decisions.strategy_futures import StrategyFutures, join_structures, play_strategy
from armslength.errors import ArmslengthError
from armslength.fitting.at_hand import Source, source_of
from armslength.initial_conditions import InitialConditions, replay_at, replay_to_as_of
from armslength.results.comparison import Structure
from armslength.run import Run
from armslength.scenario import Scenario
from armslength.scenario.schema import Strategy
from armslength.scoring.refit import values_under
from armslength.simulate import REPLICATES
from armslength.theories import Variant
from armslength.world.records import Inputs

ONLY = Structure(name="full", weight=1.0)
OVER_THEORIES = Source(parameters_from="theories", fit_refused=None)


@dataclass(frozen=True)
class Structures:
    """Initial conditions under each structure, and what is given in the days ahead where they lie in the past."""

    described: tuple[Structure, ...]  #: their weights add to one
    initial: tuple[InitialConditions, ...]
    source: Source  #: where the parameters come from
    given: Inputs | None = None

    @property
    def draws(self) -> int:
        """Draws of the parameters under each structure."""
        return int(self.initial[0].values.shape[1])

    @property
    def futures(self) -> int:
        """Futures of each strategy under each structure."""
        return self.draws * REPLICATES

    def play(self, strategy: Strategy, run: Run, days: int, tick: Callable[[int], None]) -> StrategyFutures:
        """Play a strategy under every structure."""
        parts = [
            play_strategy(
                initial,
                strategy,
                days=days,
                seed=run.seed,
                workers=run.workers,
                given=self.given,
                tick=tick,
            )
            for initial in self.initial
        ]
        return join_structures(parts, [s.weight for s in self.described])


def structures_of(
    case: Scenario,
    run: Run,
    days: int,
    since: date | None = None,
    theories: Sequence[Variant] = (),
    initial: InitialConditions | None = None,
) -> Structures:
    """Replay a case to its as-of date, or to a day of the past, under each theory or the full model.

    Raises:
        ArmslengthError: where history cannot be replayed to that day, or `initial` belongs to another case or day.
    """
    if initial is not None:
        replayed = [_checked(initial, case, since)]
    else:
        standing = case if since is None else truncate(case, since)
        if theories:
            replayed = [_under(theory, standing, run) for theory in theories]
        else:
            replayed = [replay_to_as_of(standing, run.draws, run.seed, run.posterior_of(case))]
    given = inputs_since(case, replayed[0], days) if since else None
    total = sum(theory.weight for theory in theories)
    described = [Structure(name=t.name, weight=t.weight / total) for t in theories]
    source = OVER_THEORIES if theories else source_of(case, run.parameters)
    return Structures(tuple(described or [ONLY]), tuple(replayed), source, given)


def _under(theory: Variant, case: Scenario, run: Run) -> InitialConditions:
    layout = case.layout
    return replay_at(case, layout, values_under(layout, theory.held, theory.posterior, run.draws, run.seed))


def _checked(initial: InitialConditions, case: Scenario, since: date | None) -> InitialConditions:
    if initial.scenario.hash != case.hash:
        raise ArmslengthError(
            f"these initial conditions belong to another scenario than {case.name}; replay it again"
        )
    if since is not None and initial.scenario.as_of != since:
        raise ArmslengthError(
            f"these initial conditions are of {initial.scenario.as_of}, not of {since}; replay the case to that date"
        )
    return initial
