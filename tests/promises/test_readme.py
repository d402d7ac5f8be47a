"""What the first page says is so: its program runs, its commands and folders exist. `tests/golden` holds its answers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from armslength.cli import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = getattr(get_command(app), "commands", {})


def test_the_nine_lines_run(tmp_path, monkeypatch, capsys):
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in program.splitlines() if line.strip()]) == 9 + 1  # and the import
    assert "futures=10_000" in program
    monkeypatch.chdir(tmp_path)
    exec(compile(program.replace("futures=10_000", "futures=200"), "README.md", "exec"), {})
    assert "hezbollah/israel" in capsys.readouterr().out
    assert (tmp_path / "out/mine/report.html").read_text(encoding="utf-8").startswith("<!")


@pytest.mark.parametrize(
    "document", sorted(["README.md", *(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md"))])
)
def test_commands_exist(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    said = re.findall(r"^    (?:\.venv/bin/)?armslength (.+)$", text, re.MULTILINE) + re.findall(
        r"`(?:\.venv/bin/)?armslength ([^`]+)`", text
    )
    for line in said:
        name, *rest = shlex.split(line, comments=True)
        assert name in COMMANDS, line
        command = COMMANDS[name]
        if inner := getattr(command, "commands", {}):  # a group, such as import
            assert rest[0] in inner, line
            command = inner[rest[0]]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= options, line


def test_targets_exist():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= set(targets)


def test_folders_exist():
    rows = re.findall(r"^\| `([a-z_/]+/)` \|", README, re.MULTILINE)
    assert len(rows) > 10
    assert all((ROOT / row).is_dir() for row in rows)
    packages = {
        f"src/armslength/{path.parent.name}/" for path in (ROOT / "src/armslength").glob("*/__init__.py")
    }
    assert packages <= set(rows), "a folder that the map leaves out"


def test_the_picture_stands_alone():
    (name,) = re.findall(r"!\[[^\]]+\]\(([^)]+\.svg)\)", README)
    picture = (ROOT / name).read_text(encoding="utf-8")
    assert picture.startswith("<svg")
    assert 'fill="#ffffff"/>' in picture
    assert not re.search(r"<script|<style|<image|href=", picture)


def test_the_smallest_scenario_is_what_its_page_shows():
    page = (ROOT / "docs/one-client.md").read_text(encoding="utf-8")
    (scenario,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (events,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert scenario == (ROOT / "examples/one-client/scenario.yaml").read_text(encoding="utf-8")
    assert len(scenario.splitlines()) <= 16  # fifteen lines and a comment
    assert (ROOT / "examples/one-client/events.csv").read_text(encoding="utf-8").startswith(events)
