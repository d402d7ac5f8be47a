"""A case at a later date, or with more evidence: checked as if it were new, and saved as a folder of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.csv_rows import Row, records_of
from armslength.scenario.event_kinds import COLUMNS
from armslength.scenario.events import Event, read_event, read_events, write_events
from armslength.scenario.files import EVENTS, SCENARIO, SOURCES, TRIGGER, Texts, plain_lines, read_text
from armslength.scenario.parse import assemble
from armslength.scenario.scenario import Scenario
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.trigger_file import TriggerRow, read_trigger, write_trigger
from armslength.scenario.unvalued import supposed

NEW_ROWS = "new events"


def with_events(
    scenario: Scenario,
    rows: Iterable[Event | Mapping[str, Any]],
    as_of: date,
    trigger: Iterable[tuple[date, float, str]] = (),
    sources: Mapping[str, Mapping[str, str]] | None = None,
) -> Scenario:
    """Return the scenario with more events, trigger values and sources, and a later as-of date or the same.

    A row is an event, or a mapping with the columns of `events.csv`. Raises `ArmslengthError` with every fault, and for a
    strike on a leader or on the patron, or the loss of a commander, that is no published record of the case's past.
    """
    if as_of < scenario.as_of:
        raise ArmslengthError(f"{as_of} is before the as-of date {scenario.as_of}; a case only moves forward")
    added_rows = _events(rows)
    texts = dict(scenario.files.texts)
    texts[EVENTS] = write_events([*scenario.events, *added_rows])
    if as_of != scenario.as_of:
        texts[SCENARIO] = _edited(texts[SCENARIO], {"as_of": str(as_of)})
    if added := [TriggerRow(*row) for row in trigger]:
        written, _ = read_trigger(texts.get(TRIGGER, ""), TRIGGER)
        before = written or [TriggerRow(day, value, "assumed") for day, value in scenario.trigger]
        texts[TRIGGER] = write_trigger([*before, *added])
    if sources:
        texts[SOURCES] = _edited(texts.get(SOURCES, ""), {name: _flow(s) for name, s in sources.items()})
    later, faults = assemble(Texts(texts))
    if later is None:
        raise ArmslengthError(*faults)
    if refused := list(supposed(added_rows, scenario.as_of, later.sources, NEW_ROWS)):
        raise ArmslengthError(*refused)
    return later


def save(scenario: Scenario, folder: str | Path) -> Path:
    """Write the files of a scenario into a folder, made if need be; loading it gives the scenario again."""
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in scenario.files.texts.items():
            (folder / file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ArmslengthError(Fault(folder, None, f"cannot be written: {error.strerror}")) from None
    return folder


def read_new_events(path: str | Path) -> list[Event]:
    """Return the rows of a file of new events, for `with_events`; raises `ArmslengthError` with every fault."""
    text = read_text(Path(path))
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    events, faults = read_events(text, str(path))
    if faults:
        raise ArmslengthError(*faults)
    return events


def _events(rows: Iterable[Event | Mapping[str, Any]]) -> list[Event]:
    """Return the rows as events; those given as mappings are numbered from 1."""
    events: list[Event] = []
    written: list[Row] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Event):
            events.append(row)
            continue
        for column in row:
            if column not in COLUMNS:
                hint = did_you_mean(column, COLUMNS)
                raise ArmslengthError(Fault(NEW_ROWS, number, f"unknown column '{column}'", hint))
        cells = {column: "" if value is None else str(value) for column, value in row.items()}
        written.append(Row(NEW_ROWS, number, cells))
    made, faults = records_of(written, read_event)
    if faults:
        raise ArmslengthError(*faults)
    return events + made


class _Verbatim(VersionedResolver):  # type: ignore[misc]  # ruamel is read without its types
    """Takes every scalar for text, so that what is not edited is written back as it was."""

    versioned_resolver: Mapping[str, Any] = {}


def _edited(text: str, changes: Mapping[str, Any]) -> str:
    """Return a YAML mapping with some of its values replaced or added; comments stay, spacing may not."""
    yaml = YAML()
    yaml.Resolver = _Verbatim
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(plain_lines(text)) or CommentedMap()
    data.update(changes)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _flow(values: Mapping[str, str]) -> CommentedMap:
    entry = CommentedMap({key: SingleQuotedScalarString(value) for key, value in values.items()})
    entry.fa.set_flow_style()
    return entry
