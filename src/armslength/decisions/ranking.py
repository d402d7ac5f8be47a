"""Strategies in order of what de-escalation wants less of, with and without the war term.

The burden of a future is the weighted sum of the declared objectives, in deaths. War rests on an assumed hazard: the
order is given without it, with it, and with the probability of war at which two strategies change places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from armslength.decisions.difference import weighted_mean
from armslength.decisions.outcome_definitions import OBJECTIVES, WAR
from armslength.decisions.strategy_futures import StrategyFutures
from armslength.errors import ArmslengthError
from armslength.results.comparison import RankedStrategy, Ranking, RankReversal
from armslength.scenario.suggest import did_you_mean

Weights = Mapping[str, float]


def weights_of(given: Weights | None) -> dict[str, float]:
    """Return the declared weights, some replaced; raises `ArmslengthError` for an objective that nobody declared."""
    weights = {o.name: o.weight for o in OBJECTIVES}
    for name, value in (given or {}).items():
        if name not in weights:
            near = did_you_mean(name, weights)
            raise ArmslengthError(f"no objective is called '{name}': only de-escalation is ranked; {near}")
        if not 0 <= value < float("inf"):
            raise ArmslengthError(f"the weight of {name} is {value}; it must be 0 or more")
        weights[name] = float(value)
    return weights


def burden(played: StrategyFutures, weights: Weights, war: bool = False) -> np.ndarray:
    """Return the weighted sum of the objectives [draw, replicate] in deaths, that of war only where asked.

    Attacks are played on as if war had not come, so that war enters once, by its own term.
    """
    counted = [o.name for o in OBJECTIVES if o.name in weights and (war or o.name != WAR)]
    return np.asarray(sum(weights[name] * played[name] for name in counted))


def ranking(played: Sequence[StrategyFutures], given: Weights | None = None) -> Ranking:
    """Rank strategies by their burden, least first; the first of `played` is the baseline.

    Objectives that the case gives no ground to ask are left out; where none is left, nothing is ranked.
    """
    base = played[0].strategy.id
    weights = {name: weight for name, weight in weights_of(given).items() if name in played[0].outcomes}
    asks_war = WAR in weights
    if not any(weights.values()):
        return Ranking(
            weights=weights, baseline=base, without_war=(), with_war=(), war_probability={}, flips=()
        )
    calm = {p.strategy.id: float(p.weights @ burden(p, weights).mean(-1)) for p in played}
    war = {p.strategy.id: p.mean(WAR) for p in played} if asks_war else {}
    return Ranking(
        weights=weights,
        baseline=base,
        without_war=_ranked(played, weights, war=False),
        with_war=_ranked(played, weights, war=True) if asks_war else (),
        war_probability=war,
        flips=_reversals(calm, war, weights[WAR], war[base]) if asks_war else (),
    )


def _ranked(played: Sequence[StrategyFutures], weights: Weights, war: bool) -> tuple[RankedStrategy, ...]:
    burdens = [burden(p, weights, war) for p in played]
    rows = [_row(p, own, own - burdens[0]) for p, own in zip(played, burdens, strict=True)]
    return tuple(sorted(rows, key=lambda row: row.burden))


def _row(played: StrategyFutures, own: np.ndarray, less_baseline: np.ndarray) -> RankedStrategy:
    by_draw, weights = less_baseline.mean(-1), played.weights
    mean, error = weighted_mean(by_draw, weights)
    better = float(weights @ (by_draw < 0)) + 0.5 * float(weights @ (by_draw == 0))
    return RankedStrategy(
        strategy=played.strategy.id,
        burden=float(weights @ own.mean(-1)),
        against_baseline=mean,
        error=error,
        better_in=min(better, 1.0),
        apart=abs(mean) > 2 * error,
    )


def _reversals(calm: Weights, war: Weights, weight: float, base: float) -> tuple[RankReversal, ...]:
    """Return the pairs that change places as every probability of war grows in proportion, the first to do so first."""
    found = []
    for one, other in combinations(calm, 2):
        low, high = sorted((one, other), key=lambda name: calm[name])
        more = weight * (war[low] - war[high])
        factor = (calm[high] - calm[low]) / more if more > 0 else float("inf")
        if base > 0 and factor * max(war.values()) <= 1:
            found.append(
                RankReversal(
                    better_below=low, better_above=high, factor=factor, war_probability=factor * base
                )
            )
    return tuple(sorted(found, key=lambda row: row.factor))
