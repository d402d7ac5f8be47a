"""Files that appear whole or not at all: what was there before stays until the new one is finished."""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from armslength.errors import ArmslengthError, Fault

AT_CWD, EXCHANGE = -100, 2  # of Linux: AT_FDCWD and RENAME_EXCHANGE


def user_folder() -> Path:
    """Return the folder of what armslength keeps for its user: the ledger, copies of cases, unfinished backtests."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "armslength"


def created() -> str:
    """Return the time in UTC that a result names as its own: now, or what SOURCE_DATE_EPOCH says.

    With that variable, of reproducible-builds.org, the same command writes the same bytes at any time.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    when = datetime.fromtimestamp(int(told), UTC) if told.isdecimal() else datetime.now(UTC)
    return when.isoformat(timespec="seconds")


def write_whole(path: str | Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a file beside `path`, then put it there; raises `ArmslengthError` where that cannot be."""
    path = Path(path)
    fresh = fresh_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_orphans(path.parent)
        write(fresh)
        fresh.replace(path)
    except OSError as error:
        what = f"cannot write there: {error.strerror or error}"
        raise ArmslengthError(Fault(path, None, what, "choose another file with --out")) from None
    finally:
        with suppress(OSError):
            fresh.unlink()
    return path


def write_whole_folder(folder: Path, write: Callable[[Path], object], hint: str) -> Path:
    """Let `write` fill a folder beside `folder`, then put it there; what is there must be empty.

    Raises:
        ArmslengthError: where that cannot be, with `hint` for what else to do.
    """
    fresh = fresh_beside(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        write(fresh)
        if folder.exists():
            folder.rmdir()
        fresh.rename(folder)
    except OSError as error:
        what = f"cannot write there: {error.strerror or error}"
        raise ArmslengthError(Fault(folder, None, what, hint)) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def fresh_beside(path: Path) -> Path:
    """Return where something is made before it takes the place of `path`: a name of this writer's own.

    The name says whose it is, so that what a killed process left is known and removed by the next one.
    """
    return path.with_name(f".{socket.gethostname()}.{os.getpid()}.{uuid4().hex[:12]}.fresh")


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders of one file system change names at once; return whether this system can.

    At no moment is there nothing under either name, whoever is killed when. Linux can, on most file systems.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    names = (os.fsencode(one.absolute()), os.fsencode(other.absolute()))
    return bool(rename(AT_CWD, names[0], AT_CWD, names[1], ctypes.c_uint(EXCHANGE)) == 0)


@cache
def remove_orphans(folder: Path) -> None:
    """Remove what processes of this machine that are no longer alive had begun in a folder, once."""
    for left in folder.glob(f".{socket.gethostname()}.*.fresh"):
        pid = left.name.rsplit(".", 3)[1]
        if pid.isdecimal() and not _is_alive(int(pid)):
            with suppress(OSError):
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


def datasets_of(created: str) -> Callable[..., Any]:
    """Return ArviZ's `dict_to_dataset` with the time at which a fit was made, not written: the same fit has the same bytes."""
    from arviz_base import dict_to_dataset

    return partial(dict_to_dataset, attrs={"created_at": created})


def write_netcdf(path: Path, data: Any, **how: Any) -> None:
    """Write an xarray Dataset or DataTree; `how` goes to its `to_netcdf`.

    The file is made in memory: HDF5 that meets a full disk brings the whole process down later, when it lets go of the file.
    """
    with _no_cluster():
        content = data.to_netcdf(None, engine="h5netcdf", **how)
    path.write_bytes(content)


@contextmanager
def _no_cluster() -> Iterator[None]:
    """Let xarray write by itself: on a Dask client it would lock the file's name on the cluster, and memory has none."""
    if "dask" not in sys.modules:
        yield
        return
    with sys.modules["dask"].config.set(scheduler="synchronous"):
        yield


def write_text(path: str | Path, text: str) -> Path:
    """Write a text file, whole or not at all."""
    return write_whole(path, lambda fresh: fresh.write_text(text, encoding="utf-8"))
