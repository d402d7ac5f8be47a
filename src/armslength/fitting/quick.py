"""The Laplace approximation: a Gaussian at the mode, in the space where the prior is standard normal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import jax
import numpy as np
from scipy.optimize import minimize

from armslength.fitting.density import Density
from armslength.fitting.draws import Draws
from armslength.fitting.linear_algebra import one_thread
from armslength.fitting.target import SIDE_BY_SIDE

STEP = 1e-5  # of the standard normals: what it gets wrong of the curvature is as small as that
EXACT = 1e-4  # of a standard normal: draws are kept in single precision
THREADS = 2  # for the curvature; the result does not depend on it


class Mode(NamedTuple):
    """The mode of the posterior, with the Gaussian's covariance there."""

    z: np.ndarray  #: [informed]
    covariance: np.ndarray  #: [informed, informed]
    steps: int
    converged: bool


def find_mode(target: Density, most: int = 300) -> Mode:
    """Climb from the medians of the priors; take the curvature from differences of the gradient."""
    one_thread()
    at = target.informed

    def both(z: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = target.slope(target.whole(z))
        return 0.5 * float(z @ z) - value, z - gradient[at]

    found = minimize(both, np.zeros(len(at)), jac=True, method="L-BFGS-B", options={"maxiter": most})
    steps = STEP * np.eye(len(at))

    def slopes(steps: np.ndarray) -> np.ndarray:
        with jax.enable_x64(True):  # which holds for one thread
            _, gradients = target.slopes(target.whole(found.x + steps))
            return np.asarray(found.x + steps - gradients[:, at])

    with ThreadPoolExecutor(THREADS) as pool:
        together = [steps[n : n + SIDE_BY_SIDE] for n in range(0, len(at), SIDE_BY_SIDE)]
        hessian = (np.concatenate(list(pool.map(slopes, together))) - found.jac) / STEP
    return Mode(found.x, _covariance((hessian + hessian.T) / 2), int(found.nit), bool(found.success))


def laplace_draws(mode: Mode, chains: int, draws: int, seed: int) -> Draws:
    """Draw from the Gaussian at the mode."""
    one_thread()
    root = np.linalg.cholesky(mode.covariance + 1e-9 * np.eye(len(mode.z)))
    return Draws(mode.z + _noise(chains, draws, len(mode.z), seed) @ root.T, {}, True)


def _noise(chains: int, draws: int, size: int, seed: int) -> np.ndarray:
    """Return standard normals, [chain, draw, informed]."""
    return np.random.default_rng(seed).standard_normal((chains, draws, size))


def gaussian_behind(z: np.ndarray, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the mean [informed] and covariance of the Gaussian that `z` was drawn from, or None where it was not.

    `z` [chain, draw, informed] are all of `draws` draws a chain, or evenly spaced ones of them. They are the same linear
    map of random numbers that the seed gives again, so that both are read off exactly, and not up to the noise of a sample.
    """
    chains, kept, size = z.shape
    at = np.unique(np.linspace(0, draws - 1, kept).round().astype(int))
    noise = _noise(chains, draws, size, seed)[:, at].reshape(-1, size)
    if noise.shape[0] != chains * kept or noise.shape[0] <= size:
        return None
    known = np.column_stack([np.ones(len(noise)), noise])
    found = z.reshape(-1, size)
    solved = np.linalg.lstsq(known, found, rcond=None)[0]
    if np.abs(found - known @ solved).max() > EXACT:
        return None
    return solved[0], np.asarray(solved[1:].T @ solved[1:])


def _covariance(hessian: np.ndarray) -> np.ndarray:
    """Return the inverse of the curvature; directions flatter than the prior count as the prior."""
    values, vectors = np.linalg.eigh(hessian)
    return np.asarray((vectors / np.maximum(values, 1.0)) @ vectors.T)
