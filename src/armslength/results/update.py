"""The record of an update: what new events and the passing of time changed in a case."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from armslength.results.record import Document, Record, described


class Change(Record):
    """A number that moved; medians over draws of the prior."""

    number: str = described("what moved, such as `tempo of CLIENT/ADVERSARY`")
    quantity: str = described("the quantity of the state")
    about: str | None = described("id of the client, front or adversary; null for the whole")
    before: float = described("median at the earlier date")
    after: float = described("median at the later date")
    by_time_alone: float = described("what the passing of time alone would have changed")
    moved_most_by: str | None = described("id of the event whose removal changes the number most")
    by_that_event: float = described("what that event changed")
    size: float = described("size of the change in standard deviations of the draws")


class UpdateResult(Document):
    """A case moved forward."""

    kind: ClassVar[str] = "update"
    made_by: ClassVar[str] = "armslength advance SCENARIO"

    since: date = described("the earlier as-of date")
    as_of: date = described("the later as-of date")
    added: tuple[str, ...] = described("ids of the events that were added")
    changes: tuple[Change, ...] = described("what moved, largest first")
