"""A sound scenario to break, one edit at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from armslength.scenario import check, new


class Draft:
    """The starter scenario in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = new(folder)

    def edit(self, file: str, old: str, to: str) -> Draft:
        """Replace the first place where `old` stands."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, to, 1), encoding="utf-8")
        return self

    def write(self, file: str, data: str | bytes) -> Draft:
        """Put something else into a file."""
        (self.folder / file).write_bytes(data.encode() if isinstance(data, str) else data)
        return self

    def append(self, file: str, line: str) -> Draft:
        """One more line."""
        path = self.folder / file
        return self.write(file, path.read_text(encoding="utf-8") + line + "\n")

    def line(self, file: str, text: str) -> int:
        """Where `text` first stands."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def said(self) -> list[str]:
        """Every fault as printed, without the folder."""
        return [str(fault).replace(f"{self.folder}/", "") for fault in check(self.folder).faults]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """The starter, sound until edited."""
    return Draft(tmp_path / "my-case")


Edit = Callable[[Draft], Draft]
