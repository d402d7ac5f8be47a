"""What an import adds to a case besides events: its series and its source, as entries of the YAML files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from armslength.importing.import_events import Counts, Imported

FEW = [0.1, 1.5]  #: ratio of what is known less well than a cell to the rest: few, and any number of them


def series_entries(imported: Imported) -> dict[str, dict[str, Any]]:
    """Return the series, each with the definition that its numbers follow.

    A second series, of what is known less well than a cell, and that of a label whose members have series of their own
    do not drive the replay: no attack is counted twice.
    """
    alone = {s.fronts[0] for s in imported.series if len(s.fronts) == 1}
    entries: dict[str, dict[str, Any]] = {}
    for s in imported.series:
        whom = ", ".join(s.fronts)
        head = f"{imported.of.definition} ({whom}; {imported.vintage.title}, {imported.vintage.version})."
        entry: dict[str, Any] = {
            "title": f"{imported.vintage.title}, {whom}",
            "definition": f"{head} {_precision(imported, s)}",
            "unit": imported.of.unit,
            "counts": _counts(imported),
            "fronts": list(s.fronts),
        }
        if len(s.fronts) > 1 and set(s.fronts) & alone:
            entry["primary"] = False
            entry["reporting"] = {"prior": {"lognormal": FEW}, "source": "assumed"}
        entries[s.id] = entry
        if s.counted.loose:
            entries[f"{s.id}-spans"] = _second(imported, s, head)
    return entries


def _precision(imported: Imported, s: Counts) -> str:
    if not s.covered:
        return "Rows whose day is known; no span is declared covered, so a day without a row is not a day without one."
    spans = ", ".join(map(str, s.covered))
    return f"Rows whose days lie within one {imported.how.step}; declared covered: {spans}."


def _second(imported: Imported, s: Counts, head: str) -> dict[str, Any]:
    than = f"their {imported.how.step}" if s.covered else "the day"
    return {
        "title": f"{imported.vintage.title}, {', '.join(s.fronts)}, days not known",
        "definition": f"{head} Only rows that are known less well than to {than}, over all days on which they may lie.",
        "unit": imported.of.unit,
        "counts": _counts(imported),
        "fronts": list(s.fronts),
        "primary": False,
        "reporting": {"prior": {"lognormal": FEW}, "source": "assumed"},
    }


def _counts(imported: Imported) -> str:
    """Return what the data set counts, as a series declares it."""
    return imported.of.unit.replace(" ", "_")


def source_entry(imported: Imported) -> dict[str, Any]:
    """Return the source, with the line by which the data set wants to be cited: report and page print it."""
    used = "; ".join(f"{f.name} ({f.rows} rows, SHA-256 {f.sha256})" for f in imported.vintage.files)
    v = imported.vintage
    return {
        "title": f"{v.title}, {v.version}",
        "address": v.address,
        "citation": v.citation,
        "note": f"Files: {used}",
    }


def as_yaml(mapping: Mapping[str, Any], indent: int = 0) -> str:
    """Return a mapping of mappings, lists, text, numbers and truth values as YAML; text is quoted as in JSON."""
    lines: list[str] = []
    pad = " " * indent
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            lines += [f"{pad}{_key(key)}:", as_yaml(value, indent + 2).rstrip("\n")]
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            lines += [f"{pad}{_key(key)}:", *(f"{pad}  - {_value(v)}" for v in value)]
        else:
            lines.append(f"{pad}{_key(key)}: {_value(value)}")
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return (
        key if key and all(c.isalnum() or c in "-_/." for c in key) else json.dumps(key, ensure_ascii=False)
    )


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)}: {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    if value is None or isinstance(value, (bool, int, float, str)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)  # a day
