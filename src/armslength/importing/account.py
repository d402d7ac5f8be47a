"""The account of an import: for every row of the files whether it was kept as an event, folded into a tally or dropped, and why."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from armslength.errors import ArmslengthError, Fault
from armslength.formatting import csv_text

KEPT, FOLDED, DROPPED, DELETED = "kept", "folded", "dropped", "deleted"
UNLISTED = re.compile(r"'.*' is not in the list of actors")


class AccountRow(NamedTuple):
    """One row of a file and what became of it; text as the file of the account holds it."""

    data: str  #: ged, acled or gtd
    file: str
    line: int
    id: str
    outcome: str
    event: str  #: id of the event or tally; empty where it was dropped
    reason: str  #: why it was dropped, or what is doubtful about it
    first_day: str
    last_day: str
    low: str
    best: str
    high: str
    fingerprint: str  #: of all that is read of the row: another one means that the data set changed it
    since: str = ""  #: beside an earlier account: new, changed, same or deleted


def write_account(rows: Iterable[AccountRow]) -> str:
    """Return the account as CSV."""
    return csv_text(chain([AccountRow._fields], rows))


def read_account(path: str | Path) -> list[AccountRow]:
    """Return an earlier account; raises `ArmslengthError` where the file is none."""
    path = Path(path)
    try:
        with path.open("r", encoding="utf-8", newline="") as text:
            reader = csv.reader(text)
            if tuple(next(reader, [])) != AccountRow._fields:
                what = "is no account of an import"
                raise ArmslengthError(
                    Fault(path, 1, what, "name the file that ends in .rows.csv beside an earlier result")
                )
            rows = [_row(path, reader.line_num, cells) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ArmslengthError(Fault(path, None, f"cannot be read: {error}")) from None
    return [row for row in rows if row.outcome != DELETED]


def _row(path: Path, line: int, cells: list[str]) -> AccountRow:
    if len(cells) != len(AccountRow._fields) or not cells[2].isdigit():
        raise ArmslengthError(Fault(path, line, "is no row of an account of an import"))
    data, file, number, *rest = cells
    return AccountRow(data, file, int(number), *rest)


def compared(now: list[AccountRow], before: list[AccountRow]) -> list[AccountRow]:
    """Return the rows, each marked new, changed or same beside an earlier account, and after them those that are gone."""
    earlier = {row.id: row.fingerprint for row in before}
    marked = [row._replace(since=_since(earlier.get(row.id), row.fingerprint)) for row in now]
    ids = {row.id for row in now}
    gone = [
        row._replace(outcome=DELETED, since=DELETED, reason=f"was {row.outcome}; the row is gone")
        for row in before
        if row.id not in ids
    ]
    return [*marked, *gone]


def _since(before: str | None, now: str) -> str:
    return "new" if before is None else "same" if before == now else "changed"


def counts(rows: Iterable[AccountRow]) -> dict[str, int]:
    """Return how many rows went where; those dropped by reason, names of unlisted actors aside."""
    counted: Counter[str] = Counter()
    for row in rows:
        counted[_said(row)] += 1
    order = {KEPT: 0, FOLDED: 1}
    return dict(
        sorted(counted.items(), key=lambda item: (order.get(item[0].partition(" ")[0], 2), -item[1], item[0]))
    )


def _said(row: AccountRow) -> str:
    if row.outcome == KEPT:
        return "kept as a dated event"
    if row.outcome == FOLDED:
        return "folded into a tally"
    if row.outcome == DELETED:
        return "deleted since"
    if UNLISTED.fullmatch(row.reason):
        return "dropped: the other side is not in the list of actors"
    return f"dropped: {row.reason}"


def changes(rows: Iterable[AccountRow]) -> Iterator[str]:
    """Yield what changed since an earlier account, and how much of it touches events of the case."""
    marked = list(rows)
    for what in ("new", "changed", DELETED):
        found = [row for row in marked if row.since == what]
        touching = sum(bool(row.event) for row in found)
        yield f"{len(found):,} rows {what} since, {touching:,} of them in events of the case"
