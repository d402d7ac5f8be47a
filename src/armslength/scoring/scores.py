"""Proper scores of forecasts; lower is better for each of them.

CRPS, Brier, logarithmic and ranked probability scores come from `scoringrules`; the tests check them by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scoringrules as sr

from armslength.results.record import Interval
from armslength.results.scores import (
    CountForecast,
    CountScore,
    LadderForecast,
    ReliabilityBin,
    YesNoForecast,
)

FLOOR = 0.01  # of the probability is spread over all counts, so that a surprise costs much but not everything
LEAST = 1e-3  # probabilities of events are scored no closer than this to 0 and 1
EDGES = (0.05, 0.25, 0.75, 0.95)  # probabilities at the ends of the central 90 and 50 % intervals


def count_forecast(sample: np.ndarray, observed: int, rng: np.random.Generator) -> CountForecast:
    """Return the median, the mean and the central intervals of a predictive sample of a count, with its scores."""
    low_90, low_50, high_50, high_90 = _quantiles(sample, EDGES)
    return CountForecast(
        **count_score(sample, observed, rng).model_dump(),
        median=_quantiles(sample, (0.5,))[0],
        interval_50=Interval(low_50, high_50),
        interval_90=Interval(low_90, high_90),
        mean=float(np.mean(sample)),
    )


def count_score(sample: np.ndarray, observed: int, rng: np.random.Generator) -> CountScore:
    """Return the scores of a predictive sample of a count.

    The CRPS is that of the sample as it stands; the log predictive density that of the sample smoothed over
    neighbouring counts. The PIT is randomised within the step at the observed count.
    """
    x = np.sort(np.asarray(sample, dtype=float))
    low_90, low_50, high_50, high_90 = _quantiles(x, EDGES)
    below, up_to = (np.searchsorted(x, observed, side=side) / len(x) for side in ("left", "right"))
    return CountScore(
        crps=float(sr.crps_ensemble(float(observed), x, estimator="qd", sorted_ensemble=True)),
        log=-float(np.log(smoothed_mass(x, observed))),
        pit=float(below + rng.uniform() * (up_to - below)),
        in_50=low_50 <= observed <= high_50,
        in_90=low_90 <= observed <= high_90,
    )


def mass_score(values: np.ndarray, mass: np.ndarray, observed: int, rng: np.random.Generator) -> CountScore:
    """Return the scores of a distribution that is known exactly: `mass` on increasing whole `values`."""
    mass = np.asarray(mass, dtype=float) / np.sum(mass)
    sums = np.cumsum(mass)
    below = float(mass[values < observed].sum())
    up_to = float(mass[values <= observed].sum())
    places = (min(int(np.searchsorted(sums, q - 1e-12)), len(values) - 1) for q in EDGES)
    low_90, low_50, high_50, high_90 = (float(values[place]) for place in places)
    density = with_floor(up_to - below, float(values @ mass), observed)
    return CountScore(
        crps=crps_of_mass(values, mass, observed),
        log=-float(np.log(density)),
        pit=min(below + float(rng.uniform()) * (up_to - below), 1.0),
        in_50=low_50 <= observed <= high_50,
        in_90=low_90 <= observed <= high_90,
    )


def _quantiles(sample: np.ndarray, at: Sequence[float]) -> list[float]:
    return [float(q) for q in np.quantile(sample, at, method="inverted_cdf")]


def crps_of_mass(values: np.ndarray, mass: np.ndarray, observed: int) -> float:
    """Return the CRPS of a distribution on whole numbers: the ranked probability score with a category for each.

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
    """Return the probability of a count from a sorted sample, smoothed by a Gaussian kernel folded at zero.

    Every forecaster's sample is smoothed by the same rule, with the same floor, so that none gains by the smoothing.
    """
    n = len(sample)
    spread = np.std(sample)
    middle = np.subtract(*np.quantile(sample, [0.75, 0.25])) / 1.34
    width = max(0.35, 0.9 * min(spread, middle or spread) * n**-0.2)
    # what the kernel puts below zero is mirrored: -1 on 0, -2 on 1 and so on
    edges = np.array([count - 0.5, count + 0.5, -count - 1.5, -count - 0.5])
    below = _normal_cdf((edges[:, None] - sample[None, :]) / width)
    inside = below[1] - below[0] + below[3] - below[2]
    return float(with_floor(inside.mean(), float(np.mean(sample)), count))


def with_floor(mass: Any, mean: Any, count: Any) -> Any:
    """Return the probability of a count after a share of it is spread over all counts.

    The floor is geometric, with the forecast's own mean and one more.
    """
    p = 1.0 / (2.0 + np.maximum(mean, 0.0))
    return (1 - FLOOR) * mass + FLOOR * np.maximum(p * (1 - p) ** count, 1e-12)


def _normal_cdf(x: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    return np.asarray(ndtr(x))


def yes_no_forecast(probability: float, happened: bool) -> YesNoForecast:
    """Return a probability of an event with its Brier score and its logarithmic score."""
    p = float(np.clip(probability, LEAST, 1 - LEAST))
    return YesNoForecast(
        probability=probability,
        brier=float(sr.brier_score(float(happened), float(np.clip(probability, 0.0, 1.0)))),
        log=float(sr.log_score(float(happened), p)),
    )


def ladder_forecast(probabilities: Sequence[float] | np.ndarray, rung: int) -> LadderForecast:
    """Return probabilities of the highest rung with their ranked probability score: a near miss costs less."""
    p = np.asarray(probabilities, dtype=float)
    return LadderForecast(probabilities=tuple(p.tolist()), rps=float(sr.rps_score(rung + 1, p / p.sum())))


def reliability(
    probabilities: Sequence[float], happened: Sequence[bool], bins: int = 5
) -> tuple[ReliabilityBin, ...]:
    """Return, by bins of probability, how often the events happened. Empty bins are left out."""
    p, y = np.asarray(probabilities, dtype=float), np.asarray(happened, dtype=float)
    place = np.clip((p * bins).astype(int), 0, bins - 1)
    return tuple(
        ReliabilityBin(
            low=b / bins,
            high=(b + 1) / bins,
            predicted=float(p[place == b].mean()),
            observed=float(y[place == b].mean()),
            n=int((place == b).sum()),
        )
        for b in np.unique(place).tolist()
    )


def pit_histogram(values: Sequence[float], bins: int = 5) -> tuple[int, ...]:
    """Return how many PIT values fall in each of some equal bins: even numbers for a calibrated forecast."""
    counts = np.histogram(np.asarray(values, dtype=float), bins=bins, range=(0.0, 1.0))[0]
    return tuple(counts.tolist())
