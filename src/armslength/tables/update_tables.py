"""The table of what an update changed."""

from __future__ import annotations

from armslength.formatting import difference
from armslength.results.reported_kinds import many_of
from armslength.results.update import NOT_VALUED, UpdateResult
from armslength.tables.table import Column, Table


def changes_table(result: UpdateResult, most: int = 12) -> Table:
    """Return what moved most, and the kind of event that moved it."""
    added = len(result.added)
    return Table(
        f"What {added} new event{'s' * (added != 1)} changed; medians over draws of the {result.parameters_from}",
        (
            Column("Number", words=True),
            Column("Before"),
            Column("After"),
            Column("By time alone", difference),
            Column("Moved most by", words=True),
            Column("By that kind", difference),
        ),
        tuple(
            (
                c.number,
                c.before,
                c.after,
                c.by_time_alone,
                many_of(c.moved_most_by, result.counted) if c.moved_most_by else "no event",
                c.by_that_kind,
            )
            for c in result.changes[:most]
        ),
        NOT_VALUED if result.not_valued else "",
    )
