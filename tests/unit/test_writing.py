"""A file appears whole or not at all, whoever else writes it at the time."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from armslength.errors import ArmslengthError
from armslength.forecasting import storage
from armslength.writing import exchange, fresh_beside, write_text, write_whole


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


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED.format(file=str(tmp_path / "x.csv"))], stderr=subprocess.PIPE
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    (left,) = tmp_path.iterdir()  # and no x.csv
    assert left.suffix == ".fresh"
    of_others = [fresh_beside(tmp_path / "x.csv"), tmp_path / ".elsewhere.1.0123456789ab.fresh"]
    for file in of_others:  # of this process, and of another machine
        file.write_text("half", encoding="utf-8")
    write_text(tmp_path / "x.csv", "whole")
    assert set(tmp_path.iterdir()) == {tmp_path / "x.csv", *of_others}


KILLED = """
import os, signal
from armslength.writing import write_whole
def half(fresh):
    fresh.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
write_whole({file!r}, half)
"""


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(ArmslengthError, match="cannot write there"):
        write_text(tmp_path / "taken", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def two_folders(home: Path) -> tuple[Path, Path]:
    """Return a finished forecast under its own name, and a newer one beside it."""
    target, fresh = home / "out", fresh_beside(home / "out")
    for folder, age in ((target, "old"), (fresh, "new")):
        folder.mkdir()
        (folder / storage.RESULT).write_text(age, encoding="utf-8")
    return fresh, target


def test_two_folders_change_names_at_once(tmp_path: Path) -> None:
    fresh, target = two_folders(tmp_path)
    if not exchange(fresh, target):
        pytest.skip("this file system cannot")
    assert (target / storage.RESULT).read_text(encoding="utf-8") == "new"
    assert (fresh / storage.RESULT).read_text(encoding="utf-8") == "old"
    assert not exchange(tmp_path / "nothing", target)


def test_a_forecast_is_replaced_without_a_moment_in_which_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, target = two_folders(tmp_path)
    if not exchange(fresh, target) or not exchange(fresh, target):
        pytest.skip("this file system cannot")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt  # between one renaming and the next

    monkeypatch.setattr(Path, "rename", killed)
    storage._swap(fresh, target)
    assert (target / storage.RESULT).read_text(encoding="utf-8") == "new"


def test_elsewhere_a_forecast_is_replaced_by_two_renamings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, target = two_folders(tmp_path)
    monkeypatch.setattr(storage, "exchange", lambda one, other: False)
    storage._swap(fresh, target)
    assert (target / storage.RESULT).read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
