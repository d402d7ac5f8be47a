"""The coded tables that cases are made from, one record a line."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of an input table."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def key(self) -> tuple[str, int]:
        """Where it stands."""
        return self.file, self.line

    @property
    def published(self) -> str:
        """As `events.csv` writes it: a page edited since is 'revised', a date before the event is no date."""
        if self["vintage"] == "revised" and not self["published"]:
            return "revised"
        happened = self.cells.get("date") or self["as_of"]
        return (
            ""
            if self["published"] and self["published"] < happened[: len(self["published"])]
            else self["published"]
        )

    @property
    def second_hand(self) -> str:
        """A note without words about how the coder worked."""
        note = self.cells.get("severity_note") or self.cells.get("note", "")
        return clean(note)


def clean(text: str) -> str:
    """Source titles and notes in words that mean something outside the coder's room."""
    for ours, plain in (
        (" (via peer file)", " (second-hand)"),
        ("read via peer file only", "read second-hand"),
        ("(recalled)", "(from memory)"),
        (" recalled", " from memory"),
    ):
        text = text.replace(ours, plain)
    return text


def read_rows(folder: Path, file: str) -> list[Row]:
    """Every line of a table, numbered as an editor numbers them."""
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        return [Row(file, reader.line_num, cells) for cells in reader]


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)
