"""From the predictive of a next network back to a prior that a scenario file can write."""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from armslength.parameters import Prior
from armslength.parameters.priors import Beta, HalfNormal, LogNormal, Normal, Truncated

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)
_Z = np.array([NormalDist().inv_cdf(p) for p in PROBABILITIES])
FAR = 20.0  # scales of a half-normal, beyond which nothing lies
DIGITS = 4  # of the arguments of a prior that is written


def nearest_prior(usual: Prior, mean: float, sd: float) -> Prior:
    """Return the prior whose quantiles lie nearest to those of `usual` with its standard normal moved to `mean` and `sd`.

    Normal, lognormal, beta and truncated priors keep their family; a half-normal becomes a normal cut at zero.

    >>> str(nearest_prior(LogNormal(10, 0.5), 1.0, 0.5))
    'lognormal(16.49, 0.25)'
    """
    match usual:
        case Normal():
            return _rounded(Normal, usual.mean + usual.sd * mean, usual.sd * sd)
        case LogNormal():
            return _rounded(LogNormal, usual.middle * float(np.exp(usual.log_sd * mean)), usual.log_sd * sd)
        case HalfNormal():
            return _fitted(
                lambda x: Truncated(float(x[0]), float(np.exp(x[1])), 0.0, FAR * usual.scale),
                np.array([0.0, np.log(usual.scale)]),
                _quantiles(usual, mean, sd),
            )
        case Beta():
            return _fitted(
                lambda x: Beta(float(np.exp(x[0])), float(np.exp(x[1]))),
                np.log([usual.a, usual.b]),
                _quantiles(usual, mean, sd),
            )
        case Truncated():
            return _fitted(
                lambda x: Truncated(float(x[0]), float(np.exp(x[1])), usual.lower, usual.upper),
                np.array([usual.mean, np.log(usual.sd)]),
                _quantiles(usual, mean, sd),
            )
    return usual


def _quantiles(usual: Prior, mean: float, sd: float) -> np.ndarray:
    return np.asarray(usual.push(mean + sd * _Z))


def _fitted(made: Callable[[np.ndarray], Prior], start: np.ndarray, wanted: np.ndarray) -> Prior:
    from scipy.optimize import minimize

    width = wanted[-1] - wanted[0]

    def miss(x: np.ndarray) -> float:
        return float((((np.asarray(made(x).push(_Z)) - wanted) / width) ** 2).sum())

    found = made(minimize(miss, start, method="Nelder-Mead", options={"maxiter": 400}).x)
    return _rounded(type(found), *(next(iter(found.as_data().values()))))


def _rounded(family: type[Prior], *arguments: float) -> Prior:
    return family(*(float(f"{a:.{DIGITS}g}") for a in arguments))
