"""Weights of forecasts that are mixed: learned on other networks, drawn towards equal parts.

The CRPS of a mixture is quadratic in its weights: the integral of the squared difference between the mixed distribution and
the step of what was counted. So what a network teaches of weights is a matrix, and networks weigh alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PULL = 0.02  #: towards equal parts, as a share of the historical mean's CRPS; assumed


def products(cumulative: Sequence[np.ndarray], total: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the mean over occasions of the products of what forecasts miss, [forecast, forecast].

    Forecasts are cumulative probabilities [occasion, count] at increasing counts from 0 on, which may leave some out; the
    diagonal is each one's CRPS.
    """
    width = np.diff(counts, append=counts[-1] + 1)
    missed = [(c - (counts[None] >= total[:, None])) * np.sqrt(width) for c in cumulative]
    return np.array([[float((a * b).sum(1).mean()) for b in missed] for a in missed])


def weights(each: Sequence[np.ndarray], pull: float = PULL) -> np.ndarray:
    """Return the weights, adding to one, that do best on networks of which each gave `products` over a scale of its own."""
    from scipy.optimize import minimize  # only what learns waits for it

    matrix = np.mean(each, 0)
    n = len(matrix)
    equal = np.full(n, 1 / n)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        off = w - equal
        return float(w @ matrix @ w + pull * off @ off), 2 * (matrix @ w + pull * off)

    found = minimize(
        loss,
        equal,
        jac=True,
        method="SLSQP",
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)},
    ).x
    kept = np.where(found < 1e-3, 0.0, found)
    return np.asarray(kept / kept.sum())
