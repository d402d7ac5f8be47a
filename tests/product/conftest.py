"""The command line as a user meets it, without starting Python anew for every command.

JAX compiles for each case and each number of draws: tests that need a forecast share the few made here.
"""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from armslength import cli


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, which must be one JSON object or list and nothing else."""
        return json.loads(self.out)


def run(*arguments: object, columns: int = 200) -> Ran:
    """`armslength ARGUMENTS`, through the same `main` as the installed command, on a terminal so wide."""
    out, err = io.StringIO(), io.StringIO()
    patch = pytest.MonkeyPatch()
    patch.setattr("sys.argv", ["armslength", *map(str, arguments)])
    patch.setenv("COLUMNS", str(columns))
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    finally:
        patch.undo()
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def armslength() -> Callable[..., Ran]:
    """Runs a command."""
    return run


@dataclass(frozen=True)
class Made:
    """A finished forecast: what was printed, and the folder it left."""

    ran: Ran
    folder: Path

    @property
    def document(self) -> dict[str, Any]:
        """The document that was printed."""
        document: dict[str, Any] = self.ran.json
        return document


@pytest.fixture(scope="session")
def forecasts(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Made]:
    """Makes a forecast, once for each set of arguments."""
    made: dict[tuple[str, ...], Made] = {}

    def make(*arguments: object) -> Made:
        asked = tuple(map(str, arguments))
        if asked not in made:
            folder = tmp_path_factory.mktemp("forecast") / "result"
            made[asked] = Made(run("forecast", *asked, "--json", "--out", folder), folder)
            assert made[asked].ran.code == 0, made[asked].ran.err
        return made[asked]

    return make


#: small, and long enough for every window that matters here
CLASSROOM = ("classroom", "--futures", 500, "--days", 30)


@pytest.fixture(scope="session")
def classroom(forecasts: Callable[..., Made]) -> Made:
    """A forecast of the classroom that nobody may ask the network for."""

    def refuse(*_: object) -> None:
        raise AssertionError("the command asked the network")

    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, refuse)
    patch.setattr(socket, "getaddrinfo", refuse)
    try:
        return forecasts(*CLASSROOM)
    finally:
        patch.undo()


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """The scenario that `armslength new` writes."""
    folder = tmp_path / "my-case"
    assert run("new", folder).code == 0
    return folder
