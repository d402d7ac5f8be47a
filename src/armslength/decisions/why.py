"""Why a strategy makes a difference: one pair of futures as a chain, and on average what each mechanism carried.

A mechanism is switched off in both futures; what then remains of the difference did not need it, and what goes was
carried by it. What two mechanisms do only together goes with either, so the parts need not add up: the rest is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Unpack

import numpy as np

from armslength.decisions.compare import refuse_few_futures
from armslength.decisions.difference import weighted_mean
from armslength.decisions.outcome_definitions import OBJECTIVES
from armslength.decisions.paired_paths import first_day_apart, trace
from armslength.decisions.path_difference import PathDifference
from armslength.decisions.ranking import burden, weights_of
from armslength.decisions.strategy_futures import StrategyFutures, ensemble_of, play_strategy
from armslength.decisions.strategy_sets import BASELINE, planned, resolve
from armslength.errors import ArmslengthError
from armslength.forecasting.run_manifest import manifest_of
from armslength.initial_conditions import InitialConditions, replay_to_as_of
from armslength.results.comparison import ScenarioAhead, StrategyActions
from armslength.results.explanation import (
    CarriedPart,
    ExplanationManifest,
    ExplanationResult,
    MeanDifference,
    MechanismReference,
    PairedFutures,
    Remainder,
    StateStep,
)
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.claims import claims_on
from armslength.scenario.schema import Strategy
from armslength.scenario.unvalued import MECHANISM
from armslength.simulate import REPLICATES
from armslength.world.mechanism import Mechanism

EXPLAINED = ("attacks", *(o.name for o in OBJECTIVES))
READS = (
    "Carried: the difference with everything on, less the difference with this mechanism off in both futures. The sign of the whole: it carried so much of it; the other sign: it worked against it.",
    "The past stays as it was replayed; a mechanism is off from the first day ahead.",
    "What the parts leave: what mechanisms do only together, which goes with each of them and so is counted more than once, and what no switch reaches, such as the trigger war itself.",
    "The chain is of one pair of futures with the same random numbers: one way in which it can go, near the average, and not the likeliest.",
)


class _Pair(NamedTuple):
    """The futures of two strategies."""

    base: StrategyFutures
    other: StrategyFutures

    def gap(self, outcome: str) -> np.ndarray:
        """Return the mean difference of an outcome [draw]."""
        return np.asarray((self.other[outcome] - self.base[outcome]).mean(-1))


def why(
    scenario: Scenario | str | Path,
    strategy: str | Strategy,
    against: str | Strategy = BASELINE,
    run: Run = Run(futures=2_000),
    *,
    initial: InitialConditions | None = None,
    **options: Unpack[RunOptions],
) -> ExplanationResult:
    """Explain the difference between a strategy and another, or doing nothing.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        strategy: the strategy, by its name or as a record.
        against: the one that it is set against.
        run: size, seed and parameters of the run; its fields may be given as keyword arguments instead.
        initial: initial conditions made before, which saves their replay.

    Raises:
        ArmslengthError: where the run or a strategy cannot be used, or the strategies make no difference.
    """
    run, case = run.but(**options), load(scenario)
    days = run.days_of(case)
    refuse_few_futures(run.futures, 0.5)
    other, base = resolve(case, [strategy, against])
    run.progress("replaying the reported past", 0, 1)
    at = initial or replay_to_as_of(case, run.draws, run.seed, run.posterior_of(case))
    for one in (base, other):
        planned(at, one, days)
    whole, without = _with_and_without(at, base, other, run, days)
    draws = at.values.shape[1]
    explained = [outcome for outcome in EXPLAINED if outcome in whole.base.outcomes]
    made = manifest_of(
        ExplanationManifest, case, run, draws=draws, futures=draws * REPLICATES, workers=run.workers
    )
    return ExplanationResult(
        scenario=ScenarioAhead(
            name=case.name, title=case.title, as_of=case.as_of, first_day=at.first_day, days=days
        ),
        strategy=StrategyActions(name=other.id, title=other.title, actions=other.actions),
        against=StrategyActions(name=base.id, title=base.title, actions=base.actions),
        differences=tuple(_difference(whole, outcome) for outcome in explained),
        carried=tuple(_carried(whole, cut, m, o) for m, cut in without.items() for o in explained),
        unexplained=tuple(_rest(whole, without, outcome) for outcome in explained),
        pair=_paired_futures(at, whole, days, run.seed),
        mechanisms=tuple(_reference(m, case) for m in case.mechanisms if m.name != MECHANISM),
        reads=READS,
        manifest=made,
    )


def _with_and_without(
    at: InitialConditions, base: Strategy, other: Strategy, run: Run, days: int
) -> tuple[_Pair, dict[str, _Pair]]:
    """Play both strategies with everything on, and again with each mechanism off."""

    def play(start: InitialConditions) -> _Pair:
        one, two = (
            play_strategy(start, s, days=days, seed=run.seed, workers=run.workers) for s in (base, other)
        )
        return _Pair(one, two)

    switchable = [m for m in at.network.mechanisms if m.off and m.name != MECHANISM]
    whole, without = play(at), {}
    for i, mechanism in enumerate(switchable):
        run.progress(f"without: {mechanism.title}", i + 1, len(switchable) + 1)
        without[mechanism.name] = play(switch_off(at, mechanism))
    return whole, without


def switch_off(at: InitialConditions, mechanism: Mechanism) -> InitialConditions:
    """Return the initial conditions with a mechanism off from now on: the past stays as it was."""
    return replace(at, values=at.layout.override(at.values, mechanism.off))


def _difference(pair: _Pair, outcome: str) -> MeanDifference:
    mean, error = weighted_mean(pair.gap(outcome), pair.base.weights)
    return MeanDifference(
        outcome=outcome,
        title=pair.base.outcomes[outcome].title,
        against=pair.base.mean(outcome),
        with_strategy=pair.other.mean(outcome),
        difference=mean,
        error=error,
    )


def _carried(whole: _Pair, cut: _Pair, mechanism: str, outcome: str) -> CarriedPart:
    gap, weights = whole.gap(outcome), whole.base.weights
    carried, error = weighted_mean(gap - cut.gap(outcome), weights)
    difference, _ = weighted_mean(gap, weights)
    share = carried / difference if difference else None
    return CarriedPart(mechanism=mechanism, outcome=outcome, carried=carried, error=error, share=share)


def _rest(whole: _Pair, without: Mapping[str, _Pair], outcome: str) -> Remainder:
    gap = whole.gap(outcome)
    left, error = weighted_mean(
        gap - sum(gap - cut.gap(outcome) for cut in without.values()), whole.base.weights
    )
    return Remainder(outcome=outcome, left=left, error=error)


def typical(pair: _Pair) -> tuple[int, int]:
    """Return the draw and the number of the pair nearest to the average difference, among those that differ."""
    base, other = pair
    weights = weights_of(None)
    d = burden(other, weights) - burden(base, weights)
    differs = (other["attacks"] != base["attacks"]) | (d != 0)
    if not differs.any():
        raise _no_difference(pair)
    far = np.abs(d - base.weights @ d.mean(-1))
    draw, number = np.unravel_index(np.argmin(np.where(differs, far, np.inf)), d.shape)
    return int(draw), int(number)


def _no_difference(pair: _Pair) -> ArmslengthError:
    futures = pair.base["attacks"].size
    names = f"'{pair.other.strategy.id}' and '{pair.base.strategy.id}'"
    return ArmslengthError(
        f"{names} make no difference in {futures:,} pairs of futures: there is nothing to explain"
    )


def _paired_futures(at: InitialConditions, pair: _Pair, days: int, seed: int) -> PairedFutures:
    draw, number = typical(pair)
    one, two = (trace(ensemble_of(at, p.strategy, days, seed), draw, number) for p in pair)
    apart = first_day_apart(one, two)
    if apart is None:
        raise _no_difference(pair)
    difference = PathDifference.of(at, one, two, apart)
    chain = difference.chain()
    moved = dict.fromkeys(step.mechanism for step in chain if isinstance(step, StateStep))
    return PairedFutures(
        draw=draw,
        future=number,
        first_day_apart=difference.on(apart),
        steps=chain,
        totals=tuple(difference.totals()),
        mechanisms=tuple(moved),
    )


def _reference(mechanism: Mechanism, case: Scenario) -> MechanismReference:
    return MechanismReference(
        name=mechanism.name,
        title=mechanism.title,
        claims=tuple(claim.id for claim in claims_on(case.claims, *mechanism.places)),
        source=mechanism.source,
        switched_off=dict(mechanism.off),
    )
