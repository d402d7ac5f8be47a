"""The command line run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from armslength.cli import main

Command = Callable[..., str]


def command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs a command here: its output, or with an exit code what it complains of."""

    def run(*words: str | Path, code: int = 0) -> str:
        monkeypatch.setattr("sys.argv", ["armslength", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            stopped()
        shown = capsys.readouterr()
        assert (stop.value.code or 0) == code, shown
        return shown.err if code else shown.out

    return run


def stopped() -> None:
    """Run the command line to its exit, whether it exits by itself or returns."""
    main()
    raise SystemExit(0)
