"""The mixture of the futures of several theories, whose variance splits into chance, parameters and structure.

Every theory is played with as many draws, and its futures count by its weight, so that also a theory of little weight
is seen clearly and each probability is exactly the weighted mean. Draws with the same number share their random
numbers and their prior across theories, so that what differs between theories is the theory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import jax
import numpy as np

from armslength.forecasting.futures import Outcomes
from armslength.forecasting.summaries import Histogram, Shares, Variance
from armslength.initial_conditions import InitialConditions

PARTS = ("chance", "parameters", "structure")


class DrawVariance(Variance):
    """Mean and variance of log(1 + count) by draw, for a split with one more level."""

    def __init__(self) -> None:
        super().__init__()
        self.of_draws: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, counts: np.ndarray) -> None:
        """Add counts, [*shape, draw, replicate]."""
        super().add(counts)
        y = np.log1p(counts.astype(float))
        self.of_draws.append((y.mean(-1), y.var(-1, ddof=1 if y.shape[-1] > 1 else 0)))

    @property
    def by_draw(self) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance over replicates, each [*shape, draw]."""
        means, within = zip(*self.of_draws, strict=True)
        return np.concatenate(means, axis=-1), np.concatenate(within, axis=-1)


class MixedVariance(Variance):
    """The split of a variance into chance, parameters and structure."""

    def __init__(self, theories: Sequence[DrawVariance], weights: np.ndarray):
        super().__init__()
        means, within = (np.stack(x) for x in zip(*(t.by_draw for t in theories), strict=True))
        self.parts = split(means, within, weights, theories[0].chance)

    def shares(self) -> dict[str, np.ndarray]:
        """Return the shares of chance, parameters and structure, [*shape] each; they add to one."""
        return self.parts


def split(
    means: np.ndarray, within: np.ndarray, weights: np.ndarray, replicates: int
) -> dict[str, np.ndarray]:
    """Return shares of the variance, [*shape] each and adding to one, by a nested analysis of variance.

    `means` and `within` are mean and variance of each draw's futures, [theory, *shape, draw]; draws with one number
    share their random numbers across theories, so the part between theories is estimated from pairs of different numbers.
    """
    w = weights.reshape(-1, *([1] * (means.ndim - 2)))
    count = means.shape[-1]
    by_chance = (w * within.mean(-1)).sum(0)
    spread = means.var(-1, ddof=1 if count > 1 else 0) - within.mean(-1) / replicates
    parameters = (w * np.maximum(spread, 0)).sum(0)
    apart = means - (w[..., None] * means).sum(0)
    pairs = apart.sum(-1) ** 2 - (apart**2).sum(-1)
    structure = np.maximum((w * pairs).sum(0) / max(count * (count - 1), 1), 0)
    total = by_chance + parameters + structure
    safe = np.maximum(total, 1e-300)
    return {
        "chance": np.where(total > 0, by_chance / safe, 1.0),
        "parameters": parameters / safe,
        "structure": structure / safe,
    }


def split_probability(shares: np.ndarray, weights: np.ndarray, replicates: int) -> dict[str, float]:
    """Return the shares of the variance of an event, from the share of each draw's futures, [theory, draw]."""
    within = shares * (1 - shares) * replicates / max(replicates - 1, 1)
    parts = split(shares, within, weights, replicates)
    return {part: float(parts[part]) for part in PARTS}


def mixed_conditions(theories: Sequence[InitialConditions], weights: np.ndarray) -> InitialConditions:
    """Return the initial conditions of all theories as those of one weighted ensemble."""
    draws = theories[0].values.shape[1]
    joined = {
        name: jax.tree.map(
            lambda *parts: np.concatenate(parts, axis=-1), *(getattr(s, name) for s in theories)
        )
        for name in ("values", "state", "outlook", "recent", "log_score")
    }
    return replace(
        theories[0],
        **joined,
        weights=np.repeat(weights / draws, draws),
        streams=np.tile(np.arange(draws), len(weights)),
    )


def mixed_outcomes(outcomes: Sequence[Outcomes], weights: np.ndarray) -> Outcomes:
    """Return the weighted summaries over the futures of all theories."""

    def total(name: str) -> np.ndarray:
        return np.asarray(
            sum(w * np.asarray(getattr(o, name), float) for w, o in zip(weights, outcomes, strict=True))
        )

    first = outcomes[0]
    draws = first.war.by_draw().shape[-1]
    made = Outcomes(
        first.windows,
        _histogram([o.attacks for o in outcomes], weights),
        _histogram([o.weekly for o in outcomes], weights),
        MixedVariance([o.variance for o in outcomes if isinstance(o.variance, DrawVariance)], weights),
        within_control=total("within_control"),
        occupancy=total("occupancy"),
        passage=total("passage"),
        futures=first.futures,
    )
    if all(o.together is not None for o in outcomes):
        made.members = first.members
        made.together = _histogram([o.together for o in outcomes if o.together is not None], weights)
    names = ("lethal", "lethal_any", "told", "level", "highest", "war", "struck", "log_attacks")
    for name in (*names, *(("lethal_together", "told_together", "log_together") if made.together else ())):
        parts = [getattr(o, name) for o in outcomes]
        shares = Shares([p.by_draw() for p in parts], parts[0].chance, np.repeat(weights / draws, draws))
        setattr(made, name, shares)
    made.paths = _paths(outcomes, weights)
    return made


def _histogram(parts: Sequence[Histogram], weights: np.ndarray) -> Histogram:
    made = Histogram()
    made.weight = sum(w * p.weight for w, p in zip(weights, parts, strict=True))
    return made


def _paths(outcomes: Sequence[Outcomes], weights: np.ndarray) -> dict[str, list[np.ndarray]]:
    """Return paths of each theory in proportion to its weight, spread evenly over its draws."""
    made: dict[str, list[np.ndarray]] = {}
    for name in outcomes[0].paths:
        every = [np.concatenate(o.paths[name], axis=-1) for o in outcomes]
        room = every[0].shape[-1]
        ends = np.round(np.cumsum(weights) * room).astype(int)
        counts = np.diff(ends, prepend=0)
        made[name] = [
            path[..., np.arange(n) * room // max(n, 1)] for path, n in zip(every, counts, strict=True) if n
        ]
    return made
