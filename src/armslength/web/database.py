"""The workspace: one SQLite file of strategies and runs, and a folder for each run and each scenario's copy.

A run's folder appears whole or not at all, and its row is written after it: a restart finds all that was finished.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from armslength.errors import ArmslengthError

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


@dataclass(frozen=True)
class Strategy:
    """One saved strategy: its name, and what it does in the words of the action grammar."""

    id: str
    case: str
    name: str
    body: dict[str, Any]
    saved: str


@dataclass(frozen=True)
class Run:
    """One finished piece of work and where its result lies."""

    id: str
    kind: str
    case: str
    asked: dict[str, Any]
    finished: str
    folder: Path

    def result(self, file: str = "result.json") -> Any:
        """What it found."""
        return json.loads((self.folder / file).read_text(encoding="utf-8"))


class Store:
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
        """A folder for each run."""
        return self.folder / "runs"

    @property
    def copies(self) -> Path:
        """A folder for each scenario that was copied or uploaded here."""
        return self.folder / "scenarios"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=10, isolation_level=None)) as db:
            db.execute("pragma journal_mode=wal")
            yield db

    def keep_strategy(self, id_: str, case: str, name: str, body: Mapping[str, Any], most: int) -> Strategy:
        """Save a strategy, in place of one with the same id."""
        kept = Strategy(id_, case, name, dict(body), _now())
        with self._open() as db:
            held = db.execute("select count(*) from strategy where id != ?", (id_,)).fetchone()[0]
            if held >= most:
                raise ArmslengthError(
                    f"{most} strategies are saved, the most a workspace holds; remove one first"
                )
            row = (kept.id, case, name, json.dumps(kept.body), kept.saved)
            db.execute("insert or replace into strategy values (?, ?, ?, ?, ?)", row)
        return kept

    def strategies(self, case: str | None = None) -> list[Strategy]:
        """Saved strategies, newest first."""
        with self._open() as db:
            rows = db.execute(
                "select id, case_name, name, body, saved from strategy where ? is null or case_name = ? order by saved desc, id",
                (case, case),
            ).fetchall()
        return [Strategy(id_, of, name, json.loads(body), saved) for id_, of, name, body, saved in rows]

    def drop_strategy(self, id_: str) -> bool:
        """Whether there was one to remove."""
        with self._open() as db:
            return db.execute("delete from strategy where id = ?", (id_,)).rowcount > 0

    def keep_run(self, id_: str, kind: str, case: str, asked: Mapping[str, Any]) -> None:
        """Note a run whose folder is complete."""
        with self._open() as db:
            row = (id_, kind, case, json.dumps(asked), _now())
            db.execute("insert or replace into run values (?, ?, ?, ?, ?)", row)

    def run(self, id_: str) -> Run | None:
        """A finished run whose folder is still there."""
        found = self._runs("where id = ?", (id_,))
        return found[0] if found else None

    def latest(self, case: str, kind: str) -> Run | None:
        """The newest finished run of this kind."""
        found = self._runs("where case_name = ? and kind = ? order by finished desc limit 1", (case, kind))
        return found[0] if found else None

    def all_runs(self) -> list[Run]:
        """Every finished run, newest first."""
        return self._runs("order by finished desc limit 200", ())

    def _runs(self, where: str, values: tuple[str, ...]) -> list[Run]:
        with self._open() as db:
            rows = db.execute(
                f"select id, kind, case_name, asked, finished from run {where}", values
            ).fetchall()
        found = [
            Run(i, kind, case, json.loads(asked), at, self.runs / i) for i, kind, case, asked, at in rows
        ]
        return [run for run in found if run.folder.is_dir()]


def is_name(text: str) -> bool:
    """Whether this may name a folder of the workspace: small letters, digits and hyphens, nothing else."""
    return NAME.fullmatch(text) is not None


def as_name(text: str) -> str:
    """The nearest such name.

    >>> as_name("Calm the Front!"), as_name("../x")
    ('calm-the-front', 'x')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "unnamed"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
