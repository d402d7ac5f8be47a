"""The table of what an update changed."""

from __future__ import annotations

from typing import Any

from rich.markup import escape
from rich.table import Table

from armslength.cli.console import plain_table
from armslength.formatting import number


def changes_table(changes: list[dict[str, Any]], added: int, shown: int = 12) -> Table:
    """What moved most, and what moved it."""
    table = plain_table(
        f"What {added} new event{'s' * (added != 1)} changed; medians over draws of the prior"
    )
    for name in ("number", "before", "after", "by time alone", "moved most by", "by that event"):
        table.add_column(name, justify="left" if name in ("number", "moved most by") else "right")
    for c in changes[:shown]:
        table.add_row(
            escape(c["number"]),
            number(c["before"]),
            number(c["after"]),
            f"{c['by_time_alone']:+.2g}",
            escape(c["moved_most_by"] or "-"),
            f"{c['by_that_event']:+.2g}",
        )
    return table
