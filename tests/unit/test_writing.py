"""A file appears whole or not at all, whoever else writes it at the time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from armslength.errors import ArmslengthError
from armslength.writing import write_text, write_whole


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    """Both are at work on the same file at once; whoever ends last stands."""
    target, both = tmp_path / "x.csv", Barrier(2, timeout=20)

    def write(letter: str) -> None:
        def fill(fresh: Path) -> None:
            fresh.write_text(letter, encoding="utf-8")
            both.wait()  # until the other has begun, too
            assert fresh.read_text(encoding="utf-8") == letter
            both.wait()

        write_whole(target, fill)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, "ab"))
    assert target.read_text(encoding="utf-8") in ("a", "b")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(ArmslengthError, match="cannot write there"):
        write_text(tmp_path / "taken", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
