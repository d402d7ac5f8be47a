"""The ledger: forecasts registered before the fact, settled by rules that are fixed when they are registered.

One SQLite file. Entries are only added: triggers refuse any change, and each entry carries the hash of the one before
it, so that a change made behind the triggers' back is found by `verify`. The chain proves order, not the hour: it is
the machine's clock that dates an entry. Who publishes the newest hash can prove later that nothing was changed since.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import sleep
from typing import TypeVar

from pydantic import JsonValue

from armslength.errors import ArmslengthError, Fault
from armslength.results.record import Record
from armslength.writing import user_folder

Body = TypeVar("Body", bound=Record)

FORMAT = "armslength-ledger/1"
FIRST = "0" * 64
WAIT = 30.0  # seconds that one process waits for another

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS entries (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)""",
    """CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS in_chain BEFORE INSERT ON entries
        WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries)
          OR NEW.previous IS NOT COALESCE((SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), '{FIRST}')
        BEGIN SELECT RAISE(ABORT, 'an entry must follow the last one'); END""",
)
TRIGGERS = {"no_update", "no_delete", "in_chain"}
IN_ORDER = "SELECT seq, at, kind, body, previous, hash FROM entries ORDER BY seq"


@dataclass(frozen=True)
class Entry:
    """One entry of the ledger."""

    seq: int
    at: str  #: UTC
    kind: str  #: `batch`, `forecast`, `resolution` or `coverage`
    body: str  #: a JSON object
    previous: str
    hash: str

    def read(self, kind: type[Body]) -> Body:
        """Return the body as a record.

        Raises:
            ArmslengthError: where it is no such record.
        """
        return kind.from_json(self.body, f"entry {self.seq} of the ledger")


def default_path() -> Path:
    """Return the file of the user's own ledger."""
    return user_folder() / "ledger.sqlite"


class Ledger:
    """An append-only file of entries."""

    def __init__(self, path: str | Path | None = None):
        self.path = Path(path) if path is not None else default_path()

    @contextmanager
    def _open(self, create: bool) -> Iterator[sqlite3.Connection]:
        if not create and not self.path.exists():
            raise ArmslengthError(
                Fault(self.path, None, "no such ledger", "`armslength ledger add FORECAST` starts one")
            )
        connection = None
        try:
            if create:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
        except sqlite3.DatabaseError as error:
            raise ArmslengthError(Fault(self.path, None, f"cannot be used as a ledger: {error}")) from None
        except OSError as error:
            raise ArmslengthError(
                Fault(self.path, None, f"cannot be written: {error.strerror}", "choose another with --ledger")
            ) from None
        finally:
            if connection is not None:
                connection.close()

    def append(
        self, entries: Iterable[tuple[str, Mapping[str, JsonValue]]], at: datetime | None = None
    ) -> list[Entry]:
        """Add entries, all or none. Processes that append at once wait for each other."""
        entries = list(entries)
        with self._open(create=True) as db:
            _set_up(db)
            db.execute("BEGIN IMMEDIATE")
            try:
                made = [_insert(db, kind, body, at or datetime.now(UTC)) for kind, body in entries]
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
        return made

    def entries(self) -> list[Entry]:
        """Return all entries in order; none where no ledger has been started."""
        if not self.path.exists():
            return []
        with self._open(create=False) as db:
            return [Entry(*row) for row in db.execute(IN_ORDER)]

    def verify(self, head: str | None = None) -> list[str]:
        """Return what is wrong with the chain, in words: nothing where it holds, and `head`, a hash noted earlier, is in it."""
        with self._open(create=False) as db:
            rows = db.execute(IN_ORDER).fetchall()
            names = {n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        faults = [f"the trigger {name} is gone: changes were possible" for name in sorted(TRIGGERS - names)]
        last = FIRST
        for expected, (seq, at, kind, body, previous, stored) in enumerate(rows, start=1):
            if seq != expected:
                faults.append(f"entry {expected} is missing")
                break
            if previous != last:
                faults.append(f"entry {seq} does not follow the entry before it")
            if _hash(seq, at, kind, body, previous) != stored:
                faults.append(f"entry {seq} was changed after it was written")
            last = stored
        if head is not None and not any(stored == head for *_, stored in rows):
            faults.append(f"no entry has the hash {head}: entries were removed, or this is another ledger")
        return faults


def _set_up(db: sqlite3.Connection) -> None:
    _use_wal(db)
    if {n for (n,) in db.execute("SELECT name FROM sqlite_master")} >= {"entries", *TRIGGERS}:
        return
    if db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name <> 'entries'").fetchone():
        raise sqlite3.DatabaseError("it holds something else")
    db.execute("BEGIN IMMEDIATE")
    for statement in SCHEMA:
        db.execute(statement)
    db.execute("COMMIT")


def _use_wal(db: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait for other processes to change the mode."""
    for left in range(100, -1, -1):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            sleep(0.05)


def _insert(db: sqlite3.Connection, kind: str, body: Mapping[str, JsonValue], at: datetime) -> Entry:
    """Write the next entry of the chain and return it."""
    found = db.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (found[0] + 1, found[1]) if found else (1, FIRST)
    when, text = at.astimezone(UTC).isoformat(timespec="seconds"), _canonical(body)
    digest = _hash(seq, when, kind, text, previous)
    db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (seq, when, kind, text, previous, digest))
    return Entry(seq, when, kind, text, previous, digest)


def _canonical(body: Mapping[str, JsonValue]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _hash(seq: int, at: str, kind: str, body: str, previous: str) -> str:
    return sha256("\n".join((FORMAT, str(seq), at, kind, body, previous)).encode()).hexdigest()
