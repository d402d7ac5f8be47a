"""Skill against a naive baseline: paired over the same occasions, with an interval, and no claim beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

import numpy as np
from scipy.special import stdtr

from armslength.results.record import Interval
from armslength.results.scores import Skill, Verdict

FEWEST = 5  # paired occasions below which nothing is said
RESAMPLES = 2000
NO_SKILL: Verdict = "no skill shown"
SKILL: Verdict = "skill shown"
WORSE: Verdict = "worse than the baseline"
TOO_FEW: Verdict = "too few to tell"


def skill(
    score: str,
    baseline: str,
    own: Sequence[float],
    baselines: Sequence[float],
    overlap: int = 1,
    seed: int = 1,
    mass: float = 0.9,
) -> Skill:
    """Return the skill of scores against a baseline's, paired in order of time; lower scores are better.

    The windows of `overlap` neighbours share days. The interval resamples circular blocks of max(overlap, n^(1/3))
    occasions; the test is Diebold & Mariano's (1995) with Bartlett weights over the same blocks and the small-sample
    correction of Harvey, Leybourne & Newbold (1997).
    """
    a, b = np.asarray(own, dtype=float), np.asarray(baselines, dtype=float)
    n = len(a)
    block = min(max(overlap, ceil(n ** (1 / 3)), 1), max(n, 1))
    mean, baseline_mean = (float(x.mean()) if n else 0.0 for x in (a, b))
    ratio = 1 - mean / baseline_mean if n and baseline_mean > 0 else None
    interval: Interval | None = None
    statistic = p_value = None
    verdict = TOO_FEW
    if n >= FEWEST and ratio is not None:
        interval = _interval(a, b, block, seed, mass)
        statistic, p_value = diebold_mariano(a - b, block)
        verdict = SKILL if interval.low > 0 else WORSE if interval.high < 0 else NO_SKILL
    return Skill(
        score=score,
        baseline=baseline,
        n=n,
        mean=mean,
        baseline_mean=baseline_mean,
        skill=ratio,
        low=interval and interval.low,
        high=interval and interval.high,
        diebold_mariano=statistic,
        p_value=p_value,
        block=block,
        verdict=verdict,
    )


def _interval(a: np.ndarray, b: np.ndarray, block: int, seed: int, mass: float) -> Interval:
    n = len(a)
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, n, (RESAMPLES, ceil(n / block)))
    at = ((starts[:, :, None] + np.arange(block)) % n).reshape(RESAMPLES, -1)[:, :n]
    means = b[at].mean(1)
    ratios = 1 - a[at].mean(1)[means > 0] / means[means > 0]
    low, high = np.quantile(ratios, [0.5 - mass / 2, 0.5 + mass / 2])
    return Interval(float(low), float(high))


def diebold_mariano(difference: np.ndarray, block: int) -> tuple[float | None, float | None]:
    """Return the statistic and two-sided p value of a mean difference of scores; None where all differences are alike."""
    d = np.asarray(difference, dtype=float)
    n = len(d)
    centred = d - d.mean()
    lags = range(1, min(block, n))
    variance = float(centred @ centred) / n
    variance += 2 * sum((1 - lag / block) * float(centred[lag:] @ centred[:-lag]) / n for lag in lags)
    if variance <= 1e-15:
        return None, None
    h = min(block, n)
    correction = sqrt(max((n + 1 - 2 * h + h * (h - 1) / n) / n, 1e-9))
    statistic = correction * float(d.mean()) / sqrt(variance / n)
    return statistic, float(2 * stdtr(n - 1, -abs(statistic)))
