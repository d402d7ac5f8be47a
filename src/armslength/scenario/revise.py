"""A case at a later date: the analyst's Monday morning. The result is checked as if it were new, and can
be saved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.event_kinds import COLUMNS
from armslength.scenario.events import Event, read_events, write_events
from armslength.scenario.files import EVENTS, SCENARIO, SOURCES, TRIGGER, Texts, read_text
from armslength.scenario.parse import assemble
from armslength.scenario.suggest import did_you_mean

if TYPE_CHECKING:
    from armslength.scenario.scenario import Scenario

NEW_ROWS = "new events"


def advance(
    scenario: Scenario,
    rows: Iterable[Event | Mapping[str, Any]],
    as_of: date,
    trigger: Iterable[tuple[date, float, str]],
    sources: Mapping[str, Mapping[str, str]],
) -> Scenario:
    """The scenario with more evidence and a later as-of date; raises `ArmslengthError` with every fault."""
    if as_of < scenario.as_of:
        raise ArmslengthError(f"{as_of} is before the as-of date {scenario.as_of}; a case only moves forward")
    added = [_event(row) for row in rows]
    texts = dict(scenario.files.texts)
    texts[EVENTS] = write_events(replace(e, line=0) for e in [*scenario.events, *added])
    texts[SCENARIO] = re.sub(r"(?m)^as_of:.*$", f"as_of: {as_of}", texts[SCENARIO], count=1)
    if more := list(trigger):
        texts[TRIGGER] = _trigger(scenario, more)
    if sources:
        texts[SOURCES] = texts.get(SOURCES, "") + "".join(_source(i, s) for i, s in sources.items())
    later, faults = assemble(Texts(texts))
    if later is None:
        raise ArmslengthError(*faults)
    return later


def read_new_events(path: str | Path) -> list[Event]:
    """The rows of a file of new events, for `Scenario.with_events`; raises `ArmslengthError` with every
    fault."""
    text = read_text(Path(path))
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    events, faults = read_events(text, str(path))
    if faults:
        raise ArmslengthError(*faults)
    return events


def _event(row: Event | Mapping[str, Any]) -> Event:
    """An event from its record, or from a mapping with the columns of `events.csv`."""
    if isinstance(row, Event):
        return row
    if unknown := [key for key in row if key not in COLUMNS]:
        raise ArmslengthError(
            Fault(NEW_ROWS, None, f"unknown column '{unknown[0]}'", did_you_mean(unknown[0], COLUMNS))
        )
    out = io.StringIO()
    writer = csv.DictWriter(out, row, lineterminator="\n")
    writer.writeheader()
    writer.writerow({key: "" if value is None else value for key, value in row.items()})
    events, faults = read_events(out.getvalue(), NEW_ROWS)
    if faults:
        raise ArmslengthError(*faults)
    return events[0]


def _trigger(scenario: Scenario, more: list[tuple[date, float, str]]) -> str:
    text = scenario.files.texts.get(TRIGGER) or "date,value,source\n" + "".join(
        f"{d},{v:g},assumed\n" for d, v in scenario.trigger
    )
    return text.rstrip("\n") + "\n" + "".join(f"{day},{value:g},{source}\n" for day, value, source in more)


def _source(name: str, source: Mapping[str, str]) -> str:
    def quoted(text: object) -> str:
        return "'" + str(text).replace("'", "''") + "'"

    return f"{name}: {{{', '.join(f'{key}: {quoted(value)}' for key, value in source.items())}}}\n"


def save(scenario: Scenario, folder: Path) -> Path:
    """Write the files of the scenario into a folder, made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in scenario.files.texts.items():
            (folder / file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ArmslengthError(Fault(folder, None, f"cannot be written: {error.strerror}")) from None
    return folder
