"""What the implementations are compared in: one number a future, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from armslength.world.network import Network

Measures = Mapping[str, np.ndarray]  #: name -> [future]

#: Means of rarer events are far from normal at our sizes; they are pooled or left out.
FEWEST_EVENTS = 20
HIGH_RUNG = 3


def named(net: Network, windows: tuple[int, ...], **found: np.ndarray) -> dict[str, np.ndarray]:
    """Measures by name, from `attacks` [window, front, future], `lethal` [front, future], `reprisals`
    [adversary, future], `visits`, `tension` [future] and `control` [client, future]."""
    made = {
        f"attacks on {front} in {days} days": found["attacks"][w, f]
        for w, days in enumerate(windows)
        for f, front in enumerate(net.fronts)
    }
    made |= {f"lethal attacks on {front}": found["lethal"][f] for f, front in enumerate(net.fronts)}
    made["lethal attacks"] = found["lethal"].sum(0)
    made |= {f"reprisals by {a}": found["reprisals"][i] for i, a in enumerate(net.adversaries)}
    made |= {f"control of {c}": found["control"][i] for i, c in enumerate(net.clients)}
    made |= {
        "tension": found["tension"],
        "days with an order": found["orders"],
        "days on a high rung": found["high"],
    }
    return {name: np.asarray(values, dtype=float) for name, values in made.items()}


@dataclass(frozen=True)
class Comparison:
    """One measure in two implementations."""

    name: str
    ours: float
    theirs: float
    error: float  #: standard error of the difference

    @property
    def z(self) -> float:
        """Difference in standard errors."""
        return (
            (self.theirs - self.ours) / self.error
            if self.error
            else 0.0
            if self.theirs == self.ours
            else np.inf
        )


def compare(ours: Measures, theirs: Measures) -> list[Comparison]:
    """Every measure with enough events in both."""
    return [
        Comparison(name, x.mean(), y.mean(), float(np.sqrt(x.var() / x.size + y.var() / y.size)))
        for name, x, y in ((name, ours[name], theirs[name]) for name in ours)
        if min((x != 0).sum(), (y != 0).sum()) >= FEWEST_EVENTS
    ]


def furthest_by_chance(comparisons: int, false_alarms: float) -> float:
    """Standard errors that the furthest of so many comparisons exceeds with this probability (Bonferroni).

    >>> round(furthest_by_chance(40, 1e-3), 2)
    4.21
    """
    return float(norm.isf(false_alarms / comparisons / 2))
