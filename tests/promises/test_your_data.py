"""The tutorials "Your data in an hour": each command runs as it is printed, on the files of the page, and says what the page quotes."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.product.conftest import run

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("tutorial-*.md"))
PIECES = re.compile(
    r"^    (?:\.venv/bin/)?armslength (?P<command>[^\n]+)$"
    r"|this as `(?P<file>[\w/.-]+)`[^\n]*:\n\n```\w+\n(?P<content>.*?)^```$"
    r"|^```text\n(?P<said>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def plain(text: str) -> str:
    """Return the text as it is compared: a terminal wraps lines."""
    return " ".join(text.split())


def steps(page: Path, folder: Path) -> list[str]:
    """Write the files of a page, run its commands and find what it quotes; return the commands."""
    shutil.copytree(ROOT / "examples/your-data", folder / "examples/your-data")
    commands: list[str] = []
    said = ""
    for piece in PIECES.finditer(page.read_text(encoding="utf-8")):
        if command := piece["command"]:
            ran = run(*shlex.split(command, comments=True))
            assert ran.code == 0, (command, ran.err)
            said = plain(ran.out + ran.err)
            commands.append(command.split()[0])
        elif piece["file"]:
            path = folder / piece["file"]
            path.parent.mkdir(exist_ok=True)
            path.write_text(piece["content"], encoding="utf-8")
        elif commands:
            for line in piece["said"].splitlines():
                assert plain(line) in said, line
        else:  # the beginning of a file of the page
            kept = [
                path.read_text(encoding="utf-8-sig") for path in (folder / "examples/your-data").iterdir()
            ]
            assert any(all(line in text for line in piece["said"].splitlines()) for text in kept)
    return commands


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_says_what_the_page_quotes(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    commands = steps(page, tmp_path)
    assert commands[-3:] == ["check", "fit", "forecast"]
    assert next(tmp_path.glob("out/*/report.html"))


def test_there_is_one_for_each_kind_of_file():
    assert [page.stem for page in PAGES] == ["tutorial-acled", "tutorial-ged", "tutorial-spreadsheet"]
