"""The files of an import: events, and beside them the account of every row, the vintage and what goes into the case."""

from __future__ import annotations

from pathlib import Path

from armslength.importing.account import write_account
from armslength.importing.case_parts import as_yaml, series_entries, source_entry
from armslength.importing.import_events import Imported
from armslength.scenario.events import write_events
from armslength.writing import write_text


def save_import(imported: Imported, events: str | Path) -> dict[str, Path]:
    """Write an import; returns its files by what they hold."""
    events = Path(events)
    stem = events.with_suffix("")
    case = "# For scenario.yaml\n" + as_yaml({"series": series_entries(imported)})
    case += "\n# For sources.yaml\n" + as_yaml({imported.source: source_entry(imported)})
    return {  # one after the other: each text may be large
        "events": write_text(events, write_events(imported.events)),
        "account": write_text(stem.with_name(f"{stem.name}.rows.csv"), write_account(imported.account)),
        "vintage": write_text(stem.with_name(f"{stem.name}.import.json"), imported.vintage.to_json()),
        "case": write_text(stem.with_name(f"{stem.name}.case.yaml"), case),
    }
