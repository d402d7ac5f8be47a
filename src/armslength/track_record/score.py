"""Scores of distributions of counts that are given by their cumulative probabilities; lower is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength.scoring.scores import EDGES, with_floor


@dataclass(frozen=True)
class Scores:
    """Scores of one forecaster, [occasion]."""

    crps: np.ndarray  #: events
    log: np.ndarray  #: minus the log probability of what was counted, nats
    pit: np.ndarray  #: randomised probability integral transform
    in_50: np.ndarray  #: whether the central 50 % interval held what was counted
    in_90: np.ndarray


def score(cumulative: np.ndarray, total: np.ndarray, seed: int) -> Scores:
    """Return the scores of distributions [occasion, count] beside what was counted, [occasion].

    Counts beyond the last column score as the last column and the rest: the columns must reach past the observations.
    A share of the probability is spread over all columns before the logarithm is taken, so that no surprise costs all.
    """
    n, most = cumulative.shape
    y = total.astype(int)
    at = np.arange(n)
    crps = ((cumulative - (np.arange(most)[None] >= y[:, None])) ** 2).sum(1)
    up_to = cumulative[at, y]
    below = np.where(y > 0, cumulative[at, np.maximum(y - 1, 0)], 0.0)
    log = -np.log(with_floor(up_to - below, (1 - cumulative).sum(1), y))
    pit = below + np.random.default_rng(seed).uniform(size=n) * (up_to - below)
    low_90, low_50, high_50, high_90 = ((cumulative < q - 1e-12).sum(1) for q in EDGES)
    return Scores(crps, log, pit, (low_50 <= y) & (y <= high_50), (low_90 <= y) & (y <= high_90))
