"""Strategies in order of what de-escalation wants less of, with and without the war term.

The burden of a future is the weighted sum of the declared objectives, in deaths. War rests on an assumed hazard: the
order is given without it, with it, and with the probability of war at which two strategies change places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from armslength.decisions.outcomes import OBJECTIVES, WAR, Played
from armslength.errors import ArmslengthError
from armslength.scenario.suggest import did_you_mean

Weights = Mapping[str, float]


def weights_of(given: Weights | None) -> dict[str, float]:
    """The declared weights, some replaced; raises `ArmslengthError` for an aim that nobody declared."""
    weights = {o.name: o.weight for o in OBJECTIVES}
    for name, value in (given or {}).items():
        if name not in weights:
            raise ArmslengthError(f"no objective is called '{name}': only de-escalation is ranked; {did_you_mean(name, weights)}")  # fmt: skip
        if not 0 <= value < float("inf"):
            raise ArmslengthError(f"the weight of {name} is {value}; it must be 0 or more")
        weights[name] = float(value)
    return weights


def burden(played: Played, weights: Weights) -> np.ndarray:
    """[draw, chance] all objectives but war, in deaths; attacks are played on as if war had not come."""
    total: np.ndarray = sum((weights[o.name] * played[o.name] for o in OBJECTIVES if o.name != WAR), np.zeros(1))  # fmt: skip
    return total


def ranking(played: Sequence[Played], given: Weights | None = None) -> dict[str, Any]:
    """Both orders, least burden first, and where they flip; the first of `played` is the baseline."""
    weights = weights_of(given)
    calm = {p.strategy.id: p.weights @ burden(p, weights).mean(-1) for p in played}
    war = {p.strategy.id: p.mean(WAR) for p in played}
    whole = {name: calm[name] + weights[WAR] * war[name] for name in calm}
    base = played[0].strategy.id
    return {
        "weights": weights, "baseline": base,
        "without_war": [_row(played, n, calm[n], weights, 0.0) for n in sorted(calm, key=lambda n: calm[n])],
        "with_war": [_row(played, n, whole[n], weights, weights[WAR]) for n in sorted(whole, key=lambda n: whole[n])],
        "war_probability": war,
        "flips": _flips(calm, war, weights[WAR], war[base]),
    }  # fmt: skip


def _row(
    played: Sequence[Played], name: str, value: float, weights: Weights, of_war: float
) -> dict[str, Any]:
    one = next(p for p in played if p.strategy.id == name)
    d = burden(one, weights) - burden(played[0], weights) + of_war * (one[WAR] - played[0][WAR])
    by_draw, w = d.mean(-1), one.weights
    mean = float(w @ by_draw)
    better = float(w @ (by_draw < 0)) + 0.5 * float(w @ (by_draw == 0))
    error = float(np.sqrt(w**2 @ (by_draw - mean) ** 2))
    return {
        "strategy": name, "burden": float(value), "against_baseline": mean, "error": error,
        "better_in": min(better, 1.0), "apart": bool(abs(mean) > 2 * error),
    }  # fmt: skip


def _flips(calm: Weights, war: Weights, weight: float, base: float) -> list[dict[str, Any]]:
    """Pairs that change places as every probability of war grows in proportion, the first to do so first.

    `war_probability` is that of the baseline at which they do; `factor` how many times the model's that is.
    """
    found = []
    for one, other in combinations(calm, 2):
        low, high = sorted((one, other), key=lambda n: calm[n])
        more = weight * (war[low] - war[high])
        factor = (calm[high] - calm[low]) / more if more > 0 else float("inf")
        if base > 0 and factor * max(war.values()) <= 1:
            found.append({"better_below": low, "better_above": high, "factor": float(factor), "war_probability": float(factor * base)})  # fmt: skip
    return sorted(found, key=lambda row: row["factor"])
