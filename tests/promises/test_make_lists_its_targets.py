"""`make` alone tells a newcomer what there is: every target, one line each."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_target_is_listed() -> None:
    declared = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert declared
    ran = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = dict(line.removeprefix("  make ").split(maxsplit=1) for line in ran.stdout.splitlines())
    assert sorted(listed) == sorted(declared[1].split())
    assert all(listed.values())
