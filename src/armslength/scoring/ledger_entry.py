"""A forecast as it is registered: one question about one window, an answer, and a rule that settles it.

The rule is fixed at registration. Counts settle by reported increments alone; what the increments leave open is void.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import scoringrules as sr

from armslength.scoring.observed import Increment, Observed
from armslength.scoring.score_table import Question
from armslength.scoring.scores import yes_no_scores

KINDS = ("attacks", "reprisal", "lethal", "suspension")
LEVELS = (0.05, 0.5, 0.95)  # the quantiles that everyone is scored on
GRACE = 90  # days after a window in which the missing increments may still be reported
PENDING, VOID = "pending", "void"

RULES = {
    "attacks": (
        "Settled by the sum of the reported increments of these fronts' own count, once every day from {first} to {last} "
        "lies within one. Increments that straddle an end count as a range: if the answer then still depends on it, or if "
        f"days remain uncounted {GRACE} days later, it is void."
    ),
    "reprisal": "Yes if the events hold a reprisal by {about} of level {level} or more from {first} to {last}; no if they run past {last} without one.",
    "lethal": "Yes if the events hold an attack on {about} that killed the adversary's own people from {first} to {last}; no if they run past {last} without one.",
    "suspension": "Yes if the events hold a suspension announced by {about} from {first} to {last}; no if they run past {last} without one.",
}


@dataclass(frozen=True)
class Registered:
    """One registered forecast."""

    forecaster: str
    kind: str
    about: str
    first: date
    last: date
    at_least: int | None = None
    level: int | None = None
    probability: float | None = None
    quantiles: tuple[float, float, float] | None = None  #: at 5, 50 and 95 %
    note: str = ""

    @property
    def rule(self) -> str:
        """How it will be settled, in words."""
        return RULES[self.kind].format(about=self.about, level=self.level, first=self.first, last=self.last)

    @property
    def question(self) -> str:
        """What is asked, in words; equal for forecasts that can be compared."""
        asked = {
            "attacks": f"attacks on {self.about}"
            if self.at_least is None
            else f"at least {self.at_least} attacks on {self.about}",
            "reprisal": f"a reprisal by {self.about} of level {self.level} or more",
            "lethal": f"a lethal attack on {self.about}",
            "suspension": f"a suspension by {self.about}",
        }[self.kind]
        return f"{asked}, {self.first} to {self.last}"

    def as_data(self) -> dict[str, Any]:
        """As the ledger holds it."""
        made = asdict(self)
        return {
            **made,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "rule": self.rule,
            "question": self.question,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Registered:
        """The inverse of `as_data`."""
        known = {k: data[k] for k in cls.__dataclass_fields__}
        quantiles = tuple(known["quantiles"]) if known["quantiles"] else None
        days = {k: date.fromisoformat(known[k]) for k in ("first", "last")}
        return cls(**{**known, **days, "quantiles": quantiles})


@dataclass(frozen=True)
class Outcome:
    """How a forecast was settled."""

    state: str  #: `resolved`, `void` or `pending`
    value: int | bool | None = None
    evidence: tuple[str, ...] = ()
    why: str = ""


def settle(made: Registered, seen: Observed, until: date) -> Outcome:
    """What a record up to `until` says of a registered forecast."""
    if made.kind == "attacks":
        return _settle_count(made, seen, until)
    asked = Question(made.kind, made.about, made.level or 0)
    names = made.about.split(";")
    found = [
        h
        for h in seen.happened
        if h.what == asked.kind
        and h.about in names
        and h.level >= asked.level
        and made.first <= h.day <= made.last
    ]
    if found:
        return Outcome("resolved", True, tuple(h.event_id for h in found))
    return Outcome("resolved", False) if until >= made.last else Outcome(PENDING)


def _settle_count(made: Registered, seen: Observed, until: date) -> Outcome:
    touching = [i for i in seen.counts.get(made.about, ()) if i.end >= made.first and i.start <= made.last]
    inside = [i for i in touching if i.start >= made.first and i.end <= made.last]
    low, high = sum(i.count for i in inside), sum(i.count for i in touching)
    evidence = tuple(i.event_id for i in touching)
    if made.at_least is not None and low >= made.at_least:
        return Outcome("resolved", True, evidence)
    if not _covered(touching, made.first, made.last):
        if until > made.last + timedelta(days=GRACE):
            return Outcome(VOID, None, evidence, f"days remain uncounted {GRACE} days after the window")
        return Outcome(PENDING)
    if made.at_least is not None and high < made.at_least:
        return Outcome("resolved", False, evidence)
    if made.at_least is None and low == high:
        return Outcome("resolved", low, evidence)
    return Outcome(
        VOID, None, evidence, f"increments straddle an end of the window: between {low} and {high}"
    )


def _covered(increments: Sequence[Increment], first: date, last: date) -> bool:
    day = first
    for i in sorted(increments, key=lambda i: i.start):
        if i.start > day:
            return False
        day = max(day, i.end + timedelta(days=1))
    return day > last


def registered_scores(made: Registered, value: int | bool) -> dict[str, float]:
    """Brier and log score of a probability; the quantile score (a coarse CRPS) of a median with its 90 % interval."""
    scores: dict[str, float] = {}
    if made.probability is not None:
        scores |= yes_no_scores(made.probability, bool(value))
    if made.quantiles is not None:
        scores["quantile"] = float(sr.crps_quantile(float(value), np.array(made.quantiles), np.array(LEVELS)))
        scores["in_90"] = float(made.quantiles[0] <= value <= made.quantiles[2])
    return scores
