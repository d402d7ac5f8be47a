"""The naive forecasts that a sceptic would bring. Each learns only from counts known by the origin.

The counts may be daily or tallies of several days; each rival predicts the total over any days ahead, as a sample.
With few counts, or none but zeros, a weak prior holds them: about half an event in the time observed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
from scipy.special import gammaln

from armslength.scoring.count_history import Past, past_of
from armslength.scoring.count_models import ingarch, self_exciting

SAMPLES = 2000
RECENT = 90  # days that climatology looks back
_SIZES = np.exp(np.linspace(-2.5, 5.5, 33))  # of the negative binomial: from wild to Poisson
_SIZE_PRIOR = -0.5 * ((np.log(_SIZES) - np.log(3.0)) / 1.2) ** 2

Days = np.ndarray  # days ahead, 1 = the day after the origin


def last_value(past: Past, wanted: Sequence[Days], n: int, rng: np.random.Generator) -> list[np.ndarray]:
    """As many as in the last reported stretch of the same length; negative binomial, spread as past steps were."""
    return [_last_value(past, len(days), n, rng) for days in wanted]


def _last_value(past: Past, length: int, n: int, rng: np.random.Generator) -> np.ndarray:
    stretches = past.stretches(length)
    pairs = [(before, after) for after, before in pairwise(stretches)]  # newest first
    means = np.array([(c + 0.5) / d * days for (d, c), (days, _) in pairs])
    size = rng.choice(_SIZES, n, p=_size_posterior(means, np.array([c for _, (_, c) in pairs])))
    days, count = stretches[0]
    return negative_binomial(np.full(n, (count + 0.5) / days * length), size, rng)


def historical_mean(past: Past, wanted: Sequence[Days], n: int, rng: np.random.Generator) -> list[np.ndarray]:
    """The mean of all reported counts, negative binomial; rate and spread uncertain."""
    return [_historical_mean(past, len(days), n, rng) for days in wanted]


def _historical_mean(past: Past, length: int, n: int, rng: np.random.Generator) -> np.ndarray:
    stretches = past.stretches(length)
    days, counts = (np.array(x, dtype=float) for x in zip(*stretches, strict=True))
    middle = (past.total + 0.5) / past.days
    rates = middle * np.exp(np.linspace(-2.0, 2.0, 41))
    prior = -0.5 * (np.log(rates / middle) / 1.5) ** 2
    grid = prior[:, None] + _SIZE_PRIOR[None, :]
    grid = grid + log_negative_binomial(counts, rates[:, None, None] * days, _SIZES[None, :, None]).sum(-1)
    p = np.exp(grid - grid.max()).ravel()
    at = rng.choice(p.size, n, p=p / p.sum())
    return negative_binomial(rates[at // len(_SIZES)] * length, _SIZES[at % len(_SIZES)], rng)


def climatology(past: Past, wanted: Sequence[Days], n: int, rng: np.random.Generator) -> list[np.ndarray]:
    """What stretches of this length held in the last ninety days, each as likely as the others."""
    return [_climatology(past, len(days), n, rng) for days in wanted]


def _climatology(past: Past, length: int, n: int, rng: np.random.Generator) -> np.ndarray:
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


def log_negative_binomial(count: Any, mean: Any, size: Any) -> Any:
    """Log probability of a count with this mean and size (variance mean + mean^2 / size)."""
    return (
        gammaln(count + size)
        - gammaln(size)
        - gammaln(count + 1)
        + size * np.log(size / (size + mean))
        + count * np.log(mean / (size + mean))
    )


def negative_binomial(mean: np.ndarray, size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draws as Poisson counts of gamma rates."""
    return rng.poisson(np.minimum(rng.gamma(size, mean / size), 1e9))


Rival = Callable[[Past, Sequence[Days], int, np.random.Generator], list[np.ndarray]]

RIVALS: Mapping[str, Rival] = {
    "last value": last_value,
    "historical mean": historical_mean,
    "climatology": climatology,
    "ingarch": ingarch,
    "self-exciting": self_exciting,
}


def predict(
    past: Past,
    wanted: Sequence[Days],
    origin: date,
    seed: int,
    n: int = SAMPLES,
    rivals: Iterable[str] = RIVALS,
) -> dict[str, list[np.ndarray]]:
    """[rival] samples of the total over each set of days ahead. Equal pasts on one day give equal forecasts."""
    chance = {
        name: np.random.default_rng([seed, crc32(name.encode()), origin.toordinal()]) for name in rivals
    }
    return {name: RIVALS[name](past, wanted, n, rng) for name, rng in chance.items()}


__all__ = [
    "RIVALS",
    "SAMPLES",
    "Past",
    "climatology",
    "historical_mean",
    "ingarch",
    "last_value",
    "log_negative_binomial",
    "negative_binomial",
    "past_of",
    "predict",
    "self_exciting",
]
