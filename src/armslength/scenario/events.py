"""Events: rows of evidence as typed records, read from `events.csv` and written as it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Literal

from armslength.errors import Fault
from armslength.formatting import csv_text
from armslength.scenario.csv_fields import among, one_of, share, shortest, whole
from armslength.scenario.csv_rows import Row, read_table, records_of
from armslength.scenario.dates import LATER, read_date, read_publication
from armslength.scenario.event_kinds import COLUMNS, CONFIDENCE, COUNTS, KINDS, SELDOM, SHARES
from armslength.scenario.suggest import did_you_mean

EVENTS = "events.csv"
NEEDED = "it is needed in every row"
READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(COUNTS, whole),
    **dict.fromkeys(SHARES, share),
    "level": among(1, 2, 3, 4),
    "accepted": among(0, 1),
    "published": read_publication,
    "confidence": one_of(CONFIDENCE),
}


@dataclass(frozen=True)
class Event:
    """What a source says happened, once. None or empty means that it does not say."""

    event_id: str
    kind: str
    date: datetime.date
    end_date: datetime.date  #: same as `date` for one day
    source: str
    series: str | None = None
    fronts: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()  #: how likely each of `fronts` is to have done it; empty = all alike
    clients: tuple[str, ...] = ()
    adversary: str | None = None
    commander: str | None = None
    patron: str | None = None  #: who ordered or visited, where it is said
    count: int | None = None
    harmed: int | None = None
    lethal: int | None = None
    deaths: int | None = None
    level: int | None = None
    tempo_order: float | None = None
    release_order: float | None = None
    severity_cap: float | None = None
    accepted: int | None = None
    published: datetime.date | None = None  #: None where unknown; `date.max` for a page edited since
    confidence: str | None = None
    note: str = ""
    is_open: bool = False  #: a truce whose end is not recorded; `end_date` is then its first day
    line: int = 0  #: of the file; 0 for a record made otherwise

    @property
    def days(self) -> int:
        """The number of days, both ends included."""
        return (self.end_date - self.date).days + 1

    @property
    def told_until(self) -> datetime.date:
        """The last day of which the row tells what happened: of a truce its first, since its end may lie ahead."""
        return self.date if self.kind == "truce" else self.end_date

    def as_of(self, day: datetime.date) -> Event | None:
        """Return what the row told at the end of a day; None where it told nothing yet.

        Of a truce that went on, the end is left open, unless the row had been published by then and so declared it.
        """
        if self.told_until > day:
            return None
        if self.end_date <= day or (self.published is not None and self.published <= day):
            return self
        return replace(self, end_date=self.date, is_open=True)

    def vintage(self, as_of: datetime.date) -> Literal["as reported", "revised", "unknown"]:
        """Return `as reported`, `revised` (published after the as-of date or edited since) or `unknown`."""
        if self.published is None:
            return "unknown"
        return "as reported" if self.published <= as_of else "revised"


def read_events(text: str, name: str = EVENTS) -> tuple[list[Event], list[Fault]]:
    """Return every sound row in order of date, and every fault of form; whom they name is checked elsewhere."""
    table = read_table(text, name, {"date": NEEDED, "kind": NEEDED}, COLUMNS)
    events, faults = records_of(table.rows, read_event)
    faults = [*table.faults, *faults, *_doubled(name, events)]
    if not table.rows and not faults:
        what = "holds no event, so there is nothing to replay"
        faults.append(Fault(name, None, what, "write at least one tally or attack"))
    return sorted(events, key=lambda e: (e.date, e.end_date, e.line)), faults


def _doubled(name: str, events: Iterable[Event]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for event in events:
        if event.event_id in seen:
            what = f"the event_id '{event.event_id}' is used twice"
            yield Fault(name, event.line, what, f"it stands on line {seen[event.event_id]} too")
        seen[event.event_id] = event.line


def read_event(row: Row) -> Event | None:
    """Return the record; None where a cell that it cannot do without cannot be read."""
    kind = row.text("kind")
    if kind not in KINDS:
        row.fault(f"unknown kind '{kind}'", did_you_mean(kind, KINDS))
        return None
    if not row.text("date"):
        row.fault("'date' is empty", "write YYYY-MM-DD")
    start = row.read("date", read_date)
    end = row.read("end_date", read_date) if row.text("end_date") else start
    values: dict[str, Any] = {column: row.read(column, reader) for column, reader in READERS.items()}
    if start is None or end is None:
        return None
    event = Event(
        event_id=row.text("event_id") or _id_of_line(row.line),
        date=start,
        end_date=end,
        kind=kind,
        fronts=row.parts("front"),
        weights=_weights(row),
        clients=row.parts("client"),
        series=row.text("series") or None,
        adversary=row.text("adversary") or None,
        commander=row.text("commander") or None,
        patron=row.text("patron") or None,
        source=row.text("source"),
        note=row.text("note"),
        is_open=kind == "truce" and not row.text("end_date"),
        line=row.line,
        **values,
    )
    _check(event, row)
    return event


def _id_of_line(line: int) -> str:
    return f"line-{line}"


def _check(event: Event, row: Row) -> None:
    """Note the faults that one row shows by itself."""
    kind = KINDS[event.kind]
    for column in kind.needs:
        if not row.text(column):
            row.fault(f"a row of kind '{event.kind}' needs '{column}'", COLUMNS[column])
    if kind.needs_one_of and not any(map(row.text, kind.needs_one_of)):
        row.fault(f"a row of kind '{event.kind}' needs {' or '.join(map(repr, kind.needs_one_of))}")
    if not event.source:
        row.fault("no source", "write an id of sources.yaml, a claim id, a web address, or 'assumed'")
    if event.end_date < event.date:
        row.fault(f"ends on {event.end_date}, before it starts on {event.date}", "swap the dates")
    if event.patron and event.kind not in ("order", "visit"):
        row.fault("'patron' stands in a row that is no order and no visit", "leave it empty")
    if event.kind == "order" and not any(map(row.text, SHARES)):
        row.fault("an order that asks for nothing", "fill tempo_order, release_order or severity_cap")
    count = 1 if event.count is None else event.count
    for column, part in (("harmed", event.harmed), ("lethal", event.lethal)):
        if part is not None and part > count:
            what = f"'{column}' is {part}, more than 'count', {count}"
            row.fault(what, f"{column} counts attacks: {COLUMNS[column]}")
    if event.lethal and event.deaths is not None and event.deaths < event.lethal:
        what = f"{event.lethal} lethal attacks but {event.deaths} deaths"
        row.fault(what, "each lethal attack killed at least one")


def _weights(row: Row) -> tuple[float, ...]:
    """Return the shares of the named fronts; they add to one."""
    weights = row.read("weights", lambda text: tuple(share(part) for part in row.parts("weights")))
    if not weights:
        return ()
    fronts = row.parts("front")
    if row.text("kind") != "attack":
        row.fault("'weights' stands in a row that is no attack", "leave it empty")
    elif len(weights) != len(fronts):
        row.fault(f"{len(weights)} weights for {len(fronts)} fronts", "give one for each, in the same order")
    elif abs(sum(weights) - 1) > 1e-6:
        row.fault(f"the weights add to {sum(weights):g}", "let them add to 1")
    return weights


def write_events(events: Iterable[Event]) -> str:
    """Return the rows as `events.csv`, which reads back as the same events; some columns are there only where they are filled."""
    events = list(events)
    columns = tuple(c for c in COLUMNS if c not in SELDOM or any(getattr(e, c) for e in events))
    return csv_text(chain([columns], (_row_of(event, columns) for event in events)))


def _row_of(event: Event, columns: Iterable[str]) -> list[str]:
    values = {**event.__dict__, "front": ";".join(event.fronts), "client": ";".join(event.clients)}
    if event.event_id == _id_of_line(event.line):
        values["event_id"] = ""  # it has none of its own, and may come to stand on another line
    values["weights"] = ";".join(map(_cell, event.weights))
    is_plain = event.end_date == event.date and (event.kind != "truce" or event.is_open)
    values["end_date"] = "" if is_plain else event.end_date
    values["published"] = "revised" if event.published == LATER else event.published
    return [_cell(values[column]) for column in columns]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return shortest(value) if isinstance(value, float) else str(value)
