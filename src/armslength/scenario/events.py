"""One row of evidence as a typed record, read from `events.csv`."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from armslength.errors import Fault
from armslength.scenario.csv_fields import confidence, one_of, share, whole
from armslength.scenario.dates import LATER, read_date, read_publication
from armslength.scenario.event_kinds import COLUMNS, COUNTS, KINDS, SHARES, USUAL
from armslength.scenario.suggest import did_you_mean

EVENTS = "events.csv"


@dataclass(frozen=True)
class Event:
    """What a source says happened, once. Empty means that it does not say."""

    event_id: str
    series: str | None
    date: datetime.date
    end_date: datetime.date  #: same as `date` for one day
    kind: str
    fronts: tuple[str, ...]
    adversary: str | None
    clients: tuple[str, ...]
    commander: str | None
    count: int | None
    harmed: int | None
    lethal: int | None
    deaths: int | None
    level: int | None
    tempo_order: float | None
    release_order: float | None
    severity_cap: float | None
    accepted: int | None
    source: str
    published: datetime.date | None  #: `None` where unknown; `date.max` for a page edited since
    confidence: str | None
    note: str
    line: int = 0
    weights: tuple[float, ...] = ()  #: how likely each of `fronts` is to have done it; empty = all alike

    @property
    def days(self) -> int:
        """Length, both ends included."""
        return (self.end_date - self.date).days + 1

    def vintage(self, as_of: datetime.date) -> str:
        """`as reported`, `revised` (published after the as-of date or edited since) or `unknown`."""
        if self.published is None:
            return "unknown"
        return "as reported" if self.published <= as_of else "revised"


def read_events(text: str, name: str = EVENTS) -> tuple[list[Event], list[Fault]]:
    """Every sound row in order of date, and every fault of form. Who and what they name is checked
    elsewhere."""
    reader = csv.reader(io.StringIO(text))
    header = [cell.strip() for cell in next(reader, [])]
    faults = list(_header_faults(header, name))
    if faults:
        return [], faults
    events: list[Event] = []
    seen: dict[str, int] = {}
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(
                Fault(
                    name,
                    line,
                    f"{len(cells)} cells where the header has {len(header)}",
                    "quote text with commas",
                )
            )
            continue
        row = _Row(dict(zip(header, (c.strip() for c in cells), strict=True)), name, line)
        event = row.event()
        faults += row.faults
        if event is None:
            continue
        if event.event_id in seen:
            faults.append(
                Fault(
                    name,
                    line,
                    f"the event_id '{event.event_id}' is used twice",
                    f"it stands on line {seen[event.event_id]} too",
                )
            )
        seen[event.event_id] = line
        events.append(event)
    if not events and not faults:
        faults.append(
            Fault(
                name,
                None,
                "holds no event, so there is nothing to replay",
                "write at least one tally or attack",
            )
        )
    return sorted(events, key=lambda e: (e.date, e.end_date, e.line)), faults


def _header_faults(header: list[str], name: str) -> Iterator[Fault]:
    if not any(header):
        yield Fault(name, 1, "is empty", f"its first line names the columns: {','.join(COLUMNS)}")
        return
    for column in header:
        if column not in COLUMNS:
            yield Fault(name, 1, f"unknown column '{column}'", did_you_mean(column, COLUMNS))
    for column in {c for c in header if header.count(c) > 1}:
        yield Fault(name, 1, f"the column '{column}' is there twice", "keep one")
    for column in ("date", "kind"):
        if column not in header:
            yield Fault(name, 1, f"the column '{column}' is missing", "it is needed in every row")


class _Row:
    """One line being read; collects what is wrong with it."""

    def __init__(self, cells: Mapping[str, str], name: str, line: int) -> None:
        self.cells, self.name, self.line = cells, name, line
        self.faults: list[Fault] = []

    def event(self) -> Event | None:
        """The record, or nothing where a cell cannot be read."""
        kind = self.cells["kind"]
        if kind not in KINDS:
            self.fault(f"unknown kind '{kind}'", did_you_mean(kind, KINDS))
            return None
        start = self._read("date", read_date)
        end = self._read("end_date", read_date) or start
        values: dict[str, Any] = {c: self._read(c, whole) for c in COUNTS}
        values |= {c: self._read(c, share) for c in SHARES}
        values["level"] = self._read("level", one_of(1, 2, 3, 4))
        values["accepted"] = self._read("accepted", one_of(0, 1))
        values["published"] = self._read("published", read_publication)
        values["confidence"] = self._read("confidence", confidence)
        if start is None or end is None:
            if not self.cells["date"]:
                self.fault("'date' is empty", "write YYYY-MM-DD")
            return None
        event = Event(
            event_id=self._text("event_id") or f"line-{self.line}",
            date=start,
            end_date=end,
            kind=kind,
            fronts=self._several("front"),
            weights=self._weights(),
            clients=self._several("client"),
            series=self._text("series"),
            adversary=self._text("adversary"),
            commander=self._text("commander"),
            source=self._text("source") or "",
            note=self.cells.get("note", ""),
            line=self.line,
            **values,
        )
        self._check(event)
        return event

    def _check(self, event: Event) -> None:
        """Faults that one row shows by itself."""
        kind = KINDS[event.kind]
        for column in kind.needs:
            if not self.cells.get(column):
                self.fault(f"a row of kind '{event.kind}' needs '{column}'", COLUMNS[column])
        if kind.needs_one_of and not any(self.cells.get(c) for c in kind.needs_one_of):
            self.fault(
                f"a row of kind '{event.kind}' needs {' or '.join(repr(c) for c in kind.needs_one_of)}"
            )
        if not event.source:
            self.fault("no source", "write an id of sources.yaml, a claim id, a web address, or 'assumed'")
        if event.end_date < event.date:
            self.fault(f"ends on {event.end_date}, before it starts on {event.date}", "swap the dates")
        if event.kind == "order" and all(
            v is None for v in (event.tempo_order, event.release_order, event.severity_cap)
        ):
            self.fault("an order that asks for nothing", "fill tempo_order, release_order or severity_cap")
        count = 1 if event.count is None else event.count
        for column, most, of in (("harmed", count, "count"), ("lethal", count, "count")):
            part = getattr(event, column)
            if part is not None and part > most:
                self.fault(
                    f"'{column}' is {part}, more than '{of}', {most}",
                    f"{column} counts attacks: {COLUMNS[column]}",
                )
        if event.lethal and event.deaths is not None and event.deaths < event.lethal:
            self.fault(
                f"{event.lethal} lethal attacks but {event.deaths} deaths",
                "each lethal attack killed at least one",
            )

    def _read(self, column: str, reader: Callable[[str], Any]) -> Any:
        text = self.cells.get(column, "")
        if not text:
            return None
        try:
            return reader(text)
        except ValueError as error:
            self.fault(f"'{column}' is '{text}'", str(error))
            return None

    def _text(self, column: str) -> str | None:
        return self.cells.get(column) or None

    def _several(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.cells.get(column, "").split(";") if part.strip())

    def _weights(self) -> tuple[float, ...]:
        """Shares of the named fronts; they add to one."""
        written = self._several("weights")
        fronts = self._several("front")
        if not written:
            return ()
        try:
            weights = tuple(share(part) for part in written)
        except ValueError as error:
            self.fault(f"'weights' is '{self.cells['weights']}'", str(error))
            return ()
        if self.cells["kind"] != "attack":
            self.fault("'weights' stands in a row that is no attack", "leave it empty")
        elif len(weights) != len(fronts):
            self.fault(
                f"{len(weights)} weights for {len(fronts)} fronts", "give one for each, in the same order"
            )
        elif abs(sum(weights) - 1) > 1e-6:
            self.fault(f"the weights add to {sum(weights):g}", "let them add to 1")
        return weights

    def fault(self, what: str, hint: str | None = None) -> None:
        self.faults.append(Fault(self.name, self.line, what, hint))


def write_events(events: Iterable[Event]) -> str:
    """The rows as `events.csv`; reads back as the same events. `weights` is there only where a row has some."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    events = list(events)
    columns = tuple(COLUMNS) if any(e.weights for e in events) else USUAL
    writer.writerow(columns)
    for event in events:
        values = {**event.__dict__, "front": ";".join(event.fronts), "client": ";".join(event.clients)}
        values["weights"] = ";".join(f"{w:g}" for w in event.weights)
        values["end_date"] = "" if event.end_date == event.date else event.end_date
        values["published"] = "revised" if event.published == LATER else event.published
        writer.writerow([_cell(values[column]) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
