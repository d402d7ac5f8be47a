"""How good a forecast was, by proper scores: lower is better for each of them.

CRPS, Brier, logarithmic and ranked probability scores come from `scoringrules`; the tests check them by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scoringrules as sr

FLOOR = 0.01  # of the probability is spread over all counts, so that a surprise costs much but not everything
LEAST = 1e-3  # no forecast of yes or no is scored as surer than one in a thousand


def count_scores(samples: np.ndarray, observed: int, rng: np.random.Generator) -> dict[str, float]:
    """Scores of a predictive sample of a count.

    `crps` of the sample as it stands; `log`, minus the log probability of what came, from the sample smoothed over
    neighbouring counts; `pit`, randomised within the step at what came; whether 50 and 90 % intervals held it.
    """
    x = np.sort(np.asarray(samples, dtype=float))
    low, lower, upper, high = np.quantile(x, [0.05, 0.25, 0.75, 0.95], method="inverted_cdf")
    below, upto = (np.searchsorted(x, observed, side=side) / len(x) for side in ("left", "right"))
    return {
        "crps": float(sr.crps_ensemble(float(observed), x, estimator="qd", sorted_ensemble=True)),
        "log": -float(np.log(smoothed_mass(x, observed))),
        "pit": float(below + rng.uniform() * (upto - below)),
        "in_50": float(lower <= observed <= upper),
        "in_90": float(low <= observed <= high),
    }


def mass_scores(
    values: np.ndarray, mass: np.ndarray, observed: int, rng: np.random.Generator
) -> dict[str, float]:
    """The same scores of a distribution that is known exactly: `mass` on increasing whole `values`."""
    mass = np.asarray(mass, dtype=float) / np.sum(mass)
    sums = np.cumsum(mass)
    below = float(mass[values < observed].sum())
    upto = float(mass[values <= observed].sum())
    edges = [
        float(values[min(int(np.searchsorted(sums, q - 1e-12)), len(values) - 1)])
        for q in (0.05, 0.25, 0.75, 0.95)
    ]
    return {
        "crps": crps_of_mass(values, mass, observed),
        "log": -float(np.log((1 - FLOOR) * (upto - below) + FLOOR * _spread(float(values @ mass), observed))),
        "pit": below + float(rng.uniform()) * (upto - below),
        "in_50": float(edges[1] <= observed <= edges[2]),
        "in_90": float(edges[0] <= observed <= edges[3]),
    }


def crps_of_mass(values: np.ndarray, mass: np.ndarray, observed: int) -> float:
    """CRPS of a distribution on whole numbers: the ranked probability score with a category for each number.

    >>> round(crps_of_mass(np.array([0, 1, 2]), np.array([0.25, 0.5, 0.25]), 1), 4)
    0.125
    """
    top = int(max(values[-1], observed)) + 1
    if top <= 4096:
        whole = np.zeros(top)
        whole[np.asarray(values, dtype=int)] = mass
        return float(sr.rps_score(observed + 1, whole))
    return float(
        sr.crps_ensemble(float(observed), np.asarray(values, dtype=float), ens_w=mass, estimator="nrg")
    )


def smoothed_mass(sample: np.ndarray, count: int) -> float:
    """Probability of a count from a sorted sample, smoothed by a Gaussian kernel folded at zero, with a floor.

    Every forecaster's sample is smoothed by the same rule, so that none gains by the smoothing.
    """
    n = len(sample)
    spread = np.std(sample)
    middle = np.subtract(*np.quantile(sample, [0.75, 0.25])) / 1.34
    width = max(0.35, 0.9 * min(spread, middle or spread) * n**-0.2)
    # what the kernel puts below zero is mirrored: -1 on 0, -2 on 1 and so on
    edges = np.array([count - 0.5, count + 0.5, -count - 1.5, -count - 0.5])
    below = _normal((edges[:, None] - sample[None, :]) / width)
    inside = below[1] - below[0] + below[3] - below[2]
    return float((1 - FLOOR) * inside.mean() + FLOOR * _spread(float(np.mean(sample)), count))


def _spread(mean: float, count: int) -> float:
    """Geometric with the forecast's own mean, one more: the floor."""
    p = 1.0 / (2.0 + max(mean, 0.0))
    return max(p * (1 - p) ** count, 1e-12)


def _normal(x: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    return np.asarray(ndtr(x))


def yes_no_scores(probability: float, happened: bool) -> dict[str, float]:
    """Brier and logarithmic score of a probability."""
    p = float(np.clip(probability, LEAST, 1 - LEAST))
    return {
        "brier": float(sr.brier_score(float(happened), float(np.clip(probability, 0.0, 1.0)))),
        "log": float(sr.log_score(float(happened), p)),
    }


def ladder_score(probabilities: Sequence[float] | np.ndarray, rung: int) -> float:
    """Ranked probability score of the highest rung: a near miss costs less than a far one."""
    p = np.asarray(probabilities, dtype=float)
    return float(sr.rps_score(rung + 1, p / p.sum()))


def reliability(
    probabilities: Sequence[float], happened: Sequence[bool], bins: int = 5
) -> list[dict[str, Any]]:
    """Of what was said with about this probability, how much came true. Empty bins are left out."""
    p, y = np.asarray(probabilities, dtype=float), np.asarray(happened, dtype=float)
    if p.size == 0:
        return []
    which = np.clip((p * bins).astype(int), 0, bins - 1)
    return [
        {
            "from": b / bins,
            "to": (b + 1) / bins,
            "said": float(p[which == b].mean()),
            "came_true": float(y[which == b].mean()),
            "n": int((which == b).sum()),
        }
        for b in range(bins)
        if (which == b).any()
    ]


def pit_histogram(values: Sequence[float], bins: int = 5) -> list[int]:
    """How many randomised PIT values fall in each of some equal bins; even for a calibrated forecast."""
    result: list[int] = np.histogram(np.asarray(values, dtype=float), bins=bins, range=(0.0, 1.0))[0].tolist()
    return result


def summary(samples: np.ndarray) -> dict[str, Any]:
    """Median, 50 and 90 % intervals and mean of a predictive sample."""
    low, lower, middle, upper, high = np.quantile(
        samples, [0.05, 0.25, 0.5, 0.75, 0.95], method="inverted_cdf"
    )
    return {
        "median": float(middle),
        "50": [float(lower), float(upper)],
        "90": [float(low), float(high)],
        "mean": float(np.mean(samples)),
    }
