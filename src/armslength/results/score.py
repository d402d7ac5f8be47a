"""The scores of a saved forecast on what happened since."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from armslength.results.record import Count, Document, Probability, Record, described
from armslength.results.scores import (
    CountScores,
    LadderScores,
    ReliabilityBin,
    ScoredRows,
    TargetName,
    UnscoredWindow,
    YesNoScores,
)

Timing = Literal["prospective", "retrospective"]


class Registration(Record):
    """Whether a forecast was registered in the ledger before the events that it is scored on."""

    timing: Timing = described("`prospective` where it was registered no later than its first day")
    registered: str | None = described("when it was registered, UTC; null where it was not", default=None)
    entry: int | None = described("number of its entry in the ledger", default=None)
    hash: str | None = described("hash of that entry", default=None)


class Surprise(Record):
    """Something that happened, with the probability that the forecast gave it in its week."""

    day: date = described("day on which it happened; last day of a count")
    kind: Literal["reprisal", "lethal", "suspension", "acceptance", "count"] = described(
        "kind of event: `suspension` is a halt that a client announced, `acceptance` an order that it is reported to have "
        "taken; the model gives both the chance that the client takes an order of restraint"
    )
    subject: str = described("adversary, fronts or client")
    level: Count | None = described("level of a reprisal; null for a count", default=None)
    label: str = described("what happened, in words")
    event: str = described("id of the event")
    probability: Probability = described("probability that the forecast gave it", key="p")
    surprise: bool = described("whether that is below 10 %, or a count outside its 90 % interval")


class ScoreResult(Document):
    """A saved forecast against what happened since, beside naive baselines."""

    kind: ClassVar[str] = "score of a forecast"
    made_by: ClassVar[str] = "armslength score"

    format: Literal["armslength-score/3"] = described(
        "another number means that keys have changed", default="armslength-score/3"
    )
    forecast: str = described("name of the forecast's case")
    fingerprint: str = described("SHA-256 of the forecast's files")
    as_of: date = described("the forecast's as-of date")
    until: date = described("last day that it is scored on")
    events: Count = described("number of events that it is scored on")
    registration: Registration = described("whether it was registered beforehand")
    counts: tuple[CountScores, ...] = described("attacks, by target and horizon")
    yes_no: tuple[YesNoScores, ...] = described("events, by kind and horizon")
    ladder: tuple[LadderScores, ...] = described("the highest rung, by horizon")
    tested: Count = described(
        "comparisons with enough independent occasions for a verdict: Holm's correction is for so many"
    )
    surprises: tuple[Surprise, ...] = described(
        "everything that happened, least probable first, and counts outside their interval"
    )
    reliability: tuple[ReliabilityBin, ...] = described("how often probabilities by week came true")
    targets: dict[str, TargetName] = described("names of the fronts that are counted together, by target")
    rows: ScoredRows = described("every scored occasion")
    unscored: tuple[UnscoredWindow, ...] = described("windows of counts that could not be scored")
    deaths_not_coded: tuple[str, ...] = described(
        "adversaries of whom no row says whether attacks killed: no lethal attack is asked of their fronts"
    )
    secondary_tallies: Count = described("tallies that follow another definition and were left out")
