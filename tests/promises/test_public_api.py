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
    wrong = (
        'armslength.forcast("classroom")',
        'armslength.forecast("classroom", sed=1)',
        'armslength.forecast("classroom").follow[0].pauses_anyhow',
        "Rung(rung=1)",
        'Rung(rung=1, nam="quiet")',
        'Rung(rung=1, name="quiet").name = "loud"',
    )
    imports = "import armslength\nfrom armslength.results.ladder import Rung\n"
    program.write_text("\n".join([imports, *wrong, shown]) + "\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", program], cwd=ROOT, capture_output=True, text=True
    )
    found = {int(line) for line in re.findall(r"program.py:(\d+): error: ", ran.stdout)}
    assert found == {program.read_text(encoding="utf-8").splitlines().index(line) + 1 for line in wrong}
    revealed = re.findall(r'Revealed type is "(.*)"', ran.stdout)
    assert len(revealed) == len(NAMES)
    assert not [text for text in revealed if text == "Any" or re.match(r"def \(.*\*args: Any", text)]
