"""The trigger war's intensity: `trigger.csv`, each value holding from its date until the next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from armslength.errors import Fault
from armslength.formatting import csv_text
from armslength.scenario.csv_fields import between, shortest
from armslength.scenario.csv_rows import Row, read_table, records_of
from armslength.scenario.dates import read_date

COLUMNS = {
    "date": "first day of the value, as YYYY-MM-DD; it holds until the next",
    "value": "intensity from 0 to 1.5, in units of trigger_peak",
    "source": "an id of sources.yaml, a claim id or 'assumed'",
}
HIGHEST = 1.5


@dataclass(frozen=True)
class TriggerRow:
    """Intensity from a date on."""

    date: datetime.date
    value: float
    source: str
    line: int = 0


def read_trigger(text: str, name: str) -> tuple[list[TriggerRow], list[Fault]]:
    """Return the rows in order of date, and every fault of form."""
    table = read_table(text, name, COLUMNS, COLUMNS)
    rows, faults = records_of(table.rows, _value)
    faults = [*table.faults, *faults]
    first: dict[datetime.date, int] = {}
    for row in rows:
        if first.setdefault(row.date, row.line) != row.line:
            faults.append(Fault(name, row.line, f"a second value for {row.date}", "keep one"))
    if not table.rows and not faults:
        faults.append(Fault(name, None, "holds no value", "leave the file out for a constant trigger of 1"))
    return sorted(rows, key=lambda r: r.date), faults


def write_trigger(rows: Iterable[TriggerRow]) -> str:
    """Return the rows as `trigger.csv`."""
    return csv_text([COLUMNS, *((row.date, shortest(row.value), row.source) for row in rows)])


def _value(row: Row) -> TriggerRow | None:
    for column, meaning in COLUMNS.items():
        if not row.text(column):
            row.fault(f"no {column}", f"write {meaning}")
    day = row.read("date", read_date)
    value = row.read("value", between(0, HIGHEST))
    return None if day is None or value is None else TriggerRow(day, value, row.text("source"), row.line)
