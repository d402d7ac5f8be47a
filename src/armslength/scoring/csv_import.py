"""A user's own daily, weekly or monthly counts as rows of `events.csv`, by naming its columns."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.scenario import Event
from armslength.scenario.csv_fields import whole
from armslength.scenario.csv_rows import Row, read_table, records_of
from armslength.scenario.dates import read_publication, within_calendar
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
    """Return the counts of a file as events; raises `ArmslengthError` with every fault, each with its row."""
    path = Path(path)
    for name, value, known in (("--period", how.period, PERIODS), ("--week", how.week, WEEKS)):
        if value not in known:
            raise ArmslengthError(f"{name} is '{value}'; {did_you_mean(value, known)}")
    if how.date_format and not _names_the_period(how.date_format, how.period):
        unit = "month" if how.period == "monthly" else "day"
        raise ArmslengthError(
            f"--date-format is '{how.date_format}', which does not name a {unit}; such as %d/%m/%Y does"
        )
    text = read_text(path)
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    options = {how.date: "--date", how.count: "--count", how.front_column: "--front-column"}
    table = read_table(
        text, path, {column: f"{option} names it" for column, option in options.items() if column}
    )
    counted = [row for row in table.rows if row.text(how.count)]
    events, faults = records_of(counted, lambda row: _event(row, how, how.published in table.columns))
    faults = [*table.faults, *faults, *_overlaps(path, events)]
    if not events and not faults:
        faults.append(Fault(path, None, "holds no count"))
    if faults:
        raise ArmslengthError(*sorted(faults, key=lambda f: f.line or 0))
    return Imported(sorted(events, key=lambda e: (e.date, e.fronts)), len(table.rows) - len(counted))


def _names_the_period(form: str, period: str) -> bool:
    """Whether a day (of a monthly file: a month) written in this format reads back as itself."""
    probes = (date(2001, 2, 3), date(1999, 12, 31), date(2024, 8, 17))
    try:
        read = [datetime.strptime(day.strftime(form), form).date() for day in probes]
    except ValueError:
        return False
    if period == "monthly":
        return [(d.year, d.month) for d in read] == [(d.year, d.month) for d in probes]
    return read == list(probes)


def _event(row: Row, how: Mapping, published_is_column: bool) -> Event | None:
    if not row.text(how.date):
        row.fault(f"'{how.date}' is empty", "write the day of the count")
    span = row.read(how.date, lambda text: _span(text, how))
    count = row.read(how.count, lambda text: whole(text.replace(" ", "")))
    if span is None or count is None:
        return None
    fronts = row.text(how.front_column) if how.front_column else how.front or ""
    suffix = f"-{fronts.replace('/', '-').replace(';', '-')}" if how.front_column else ""
    published = row.text(how.published or "") if published_is_column else how.published
    return Event(
        event_id=f"{how.series}-{span[0]}{suffix}",
        kind="tally",
        date=span[0],
        end_date=span[1],
        series=how.series,
        fronts=tuple(part.strip() for part in fronts.split(";") if part.strip()),
        count=count,
        source=how.source,
        published=_published(published) if published else None,
        line=row.line,
    )


def _published(text: str) -> date:
    try:
        return read_publication(text)
    except ValueError as error:
        raise ValueError(f"'published' is '{text}'; {error}") from None


def _span(text: str, how: Mapping) -> tuple[date, date]:
    day = _day(text, how)
    if how.period == "daily":
        return day, day
    if how.period == "weekly":
        return (day, day + timedelta(days=6)) if how.week == "start" else (day - timedelta(days=6), day)
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _day(text: str, how: Mapping) -> date:
    formats = [how.date_format] if how.date_format else ["%Y-%m-%d"]
    if not how.date_format and how.period == "monthly":
        formats.append("%Y-%m")
    for form in formats:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return within_calendar(day)
    raise ValueError(f"it is not {' or '.join(formats)}; --date-format says what it is")


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
