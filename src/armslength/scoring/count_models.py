"""Two baselines whose rate responds to past counts: INGARCH(1,1), and a self-exciting count model.

Both are fitted in full: parameters are drawn from their posterior by adaptive importance sampling, so that short
histories give wide predictions and no optimiser can fail. Within a tally the expected counts stand in for those of
each day; at its end the difference to the tally is spread evenly over its days.

INGARCH(1,1): Ferland, Latour & Oraichi (2006). Self-exciting: Hawkes (1971), in discrete days with a power-law lag.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from armslength.plain.negative_binomial import log_negative_binomial
from armslength.scoring.count_history import CountHistory

CANDIDATES, ROUNDS = 600, 4
LAGS = 30
_MOST = 1e6  # attacks a day that no candidate exceeds


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


class Ingarch:
    """INGARCH(1,1): rate' = w + a count + b rate, with mean m: w = m (1 - a - b)."""

    centre = np.array([0.0, 0.5, -0.5, np.log(3.0)])  # log m, logit(a + b), logit(a / (a + b)), log size
    width = np.array([0.75, 1.2, 1.2, 1.0])

    def __init__(self, theta: np.ndarray, level: float):
        self.mean = level * np.exp(theta[0])
        total = 0.98 * _logistic(theta[1])
        self.a = total * _logistic(theta[2])
        self.b = total - self.a
        self.now = self.mean.copy()

    def rate(self) -> np.ndarray:
        """Return the rate of today, [candidate]."""
        return np.asarray(self.now)

    def move(self, rate: np.ndarray, count: np.ndarray) -> None:
        """Move to the next day, after `count` events at a rate of `rate`."""
        self.now = np.minimum(self.mean * (1 - self.a - self.b) + self.a * count + self.b * rate, _MOST)

    def correct(self, missed_a_day: np.ndarray, days: int) -> None:
        """Add to each of the last `days` days what a tally held beyond what was expected of them."""
        weight = self.a * (1 - self.b**days) / (1 - self.b)
        self.now = np.maximum(self.now + weight * missed_a_day, 1e-9)


class SelfExciting:
    """Self-excitation: rate = m (1 - n) + n sum over lags j of g(j) count(t - j), g(j) proportional to j^-p."""

    centre = np.array([0.0, 0.0, np.log(1.2), np.log(3.0)])  # log m, logit n, log p, log size
    width = np.array([0.75, 1.2, 0.5, 1.0])

    def __init__(self, theta: np.ndarray, level: float):
        self.mean = level * np.exp(theta[0])
        self.branching = 0.98 * _logistic(theta[1])
        lags = np.arange(1, LAGS + 1)[:, None] ** -np.exp(theta[2])[None, :]
        self.kernel = self.branching * lags / lags.sum(0)
        self.counts = np.repeat(self.mean[None, :], LAGS, axis=0)  # newest first, from `head` on and round
        self.head = 0
        self.twice = np.concatenate([self.kernel, self.kernel])

    def rate(self) -> np.ndarray:
        """Return the rate of today, [candidate]."""
        turned = self.twice[LAGS - self.head : 2 * LAGS - self.head]
        excited = np.einsum("lc,lc->c", turned, self.counts)
        return np.asarray(np.minimum(self.mean * (1 - self.branching) + excited, _MOST))

    def move(self, rate: np.ndarray, count: np.ndarray) -> None:
        """Move to the next day, after `count` events at a rate of `rate`."""
        self.head = (self.head - 1) % LAGS
        self.counts[self.head] = count

    def correct(self, missed_a_day: np.ndarray, days: int) -> None:
        """Add to each of the last `days` days what a tally held beyond what was expected of them."""
        last = (self.head + np.arange(days)) % LAGS
        self.counts[last] = np.maximum(self.counts[last] + missed_a_day, 0.0)


Kind = type[Ingarch] | type[SelfExciting]


def ingarch(
    past: CountHistory, wanted: Sequence[np.ndarray], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Predict by INGARCH(1,1) with negative binomial counts."""
    return _predict(Ingarch, past, wanted, n, rng)


def self_exciting(
    past: CountHistory, wanted: Sequence[np.ndarray], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Predict by self-excitation: each attack makes later ones likelier for a month; negative binomial counts."""
    return _predict(SelfExciting, past, wanted, n, rng)


def _predict(
    kind: Kind, past: CountHistory, wanted: Sequence[np.ndarray], n: int, rng: np.random.Generator
) -> list[np.ndarray]:
    theta = _posterior(kind, past, n, rng)
    model = kind(theta, _level(past))
    _filter(model, past, theta[-1])
    size = np.exp(theta[-1])
    ahead = max(int(days.max()) for days in wanted)
    last = past.segments[-1][1]
    daily = np.zeros((ahead + 1, n), dtype=np.int64)
    for day in range(last + 1, ahead + 1):  # days between the last count and the origin are played too
        rate = np.maximum(model.rate(), 1e-9)
        count = rng.poisson(rng.gamma(size, rate / size))
        model.move(rate, count)
        if day >= 1:
            daily[day] = count
    return [daily[days].sum(0) for days in wanted]


def _level(past: CountHistory) -> float:
    return (past.total + 0.5) / past.days


def _filter(model: Ingarch | SelfExciting, past: CountHistory, log_size: np.ndarray) -> np.ndarray:
    """Return the log probability of the history, [candidate]; the model ends on the day after its last count."""
    size = np.exp(log_size)
    log = np.zeros_like(size)
    today = past.segments[0][0]
    for first, last, count in past.segments:
        for _ in range(today, first):  # days that nobody counted
            model.move(model.rate(), model.rate())
        expected = squares = np.zeros_like(size)
        for _ in range(first, last + 1):
            rate = np.maximum(model.rate(), 1e-9)
            expected, squares = expected + rate, squares + rate**2
            model.move(rate, rate if last > first else np.full_like(rate, float(count)))
        k = size * expected**2 / squares
        log += log_negative_binomial(count, expected, k)
        if last > first:
            days = min(last - first + 1, LAGS)
            model.correct((count - expected) / (last - first + 1), days)
        today = last + 1
    return np.asarray(log)


def _posterior(kind: Kind, past: CountHistory, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw parameters, [parameter, n], by adaptive importance sampling: each round proposes where the last one was good."""
    centre, width = kind.centre, kind.width
    places: list[tuple[np.ndarray, np.ndarray]] = [(centre, np.diag(width**2))]
    thetas: list[np.ndarray] = []
    logs: list[np.ndarray] = []
    for _ in range(ROUNDS):
        mean, covariance = places[-1]
        theta = rng.multivariate_normal(mean, covariance, CANDIDATES).T
        prior = -0.5 * (((theta - centre[:, None]) / width[:, None]) ** 2).sum(0)
        thetas.append(theta)
        logs.append(prior + _filter(kind(theta, _level(past)), past, theta[-1]))
        drawn, weight = (
            np.concatenate(thetas, axis=1),
            _weights(np.concatenate(thetas, axis=1), np.concatenate(logs), places),
        )
        soft = _tempered(weight)
        mean = drawn @ soft
        spread = (drawn - mean[:, None]) * soft @ (drawn - mean[:, None]).T
        places.append((mean, 1.3 * spread + 1e-4 * np.diag(width**2)))
    return drawn[:, rng.choice(drawn.shape[1], n, p=weight)]


def _weights(theta: np.ndarray, log: np.ndarray, places: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return importance weights against the mixture of all proposals so far."""
    proposed = np.logaddexp.reduce(
        [_log_normal(theta, mean, covariance) for mean, covariance in places], axis=0
    )
    ratio = log - proposed
    weight = np.exp(ratio - ratio.max())
    return np.asarray(weight / weight.sum())


def _tempered(weight: np.ndarray, least: float = 60.0) -> np.ndarray:
    """Return weights flattened until the effective sample has `least` candidates."""
    for power in (1.0, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05):
        soft = weight**power
        soft = soft / soft.sum()
        if 1 / (soft**2).sum() >= least:
            break
    return soft


def _log_normal(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    root = np.linalg.cholesky(covariance)
    z = np.linalg.solve(root, x - mean[:, None])
    return np.asarray(-0.5 * (z**2).sum(0) - np.log(np.diag(root)).sum())
