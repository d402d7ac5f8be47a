"""A forecast as it is registered: one question about one window, an answer, and a rule that settles it.

The rule is fixed at registration. Counts settle by reported increments alone; what the increments leave open is void.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np
import scoringrules as sr
from pydantic import ConfigDict, computed_field

from armslength.results.ledger import LedgerScores, Quantiles, State
from armslength.results.record import Record, described
from armslength.scenario.names import person
from armslength.scoring.observed import Increment, Observed
from armslength.scoring.occasion import Question
from armslength.scoring.scores import yes_no_forecast

Kind = Literal["attacks", "reprisal", "lethal", "suspension"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEVELS = (0.05, 0.5, 0.95)  # the quantiles that everyone is scored on
GRACE = 90  # days after a window in which the missing increments may still be reported
FARTHEST = 30  # years from its registration that a window may end: nobody settles what lies beyond

RULES = {
    "attacks": (
        "Settled by the sum of the reported increments of these fronts' own count, once every day from {first} to {last} "
        "lies within one. Increments that straddle an end count as a range: if the answer then still depends on it, or if "
        f"days remain uncounted {GRACE} days later, it is void."
    ),
    "reprisal": "Yes if the events hold a reprisal by {subject} of level {level} or more from {first} to {last}; no if they run past {last} without one.",
    "lethal": "Yes if the events hold an attack on {subject} that killed the adversary's own people from {first} to {last}; no if they run past {last} without one.",
    "suspension": "Yes if the events hold a suspension announced by {subject} from {first} to {last}; no if they run past {last} without one.",
}


class RegisteredForecast(Record):
    """One registered forecast, as an entry of the ledger holds it."""

    model_config = ConfigDict(extra="ignore")  # question and rule are written down, and follow from the rest

    forecaster: str = described("name of the forecaster")
    kind: Kind = described("what is asked")
    subject: str = described("fronts counted together, an adversary or a client", key="about")
    first: date = described("first day of the window")
    last: date = described("last day of the window")
    at_least: int | None = described("attacks, with a probability: so many or more", default=None)
    counts: str = described(
        "what the count counts: `attacks` if left out",
        default="attacks",
        exclude_if=lambda value: value == "attacks",
    )
    level: int | None = described("reprisal: of this level or more", default=None)
    probability: float | None = described("probability that it happens", default=None)
    quantiles: Quantiles | None = described("5, 50 and 95 % quantiles of a count", default=None)
    note: str = described("a note of the forecaster's", default="")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def rule(self) -> str:
        """How it will be settled, in words."""
        return RULES[self.kind].format(
            subject=self.subject, level=self.level, first=self.first, last=self.last
        )

    @computed_field  # type: ignore[prop-decorator]
    @property
    def question(self) -> str:
        """What is asked, in words; equal for forecasts that can be compared."""
        asked = {
            "attacks": f"{self.counts} on {self.subject}"
            if self.at_least is None
            else f"at least {self.at_least} {self.counts} on {self.subject}",
            "reprisal": f"a reprisal by {self.subject} of level {self.level} or more",
            "lethal": f"a lethal attack on {self.subject}",
            "suspension": f"a suspension by {self.subject}",
        }[self.kind]
        return f"{asked}, {self.first} to {self.last}"

    @property
    def answer(self) -> tuple[str, str, float | None, Quantiles | None]:
        """Who says what to which question: equal for a forecast that was written down twice."""
        return person(self.forecaster), self.question, self.probability, self.quantiles

    @property
    def event(self) -> Question | None:
        """The event that it asks about, or None where it asks for a count."""
        if self.kind == "attacks":
            return None
        return Question(self.kind, self.subject, (self.level or 1) if self.kind == "reprisal" else 0)


@dataclass(frozen=True)
class Outcome:
    """How a forecast is settled."""

    state: State
    value: int | bool | None = None
    evidence: tuple[str, ...] = ()
    why: str = ""


def settle(forecast: RegisteredForecast, seen: Observed, until: date) -> Outcome:
    """Return what a record up to `until` says of a registered forecast."""
    if forecast.event is None:
        return _settle_count(forecast, seen, until)
    within = [o for o in forecast.event.occurrences(seen) if forecast.first <= o.day <= forecast.last]
    if within:
        return Outcome("resolved", True, tuple(o.event_id for o in within))
    return Outcome("resolved", False) if until >= forecast.last else Outcome("pending")


def _settle_count(forecast: RegisteredForecast, seen: Observed, until: date) -> Outcome:
    first, last, at_least = forecast.first, forecast.last, forecast.at_least
    touching = [i for i in seen.counts.get(forecast.subject, ()) if i.end >= first and i.start <= last]
    inside = [i for i in touching if i.start >= first and i.end <= last]
    low, high = sum(i.count for i in inside), sum(i.count for i in touching)
    evidence = tuple(i.event_id for i in touching)
    if at_least is not None and low >= at_least:
        return Outcome("resolved", True, evidence)
    if not _covered(touching, first, last):
        if (until - last).days > GRACE:
            why = f"days remain uncounted {GRACE} days after the window"
            return Outcome("void", None, evidence, why)
        return Outcome("pending")
    if at_least is not None and high < at_least:
        return Outcome("resolved", False, evidence)
    if at_least is None and low == high:
        return Outcome("resolved", low, evidence)
    why = f"increments straddle an end of the window: between {low} and {high}"
    return Outcome("void", None, evidence, why)


def _covered(increments: Sequence[Increment], first: date, last: date) -> bool:
    day = first
    for i in sorted(increments, key=lambda i: i.start):
        if i.start > day:
            return False
        day = max(day, i.end + timedelta(days=1))
    return day > last


def registered_scores(forecast: RegisteredForecast, value: int | bool | None) -> LedgerScores:
    """Return the scores of a forecast on its outcome; none without an outcome.

    Brier and log score of a probability; the quantile score (a coarse CRPS) of a median with its 90 % interval.
    """
    if value is None:
        return LedgerScores()
    brier = log = quantile = in_90 = None
    if forecast.probability is not None:
        scored = yes_no_forecast(forecast.probability, bool(value))
        brier, log = scored.brier, scored.log
    if forecast.quantiles is not None:
        low, _, high = forecast.quantiles
        quantile = float(sr.crps_quantile(float(value), np.array(forecast.quantiles), np.array(LEVELS)))
        in_90 = float(low <= value <= high)
    return LedgerScores(brier=brier, log=log, quantile=quantile, in_90=in_90)
