"""Nothing here depends on one machine: no package host, no absolute folder, nobody's workplace."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Spelt in pieces, so that this file passes its own test.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "index" + "-url", "find" + "-links", "file:" + "///"]
FOLDERS = ["work", "root", "home", "Users", "opt"]
WORDS = ["sub" + "agent", "sub" + "-agent"]

FORBIDDEN = re.compile(
    "|".join([*map(re.escape, HOSTS), rf"(?<![\w.:/<>*~$)}}-])/(?:{'|'.join(FOLDERS)})/[\w.]", *WORDS]),
    re.IGNORECASE,
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nothing says which files belong to the repository")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_machine() -> None:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a spreadsheet
        found += [
            f"{path.relative_to(ROOT)}:{number}: {hit.group()}"
            for number, line in enumerate(text.splitlines(), start=1)
            for hit in FORBIDDEN.finditer(line)
        ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "is_forbidden"),
    [
        ("see /ro" + "ot/.cache", True),
        ("--find" + "-links here", True),
        ("https://example.org/work/paper", False),
        ("src/work/day.py", False),
    ],
)
def test_the_pattern_tells_them_apart(line: str, is_forbidden: bool) -> None:
    assert bool(FORBIDDEN.search(line)) is is_forbidden
