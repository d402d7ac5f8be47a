"""The command as its user meets it: how long until the table, how much memory, how soon the help."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

ARMSLENGTH = (sys.executable, "-c", "from armslength.cli import main; main()")
KIBIBYTES = 1 if sys.platform != "darwin" else 1 / 1024  # of what the system reports


@dataclass(frozen=True)
class Ran:
    """One run of a command."""

    seconds: float
    to_table: float  #: until the first line of its output
    gibibytes: float  #: the most memory it held


def run(*arguments: str) -> Ran:
    """Run the command as a user would, in a process of its own."""
    with tempfile.TemporaryFile() as errors:
        began = perf_counter()
        process = subprocess.Popen([*ARMSLENGTH, *arguments], stdout=subprocess.PIPE, stderr=errors)
        assert process.stdout is not None
        first = process.stdout.readline()
        to_table = perf_counter() - began
        process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not first:
            errors.seek(0)
            raise RuntimeError(errors.read().decode())
    return Ran(perf_counter() - began, to_table, used.ru_maxrss * KIBIBYTES / 2**20)


def forecast(case: str, futures: int) -> Ran:
    """One forecast into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        return run("forecast", case, "--futures", str(futures), "--out", str(Path(folder) / "forecast"))


def warm_forecast(case: str, futures: int, times: int) -> Ran:
    """The median of several, after one that compiles."""
    forecast(case, futures)
    ran = [forecast(case, futures) for _ in range(times)]
    return Ran(*(median(getattr(r, name) for r in ran) for name in ("seconds", "to_table", "gibibytes")))


def help_seconds(times: int) -> float:
    """Until `--help` is read."""
    return median(run("--help").seconds for _ in range(times))
