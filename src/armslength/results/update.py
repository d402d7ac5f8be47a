"""The record of an update: what new events and the passing of time changed in a case."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from armslength.results.record import Document, Record, described

NOT_VALUED = (
    "What a strike on a leader or on the patron, or the loss of a commander, changed is not told: "
    "such an event stands before and after alike, or is left out of both."
)


class Change(Record):
    """A number that moved; medians over draws of the parameters."""

    number: str = described("what moved, such as `tempo of CLIENT/ADVERSARY`")
    quantity: str = described("the quantity of the state")
    about: str | None = described("id of the client, front or adversary; null for the whole")
    before: float = described("median at the earlier date")
    after: float = described("median at the later date")
    by_time_alone: float = described("what the passing of time alone would have changed")
    moved_most_by: str | None = described("kind of event without which the number would differ most")
    by_that_kind: float = described("what the new events of that kind changed together")
    size: float = described("size of the change in standard deviations of the draws")


class UpdateResult(Document):
    """A case moved forward."""

    kind: ClassVar[str] = "update"
    made_by: ClassVar[str] = "armslength advance SCENARIO"

    since: date = described("the earlier as-of date")
    as_of: date = described("the later as-of date")
    added: tuple[str, ...] = described("ids of the events that were added")
    not_valued: tuple[str, ...] = described(
        "ids of those of which it is not told what they changed: strikes on leaders or on the patron, and successions",
        default=(),
    )
    counted: str = described(
        "what is counted, in words; left out for attacks",
        default="attacks",
        exclude_if=lambda value: value == "attacks",
    )
    parameters_from: Literal["posterior", "prior"] = described("where the parameters come from")
    changes: tuple[Change, ...] = described("what moved, largest first")
