"""The tutorial runs from top to bottom, and what its text says of its numbers is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/tutorial.md"
CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_every_cell_runs(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    cells = CELL.findall(PAGE.read_text(encoding="utf-8"))
    for number, cell in enumerate(cells, start=1):
        exec(compile(cell, f"tutorial.md, cell {number}", "exec"), names)
    said = capsys.readouterr().out
    assert len(cells) >= 6
    assert "because told" in said
    verdicts = re.findall(r"against .*: (.+)$", said, re.MULTILINE)
    assert set(verdicts) == {"too few to tell"}
    assert len(verdicts) == 7
    assert "from 6 days" in said
