"""Naive baselines, which a forecast has to beat. Each learns only from counts known by the origin.

The counts may be daily or tallies of several days; each baseline predicts the total over any days ahead, as a sample.
With few counts, or none but zeros, a weak prior holds them: about half an event in the time observed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise
from zlib import crc32

import numpy as np

from armslength.plain.negative_binomial import draw_negative_binomial, log_negative_binomial
from armslength.scoring.count_history import CountHistory
from armslength.scoring.count_models import ingarch, self_exciting

SAMPLES = 2000
RECENT = 90  # days that climatology looks back
MOST_CUTS = 60  # past stretches from which the spread about the weighted mean is learned
HALF_LIVES = (14, 56)  # days, of the exponentially weighted mean
_SIZES = np.exp(np.linspace(-2.5, 5.5, 33))  # of the negative binomial: from wild to Poisson
_SIZE_PRIOR = -0.5 * ((np.log(_SIZES) - np.log(3.0)) / 1.2) ** 2

Days = np.ndarray  # days ahead, 1 = the day after the origin


def last_value(
    past: CountHistory, wanted: Sequence[Days], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Predict as many as in the last reported stretch of the same length; negative binomial, spread as past steps were."""
    return [_last_value(past, len(days), n, rng) for days in wanted]


def _last_value(past: CountHistory, length: int, n: int, rng: np.random.Generator) -> np.ndarray:
    stretches = past.stretches(length)
    pairs = [(before, after) for after, before in pairwise(stretches)]  # newest first
    means = np.array([(c + 0.5) / d * days for (d, c), (days, _) in pairs])
    size = rng.choice(_SIZES, n, p=_size_posterior(means, np.array([c for _, (_, c) in pairs])))
    days, count = stretches[0]
    return draw_negative_binomial(np.full(n, (count + 0.5) / days * length), size, rng)


def historical_mean(
    past: CountHistory, wanted: Sequence[Days], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Predict the mean of all reported counts; negative binomial, rate and spread uncertain."""
    return [_historical_mean(past, len(days), n, rng) for days in wanted]


def _historical_mean(past: CountHistory, length: int, n: int, rng: np.random.Generator) -> np.ndarray:
    stretches = past.stretches(length)
    days, counts = (np.array(x, dtype=float) for x in zip(*stretches, strict=True))
    middle = (past.total + 0.5) / past.days
    rates = middle * np.exp(np.linspace(-2.0, 2.0, 41))
    prior = -0.5 * (np.log(rates / middle) / 1.5) ** 2
    grid = prior[:, None] + _SIZE_PRIOR[None, :]
    grid = grid + log_negative_binomial(counts, rates[:, None, None] * days, _SIZES[None, :, None]).sum(-1)
    p = np.exp(grid - grid.max()).ravel()
    at = rng.choice(p.size, n, p=p / p.sum())
    return draw_negative_binomial(rates[at // len(_SIZES)] * length, _SIZES[at % len(_SIZES)], rng)


def since_the_last_halt(
    past: CountHistory, wanted: Sequence[Days], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Predict the mean since the last announced halt or order that was known; the historical mean where there was none."""
    return historical_mean(past.since_halt(), wanted, n, rng)


def weighted_mean(
    past: CountHistory, wanted: Sequence[Days], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Predict means in which a day weighs half as much after two weeks or, with equal chance, after eight.

    Negative binomial, spread as past stretches were about what was predicted for them. The half-lives were fixed before
    any score was seen, a short and a long one, in equal parts: no weight is learned from a dozen scores.
    """
    return [_weighted_mean(past, len(days), n, rng) for days in wanted]


def _weighted_mean(past: CountHistory, length: int, n: int, rng: np.random.Generator) -> np.ndarray:
    samples = []
    before = list(islice(past.cuts(length), MOST_CUTS))
    for half_life in HALF_LIVES:
        means = np.array([_weighted_rate(earlier, half_life) * days for earlier, (days, _) in before])
        size = rng.choice(_SIZES, n, p=_size_posterior(means, np.array([count for _, (_, count) in before])))
        mean = np.full(n, _weighted_rate(past, half_life) * length)
        samples.append(draw_negative_binomial(mean, size, rng))
    return np.where(rng.uniform(size=n) < 0.5, *samples)


def _weighted_rate(past: CountHistory, half_life: int) -> float:
    """Return events a day; a day weighs 2^(-its days before the last counted one / `half_life`)."""
    first, last, count = np.array(past.segments, dtype=float).T
    decay = np.log(2) / half_life
    newest = last[-1]
    weight = (np.exp(decay * (last - newest)) - np.exp(decay * (first - 1 - newest))) / decay  # over its days
    days = last - first + 1
    return float((weight @ (count / days) + 0.5) / weight.sum())


def climatology(
    past: CountHistory, wanted: Sequence[Days], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Predict what stretches of this length held in the last ninety days, each as likely as the others."""
    return [_climatology(past, len(days), n, rng) for days in wanted]


def _climatology(past: CountHistory, length: int, n: int, rng: np.random.Generator) -> np.ndarray:
    seen = np.array([c * length / d for d, c in past.windows(length, RECENT)])
    otherwise = _historical_mean(past, length, n, rng)
    if len(seen) < 3:
        return otherwise
    drawn = rng.choice(seen, n)
    whole = np.floor(drawn) + (rng.uniform(size=n) < drawn % 1)
    return np.where(rng.uniform(size=n) < 1 / (len(seen) + 1), otherwise, whole).astype(np.int64)


def _size_posterior(means: np.ndarray, counts: np.ndarray) -> np.ndarray:
    log = _SIZE_PRIOR.copy()
    if len(means):
        log = log + log_negative_binomial(counts, means, _SIZES[:, None]).sum(-1)
    p = np.exp(log - log.max())
    return np.asarray(p / p.sum())


Baseline = Callable[[CountHistory, Sequence[Days], int, np.random.Generator], list[np.ndarray]]

BASELINES: Mapping[str, Baseline] = {
    "last value": last_value,
    "historical mean": historical_mean,
    "exponentially weighted mean": weighted_mean,
    "since the last halt": since_the_last_halt,
    "climatology": climatology,
    "ingarch": ingarch,
    "self-exciting": self_exciting,
}


def predict(
    past: CountHistory,
    wanted: Sequence[Days],
    origin: date,
    seed: int,
    n: int = SAMPLES,
    baselines: Iterable[str] = BASELINES,
) -> dict[str, list[np.ndarray]]:
    """Draw, by baseline, samples of the total over each set of days ahead.

    Equal histories on one day give equal forecasts.
    """
    streams = {
        name: np.random.default_rng([seed, crc32(name.encode()), origin.toordinal()]) for name in baselines
    }
    return {name: BASELINES[name](past, wanted, n, rng) for name, rng in streams.items()}
