"""Under which assumptions does it happen? Boxes of parameters found by patient rule induction (Friedman & Fisher 1999).

The box is found on half of the draws and measured on the other half, so that what it holds is not what it was cut to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from armslength.errors import ArmslengthError

FUTURES = 10  # of each draw: enough to see the rare, few enough to peel quickly
MOST_LIMITS = 4
LEAST_COVERAGE = 0.25
CANDIDATES = 12
MATTERS = 0.04  # share of the probability in the box that a limit must be worth
FEWEST = 30  # futures in which it happened


@dataclass(frozen=True)
class Limit:
    """One side of a box."""

    name: str
    low: float | None  #: nothing where the box is open below
    high: float | None
    least: float  #: of all draws
    most: float

    @property
    def words(self) -> str:
        """As a reader says it."""
        if self.low is None:
            return f"{self.name} below {self.high:.3g}"
        return f"{self.name} above {self.low:.3g}" if self.high is None else f"{self.name} from {self.low:.3g} to {self.high:.3g}"  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A box of assumptions, measured on draws that it was not cut to."""

    outcome: str
    days: int
    limits: tuple[Limit, ...]
    probability: float  #: inside the box
    overall: float
    coverage: float  #: share of all futures in which it happens that lie inside
    mass: float  #: share of draws inside
    futures: int  #: in which it happened, in the half that measures

    @property
    def words(self) -> str:
        """One sentence."""
        if not self.limits:
            return f"No box of assumptions stands out for {self.outcome} within {self.days} days: {self.overall:.0%} everywhere."
        where = " and ".join(limit.words for limit in self.limits)
        return (
            f"Where {where}, {self.outcome.replace('_', ' ')} within {self.days} days has probability {self.probability:.0%} "
            f"({self.overall:.0%} overall); {self.mass:.0%} of the draws lie there, and {self.coverage:.0%} of its futures."
        )

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self) | {"words": self.words}


def discover(names: Sequence[str], values: np.ndarray, happened: np.ndarray, outcome: str, days: int) -> Box:
    """The box in which `happened` [draw, chance] is most likely; `values` are [name, draw].

    Raises `ArmslengthError` where it happens too seldom to look for a box.
    """
    from pandas import DataFrame

    from armslength.decisions.workbench import prim

    happened = np.asarray(happened[:, :FUTURES] > 0, dtype=float)
    half = values.shape[1] // 2
    if happened[:half].sum() < FEWEST or happened[half:].sum() < FEWEST:
        seen = int(happened.sum())
        raise ArmslengthError(
            f"{outcome} happens in {seen} of {happened.size:,} futures, too few for a box: about {2 * FEWEST * happened.size // max(seen, 1):,} futures are needed"
        )
    share = happened.mean(1)
    leaning = [np.corrcoef(row[:half], share[:half])[0, 1] if row[:half].std() > 0 else 0.0 for row in values]
    chosen = np.argsort(-np.abs(leaning))[:CANDIDATES]
    repeated = np.repeat(values[chosen, :half], happened.shape[1], axis=1)
    x = DataFrame({names[i]: row for i, row in zip(chosen, repeated, strict=True)})
    found = prim.Prim(x, happened[:half].ravel() > 0, threshold=0.01, peel_alpha=0.05).find_box()
    limits = _limits(found, x, {names[i]: values[i] for i in chosen})
    limits = _pruned(limits, names, values[:, :half], happened[:half])
    return _measured(outcome, days, limits, names, values[:, half:], happened[half:])


def _limits(found: Any, x: Any, values: dict[str, np.ndarray]) -> tuple[Limit, ...]:
    """The densest box on the way down that still covers enough and is short enough to say."""
    way = found.peeling_trajectory
    enough = way[(way["coverage"] >= LEAST_COVERAGE) & (way["res_dim"] <= MOST_LIMITS)]
    at = int(enough["density"].idxmax())
    low, high = found.box_lims[at].iloc[0], found.box_lims[at].iloc[1]
    limits = []
    for name in x.columns:
        least, most = float(x[name].min()), float(x[name].max())
        below = None if float(low[name]) <= least else float(low[name])
        above = None if float(high[name]) >= most else float(high[name])
        if below is not None or above is not None:
            limits.append(Limit(name, below, above, float(values[name].min()), float(values[name].max())))
    return tuple(limits)


def _measured(
    outcome: str,
    days: int,
    limits: tuple[Limit, ...],
    names: Sequence[str],
    values: np.ndarray,
    happened: np.ndarray,
) -> Box:
    inside = _inside(limits, names, values)
    total = happened.sum()
    within = float(happened[inside].mean()) if inside.any() else 0.0
    return Box(
        outcome, days, limits, within, float(happened.mean()), float(happened[inside].sum() / total), float(inside.mean()), int(total)
    )  # fmt: skip


def _inside(limits: Sequence[Limit], names: Sequence[str], values: np.ndarray) -> np.ndarray:
    inside = np.ones(values.shape[1], dtype=bool)
    for limit in limits:
        row = values[list(names).index(limit.name)]
        inside &= row >= (-np.inf if limit.low is None else limit.low)
        inside &= row <= (np.inf if limit.high is None else limit.high)
    return inside


def _pruned(
    limits: tuple[Limit, ...], names: Sequence[str], values: np.ndarray, happened: np.ndarray
) -> tuple[Limit, ...]:
    """Without the limits that hardly matter: none is said that the others say already."""
    while limits:
        here = happened[_inside(limits, names, values)].mean()
        without = [tuple(x for x in limits if x is not limit) for limit in limits]
        left = [happened[_inside(fewer, names, values)].mean() for fewer in without]
        weakest = int(np.argmax(left))
        if left[weakest] < (1 - MATTERS) * here:
            break
        limits = without[weakest]
    return limits
