"""A user's own daily, weekly or monthly counts as rows of `events.csv`, by naming its columns."""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.scenario import Event
from armslength.scenario.dates import read_publication
from armslength.scenario.files import read_text
from armslength.scenario.suggest import did_you_mean

PERIODS = ("daily", "weekly", "monthly")
WEEKS = ("start", "end")


@dataclass(frozen=True)
class Mapping:
    """Which column says what."""

    date: str
    count: str
    series: str
    source: str
    front: str | None = None  #: one front, or several joined by ';'; the series' own if left out
    front_column: str | None = None  #: a column that names the front
    period: str = "daily"
    week: str = "start"  #: whether a weekly row is dated by its first or its last day
    date_format: str | None = None  #: of `datetime.strptime`; YYYY-MM-DD if left out, YYYY-MM too for months
    published: str | None = None  #: a column, or a date for all rows


@dataclass(frozen=True)
class Imported:
    """What a file gave."""

    events: list[Event]
    blank: int  #: rows without a count: not counted, which is not zero


def import_csv(path: str | Path, how: Mapping) -> Imported:
    """Read a file by a mapping; raises `ArmslengthError` with every fault, each with its row."""
    path = Path(path)
    for name, value, known in (("--period", how.period, PERIODS), ("--week", how.week, WEEKS)):
        if value not in known:
            raise ArmslengthError(f"{name} is '{value}'; {did_you_mean(value, known)}")
    text = read_text(path)
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    reader = csv.DictReader(io.StringIO(text))
    header = [h for h in reader.fieldnames or [] if h]
    _columns(path, header, how)
    events: list[Event] = []
    faults: list[Fault] = []
    blank = 0
    for row in reader:
        if None in row or any(v is None for v in row.values()):
            faults.append(Fault(path, reader.line_num, f"does not have the header's {len(header)} cells"))
        elif not row[how.count].strip():
            blank += 1
        else:
            try:
                events.append(_event(row, how, header, reader.line_num))
            except ValueError as error:
                faults.append(Fault(path, reader.line_num, str(error)))
    faults += _overlaps(path, events)
    if not events and not faults:
        faults.append(Fault(path, None, "holds no count"))
    if faults:
        raise ArmslengthError(*sorted(faults, key=lambda f: f.line or 0))
    return Imported(sorted(events, key=lambda e: (e.date, e.fronts)), blank)


def _columns(path: Path, header: list[str], how: Mapping) -> None:
    if not header:
        raise ArmslengthError(Fault(path, 1, "is empty", "its first line names the columns"))
    for option, column in (
        ("--date", how.date),
        ("--count", how.count),
        ("--front-column", how.front_column),
    ):
        if column is not None and column not in header:
            raise ArmslengthError(
                Fault(path, 1, f"there is no column '{column}' for {option}", did_you_mean(column, header))
            )


def _event(row: dict[str, str], how: Mapping, header: list[str], line: int) -> Event:
    first, last = _span(row[how.date].strip(), how)
    front = row[how.front_column].strip() if how.front_column else how.front or ""
    return Event(
        event_id=f"{how.series}-{first}" + (f"-{front.replace('/', '-').replace(';', '-')}" if how.front_column else ""),
        series=how.series, date=first, end_date=last, kind="tally", fronts=tuple(f.strip() for f in front.split(";") if f.strip()),
        adversary=None, clients=(), commander=None, count=_count(row[how.count].strip(), how.count), harmed=None, lethal=None,
        deaths=None, level=None, tempo_order=None, release_order=None, severity_cap=None, accepted=None, source=how.source,
        published=_published(row, how, header), confidence=None, note="", line=line,
    )  # fmt: skip


def _published(row: dict[str, str], how: Mapping, header: list[str]) -> date | None:
    text = row[how.published].strip() if how.published in header else how.published
    if not text:
        return None
    try:
        return read_publication(text)
    except ValueError as error:
        raise ValueError(f"'published' is '{text}'; {error}") from None


def _count(text: str, column: str) -> int:
    try:
        number = float(text.replace(" ", ""))
    except ValueError:
        raise ValueError(f"'{column}' is '{text}', not a number") from None
    if not 0 <= number <= 1e9 or number != int(number):
        raise ValueError(f"'{column}' is '{text}'; a count is a whole number, 0 or more")
    return int(number)


def _span(text: str, how: Mapping) -> tuple[date, date]:
    day = _day(text, how)
    if how.period == "daily":
        return day, day
    if how.period == "weekly":
        return (day, day + timedelta(days=6)) if how.week == "start" else (day - timedelta(days=6), day)
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _day(text: str, how: Mapping) -> date:
    formats = (
        [how.date_format]
        if how.date_format
        else ["%Y-%m-%d", *(["%Y-%m"] if how.period == "monthly" else [])]
    )
    for form in formats:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(
        f"'{how.date}' is '{text}', which is not {' or '.join(formats)}; --date-format says what it is"
    )


def _overlaps(path: Path, events: list[Event]) -> Iterator[Fault]:
    last: dict[tuple[str, ...], Event] = {}
    for e in sorted(events, key=lambda e: (e.date, e.line)):
        before = last.get(e.fronts)
        if before and e.date <= before.end_date:
            yield Fault(
                path,
                e.line,
                f"counts {e.date}, which row {before.line} counts too",
                "is the file really of this --period?",
            )
        last[e.fronts] = e
