"""The trigger war's intensity: `trigger.csv`, each value holding from its date until the next."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from math import isfinite

from armslength.errors import Fault
from armslength.scenario.dates import read_date

COLUMNS = ("date", "value", "source")
HIGHEST = 1.5


@dataclass(frozen=True)
class TriggerRow:
    """Intensity from a date on."""

    date: datetime.date
    value: float
    source: str
    line: int = 0


def read_trigger(text: str, name: str) -> tuple[list[TriggerRow], list[Fault]]:
    """Rows in order of date, and every fault of form."""
    reader = csv.reader(io.StringIO(text))
    header = [cell.strip() for cell in next(reader, [])]
    if header != list(COLUMNS):
        return [], [
            Fault(
                name,
                1,
                f"the columns are {','.join(header) or 'missing'}",
                f"they should be {','.join(COLUMNS)}",
            )
        ]
    rows: list[TriggerRow] = []
    faults: list[Fault] = []
    for cells in reader:
        line = reader.line_num
        if not any(c.strip() for c in cells):
            continue
        row = _row([c.strip() for c in cells], name, line)
        if isinstance(row, Fault):
            faults.append(row)
            continue
        if any(row.date == other.date for other in rows):
            faults.append(Fault(name, line, f"a second value for {row.date}", "keep one"))
        rows.append(row)
    if not rows and not faults:
        faults.append(Fault(name, None, "holds no value", "leave the file out for a constant trigger of 1"))
    return sorted(rows, key=lambda r: r.date), faults


def _row(cells: list[str], name: str, line: int) -> TriggerRow | Fault:
    if len(cells) != len(COLUMNS):
        return Fault(name, line, f"{len(cells)} cells where the header has {len(COLUMNS)}")
    try:
        day = read_date(cells[0])
    except ValueError as error:
        return Fault(name, line, f"'date' is '{cells[0]}'", str(error))
    try:
        value = float(cells[1])
    except ValueError:
        value = float("nan")
    if not isfinite(value) or not 0 <= value <= HIGHEST:
        return Fault(
            name,
            line,
            f"'value' is '{cells[1]}'",
            f"intensity lies between 0 and {HIGHEST}, in units of trigger_peak",
        )
    if not cells[2]:
        return Fault(name, line, "no source", "write an id of sources.yaml, a claim id or 'assumed'")
    return TriggerRow(day, value, cells[2], line)
