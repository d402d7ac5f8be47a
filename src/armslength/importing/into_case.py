"""What an import adds to the files of a case: rows of `events.csv`, series of `scenario.yaml`, sources of `sources.yaml`."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from armslength.importing.account import AccountRow
from armslength.importing.case_parts import series_entries, source_entry
from armslength.importing.import_events import Imported
from armslength.importing.import_summary import summary
from armslength.scenario.edit import loading
from armslength.scenario.events import Event, write_events
from armslength.scenario.events_edit import with_columns, with_rows, without_rows
from armslength.scenario.files import EVENTS, FILES, SCENARIO, SOURCES
from armslength.scenario.scenario import Scenario
from armslength.scenario.yaml_edit import edited
from armslength.scenario.yaml_text import Path

Entries = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Addition:
    """What an import brings, and the account of every row that it read."""

    events: Sequence[Event]
    series: Entries  #: by id, as `scenario.yaml` writes them; what is declared there already stays as it is
    sources: Entries  #: by id, as `sources.yaml` writes them
    account: Sequence[AccountRow]
    said: tuple[str, ...]  #: what was recognised and what to look at, a sentence each


def addition_of(imported: Imported) -> Addition:
    """Return what an import of a data set brings to a case."""
    rows = {f"  {number:,} {what}" for what, number in imported.counts.items()}  # the account says so itself
    return Addition(
        events=imported.events,
        series=series_entries(imported),
        sources={imported.source: source_entry(imported)},
        account=imported.account,
        said=tuple(sentence.strip() for sentence in summary(imported) if sentence not in rows),
    )


def replaced(scenario: Scenario, addition: Addition) -> list[Event]:
    """Return the rows of the case that belong to the same series: an import of them stands in their place."""
    series = {event.series for event in addition.events}
    return [event for event in scenario.events if event.series in series]


def beside(scenario: Scenario, addition: Addition) -> dict[str, str]:
    """Return the new series whose fronts are counted already, each with the series that drives the replay there."""
    primary = {front: s.id for s in scenario.series.values() if s.primary for front in s.fronts}
    found: dict[str, str] = {}
    for id_, entry in addition.series.items():
        counted = [primary[front] for front in entry.get("fronts", ()) if front in primary]
        if counted and id_ not in scenario.series:
            found[id_] = counted[0]
    return found


def with_addition(scenario: Scenario, addition: Addition) -> Scenario:
    """Return the case with an import in it, read anew; raises `ArmslengthError` where it does not fit.

    A new series does not drive the replay of a front that another one drives: no attack is counted twice.
    """
    texts = {file: text for file, text in scenario.files.texts.items() if file in FILES}
    rows = list(csv.DictReader(io.StringIO(write_events(addition.events))))
    filled = [column for column in (rows[0] if rows else {}) if any(row[column] for row in rows)]
    kept = without_rows(texts[EVENTS], (event.line for event in replaced(scenario, addition)))
    texts[EVENTS] = with_rows(with_columns(kept, filled), rows)
    second = beside(scenario, addition)
    new: dict[Path, Any] = {
        ("series", id_): dict(entry) | ({"primary": False} if id_ in second else {})
        for id_, entry in addition.series.items()
        if id_ not in scenario.series
    }
    texts[SCENARIO] = edited(SCENARIO, texts[SCENARIO], new)
    for id_, entry in addition.sources.items():
        places: dict[Path, Any] = (
            {(id_, key): v for key, v in entry.items()} if id_ in scenario.sources else {(id_,): dict(entry)}
        )
        texts[SOURCES] = edited(SOURCES, texts.get(SOURCES, ""), places)
    return loading(texts)
