"""Is it better than a naive rival? Paired over the same occasions, with an interval, and said plainly when not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from scipy.special import stdtr

FEWEST = 5  # paired occasions below which nothing is said
RESAMPLES = 2000
NO_SKILL, SKILL, WORSE, TOO_FEW = "no skill shown", "skill shown", "worse than the rival", "too few to tell"


@dataclass(frozen=True)
class Skill:
    """One forecaster against one rival on one score (lower is better)."""

    rival: str
    n: int  #: paired occasions
    mean: float  #: the forecaster's mean score
    rival_mean: float  #: the rival's
    skill: float | None  #: 1 - mean / rival_mean: 1 perfect, 0 no better
    low: float | None  #: 90 % block-bootstrap interval of the skill
    high: float | None
    dm: float | None  #: Diebold-Mariano statistic; negative = the forecaster is better
    p: float | None  #: its two-sided p value
    block: int  #: occasions in a block: those whose windows overlap stay together
    verdict: str

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


def skill(
    rival: str,
    mine: Sequence[float],
    theirs: Sequence[float],
    overlap: int = 1,
    seed: int = 1,
    mass: float = 0.9,
) -> Skill:
    """Skill of scores paired in order of time; `overlap` neighbours share part of their windows.

    The interval resamples circular blocks of max(overlap, n^(1/3)) occasions; the test is Diebold & Mariano's (1995)
    with Bartlett weights over the same blocks and the small-sample correction of Harvey, Leybourne & Newbold (1997).
    """
    a, b = np.asarray(mine, dtype=float), np.asarray(theirs, dtype=float)
    n = len(a)
    block = min(max(overlap, ceil(n ** (1 / 3)), 1), max(n, 1))
    mean_a, mean_b = (float(x.mean()) if n else float("nan") for x in (a, b))
    ratio = 1 - mean_a / mean_b if n and mean_b > 0 else None
    if n < FEWEST or ratio is None:
        return Skill(rival, n, _plain(mean_a), _plain(mean_b), ratio, None, None, None, None, block, TOO_FEW)
    low, high = _interval(a, b, block, seed, mass)
    statistic, p = diebold_mariano(a - b, block)
    verdict = SKILL if low > 0 else WORSE if high < 0 else NO_SKILL
    return Skill(rival, n, mean_a, mean_b, ratio, low, high, statistic, p, block, verdict)


def _plain(x: float) -> float:
    return 0.0 if np.isnan(x) else x


def _interval(a: np.ndarray, b: np.ndarray, block: int, seed: int, mass: float) -> tuple[float, float]:
    n = len(a)
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, n, (RESAMPLES, ceil(n / block)))
    at = ((starts[:, :, None] + np.arange(block)) % n).reshape(RESAMPLES, -1)[:, :n]
    theirs = b[at].mean(1)
    ratios = 1 - a[at].mean(1)[theirs > 0] / theirs[theirs > 0]
    low, high = np.quantile(ratios, [0.5 - mass / 2, 0.5 + mass / 2])
    return float(low), float(high)


def diebold_mariano(difference: np.ndarray, block: int) -> tuple[float | None, float | None]:
    """Statistic and two-sided p value of a mean difference of scores; nothing where all differences are alike."""
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


def figure(title: str, rows: Sequence[tuple[str, Skill]], unit: str = "CRPS") -> dict[str, Any]:
    """What a chart of skill needs: one row for each group and rival, and the words for its axis."""
    return {
        "title": title,
        "axis": f"skill: 1 - {unit} / rival's {unit}; 90 % block-bootstrap interval",
        "zero": "as good as the rival",
        "rows": [
            {
                "group": group,
                "rival": s.rival,
                "skill": s.skill,
                "low": s.low,
                "high": s.high,
                "n": s.n,
                "verdict": s.verdict,
            }
            for group, s in rows
        ],
    }
