"""Differences between strategies in paired futures, and what their uncertainty is made of.

The difference of two means does not depend on how futures are paired; its error does, and so does everything said of
single pairs. Arrays are [draw, replicate]: draws of the parameters, and futures of each draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from armslength.decisions.strategy_futures import StrategyFutures, refuse_unlike
from armslength.results.comparison import (
    Change,
    Contrast,
    Coverage,
    Difference,
    DiscordantPairs,
    Sign,
    VarianceShares,
)
from armslength.results.record import Interval

COVERS = Coverage(
    parameters="the expected difference over the parameters (and structures, where several are given), chance averaged out; never narrower than the error of a finite number of futures",
    futures="the difference between the two futures of a pair, chance and parameters; depends on how futures are paired",
    structure="the expected difference from the least to the greatest over the structures given",
)


class VarianceComponents(NamedTuple):
    """The variance of an outcome by source."""

    chance: float
    parameters: float
    structure: float

    def shares(self) -> VarianceShares | None:
        """Return the components as shares of their sum, or None where nothing varies."""
        total = sum(self)
        return VarianceShares(**{k: x / total for k, x in self._asdict().items()}) if total > 0 else None


def change(base: StrategyFutures, other: StrategyFutures, outcome: str, interval: float = 0.9) -> Change:
    """Return the change of an outcome under a strategy against the baseline; `interval` is the intervals' mass.

    Raises `ArmslengthError` where the futures do not share scenario, days and random numbers.
    """
    refuse_unlike(base, other)
    x, y, weights = base[outcome], other[outcome], base.weights
    d = y - x
    by_draw = d.mean(-1)
    mean, error = weighted_mean(by_draw, weights)
    components = variance_components(d, weights, base.structure)
    tails = (0.5 - interval / 2, 0.5 + interval / 2)
    expected = _expected_interval(by_draw, weights, components, d.shape[1], interval)
    each_pair = np.repeat(weights / d.shape[1], d.shape[1])
    return Change(
        strategy=other.strategy.id,
        outcome=outcome,
        window_days=base.outcomes[outcome].days,
        baseline=base.mean(outcome),
        value=other.mean(outcome),
        difference=mean,
        error=error,
        parameters=expected,
        sign=_sign(expected),
        futures=_quantiles(d.ravel(), each_pair, tails),
        structure=range_over_structures(by_draw, weights, base.structure),
        variance=components.shares(),
        saved=variance_reduction(x, y, weights),
        pairs=discordant_pairs(x, y, weights) if base.outcomes[outcome].unit == "probability" else None,
    )


def contrasts(played: Sequence[StrategyFutures], interval: float = 0.9) -> tuple[Contrast, ...]:
    """Return each later strategy against each earlier one, outcome by outcome."""
    return tuple(
        _contrast(base.strategy.id, change(base, other, outcome, interval))
        for base, other in combinations(played, 2)
        for outcome in base.outcomes
    )


def _contrast(against: str, row: Change) -> Contrast:
    return Contrast(against=against, **{name: getattr(row, name) for name in Difference.model_fields})


def weighted_mean(by_draw: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Return the mean over draws with its standard error; the weights add to one."""
    mean = float(weights @ by_draw)
    return mean, float(np.sqrt(weights**2 @ (by_draw - mean) ** 2))


def variance_components(d: np.ndarray, weights: np.ndarray, structure: np.ndarray) -> VarianceComponents:
    """Return the variance by chance, parameters and structure: a nested analysis, corrected for few replicates."""
    replicates = d.shape[1]
    within = float(weights @ d.var(-1, ddof=1)) if replicates > 1 else 0.0
    by_draw = d.mean(-1)
    mean = weights @ by_draw
    groups = [(float(weights[structure == s].sum()), structure == s) for s in np.unique(structure)]
    means = [(share, weights[which] @ by_draw[which] / max(share, 1e-12)) for share, which in groups]
    structural = sum(share * (m - mean) ** 2 for share, m in means)
    between_draws = float(weights @ (by_draw - mean) ** 2) - structural
    return VarianceComponents(within, float(max(between_draws - within / replicates, 0.0)), float(structural))


def _expected_interval(
    by_draw: np.ndarray, weights: np.ndarray, components: VarianceComponents, replicates: int, interval: float
) -> Interval:
    """Return the interval of the expected difference, without the noise that few replicates of each draw add."""
    mean = float(weights @ by_draw)
    seen = float(weights @ (by_draw - mean) ** 2)
    real = components.parameters + components.structure
    shrinkage = np.sqrt(min(real / seen, 1.0)) if seen > 0 else 0.0
    tails = (0.5 - interval / 2, 0.5 + interval / 2)
    low, high = _quantiles(mean + shrinkage * (by_draw - mean), weights, tails)
    error = np.sqrt(float(weights @ weights) * components.chance / replicates)
    noise = NormalDist().inv_cdf(0.5 + interval / 2) * error
    return Interval(float(min(low, mean - noise)), float(max(high, mean + noise)))


def _sign(expected: Interval) -> Sign:
    return "down" if expected.high < 0 else "up" if expected.low > 0 else "open"


def _quantiles(x: np.ndarray, weights: np.ndarray, tails: tuple[float, float]) -> Interval:
    if np.allclose(weights, weights[0]):
        return Interval(*map(float, np.quantile(x, tails)))
    return Interval(*map(float, np.quantile(x, tails, weights=weights, method="inverted_cdf")))


def range_over_structures(by_draw: np.ndarray, weights: np.ndarray, structure: np.ndarray) -> Interval | None:
    """Return the least and greatest expected difference over structures, or None where there is one."""
    kinds = np.unique(structure)
    if len(kinds) < 2:
        return None
    groups = [(weights[structure == s], by_draw[structure == s]) for s in kinds]
    means = [float(w @ x / w.sum()) for w, x in groups if w.sum() > 0]
    return Interval(min(means), max(means))


def variance_reduction(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float | None:
    """Return the fraction of the Monte Carlo variance removed by common random numbers, or None if there is none."""
    if x.shape[1] < 2:
        return None
    independent = float(weights @ (x.var(-1, ddof=1) + y.var(-1, ddof=1)))
    return 1 - float(weights @ (y - x).var(-1, ddof=1)) / independent if independent > 0 else None


def discordant_pairs(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> DiscordantPairs:
    """Return how often an event happens only with the strategy or only without, and the bounds for any pairing."""
    only_with, only_without = (min(float(weights @ happens.mean(-1)), 1.0) for happens in ((y > x), (x > y)))
    p, q = float(weights @ x.mean(-1)), float(weights @ y.mean(-1))
    return DiscordantPairs(
        only_with=only_with,
        only_with_bounds=Interval(max(0.0, q - p), min(q, 1 - p)),
        only_without=only_without,
        only_without_bounds=Interval(max(0.0, p - q), min(p, 1 - q)),
    )
