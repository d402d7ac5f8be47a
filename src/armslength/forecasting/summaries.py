"""Running summaries of futures: memory does not grow with their number.

Counts go into histograms (exact to 1,024, within one per cent beyond), yes-or-no outcomes into shares per draw of
the parameters, and variances into the sums of a nested analysis of variance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

EXACT = 1024
_RATIO = 1.01
BINS = EXACT + 1400  # reaches beyond 10^9


def bin_of(counts: np.ndarray) -> np.ndarray:
    """Return the bin of each count."""
    beyond = np.log(np.maximum(counts, EXACT) / EXACT) / np.log(_RATIO)
    return np.where(counts < EXACT, counts, EXACT + beyond).astype(np.int64).clip(0, BINS - 1)


def value_of(bins: np.ndarray) -> np.ndarray:
    """Return the smallest count of each bin."""
    return np.where(bins < EXACT, bins, np.ceil(EXACT * _RATIO ** (np.asarray(bins, float) - EXACT)))


class Histogram:
    """Distributions of counts, one for each leading index."""

    def __init__(self, *shape: int):
        self.weight = np.zeros((*shape, BINS), dtype=np.int64)

    def add(self, counts: np.ndarray, keep: np.ndarray | None = None) -> None:
        """Add counts [*shape, draw, replicate]; `keep` leaves some out."""
        flat = bin_of(counts).reshape(-1, counts.shape[-2] * counts.shape[-1])
        mask = None if keep is None else np.broadcast_to(keep, counts.shape).reshape(flat.shape)
        rows = self.weight.reshape(-1, BINS)
        for i, row in enumerate(flat):
            rows[i] += np.bincount(row if mask is None else row[mask[i]], minlength=BINS)

    def quantile(self, q: float) -> np.ndarray:
        """Return [*shape] the smallest count with at least `q` of the futures at or below it; NaN without futures."""
        total = self.weight.sum(-1, keepdims=True)
        reached = np.cumsum(self.weight, axis=-1) >= q * total
        return np.where(total[..., 0] > 0, value_of(np.argmax(reached, axis=-1)), np.nan)

    def at_least(self, n: int) -> np.ndarray:
        """Return [*shape] the share of futures with `n` or more."""
        total = self.weight.sum(-1)
        above = self.weight[..., int(bin_of(np.array(n))) :].sum(-1)
        return np.where(total > 0, above / np.maximum(total, 1), np.nan)

    def mean(self) -> np.ndarray:
        """Return [*shape] the mean count."""
        total = np.maximum(self.weight.sum(-1), 1)
        return np.asarray((self.weight * value_of(np.arange(BINS))).sum(-1) / total)


@dataclass
class Shares:
    """How often something happened, per draw of the parameters."""

    per_draw: list[np.ndarray] = field(default_factory=list)
    chance: int = 1
    weights: np.ndarray | None = None  #: [draw] adding to one; alike if left out

    def add(self, happened: np.ndarray) -> None:
        """Add what happened or not, [*shape, draw, replicate]."""
        self.chance = happened.shape[-1]
        self.per_draw.append(np.asarray(happened, dtype=float).mean(-1))

    def by_draw(self) -> np.ndarray:
        """Return the shares [*shape, draw]."""
        return np.concatenate(self.per_draw, axis=-1)


def spread_of_parameters(
    share: np.ndarray, chance: int, mass: float, weights: np.ndarray | None = None
) -> np.ndarray:
    """Return [2, *shape] the interval of a probability over the parameters, from per-draw shares [*shape, draw].

    The share of `chance` futures is noisy, so the spread of the shares is not that of the probability. The interval
    is that of the beta law with their mean and with the part of their variance that the noise does not explain; it
    is never narrower than the Monte Carlo error of all futures. `weights` of the draws [draw] add to one.
    """
    from scipy.special import betaincinv

    mean = np.average(share, axis=-1, weights=weights)
    noise = np.average(share * (1 - share), axis=-1, weights=weights) / max(chance - 1, 1)
    most = mean * (1 - mean)
    spread = np.average((share - mean[..., None]) ** 2, axis=-1, weights=weights)
    between = np.maximum(spread - noise, most / (share.shape[-1] * chance + 1))
    total = np.maximum(most / np.maximum(between, 1e-12) - 1, 1e-3)
    a, b = np.maximum(mean * total, 1e-6), np.maximum((1 - mean) * total, 1e-6)
    return np.stack([np.where(most > 0, betaincinv(a, b, q), mean) for q in (0.5 - mass / 2, 0.5 + mass / 2)])


class Variance:
    """Nested analysis of variance of log(1 + count): between draws, and by chance within them."""

    def __init__(self) -> None:
        self.draws = 0
        self.chance = 1
        self.blocks: list[
            np.ndarray
        ] = []  #: of each block [3, *shape]; summed in their order, so that all sums agree

    @property
    def sums(self) -> Any:
        """Sums over all draws of the mean, its square and the variance by chance, [3, *shape]."""
        return sum(self.blocks, 0.0)

    def add(self, counts: np.ndarray) -> None:
        """Add counts [*shape, draw, replicate]."""
        y = np.log1p(counts.astype(float))
        mean = y.mean(-1)
        self.chance = y.shape[-1]
        self.draws += mean.shape[-1]
        self.blocks.append(
            np.stack([mean.sum(-1), (mean**2).sum(-1), y.var(-1, ddof=1 if self.chance > 1 else 0).sum(-1)])
        )

    def shares(self) -> dict[str, np.ndarray]:
        """Return [*shape] the shares of the variance by chance and by parameters; they add to one."""
        total, squares, within = (x / max(self.draws, 1) for x in self.sums)
        between = np.maximum(
            (squares - total**2) * self.draws / max(self.draws - 1, 1) - within / self.chance, 0.0
        )
        whole = np.maximum(between + within, 1e-12)
        return {"chance": np.where(between + within > 0, within / whole, 1.0), "parameters": between / whole}
