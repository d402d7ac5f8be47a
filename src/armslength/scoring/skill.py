"""Skill against a naive baseline: paired over the same occasions, tested, and no claim beyond the test.

The test is Diebold & Mariano's (1995) with the small-sample correction and the t distribution of Harvey, Leybourne &
Newbold (1997). Windows that share days are not independent; neither are the scores of neighbouring ones, for calm and
busy weeks come together. So autocovariances count in full as far as windows overlap, and with Newey & West's (1987)
falling weights for n^(1/3) occasions beyond; and the t distribution has the degrees of freedom that these lags leave.
With n - 1, as for lags that are known, one of two dozen comparisons without any skill looks good in up to one run of
eight (`tests/scoring/test_skill.py` measures it).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from armslength.results.record import Interval
from armslength.results.scores import FEWEST_INDEPENDENT, Skill, Verdict

FEWEST_FOR_INTERVAL = 5  # paired occasions below which not even an interval is given
LEVEL = 0.05  # of the two-sided test
NO_SKILL: Verdict = "no skill shown"
SKILL: Verdict = "skill shown"
WORSE: Verdict = "worse than the baseline"
TOO_FEW: Verdict = "too few to tell"

Span = tuple[date, date]  # first and last day of an occasion's window


def skill(
    score: str,
    baseline: str,
    own: Sequence[float],
    baselines: Sequence[float],
    spans: Sequence[Span] | None = None,
    mass: float = 0.9,
) -> Skill:
    """Return the skill of scores against a baseline's, paired in order of time; lower scores are better.

    `spans` are the windows of the occasions; without them no two are taken to share days. The interval holds what the
    test would not reject at a level of 1 - `mass`. The verdict is that of one comparison alone: where there are
    several, `corrected` gives it.
    """
    a, b = np.asarray(own, dtype=float), np.asarray(baselines, dtype=float)
    n = len(a)
    mean, baseline_mean = (float(x.mean()) if n else 0.0 for x in (a, b))
    ratio = 1 - mean / baseline_mean if n and baseline_mean > 0 else None
    together = overlap(spans) if spans else 1
    interval: Interval | None = None
    test = diebold_mariano(a - b, together) if n >= FEWEST_FOR_INTERVAL and ratio is not None else None
    if test and ratio is not None:
        half = float(stdtrit(test.freedom, 0.5 + mass / 2)) * test.error / baseline_mean
        interval = Interval(ratio - half, ratio + half)
    found = Skill(
        score=score,
        baseline=baseline,
        n=n,
        independent=independent(spans) if spans else n,
        mean=mean,
        baseline_mean=baseline_mean,
        skill=ratio,
        low=interval and interval.low,
        high=interval and interval.high,
        diebold_mariano=test and test.statistic,
        p_value=test and test.p_value,
        block=together,
        verdict=TOO_FEW,
    )
    return found.model_copy(update={"verdict": _verdict(found, found.p_value)})


def _verdict(found: Skill, p_value: float | None) -> Verdict:
    if p_value is None or found.diebold_mariano is None or found.independent < FEWEST_INDEPENDENT:
        return TOO_FEW
    if p_value >= LEVEL:
        return NO_SKILL
    return SKILL if found.diebold_mariano < 0 else WORSE


def corrected(family: Iterable[Skill]) -> list[Skill]:
    """Return comparisons that were made together with Holm's (1979) p values, and the verdicts that these bear.

    Where occasions are too few to tell, nothing is tested and nothing counts against the others.
    """
    all_of_them = list(family)
    tested = [i for i, s in enumerate(all_of_them) if s.verdict != TOO_FEW]
    adjusted = holm([all_of_them[i].p_value or 0.0 for i in tested])
    for i, p in zip(tested, adjusted, strict=True):
        update = {"p_holm": p, "verdict": _verdict(all_of_them[i], p)}
        all_of_them[i] = all_of_them[i].model_copy(update=update)
    return all_of_them


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values of which the least is below a level, in error, no oftener than that level, however many there are.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    least = 0.0
    for rank, i in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        least = max(least, min((len(p_values) - rank) * p_values[i], 1.0))
        adjusted[i] = least
    return adjusted


def independent(spans: Iterable[Span]) -> int:
    """Return the largest number of windows no two of which share a day.

    >>> independent([(date(2001, 1, d), date(2001, 1, d + 6)) for d in (1, 4, 8, 11, 15)])
    3
    """
    number, end = 0, None
    for first, last in sorted(spans, key=lambda span: span[1]):
        if end is None or first > end:
            number, end = number + 1, last
    return number


def overlap(spans: Sequence[Span]) -> int:
    """Return the number of neighbouring occasions, itself among them, that some window shares days with to one side."""
    together = 1
    for i, (_, last) in enumerate(spans):
        reached = next((k for k in range(i + 1, len(spans)) if spans[k][0] > last), len(spans))
        together = max(together, reached - i)
    return together


class MeanDifference(NamedTuple):
    """The result of a Diebold-Mariano test of a mean difference."""

    statistic: float  #: negative where the first forecaster is better
    p_value: float  #: two-sided
    error: float  #: standard error of the mean difference, with the small-sample correction
    freedom: float  #: degrees of freedom of the t distribution


def diebold_mariano(difference: np.ndarray, together: int = 1) -> MeanDifference | None:
    """Test whether the mean difference of two scores is zero; None where all differences are alike.

    `together` is the number of neighbouring occasions whose windows share days.
    """
    d = np.asarray(difference, dtype=float)
    n = len(d)
    beyond = ceil(n ** (1 / 3))
    weights = [1.0] * together + [1 - k / (beyond + 1) for k in range(1, beyond + 1)]
    falling = [1 - k / len(weights) for k in range(len(weights))]
    # full weights may by chance give almost nothing, or less; falling ones cannot
    variance = max(_long_run_variance(d, weights), _long_run_variance(d, falling))
    if variance <= 1e-15:
        return None
    h = min(len(weights), n)
    correction = sqrt(max((n + 1 - 2 * h + h * (h - 1) / n) / n, 1e-9))
    error = sqrt(variance / n) / correction
    freedom = max(min(n / (2 * sum(w * w for w in weights) - 1), n - 1.0), 1.0)
    statistic = float(d.mean()) / error
    return MeanDifference(statistic, float(2 * stdtr(freedom, -abs(statistic))), error, freedom)


def _long_run_variance(d: np.ndarray, weights: Sequence[float]) -> float:
    n, centred = len(d), d - d.mean()
    lagged = (w * float(centred[lag:] @ centred[: n - lag]) for lag, w in enumerate(weights[:n]))
    return (2 * sum(lagged) - float(centred @ centred)) / n
