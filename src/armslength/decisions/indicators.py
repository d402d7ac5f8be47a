"""Indicators to watch: what of the next days would most move the probability of each outcome, and at which value.

Half of the futures learn where the probability changes most; the other half tell whether somebody who updated on the
indicator would have scored better than somebody who did not (Brier 1950).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from armslength.errors import ArmslengthError

FEWEST = 200  # futures on either side of a value
CANDIDATES = 12  # values tried of each indicator


@dataclass(frozen=True)
class Indicator:
    """One observable of the next days, and what it would say about one outcome."""

    outcome: str
    window: int  #: days of the outcome, counted after the watch
    observable: str
    watch: int  #: days
    value: float  #: change your mind when at least so much is seen
    seen: float  #: probability that it is
    before: float  #: probability of the outcome today
    if_seen: float
    if_not: float
    skill: (
        float  #: share of the Brier score that updating takes away, on futures that did not choose the value
    )
    error: float  #: its standard error

    @property
    def words(self) -> str:
        """One sentence."""
        return (
            f"If {self.observable} reaches {self.value:g} within {self.watch} days (probability {self.seen:.0%}), {self.outcome} in the "
            f"{self.window} days after has probability {self.if_seen:.0%}; otherwise {self.if_not:.0%} (today {self.before:.0%})."
        )

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self) | {"words": self.words}


def indicators(
    seen: Mapping[str, np.ndarray], outcomes: Mapping[str, np.ndarray], watch: int, window: int, seed: int = 1
) -> list[Indicator]:
    """The best value of each observable for each outcome, the most telling first; all arrays are [draw, chance].

    Draws of the parameters that choose a value are not those that test it. Raises `ArmslengthError` where there are too few futures to tell.
    """
    shape = next(iter(outcomes.values())).shape
    if shape[0] * shape[1] < 4 * FEWEST or shape[0] < 2:
        raise ArmslengthError(
            f"{shape[0] * shape[1]:,} futures are too few to tell indicators apart; at least {4 * FEWEST:,} are needed"
        )
    draws = np.random.default_rng(seed).permutation(shape[0]) < shape[0] // 2
    learn = np.flatnonzero(np.repeat(draws, shape[1]))
    test = np.flatnonzero(~np.repeat(draws, shape[1]))
    made = []
    for outcome, yes in outcomes.items():
        happened = np.asarray(yes, dtype=float).ravel()
        if not 0 < happened.mean() < 1:
            continue
        for observable, counts in seen.items():
            x = np.asarray(counts, dtype=float).ravel()
            if (found := _best(x, happened, learn)) is not None:
                made.append(_measured(outcome, observable, x, happened, found, learn, test, watch, window))
    return sorted(made, key=lambda i: (-(i.skill > 2 * i.error), -i.skill))


def _best(x: np.ndarray, happened: np.ndarray, learn: np.ndarray) -> float | None:
    """The value at which knowing on which side one stands takes most from the Brier score."""
    x, y = x[learn], happened[learn]
    tried = np.unique(np.quantile(x, np.linspace(0.05, 0.95, CANDIDATES), method="higher"))
    gains = {}
    for value in tried:
        above = x >= value
        if FEWEST <= above.sum() <= len(x) - FEWEST:
            p, q = y[above].mean(), y[~above].mean()
            gains[float(value)] = above.mean() * (1 - above.mean()) * (p - q) ** 2
    return max(gains, key=lambda v: gains[v]) if gains else None


def _measured(
    outcome: str, observable: str, x: np.ndarray, happened: np.ndarray, value: float,
    learn: np.ndarray, test: np.ndarray, watch: int, window: int,
) -> Indicator:  # fmt: skip
    above = x >= value
    base = happened[learn].mean()
    yes, no = happened[learn][above[learn]].mean(), happened[learn][~above[learn]].mean()
    updated = np.where(above[test], yes, no)
    loss, gain = (base - happened[test]) ** 2, (base - happened[test]) ** 2 - (updated - happened[test]) ** 2
    skill = float(gain.mean() / loss.mean()) if loss.mean() > 0 else 0.0
    error = float(gain.std(ddof=1) / np.sqrt(len(test)) / max(loss.mean(), 1e-12))
    return Indicator(
        outcome, window, observable, watch, value, float(above.mean()), float(happened.mean()),
        float(happened[above].mean()), float(happened[~above].mean()), skill, error,
    )  # fmt: skip
