"""The fast path: a Gaussian at the mode, in the space where the prior is standard normal (Laplace)."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import minimize

from armslength.fitting.target import Target


class Mode(NamedTuple):
    """The mode and the curvature there."""

    z: np.ndarray  #: [informed]
    covariance: np.ndarray  #: [informed, informed]
    steps: int
    converged: bool


def find_mode(target: Target, start: np.ndarray | None = None, most: int = 300) -> Mode:
    """Climb from `start` (the priors' medians if left out); the curvature by differences of the gradient."""
    slope = jax.jit(jax.vmap(jax.value_and_grad(target.potential)))
    n = len(target.informed)

    def both(z: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = slope(jnp.asarray(z)[None])
        return float(value[0]), np.asarray(gradient[0])

    found = minimize(
        both, np.zeros(n) if start is None else start, jac=True, method="L-BFGS-B", options={"maxiter": most}
    )
    step = 1e-3
    near = found.x + step * np.concatenate([np.eye(n), -np.eye(n)])
    gradients = np.asarray(slope(jnp.asarray(near))[1])
    hessian = (gradients[:n] - gradients[n:]) / (2 * step)
    return Mode(found.x, _covariance((hessian + hessian.T) / 2), int(found.nit), bool(found.success))


def laplace_draws(mode: Mode, count: int, seed: int) -> np.ndarray:
    """[draw, informed] from the Gaussian at the mode."""
    root = np.linalg.cholesky(mode.covariance + 1e-9 * np.eye(len(mode.z)))
    return mode.z + np.random.default_rng(seed).standard_normal((count, len(mode.z))) @ root.T


def _covariance(hessian: np.ndarray) -> np.ndarray:
    """Inverse curvature; directions flatter than the prior count as the prior."""
    values, vectors = np.linalg.eigh(hessian)
    return (vectors / np.maximum(values, 1.0)) @ vectors.T
