"""Plain forecasters whose spread, and whose weights, are learned on other networks: all are negative binomial.

The log-linear regression is one fit on recent rates without any mechanism; its features are the logarithms of three
exponentially weighted means and of the mean of the whole past, 0.3 of an event added. The size of each distribution is
log-linear in its mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betainc

from armslength.plain.negative_binomial import log_negative_binomial
from armslength.plain.occasions import HALF_LIVES, Occasions

LEAST_MEAN = 0.05  #: events in a window, below which no mean is taken
ADDED = 0.3  #: events, to the means of the regression, so that their logarithms exist
SPAN = 8.0  #: logarithms of a predicted mean lie within it

Mean = Callable[[Occasions], np.ndarray]


def _weighted(place: int) -> Mean:
    return lambda found: found.weighted[:, place]


#: what is predicted by each, as a total of the window
MEANS: dict[str, Mean] = {
    **{f"weighted mean, {weeks} weeks": _weighted(i) for i, weeks in enumerate(HALF_LIVES)},
    "historical mean": lambda found: found.mean,
    "last window": lambda found: found.last,
}
REGRESSION, MIX = "regression", "equal mix"
MIXED = (REGRESSION, "weighted mean, 2 weeks", "weighted mean, 8 weeks")


@dataclass(frozen=True)
class NegativeBinomials:
    """Predictive distributions, one an occasion: parts of a mixture in equal weights, each with its mean and size."""

    mean: np.ndarray  #: [part, occasion]
    size: np.ndarray  #: [part, occasion]

    def cumulative(self, counts: np.ndarray) -> np.ndarray:
        """Return the probability of at most so many events, [occasion, count]."""
        p = self.size / (self.size + self.mean)
        # The very bits of `scipy.stats.nbinom.cdf`, whose import takes half a second.
        parts = betainc(self.size[..., None], counts[None, None] + 1, p[..., None])
        return np.asarray(parts.mean(0))


def features(found: Occasions) -> np.ndarray:
    """Return what the regression takes, [occasion, feature]; the first is 1."""
    logs = np.log(np.column_stack([found.weighted, found.mean]) + ADDED)
    return np.column_stack([np.ones(len(found)), logs])


def size_of(p: Any, mean: Any, xp: Any = np) -> Any:
    """Return the size of a negative binomial, log-linear in its mean; `xp` is the library of the arrays."""
    return xp.exp(p[0] + p[1] * xp.log(mean + 0.1))


def _regressed(p: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(np.clip(x @ p, -SPAN, SPAN)))


@dataclass(frozen=True)
class Learned:
    """What was learned on other networks: the size of each plain mean, and the regression."""

    sizes: dict[str, np.ndarray]
    weights: np.ndarray
    regression_size: np.ndarray

    def predict(self, found: Occasions) -> dict[str, NegativeBinomials]:
        """Return the distributions of each forecaster, by name."""
        parts = {}
        for name, mean_of in MEANS.items():
            mean = np.maximum(mean_of(found), LEAST_MEAN)
            parts[name] = (mean, size_of(self.sizes[name], mean))
        mean = _regressed(self.weights, features(found))
        parts[REGRESSION] = (mean, size_of(self.regression_size, mean))
        made = {name: NegativeBinomials(m[None], s[None]) for name, (m, s) in parts.items()}
        mean, size = (np.stack([parts[name][i] for name in MIXED]) for i in (0, 1))
        return made | {MIX: NegativeBinomials(mean, size)}


def learn(found: Occasions) -> Learned:
    """Return what the windows of other networks teach, by maximum likelihood; each window counts once."""
    from scipy.optimize import minimize  # only what learns waits for it

    y = found.total
    sizes = {}
    for name, mean_of in MEANS.items():
        mean = np.maximum(mean_of(found), LEAST_MEAN)

        def spread(p: np.ndarray, mean: np.ndarray = mean) -> float:
            return -float(log_negative_binomial(y, mean, size_of(p, mean)).mean())

        sizes[name] = minimize(spread, np.zeros(2), method="Nelder-Mead").x
    x = features(found)
    number = x.shape[1]

    def loss(p: np.ndarray) -> float:
        mean = _regressed(p[:number], x)
        return -float(log_negative_binomial(y, mean, size_of(p[number:], mean)).mean())

    start = np.array([0.0, *[0.25] * len(HALF_LIVES), 0.1, 0.0, 0.0])
    best = minimize(loss, start, method="BFGS").x
    return Learned(sizes, best[:number], best[number:])
