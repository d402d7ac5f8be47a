"""The library is what it says: every public name is there, typed and documented, and a misspelt one is an error."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import armslength

ROOT = Path(__file__).parents[2]
NAMES = [name for name in armslength.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there_and_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(armslength, name))


def test_it_lists_each_name_once_in_order() -> None:
    assert armslength.__all__ == sorted(set(armslength.__all__))
    assert set(armslength.__all__) <= set(dir(armslength))
    with pytest.raises(AttributeError, match="forcast"):
        _ = armslength.forcast  # type: ignore[attr-defined]


@pytest.mark.slow
def test_types_are_known_to_a_program_that_uses_it(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    shown = "\n".join(f"reveal_type(armslength.{name})" for name in NAMES)
    program.write_text(f'import armslength\n\narmslength.forcast("classroom")\n{shown}\n', encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", program], cwd=ROOT, capture_output=True, text=True
    )
    (error,) = re.findall(r"error: (.*)", ran.stdout)
    assert error.startswith('Module has no attribute "forcast"')
    revealed = re.findall(r'Revealed type is "(.*)"', ran.stdout)
    assert len(revealed) == len(NAMES)
    assert not [text for text in revealed if text == "Any" or re.match(r"def \(.*\*args: Any", text)]
