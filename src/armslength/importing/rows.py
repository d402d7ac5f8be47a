"""Rows of a table that concern a case, as clashes; all others are told apart by their names alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from sys import intern
from typing import NamedTuple

import duckdb

from armslength.errors import Fault
from armslength.importing.clash import CELLS, Cells, Clash, DataSet
from armslength.importing.day_text import Days, read_days
from armslength.importing.matching import Matching
from armslength.importing.table import Table, pages
from armslength.scenario.csv_fields import whole

LATEST = 4_102_444_800  # seconds from 1970 to 2100: a larger number stands for something else
_FINGERPRINT = "substr(md5(concat_ws(chr(31), " + ", ".join(f'"{c}"' for c in CELLS) + ")), 1, 12)"


@dataclass
class Understood:
    """The rows of one file that concern the case."""

    clashes: list[Clash] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)  #: why, by row
    faults: list[Fault] = field(default_factory=list)
    contradictory: list[int] = field(
        default_factory=list
    )  #: rows whose best estimate lies outside low to high
    doubtful: Counter[str] = field(default_factory=Counter)  #: what is doubtful about days
    remark: str | None = None  #: how days were read
    reach: tuple[date, date] | None = None  #: the first and the last day of all rows


def names_of(con: duckdb.DuckDBPyConnection, table: Table) -> Counter[str]:
    """Return every name of a side with the number of its rows, in order of name."""
    query = f'SELECT name, count(*) FROM (SELECT a AS name FROM "{table.name}" UNION ALL SELECT b FROM "{table.name}") GROUP BY name ORDER BY name'
    return Counter({str(name): int(number) for name, number in pages(con, query) if name})


def concern(con: duckdb.DuckDBPyConnection, table: Table, matching: Matching) -> None:
    """Make the table `concerned` of the pairs of names in which any line of `actors.csv` has a part."""
    query = f'SELECT DISTINCT a, b, dyad FROM "{table.name}" ORDER BY ALL'
    pairs = [(a, b, d) for a, b, d in pages(con, query) if matching.concerns(a, b, d)]
    con.execute("CREATE OR REPLACE TABLE concerned (a VARCHAR, b VARCHAR, dyad VARCHAR)")
    for start in range(0, len(pairs), 500):
        part = pairs[start : start + 500]
        marks = ", ".join(["(?, ?, ?)"] * len(part))
        con.execute(f"INSERT INTO concerned VALUES {marks}", [cell for pair in part for cell in pair])


def understand(
    con: duckdb.DuckDBPyConnection, table: Table, file: int, of: DataSet, matching: Matching, form: str | None
) -> Understood:
    """Return the rows of `concerned` pairs as clashes; a cell that cannot be read is a fault at its line."""
    query = f'SELECT DISTINCT day, year FROM "{table.name}" UNION SELECT DISTINCT "end", year FROM "{table.name}" ORDER BY ALL'
    days = read_days(((day, year) for day, year in pages(con, query) if day), form)
    all_days = days.read.values()
    reach = (min(all_days), max(all_days)) if all_days else None
    made = Understood(remark=days.remark, reach=reach)
    columns = ", ".join(f't."{c}"' for c in ("n", *CELLS))
    chosen = f'SELECT {columns} FROM "{table.name}" t SEMI JOIN concerned c ON t.a = c.a AND t.b = c.b AND t.dyad = c.dyad ORDER BY n'
    for values in pages(con, chosen):
        row = Cells._make(values)
        whose = row.kind.lower() in of.civilian and matching.lines_for(row.a) and matching.lines_for(row.b)
        if not whose and (why := of.left_out(row.kind, row.detail)):
            made.left_out[row.n] = why
            continue
        faults = list(_faults(row, table, days, of))
        if faults:
            made.faults += faults
            continue
        clash = _clash(row, file, days, of)
        made.clashes.append(clash)
        if clash.note:
            made.doubtful[clash.note] += 1
        if _contradicts(clash):
            made.contradictory.append(row.n)
    return made


def _faults(row: Cells, table: Table, days: Days, of: DataSet) -> Iterator[Fault]:
    line = int(table.lines[row.n])
    names = of.layout.first_names
    if not row.id:
        yield Fault(table.stored.name, line, f"'{names['id']}' is empty", "each row needs its id")
    if not row.day:
        yield Fault(
            table.stored.name, line, f"'{names.get('day', 'the day')}' is empty", "each row needs its day"
        )
    for cell, text in (("day", row.day), ("end", row.end)):
        if text and (why := days.refused.get((text, row.year))):
            yield Fault(table.stored.name, line, f"'{names.get(cell, 'the day')}' is '{text[:40]}'", why)
    start, end = days.read.get((row.day, row.year)), days.read.get((row.end, row.year))
    if start and end and end < start:
        yield Fault(table.stored.name, line, f"ends on {end}, before it starts on {start}", "swap the dates")
    for cell in ("low", "best", "high", "own_a", "own_b"):
        text = getattr(row, cell)
        if isinstance(number := _dead(text, of.dead_unknown), str):
            yield Fault(table.stored.name, line, f"'{names[cell]}' is '{text[:40]}'", number)


@lru_cache(maxsize=10_000)
def _dead(text: str, is_unknown: Callable[[str], bool]) -> int | str | None:
    """Return a number of dead, None where it is not known, or what is wrong with the text."""
    if is_unknown(text):
        return None
    try:
        return whole(text)
    except ValueError as error:
        return str(error)


def _clash(row: Cells, file: int, days: Days, of: DataSet) -> Clash:
    span, note = of.span(days.read[row.day, row.year], days.read.get((row.end, row.year)), row.precision)

    def dead(text: str) -> int | None:
        number = _dead(text, of.dead_unknown)
        return number if isinstance(number, int) else None

    return Clash(
        file=file,
        row=row.n,
        id=row.id,
        start=span.start,
        end=span.end,
        a=intern(row.a),
        b=intern(row.b),
        dyad=intern(row.dyad),
        low=dead(row.low),
        best=dead(row.best),
        high=dead(row.high),
        dead=(dead(row.own_a), dead(row.own_b)),
        note=note,
    )


def _contradicts(clash: Clash) -> bool:
    known = [n for n in (clash.low, clash.best, clash.high) if n is not None]
    return known != sorted(known)


class Seen(NamedTuple):
    """One row of a file by what tells it apart."""

    n: int
    id: str
    fingerprint: str


def all_rows(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Seen]:
    """Yield every row of a table in order."""
    for values in pages(con, f'SELECT n, id, {_FINGERPRINT} FROM "{table.name}" ORDER BY n'):
        yield Seen._make(values)


def last_edit(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """Return the day of the last edit that the rows bear, empty where they bear none."""
    edits = f'SELECT try_cast(stamp AS BIGINT) AS stamp FROM "{table.name}"'
    found = con.execute(f"SELECT max(stamp) FROM ({edits}) WHERE stamp BETWEEN 0 AND {LATEST}").fetchone()
    seconds = found[0] if found else None
    return date.fromordinal(date(1970, 1, 1).toordinal() + seconds // 86_400).isoformat() if seconds else ""
