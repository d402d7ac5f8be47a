"""The Laplace approximation: a Gaussian at the mode, in the space where the prior is standard normal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import jax
import numpy as np
from scipy.optimize import minimize

from armslength.fitting.draws import Draws
from armslength.fitting.linear_algebra import one_thread
from armslength.fitting.target import SIDE_BY_SIDE, Target

STEP = 1e-5  # of the standard normals: what it gets wrong of the curvature is as small as that
THREADS = 2  # for the curvature; the result does not depend on it


class Mode(NamedTuple):
    """The mode of the posterior, with the Gaussian's covariance there."""

    z: np.ndarray  #: [informed]
    covariance: np.ndarray  #: [informed, informed]
    steps: int
    converged: bool


def find_mode(target: Target, most: int = 300) -> Mode:
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
    noise = np.random.default_rng(seed).standard_normal((chains, draws, len(mode.z)))
    return Draws(mode.z + noise @ root.T, {}, True)


def _covariance(hessian: np.ndarray) -> np.ndarray:
    """Return the inverse of the curvature; directions flatter than the prior count as the prior."""
    values, vectors = np.linalg.eigh(hessian)
    return np.asarray((vectors / np.maximum(values, 1.0)) @ vectors.T)
