"""The record of a comparison, from the futures of its strategies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from armslength.decisions.difference import COVERS, change, contrasts
from armslength.decisions.grounds import not_asked
from armslength.decisions.outcome_definitions import OBJECTIVES
from armslength.decisions.ranking import ranking
from armslength.decisions.strategy_futures import StrategyFutures
from armslength.decisions.structures import Structures
from armslength.fitting.at_hand import Source, source_of
from armslength.forecasting.evidence_summary import unscored
from armslength.forecasting.run_manifest import manifest_of
from armslength.results.comparison import (
    ActorNames,
    Change,
    ComparedScenario,
    ComparisonManifest,
    ComparisonResult,
    Counterfactual,
    Pairing,
    StrategyDescription,
)
from armslength.run import Run
from armslength.scenario import Scenario
from armslength.scenario.schema import Strategy

NOT_CLAIMED = (
    "What anyone would do: a strategy says what changes if it is done, and nothing about whether it will be.",
    "Strikes on leaders or on the patron and the loss of a commander: these are never levers, and what they would change is not computed.",
    "That adversaries and clients know a strategy beforehand: they answer what they see. Under a rule of reply clients go on fearing by habit.",
    "How likely regional war is: its hazard is assumed, so each order of strategies is given without it, too.",
)
OVER_THEORIES = Source(parameters_from="theories", fit_refused=None)
COUPLING = (
    "Differences of means, their intervals over parameters and the rankings do not depend on how futures are paired.",
    "Standard errors do: common random numbers make them smaller. So do statements about single pairs: intervals over futures, and how often something happens only with a strategy; bounds that hold for any pairing stand beside.",
    "Paired futures share the random numbers of every day; once two strategies part, the same numbers meet different states.",
)


def comparison_result(
    case: Scenario,
    run: Run,
    structures: Structures,
    played: Sequence[StrategyFutures],
    *,
    interval: float,
    since: date | None,
    weights: Mapping[str, float] | None,
) -> ComparisonResult:
    """Return what strategies change; the first of `played` is the baseline."""
    base, *others = played
    objectives = tuple(o for o in OBJECTIVES if o.name in base.outcomes)
    source = OVER_THEORIES if structures.theories else source_of(case, run.parameters)
    made = manifest_of(
        ComparisonManifest,
        case,
        run,
        days=base.days,
        draws=structures.draws,
        futures=structures.futures,
        workers=run.workers,
        since=since,
        **source,
    )
    return ComparisonResult(
        scenario=ComparedScenario(
            name=case.name,
            title=case.title,
            question=case.question,
            as_of=case.as_of,
            first_day=base.first_day,
            days=base.days,
            parameters_from=made.parameters_from,
        ),
        counterfactual=_counterfactual(case, since),
        interval=interval,
        covers=COVERS,
        coupling=COUPLING,
        structures=structures.described,
        actors=ActorNames(
            fronts={f: case.fronts[f].name for f in case.living_fronts},
            clients={c: case.clients[c].short for c in case.living},
            adversaries={a.id: a.short for a in case.adversaries.values()},
        ),
        strategies=tuple(describe(p.strategy) for p in played),
        outcomes=tuple(base.outcomes.values()),
        changes=_changes(base, others, interval),
        contrasts=contrasts(others, interval),
        objectives=objectives,
        not_asked=not_asked(case, objectives),
        assumed=_assumed(case, [p.strategy for p in played]),
        ranking=ranking(played, weights),
        pairing=tuple(_pairing(base, other) for other in others),
        not_claimed=NOT_CLAIMED,
        manifest=made,
    )


def _assumed(case: Scenario, strategies: Sequence[Strategy]) -> str:
    """Return what nothing reported scores: what an order changes, where a strategy gives one."""
    orders = any(action.split()[0] in ("order", "visit") for s in strategies for action in s.actions)
    if not orders or "follow" not in unscored(case):
        return ""
    return "Assumed: what an order changes. No order in the events has a known answer, so nothing reported scores it."


def describe(strategy: Strategy) -> StrategyDescription:
    """Return a strategy as a result holds it."""
    return StrategyDescription(
        name=strategy.id,
        title=strategy.title,
        by=strategy.by,
        actions=strategy.actions,
        source=strategy.source,
        note=strategy.note,
    )


def _changes(base: StrategyFutures, others: Sequence[StrategyFutures], interval: float) -> tuple[Change, ...]:
    return tuple(change(base, other, outcome, interval) for other in others for outcome in base.outcomes)


def _counterfactual(case: Scenario, since: date | None) -> Counterfactual | None:
    kept = f"trigger war, threats, host pressure and the patron's reported orders as they were until {case.as_of}; attacks, answers and reprisals are played"
    return None if since is None else Counterfactual(since=since, kept=kept)


def _pairing(base: StrategyFutures, other: StrategyFutures) -> Pairing:
    saved = {o.name: change(base, other, o.name).saved for o in OBJECTIVES if o.name in base.outcomes}
    known = [x for x in saved.values() if x is not None]
    return Pairing(strategy=other.strategy.id, saved=saved, median=float(np.median(known)) if known else None)
