"""The classroom with *fatigue*, the mechanism that docs/how-to/add-a-mechanism.md writes: one file and one line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from armslength.scenario import load

HOW_TO = Path(__file__).parents[2] / "docs/how-to/add-a-mechanism.md"
FATIGUE = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)[0]
LINE = "mechanisms: [fatigue.py]"

Write = Callable[..., Path]


def classroom_with(folder: Path, line: str = LINE, **files: str) -> Path:
    """Return a copy of the classroom with one line more, and files beside it named without their ending."""
    shutil.copytree(str(load("classroom").folder), folder)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    scenario = folder / "scenario.yaml"
    scenario.write_text(scenario.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the classroom with fatigue."""
    assert LINE in HOW_TO.read_text(encoding="utf-8")
    return classroom_with(tmp_path_factory.mktemp("mechanisms") / "tired", fatigue=FATIGUE)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a copy of the classroom with a line and files of one's own."""
    return lambda line=LINE, **files: classroom_with(tmp_path / "case", line, **files)
