"""The table of what an update changed."""

from __future__ import annotations

from armslength.formatting import difference
from armslength.results.update import UpdateResult
from armslength.tables.table import Column, Table


def changes_table(result: UpdateResult, most: int = 12) -> Table:
    """Return what moved most, and the event that moved it."""
    added = len(result.added)
    return Table(
        f"What {added} new event{'s' * (added != 1)} changed; medians over draws of the prior",
        (
            Column("Number", words=True),
            Column("Before"),
            Column("After"),
            Column("By time alone", difference),
            Column("Moved most by", words=True),
            Column("By that event", difference),
        ),
        tuple(
            (c.number, c.before, c.after, c.by_time_alone, c.moved_most_by or "no event", c.by_that_event)
            for c in result.changes[:most]
        ),
    )
