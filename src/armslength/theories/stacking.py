"""Weights of theories: stacking of predictive densities, and the uncertainty of those weights.

Stacking (Yao, Vehtari, Simpson & Gelman 2018) takes the weights, not below 0 and adding to one, with which the
mixture of the theories would have given the record the highest mean log density. With few origins the maximum sits
in a corner that a week can move; so the weights used are its mean over resamples of the origins.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

RESAMPLES = 400
MASS = 0.9


class Weights(NamedTuple):
    """Weights of the theories, in order."""

    stacked: np.ndarray  #: [theory] the maximum for the record as it is
    used: np.ndarray  #: [theory] mean over resamples of the origins; adds to one
    interval: np.ndarray  #: [2, theory] central 90 % over those resamples


class Difference(NamedTuple):
    """Differences of the total log predictive density to the full model's, by theory."""

    total: np.ndarray  #: [theory]
    error: np.ndarray  #: [theory] standard error
    interval: np.ndarray  #: [2, theory] central 90 %


def stack(scores: np.ndarray) -> np.ndarray:
    """Return the stacking weights, [theory], of log predictive densities [origin, theory]."""
    density = np.exp(scores - scores.max(1, keepdims=True))
    count = density.shape[1]
    if count == 1:
        return np.ones(1)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        mixed = density @ w + 1e-300
        return -float(np.log(mixed).mean()), -(density / mixed[:, None]).mean(0)

    found = minimize(
        loss,
        np.full(count, 1 / count),
        jac=True,
        method="SLSQP",
        bounds=[(0, 1)] * count,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(count)},
        options={"ftol": 1e-10, "maxiter": 200},
    )
    w = np.where(found.x < 1e-6, 0.0, found.x)
    return np.asarray(w / w.sum())


def resampled(origins: int, seed: int, block: int | None = None) -> np.ndarray:
    """Resample circular blocks of neighbouring origins, [resample, origin]; a block holds n^(1/3) of them if not given."""
    length = block or max(ceil(origins ** (1 / 3)), 1)
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, origins, (RESAMPLES, ceil(origins / length)))
    return ((starts[:, :, None] + np.arange(length)) % origins).reshape(RESAMPLES, -1)[:, :origins]


def weigh(scores: np.ndarray, seed: int, block: int | None = None) -> Weights:
    """Return the weights of log predictive densities [origin, theory], and their uncertainty over origins."""
    again = np.array([stack(scores[at]) for at in resampled(len(scores), seed, block)])
    low, high = np.quantile(again, [0.5 - MASS / 2, 0.5 + MASS / 2], axis=0)
    used = again.mean(0)
    return Weights(stack(scores), used / used.sum(), np.stack([low, high]))


def differ(scores: np.ndarray, against: int, seed: int, block: int | None = None) -> Difference:
    """Return the total difference of each theory to the one at `against`, paired over origins."""
    difference = scores - scores[:, [against]]
    totals = difference[resampled(len(scores), seed, block)].sum(1)
    low, high = np.quantile(totals, [0.5 - MASS / 2, 0.5 + MASS / 2], axis=0)
    return Difference(difference.sum(0), totals.std(0), np.stack([low, high]))
