"""Whatever goes wrong while a result is written, the last good one stands, and nothing half-made stays beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path
from threading import Barrier, get_ident

import pytest

from armslength.errors import ArmslengthError
from armslength.forecasting import Forecast, load_forecast, save, storage
from armslength.scoring.ledger import Ledger
from tests.small_disk import mounted, remount

SAVED = Path(__file__).parents[1] / "saved" / "forecast-1"


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    """A forecast that was once made."""
    return load_forecast(SAVED)


def digest(folder: Path) -> dict[str, str]:
    """Return what a folder holds, hidden files too."""
    return {
        str(f.relative_to(folder)): sha256(f.read_bytes()).hexdigest()
        for f in folder.rglob("*")
        if f.is_file()
    }


def test_a_full_disk_leaves_the_last_forecast_as_it_was(forecast: Forecast, tmp_path: Path) -> None:
    whole = sum(f.stat().st_size for f in save(forecast, tmp_path / "size").rglob("*"))
    with mounted(tmp_path / "disk", 2 * whole + 65_536) as disk:
        save(forecast, disk / "out")
        before = digest(disk)
        for size in range(
            whole + 40_960, whole + 65_536 + whole // 2, whole // 8
        ):  # it fills up here and there
            remount(disk, f"size={size}")
            with pytest.raises(ArmslengthError, match=r"cannot write there: No space left on device"):
                save(forecast, disk / "out", {"report.html": "x" * whole})
            assert digest(disk) == before
        remount(disk, "ro")
        for write in (lambda: storage.check_target(disk / "out"), lambda: save(forecast, disk / "out")):
            with pytest.raises(ArmslengthError, match="cannot write there: Read-only file system"):
                write()


@pytest.mark.parametrize("write", ["write_text", "write_bytes"])
def test_a_disk_that_fills_while_it_writes_is_said(
    forecast: Forecast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    save(forecast, tmp_path / "out")
    before = digest(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, write, full)
    with pytest.raises(ArmslengthError, match="cannot write there: No space left on device"):
        save(forecast, tmp_path / "out")
    assert digest(tmp_path) == before


def test_two_runs_into_one_new_folder_both_end_and_one_stands(
    forecast: Forecast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, exists, seen = Barrier(2, timeout=60), Path.exists, set[int]()

    def asked(path: Path) -> bool:
        answer = exists(path)
        if path == tmp_path / "out" and get_ident() not in seen:
            seen.add(get_ident())
            both.wait()  # until the other has seen that there is none, too
        return answer

    monkeypatch.setattr(Path, "exists", asked)
    monkeypatch.setattr(
        storage, "_fill", lambda forecast, folder, extra: (folder / "forecast.json").write_text(extra["x"])
    )
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda x: save(forecast, tmp_path / "out", {"x": x}), "ab"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "forecast.json").read_text() in ("a", "b")


def test_a_run_that_is_killed_while_it_writes_leaves_the_last_forecast(
    forecast: Forecast, tmp_path: Path
) -> None:
    save(forecast, tmp_path / "out")
    before = digest(tmp_path / "out")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED.format(saved=str(SAVED), out=str(tmp_path / "out"))],
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert digest(tmp_path / "out") == before
    (left,) = (path for path in tmp_path.iterdir() if path.name != "out")
    storage.remove_orphans.cache_clear()  # as in a process of its own
    save(forecast, tmp_path / "out")
    assert not left.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


KILLED = """
import os, signal
from armslength.forecasting import load_forecast, save, storage
def half(forecast, folder, extra):
    (folder / "forecast.json").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
storage._fill = half
save(load_forecast({saved!r}), {out!r})
"""


def test_a_ledger_on_a_full_disk_keeps_what_was_registered(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 131_072) as disk:
        ledger = Ledger(disk / "ledger.sqlite")
        ledger.append([("note", {"text": "first"})])
        with pytest.raises(ArmslengthError, match="cannot be used as a ledger: database or disk is full"):
            ledger.append([("note", {"text": "x" * 200_000})])
        assert [entry.kind for entry in ledger.entries()] == ["note"]
        remount(disk, "size=4M")
        ledger.append([("note", {"text": "second"})])
        assert len(ledger.entries()) == 2
        assert ledger.verify() == []
