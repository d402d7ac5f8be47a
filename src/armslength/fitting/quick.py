"""The Laplace approximation: a Gaussian at the mode, in the space where the prior is standard normal."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from armslength.errors import ArmslengthError
from armslength.fitting.draws import Draws
from armslength.fitting.target import Target

MOST_TRIES = 10
STEP = 1e-2  # of the standard normals


class Mode(NamedTuple):
    """The mode of the posterior, with the Gaussian's covariance there."""

    z: np.ndarray  #: [informed]
    covariance: np.ndarray  #: [informed, informed]
    steps: int
    converged: bool


def find_mode(target: Target, most: int = 300) -> Mode:
    """Climb from the medians of the priors; take the curvature from differences of the gradient."""
    at = target.informed

    def both(z: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = target.slope(target.whole(z))
        return 0.5 * float(z @ z) - value, z - gradient[at]

    found = minimize(both, np.zeros(len(at)), jac=True, method="L-BFGS-B", options={"maxiter": most})
    steps = STEP * np.eye(len(at))
    hessian = np.array([both(found.x + s)[1] - both(found.x - s)[1] for s in steps]) / (2 * STEP)
    return Mode(found.x, _covariance((hessian + hessian.T) / 2), int(found.nit), bool(found.success))


def laplace_draws(
    mode: Mode, chains: int, draws: int, seed: int, stable: Callable[[np.ndarray], np.ndarray]
) -> Draws:
    """Draw from the Gaussian at the mode, leaving out draws that are not `stable`.

    Raises:
        ArmslengthError: where hardly any draw is stable.
    """
    root = np.linalg.cholesky(mode.covariance + 1e-9 * np.eye(len(mode.z)))
    rng = np.random.default_rng(seed)
    accepted = np.empty((0, len(mode.z)))
    tried = 0
    while len(accepted) < chains * draws:
        z = mode.z + rng.standard_normal((chains * draws, len(mode.z))) @ root.T
        tried += len(z)
        accepted = np.concatenate([accepted, z[stable(z)]])
        if tried >= MOST_TRIES * chains * draws and not len(accepted):
            raise ArmslengthError(
                "no draw near the mode has a stable excitation; lower tempo.branching or orders.release"
            )
    unstable = 1 - len(accepted) / tried
    return Draws(accepted[: chains * draws].reshape(chains, draws, -1), {}, True, unstable)


def _covariance(hessian: np.ndarray) -> np.ndarray:
    """Return the inverse of the curvature; directions flatter than the prior count as the prior."""
    values, vectors = np.linalg.eigh(hessian)
    return np.asarray((vectors / np.maximum(values, 1.0)) @ vectors.T)
