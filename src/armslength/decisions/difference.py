"""What a strategy changes: paired differences, and what their uncertainty is made of.

A difference of means does not depend on how futures are paired; its error does, and so does everything said of single
pairs. Each interval says what it covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import NormalDist
from typing import Any

import numpy as np

from armslength.decisions.outcomes import Played, same_futures

COVERS = {
    "parameters": "the expected difference over the parameters (and structures, where several are given), chance averaged out; never narrower than the error of a finite number of futures",
    "futures": "the difference between the two futures of a pair, chance and parameters; depends on how futures are paired",
    "structure": "the expected difference from the least to the greatest over the structures given",
}


def difference(base: Played, other: Played, name: str, interval: float = 0.9) -> dict[str, Any]:
    """One outcome under a strategy, beside another with the same luck."""
    same_futures(base, other)
    x, y, w = base[name], other[name], base.weights
    d = y - x
    by_draw = d.mean(-1)
    mean = float(w @ by_draw)
    split = variance(d, w, base.variant)
    tails = (0.5 - interval / 2, 0.5 + interval / 2)
    low, high = _expected(by_draw, w, split, d.shape[1], interval)
    return {
        "outcome": name, "baseline": base.mean(name), "value": other.mean(name), "difference": mean,
        "error": float(np.sqrt(w**2 @ (by_draw - mean) ** 2)),
        "parameters": [low, high], "sign": "down" if high < 0 else "up" if low > 0 else "open", "futures": _quantiles(d.ravel(), np.repeat(w / d.shape[1], d.shape[1]), tails),
        "structure": structure(by_draw, w, base.variant), "variance": _shares(split), "saved": saved(x, y, w),
        "pairs": pairs(x, y, w) if base.described[name].unit == "probability" else None,
    }  # fmt: skip


def between(played: Sequence[Played], interval: float = 0.9) -> list[dict[str, Any]]:
    """Each later strategy against each earlier one, outcome by outcome; with doing nothing there are `rows` already."""
    made = []
    for base, other in combinations(played, 2):
        for name in base.described:
            row = difference(base, other, name, interval)
            who = {"strategy": other.strategy.id, "against": base.strategy.id}
            made.append(who | {"window_days": base.described[name].days} | {key: row[key] for key in APART})
    return made


APART = ("outcome", "difference", "error", "parameters", "sign", "futures", "structure")  #: of a `difference`


def variance(d: np.ndarray, w: np.ndarray, variant: np.ndarray) -> dict[str, float]:
    """Variance of [draw, chance] by chance, parameters and structure: a nested analysis, corrected for few futures."""
    chance = d.shape[1]
    within = float(w @ d.var(-1, ddof=1)) if chance > 1 else 0.0
    by_draw = d.mean(-1)
    mean = w @ by_draw
    groups = [(float(w[variant == v].sum()), variant == v) for v in np.unique(variant)]
    means = [(share, w[which] @ by_draw[which] / max(share, 1e-12)) for share, which in groups]
    structural = sum(share * (m - mean) ** 2 for share, m in means)
    between = float(w @ (by_draw - mean) ** 2) - structural
    parameters = max(between - within / chance, 0.0)
    return {"chance": within, "parameters": float(parameters), "structure": float(structural)}


def _shares(split: dict[str, float]) -> dict[str, float] | None:
    total = sum(split.values())
    return {name: float(x / total) for name, x in split.items()} if total > 0 else None


def _expected(
    by_draw: np.ndarray, w: np.ndarray, split: dict[str, float], chance: int, interval: float
) -> tuple[float, float]:
    """Interval of the expected difference over the draws, without the noise that few futures of each add."""
    mean = float(w @ by_draw)
    seen = float(w @ (by_draw - mean) ** 2)
    real = split["parameters"] + split["structure"]
    pull = np.sqrt(min(real / seen, 1.0)) if seen > 0 else 0.0
    low, high = _quantiles(mean + pull * (by_draw - mean), w, (0.5 - interval / 2, 0.5 + interval / 2))
    noise = NormalDist().inv_cdf(0.5 + interval / 2) * np.sqrt(float(w @ w) * split["chance"] / chance)
    return min(low, mean - noise), max(high, mean + noise)


def _quantiles(x: np.ndarray, w: np.ndarray, tails: tuple[float, float]) -> list[float]:
    if np.allclose(w, w[0]):
        return [float(q) for q in np.quantile(x, tails)]
    return [float(q) for q in np.quantile(x, tails, weights=w, method="inverted_cdf")]


def structure(by_draw: np.ndarray, w: np.ndarray, variant: np.ndarray) -> list[float] | None:
    """Least and greatest expected difference over structures; nothing where there is one."""
    kinds = np.unique(variant)
    if len(kinds) < 2:
        return None
    means = [float(w[variant == v] @ by_draw[variant == v] / w[variant == v].sum()) for v in kinds if w[variant == v].sum() > 0]  # fmt: skip
    return [min(means), max(means)]


def saved(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> float | None:
    """Share of the variance by chance that pairing takes out of a difference; nothing where chance makes none."""
    if x.shape[1] < 2:
        return None
    apart = float(w @ (x.var(-1, ddof=1) + y.var(-1, ddof=1)))
    return 1 - float(w @ (y - x).var(-1, ddof=1)) / apart if apart > 0 else None


def pairs(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> dict[str, Any]:
    """How often it happens only with the strategy or only without, in these pairs, and whatever the pairing."""
    only_with, only_without = (float(w @ happens.mean(-1)) for happens in ((y > x), (x > y)))
    p, q = float(w @ x.mean(-1)), float(w @ y.mean(-1))
    return {
        "only_with": only_with, "only_with_bounds": [max(0.0, q - p), min(q, 1 - p)],
        "only_without": only_without, "only_without_bounds": [max(0.0, p - q), min(p, 1 - q)],
    }  # fmt: skip
