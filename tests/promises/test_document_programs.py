"""The programs that the documents show: that of a forecast runs, and a type checker knows every name of the others."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import armslength

ROOT = Path(__file__).parents[2]


def programs(document: Path) -> list[str]:
    """Return the Python of a document that stands alone: a piece that imports nothing is part of something."""
    pieces = re.findall(r"```python\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    return [piece for piece in pieces if re.search(r"^(import|from) ", piece, re.MULTILINE)]


def test_the_program_of_a_forecast_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = programs(ROOT / "docs/forecast.md")
    small = program.replace(
        "futures=1_000, days=60", "futures=500, days=30"
    )  # as other tests have it compiled
    assert small != program
    monkeypatch.chdir(tmp_path)
    shown = {"armslength": armslength}
    values = []
    for line in ast.parse(small).body:
        if isinstance(line, ast.Expr):
            values.append(eval(compile(ast.Expression(line.value), "forecast.md", "eval"), shown))
        else:
            exec(compile(ast.Module([line], []), "forecast.md", "exec"), shown)
    told, interval, printed, curve, folder = values
    assert 0 <= told <= 1
    assert interval[0] <= interval[1]
    assert printed == (tmp_path / "out/mine/forecast.json").read_text(encoding="utf-8")
    assert float(curve.sum()) == pytest.approx(1, abs=1e-6)
    assert Path(folder) == Path("out/mine")
    assert shown["again"].result == shown["forecast"].result


def test_a_type_checker_knows_their_names(tmp_path: Path) -> None:
    files = []
    for document in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]):
        for i, program in enumerate(programs(document)):
            files.append(tmp_path / f"{document.stem.replace('-', '_')}_{i}.py")
            files[-1].write_text(program, encoding="utf-8")
    assert len(files) > 5
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *files], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
