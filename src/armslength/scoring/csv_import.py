"""A user's own events, or daily, weekly or monthly counts, as rows of `events.csv`, by naming its columns."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.importing.account import DROPPED, KEPT, AccountRow
from armslength.importing.periods import Span, cells_of
from armslength.importing.stored_file import LARGEST, store
from armslength.scenario import Event
from armslength.scenario.csv_fields import whole
from armslength.scenario.csv_rows import Row, read_table, records_of
from armslength.scenario.dates import last_of_month, read_publication, within_calendar
from armslength.scenario.files import read_text
from armslength.scenario.reference_faults import IDENTIFIER
from armslength.scenario.suggest import did_you_mean

Uncounted = tuple[tuple[str, ...], tuple[date, date]]
PERIODS = ("daily", "weekly", "monthly")
WEEKS = ("start", "end")


@dataclass(frozen=True)
class Mapping:
    """Which column says what."""

    date: str
    count: str | None  #: None where each row is one event
    series: str
    source: str
    front: str | None = None  #: one front, or several joined by ';'; the series' own if left out
    front_column: str | None = None  #: a column that names the front
    period: str = "daily"
    week: str = "start"  #: whether a weekly row is dated by its first or its last day
    date_format: str | None = None  #: of `datetime.strptime`; YYYY-MM-DD if left out, YYYY-MM too for months
    published: str | None = None  #: a column, or a date for all rows
    covered: tuple[
        Span, ...
    ] = ()  #: where a period without a row had no attack; none where nothing is declared
    step: str = "week"  #: of events: how the covered spans are cut: day, week or month
    encoding: str | None = None  #: UTF-8 if left out
    sheet: str | None = None  #: of a workbook with several
    most: int = LARGEST  #: bytes that a packed file may unpack to


@dataclass(frozen=True)
class Imported:
    """What a file gave."""

    events: list[Event]
    blank: int  #: rows without a count: not counted, which is not zero
    zeros: int = 0  #: periods without a row in a span that is declared covered
    account: tuple[AccountRow, ...] = ()  #: what became of each row
    remarks: tuple[str, ...] = ()  #: what is worth a look


def import_csv(path: str | Path, how: Mapping) -> Imported:
    """Return the counts of a file as events; raises `ArmslengthError` with every fault, each with its row."""
    path = Path(path)
    for name, value, known in (("--period", how.period, PERIODS), ("--week", how.week, WEEKS)):
        if value not in known:
            raise ArmslengthError(f"{name} is '{value}'; {did_you_mean(value, known)}")
    if not IDENTIFIER.fullmatch(how.series):
        raise ArmslengthError(f"--series is '{how.series}'; an id is lower case, words joined by '-'")
    if how.date_format and not _names_the_period(how.date_format, how.period):
        unit = "month" if how.period == "monthly" else "day"
        raise ArmslengthError(
            f"--date-format is '{how.date_format}', which does not name a {unit}; such as %d/%m/%Y does"
        )
    if how.count is None and how.period != "daily":
        raise ArmslengthError("without --count each row is one event of its day; --period says nothing there")
    text = text_of(path, how)
    options = {how.date: "--date", how.count: "--count", how.front_column: "--front-column"}
    table = read_table(
        text, path, {column: f"{option} names it" for column, option in options.items() if column}
    )
    counted = [row for row in table.rows if how.count is None or row.text(how.count)]
    events, faults = records_of(counted, lambda row: _event(row, how, how.published in table.columns))
    blank, more = records_of(table.rows, lambda row: _uncounted(row, how)) if how.covered else ([], [])
    faults = [*table.faults, *faults, *more, *([] if how.count is None else _overlaps(path, events))]
    if not events and not faults:
        faults.append(Fault(path, None, "holds no count"))
    if faults:
        raise ArmslengthError(*sorted(faults, key=lambda f: f.line or 0))
    events = _series_by_front(events, how)
    added = _tallied(events, how) if how.count is None else list(_zeros(events, blank, how))
    account = tuple(_account(path, table.rows, {e.line: e for e in events}))
    everything = sorted([*events, *added], key=lambda e: (e.date, e.end_date, e.fronts))
    return Imported(
        everything,
        len(table.rows) - len(counted),
        sum(e.count == 0 for e in added),
        account,
        tuple(_remarks(events, how)),
    )


def text_of(path: Path, how: Mapping) -> str:
    """Return the text of a file; of a workbook or a zip that of its table."""
    if how.encoding or path.suffix.lower() in (".xlsx", ".zip"):
        with tempfile.TemporaryDirectory(prefix="armslength-") as workspace:
            text = read_text(store(path, Path(workspace), how.encoding, how.sheet, how.most).text)
    else:
        text = read_text(path)
    if isinstance(text, Fault):
        raise ArmslengthError(replace(text, where=path))
    return text


def _series_by_front(events: list[Event], how: Mapping) -> list[Event]:
    """Return the events, where a column names several fronts each with a series for its own: a series counts all its fronts."""
    if len({e.fronts for e in events}) < 2:
        return events
    return [replace(e, series=f"{how.series}-{_joined(e.fronts)}") for e in events]


def _tallied(events: Sequence[Event], how: Mapping) -> list[Event]:
    """Return, of single events, a tally of each cell of the covered spans."""
    made: list[Event] = []
    for fronts, series in sorted({(e.fronts, e.series or "") for e in events}):
        own = [e for e in events if (e.fronts, e.series) == (fronts, series)]
        for cell in (c for span in how.covered for c in cells_of(span, how.step)):
            number = sum(e.date in cell for e in own)
            made.append(_tally(f"{series}-{cell.start}", cell, series, fronts, number, how))
    return made


def _uncounted(row: Row, how: Mapping) -> Uncounted | None:
    """Return whose count of which days a row leaves blank; None where it has one."""
    if how.count is None or row.text(how.count):
        return None
    span = row.read(how.date, lambda text: _span(text, how))
    return None if span is None else (_fronts_of(row, how), span)


def _zeros(events: Sequence[Event], blank: Sequence[Uncounted], how: Mapping) -> Iterator[Event]:
    """Yield a zero for each period of the covered spans that no row names; a blank count stays unknown."""
    step = {"daily": "day", "weekly": "week", "monthly": "month"}[how.period]
    for fronts, series in sorted({(e.fronts, e.series or "") for e in events}):
        own = [(e.date, e.end_date) for e in events if (e.fronts, e.series) == (fronts, series)]
        known = [Span(*days) for days in (*own, *(days for whose, days in blank if whose == fronts))]
        for cell in (c for span in how.covered for c in cells_of(span, step)):
            if not any(cell.meets(span) for span in known):
                yield _tally(f"{series}-{cell.start}-zero", cell, series, fronts, 0, how)


def _tally(name: str, span: Span, series: str, fronts: tuple[str, ...], count: int, how: Mapping) -> Event:
    return Event(name, "tally", span.start, span.end, how.source, series=series, fronts=fronts, count=count)


def _account(path: Path, rows: Sequence[Row], events: dict[int, Event]) -> Iterator[AccountRow]:
    for row in rows:
        e = events.get(row.line)
        days = ("", "") if e is None else (e.date.isoformat(), e.end_date.isoformat())
        why = "" if e else "no count: not counted, which is not zero"
        yield AccountRow(
            data="csv",
            file=str(path),
            line=row.line,
            id=e.event_id if e else "",
            outcome=KEPT if e else DROPPED,
            event=e.event_id if e else "",
            reason=why,
            first_day=days[0],
            last_day=days[1],
            low="",
            best="",
            high="",
            fingerprint="",
        )


def _remarks(events: Sequence[Event], how: Mapping) -> Iterator[str]:
    days = sorted({e.date for e in events})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if how.count is not None and how.period == "daily" and len(gaps) >= 2 and min(gaps) >= 7:
        yield (
            f"The rows lie {min(gaps)} to {max(gaps)} days apart and each was taken for one day; if they are weeks or months, say "
            "--period weekly or monthly."
        )
    if len({e.series for e in events}) > 1:
        names = ", ".join(sorted({e.series or "" for e in events}))
        yield f"Each front has a series of its own, to be declared in scenario.yaml: {names}."


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
    count = 1 if how.count is None else row.read(how.count, lambda text: whole(text.replace(" ", "")))
    if span is None or count is None:
        return None
    fronts = _fronts_of(row, how)
    for front in fronts:
        if front.count("/") != 1 or not all(map(IDENTIFIER.fullmatch, front.split("/"))):
            raise ValueError(f"the front is '{front}'; write client/adversary, by their ids in scenario.yaml")
    suffix = f"-{_joined(fronts)}" if how.front_column else ""
    published = row.text(how.published or "") if published_is_column else how.published
    return Event(
        event_id=f"{how.series}-{span[0]}{suffix}" + (f"-{row.line}" if how.count is None else ""),
        kind="tally" if how.count is not None else "attack",
        date=span[0],
        end_date=span[1],
        series=how.series,
        fronts=fronts,
        count=count,
        source=how.source,
        published=_published(published) if published else None,
        line=row.line,
    )


def _fronts_of(row: Row, how: Mapping) -> tuple[str, ...]:
    named = row.text(how.front_column) if how.front_column else how.front or ""
    return tuple(part.strip() for part in named.split(";") if part.strip())


def _joined(fronts: tuple[str, ...]) -> str:
    """Return fronts as part of an id."""
    return "-".join(fronts).replace("/", "-")


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
    return day.replace(day=1), last_of_month(day)


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
    if not how.date_format and re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise ValueError("it names a month; say --period monthly")
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
