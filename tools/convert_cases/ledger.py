"""What became of every input row, and the events and sources made on the way."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

from armslength.scenario.event_kinds import USUAL
from tools.convert_cases.inputs import Row, clean

OUTCOMES = ("input_file", "input_line", "date", "what", "outcome", "events", "reason")


class Ledger:
    """One case being made."""

    def __init__(self, references: dict[str, dict[str, str]]) -> None:
        self.events: list[dict[str, str]] = []
        self.sources: dict[str, dict[str, str]] = dict(references)
        self.outcomes: dict[tuple[str, int], list[str]] = {}

    def keep(self, row: Row, kind: str, reason: str = "", **columns: object) -> str:
        """An event made from a row; a row may make several. Returns its id."""
        cells = {k: ("" if v is None else str(v)) for k, v in columns.items()}
        silent = {"date": row.cells.get("date", ""), "confidence": row.cells.get("confidence", "")}
        if "source" not in cells:
            silent |= {"source": self.source(row), "published": row.published}
        if "note" not in cells:
            silent |= {"note": row.second_hand}
        cells = {**silent, **cells}
        return self._add(row, kind, cells, reason)

    def _add(self, row: Row, kind: str, cells: dict[str, str], reason: str) -> str:
        stem = "-".join(filter(None, [kind.replace("_", "-"), cells["date"]]))
        taken = {e["event_id"] for e in self.events}
        name = next(n for n in (stem, *(f"{stem}-{i}" for i in range(2, 99))) if n not in taken)
        self.events.append({**cells, "event_id": name, "kind": kind})
        entry = self.outcomes.setdefault(row.key, _entry(row, "kept", "", reason))
        entry[4:] = ["kept", ";".join(filter(None, [entry[5], name])), entry[6] or reason]
        return name

    def drop(self, row: Row, reason: str) -> None:
        """A row that makes no event, and why."""
        self.outcomes[row.key] = _entry(row, "dropped", "", reason)

    def input(self, row: Row, place: str, reason: str = "") -> None:
        """A row that the scenario holds as an exogenous input instead of an event."""
        self.outcomes[row.key] = _entry(row, "input", place, reason)

    def source(self, row: Row) -> str:
        """Id of the row's source, listed on first use; the article's rows cite its claims."""
        title = clean(row["source_title"])
        if title.startswith("the article"):
            return "; ".join(_claims(title))
        known = {(s["title"], s.get("address", "")): i for i, s in self.sources.items()}
        if (found := known.get((title, row["source_url"]))) is not None:
            return found
        words = re.sub(r"[^a-z0-9 ]+", " ", title.lower()).split()
        stem = "-".join(words[:6])
        name = next(n for n in (stem, *(f"{stem}-{i}" for i in range(2, 99))) if n not in self.sources)
        self.sources[name] = {"title": title, "address": row["source_url"], "published": row.published}
        return name

    def unaccounted(self, rows: Iterable[Row]) -> list[Row]:
        """Rows that nobody decided about."""
        return [row for row in rows if row.key not in self.outcomes]

    def write(self, folder: Path) -> None:
        """`events.csv`, `sources.yaml` and `conversion.csv`."""
        rows = sorted(self.events, key=lambda e: (e["date"], e.get("end_date", ""), e["event_id"]))
        _write(folder / "events.csv", USUAL, ([e.get(c, "") for c in USUAL] for e in rows))
        _write(folder / "conversion.csv", OUTCOMES, (self.outcomes[key] for key in sorted(self.outcomes)))
        text = (
            "# Where evidence and numbers come from. Made by tools/convert_cases, with the references "
            "written by hand.\n"
        )
        for name, source in self.sources.items():
            cells = ", ".join(f"{k}: {_yaml(k, v)}" for k, v in source.items() if v)
            text += f"{name if re.fullmatch(r'[a-z][a-z0-9-]*', name) else json.dumps(name)}: {{{cells}}}\n"
        (folder / "sources.yaml").write_text(text, encoding="utf-8")


def _yaml(key: str, value: str) -> str:
    plain = key == "published" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
    return value if plain else json.dumps(value, ensure_ascii=False)


def _entry(row: Row, outcome: str, events: str, reason: str) -> list[str]:
    cells = row.cells
    what = cells.get("kind") or cells.get("series") or cells.get("front", "")
    who = " on ".join(filter(None, [cells.get("actor", ""), cells.get("target", "")]))
    when = cells.get("date") or cells.get("as_of") or cells.get("week", "")
    return [row.file, str(row.line), when, f"{what}: {who}" if who else what, outcome, events, reason]


def _claims(title: str) -> list[str]:
    """`(claims C51-C53)` as C51, C52, C53."""
    numbers = [int(n) for n in re.findall(r"C([0-9]+)", title)]
    return [f"C{n}" for n in range(numbers[0], numbers[-1] + 1)]


def _write(path: Path, header: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
