"""The workspace: one SQLite file of strategies and runs, and a folder for each run and each scenario's copy.

A run's folder appears whole or not at all, and its row is written after it: a restart finds all that was finished.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from armslength.errors import ArmslengthError
from armslength.results import Record
from armslength.web.tasks import TASK, Task

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_TABLES = """
create table if not exists strategy (
    id text primary key, case_name text not null, name text not null, body text not null, saved text not null
);
create table if not exists run (
    id text primary key, kind text not null, case_name text not null, asked text not null, finished text not null
);
create index if not exists run_of_case on run (case_name, kind, finished);
"""
_RUN = "select id, kind, case_name, asked, finished from run"
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class SavedStrategy:
    """A strategy saved under a name, with its actions in the words of the action grammar."""

    id: str
    case: str
    name: str
    actions: tuple[str, ...]
    saved: str  #: when, in UTC


@dataclass(frozen=True)
class SavedRun:
    """A finished task, and the folder that holds its result."""

    id: str
    case: str
    task: Task
    finished: str  #: when, in UTC
    folder: Path

    def read(self, record: type[R], file: str = "result.json") -> R:
        """Read a file of the result as a record."""
        return record.from_json((self.folder / file).read_bytes(), file)


class Database:
    """Everything that survives a restart."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.file = folder / "page.sqlite"
        try:
            for part in (folder, self.runs, self.copies):
                part.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._open() as db:
                db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise ArmslengthError(
                f"{folder}: cannot keep a workspace there ({error}); choose another with --workspace"
            ) from None

    @property
    def runs(self) -> Path:
        """The folder that holds a folder for each run."""
        return self.folder / "runs"

    @property
    def copies(self) -> Path:
        """The folder that holds a folder for each scenario that was copied or uploaded here."""
        return self.folder / "scenarios"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=10, isolation_level=None)) as db:
            db.execute("pragma journal_mode=wal")
            yield db

    def save_strategy(self, id_: str, case: str, name: str, actions: Sequence[str], most: int) -> None:
        """Save a strategy, in place of one with the same id; `most` strategies fit into a workspace."""
        with self._open() as db:
            count = db.execute("select count(*) from strategy where id != ?", (id_,)).fetchone()[0]
            if count >= most:
                raise ArmslengthError(
                    f"{most} strategies are saved, the most a workspace holds; remove one first"
                )
            row = (id_, case, name, json.dumps({"actions": list(actions)}), _now())
            db.execute("insert or replace into strategy values (?, ?, ?, ?, ?)", row)

    def strategies(self, case: str) -> list[SavedStrategy]:
        """Return the saved strategies of a case, newest first."""
        query = "select id, case_name, name, body, saved from strategy where case_name = ? order by saved desc, id"
        with self._open() as db:
            rows = db.execute(query, (case,)).fetchall()
        return [
            SavedStrategy(id_, of, name, tuple(json.loads(body)["actions"]), saved)
            for id_, of, name, body, saved in rows
        ]

    def delete_strategy(self, id_: str) -> bool:
        """Delete a saved strategy; return whether there was one."""
        with self._open() as db:
            return db.execute("delete from strategy where id = ?", (id_,)).rowcount > 0

    def add_run(self, id_: str, case: str, task: Task) -> None:
        """Note a run whose folder is complete."""
        with self._open() as db:
            row = (id_, task.kind, case, task.model_dump_json(exclude={"kind"}), _now())
            db.execute("insert or replace into run values (?, ?, ?, ?, ?)", row)

    def run(self, id_: str) -> SavedRun | None:
        """Return a finished run by its id, if there is one."""
        return next(self._runs(f"{_RUN} where id = ?", id_), None)

    def latest_run(self, case: str, kind: str) -> SavedRun | None:
        """Return the newest finished run of a case and a kind, if there is one."""
        query = f"{_RUN} where case_name = ? and kind = ? order by finished desc limit 1"
        return next(self._runs(query, case, kind), None)

    def recent_runs(self) -> list[SavedRun]:
        """Return finished runs, newest first."""
        return list(self._runs(f"{_RUN} order by finished desc limit 200"))

    def _runs(self, query: str, *values: str) -> Iterator[SavedRun]:
        """Yield runs whose folder is still there and whose task this version knows."""
        with self._open() as db:
            rows = db.execute(query, values).fetchall()
        for id_, kind, case, task, finished in rows:
            folder = self.runs / id_
            if folder.is_dir() and (known := _task(kind, task)):
                yield SavedRun(id_, case, known, finished, folder)


def _task(kind: str, text: str) -> Task | None:
    """Read a task from its row; None where another version of the program wrote it in another form."""
    try:
        return TASK.validate_python({"kind": kind, **json.loads(text)})
    except ValidationError:
        return None


def is_name(text: str) -> bool:
    """Return whether a text may name a folder of the workspace: small letters, digits and hyphens, nothing else."""
    return NAME.fullmatch(text) is not None


def as_name(text: str) -> str:
    """Return the nearest text that may name a folder of the workspace.

    >>> as_name("Calm the Front!"), as_name("../x")
    ('calm-the-front', 'x')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "unnamed"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
