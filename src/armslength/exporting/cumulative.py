"""A count's distribution as the 201 values of a cumulative distribution that Metaculus' rules allow.

The bounds lie half a count outside the least and the greatest count, and the probability of a count is spread evenly over
the unit around it, so that the points between counts tell them apart exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

POINTS = 201
LEAST_STEP, MOST_STEP = 5e-5, 0.2  #: probability between two points
OUTSIDE = 0.001  #: least probability beyond an open bound
INSIDE = 0.99  #: share of the futures that the range must hold
#: numbers of counts whose units fit the grid: a count is a whole number of steps, or a step a whole number of counts
RANGES = (10, 20, 25, 40, 50, 100)
ROUNDED = 10  #: decimals


class Cumulative(NamedTuple):
    """A cumulative distribution between a closed lower and an open upper bound."""

    lower: float
    upper: float
    values: tuple[float, ...]
    flattened: (
        float  #: probability that had to move to neighbouring steps, because no step may hold more than 0.2
    )


def cumulative_of(sample: np.ndarray) -> Cumulative:
    """Return the cumulative distribution of a sample of counts, [path].

    Of the probability 1.1 % is spread evenly: the least that each step and the open end must hold.
    """
    counts = counts_of(sample)
    mass = np.bincount(np.minimum(sample, counts), minlength=counts + 1) / len(sample)
    steps = POINTS - 1
    inside, beyond = mass[:-1], float(mass[-1])
    if counts <= steps:
        step = np.repeat(inside / (steps // counts), steps // counts)
    else:
        step = inside.reshape(steps, counts // steps).sum(1)
    kept = 1 - steps * LEAST_STEP - OUTSIDE
    step, above = kept * step + LEAST_STEP, kept * beyond + OUTSIDE
    flat, moved = _flattened(step)
    values = np.concatenate([[0.0], np.cumsum(flat)])
    values *= (1 - above) / values[-1]
    return Cumulative(-0.5, counts - 0.5, tuple(values.round(ROUNDED).tolist()), moved)


def counts_of(sample: np.ndarray) -> int:
    """Return how many counts, from 0 on, the range holds.

    >>> counts_of(np.array([0, 1, 4])), counts_of(np.array([0, 30, 190])), counts_of(np.array([0, 450]))
    (10, 200, 600)
    """
    needed = int(np.quantile(sample, INSIDE, method="inverted_cdf")) + 1
    steps = POINTS - 1
    return next((n for n in RANGES if n >= needed), steps * -(-needed // steps))


def _flattened(step: np.ndarray) -> tuple[np.ndarray, float]:
    """Move what a step holds beyond the most that is allowed to the nearest steps; return them, and how much was moved."""
    limit = MOST_STEP * (1 - 1e-9)
    flat, moved = step.copy(), 0.0
    for i in np.flatnonzero(step > limit):
        excess, flat[i] = float(flat[i] - limit), limit
        moved += excess
        for j in sorted(range(len(flat)), key=lambda j: (abs(j - i), j)):
            taken = min(excess, max(limit - float(flat[j]), 0.0))
            flat[j] += taken
            excess -= taken
            if excess <= 0:
                break
    return flat, moved
