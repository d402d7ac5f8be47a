"""Strategies that hold up, whatever the parameters and whichever theory is right.

The burden of a strategy is the declared objectives' weighted sum, in deaths, expected in each draw of the parameters.
Four rules choose by it, and the result says whether they agree: none of them knows any aim but de-escalation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Unpack

import numpy as np

from armslength.decisions.compare import Comparison, compare
from armslength.decisions.dilemma import dilemma
from armslength.decisions.ranking import Weights, burden, weights_of
from armslength.decisions.strategy_futures import StrategyFutures
from armslength.formatting import percent
from armslength.results.robustness import (
    ParameterShift,
    RobustChoice,
    RobustnessResult,
    Rule,
    StrategyStanding,
    WhereBest,
)
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.schema import Strategy
from armslength.simulate import REPLICATES
from armslength.theories import Variant

WORST = 0.05  # share of draws that count as the worst
RULES: Mapping[Rule, str] = {
    "expected": "least expected burden",
    "worst": f"least burden in the worst {percent(WORST)} of draws, under the worst structure (maximin)",
    "regret": f"least regret: the burden above that of the best strategy, in the worst {percent(WORST)} of draws (minimax regret)",
    "satisfied": "most draws in which the burden is no worse than the baseline's (satisficing)",
}
DILEMMA_DRAWS = 200
SOMEWHERE = (0.02, 0.98)  # share of draws in which a strategy must be best for it to be described
SHOWN = 3  # parameters that describe where


def robustness(
    scenario: Scenario | str | Path,
    strategies: Sequence[str | Strategy] = (),
    run: Run = Run(futures=400 * REPLICATES),
    *,
    theories: Sequence[Variant] = (),
    weights: Weights | None = None,
    **options: Unpack[RunOptions],
) -> RobustnessResult:
    """Choose a strategy by four rules, describe where each is best, and show the patron's dilemma.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        strategies: names or records; all of the scenario's if empty.
        run: size, seed and parameters of the run; its fields may be given as keyword arguments instead.
        theories: rival theories with their weights.
        weights: weights of objectives by name, in place of the declared ones.

    Raises:
        ArmslengthError: where the run, a strategy or a weight cannot be used.
    """
    run, case = run.but(**options), load(scenario)
    made = compare(case, strategies, run, theories=theories, weights=weights)
    return RobustnessResult(
        days=made.played[0].days,
        without_war=choose(made.played, weights),
        with_war=choose(made.played, weights, with_war=True),
        where_best=() if theories else tuple(_where_best(made, weights)),
        dilemma=dilemma(case, made.structures.values[0][:, :DILEMMA_DRAWS]),
        manifest=made.result.manifest,
    )


def choose(
    played: Sequence[StrategyFutures], given: Weights | None = None, with_war: bool = False
) -> RobustChoice:
    """Return the strategies under each rule; the first of `played` is the baseline."""
    burdens = _expected(played, given, with_war)
    weights, structure = played[0].weights, played[0].structure
    regret = burdens - burdens.min(0)
    best = np.argmin(burdens, axis=0)
    standings = tuple(
        StrategyStanding(
            strategy=p.strategy.id,
            expected=float(weights @ b),
            worst=_worst_structure(b, weights, structure),
            regret=_tail(r, weights),
            satisfied=min(float(weights @ (b <= burdens[0])), 1.0),
            best_in=min(float(weights @ (best == i)), 1.0),
        )
        for i, (p, b, r) in enumerate(zip(played, burdens, regret, strict=True))
    )
    chosen = {rule: _choice(standings, rule) for rule in RULES}
    agree = len(set(chosen.values())) == 1
    return RobustChoice(rules=dict(RULES), with_war=with_war, standings=standings, chosen=chosen, agree=agree)


def _expected(played: Sequence[StrategyFutures], given: Weights | None, with_war: bool) -> np.ndarray:
    """Return the expected burden [strategy, draw] in deaths."""
    weights = weights_of(given)
    return np.stack([burden(p, weights, with_war).mean(-1) for p in played])


def _choice(standings: Sequence[StrategyStanding], rule: Rule) -> str:
    if rule == "satisfied":  # the baseline is never worse than itself
        others = standings[1:] or standings
        return max(others, key=lambda s: s.satisfied).strategy
    return min(standings, key=lambda s: float(getattr(s, rule))).strategy


def _where_best(made: Comparison, given: Weights | None) -> Iterator[WhereBest]:
    """Yield, for each strategy that is best somewhere, the parameters that differ most there."""
    best = np.argmin(_expected(made.played, given, with_war=False), axis=0)
    names, values = made.varied_parameters()
    for i, p in enumerate(made.played):
        here = best == i
        if SOMEWHERE[0] < here.mean() < SOMEWHERE[1]:
            where = tuple(_shifts(names, values, here))
            yield WhereBest(strategy=p.strategy.id, best_in=float(here.mean()), where=where)


def _shifts(names: Sequence[str], values: np.ndarray, here: np.ndarray) -> Iterator[ParameterShift]:
    moved = (values[:, here].mean(1) - values[:, ~here].mean(1)) / np.maximum(values.std(1), 1e-12)
    error = np.sqrt(1 / here.sum() + 1 / (~here).sum())
    for j in np.argsort(-np.abs(moved))[:SHOWN]:
        if abs(moved[j]) > 3 * error:
            yield ParameterShift(
                name=names[j],
                moved=float(moved[j]),
                median_here=float(np.median(values[j, here])),
                median_elsewhere=float(np.median(values[j, ~here])),
            )


def _worst_structure(burdens: np.ndarray, weights: np.ndarray, structure: np.ndarray) -> float:
    groups = [(burdens[structure == s], weights[structure == s]) for s in np.unique(structure)]
    return max(_tail(b, w) for b, w in groups if w.sum() > 0)


def _tail(x: np.ndarray, w: np.ndarray) -> float:
    """Return the mean of the worst share of the draws."""
    order = np.argsort(-x)
    before = np.cumsum(w[order]) - w[order]
    inside = np.clip(WORST * w.sum() - before, 0, w[order])
    return float(inside @ x[order] / inside.sum())
