"""`actors.csv`: whom a data set's names stand for in a case. `draft` starts it and a person corrects it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.formatting import csv_text
from armslength.scenario.csv_rows import Row, read_table, records_of
from armslength.scenario.dates import FIRST, LAST, first_as_written, read_publication
from armslength.scenario.files import read_text
from armslength.scenario.names import composed, plain_name
from armslength.scenario.reference_faults import IDENTIFIER
from armslength.scenario.suggest import did_you_mean

COLUMNS = {
    "actor": "a name as the data set writes it, or a pattern between slashes: /^SLM/",
    "role": "client, adversary, front, label or ignore",
    "id": "whom it stands for: a client, an adversary, client/adversary of a front, the clients of a label joined by ';'",
    "name": "what the case calls it; empty = as the data set does",
    "from": "first day on which it does: YYYY-MM-DD, YYYY-MM or YYYY; empty = always",
    "to": "last day on which it does; empty = always",
    "note": "anything a reader should know",
}
ROLES = ("client", "adversary", "front", "label", "ignore")


@dataclass(frozen=True)
class ActorLine:
    """One line: a name or pattern, what it stands for and when."""

    actor: str
    role: str
    ids: tuple[str, ...]
    start: date
    end: date
    note: str = ""
    line: int = 0
    name: str = ""  #: what the case calls it; as the data set does where empty

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The pattern, where it is one."""
        is_pattern = len(self.actor) > 2 and self.actor.startswith("/") and self.actor.endswith("/")
        return re.compile(self.actor[1:-1]) if is_pattern else None

    @cached_property
    def plain(self) -> str:
        """The name as it is compared."""
        return plain_name(self.actor)

    def catches(self, name: str) -> bool:
        """Whether it stands for this name, on some day."""
        if self.pattern is not None:
            return bool(self.pattern.search(composed(name)))
        return self.plain == plain_name(name)

    def holds_on(self, day: date) -> bool:
        """Whether it stands for anyone on this day."""
        return self.start <= day <= self.end

    @property
    def is_bounded(self) -> bool:
        """Whether it holds on some days alone."""
        return self.start > FIRST or self.end < LAST


@dataclass(frozen=True)
class ActorsFile:
    """Whom names stand for."""

    name: str
    lines: tuple[ActorLine, ...]

    @property
    def clients(self) -> tuple[str, ...]:
        """The ids of clients, in the order of the file."""
        named = [i for line in self.lines if line.role in ("client", "label") for i in line.ids]
        fronts = [i.partition("/")[0] for line in self.lines if line.role == "front" for i in line.ids]
        return tuple(dict.fromkeys([*named, *fronts]))


def read_actors(path: str | Path) -> ActorsFile:
    """Return the lines of a file; raises `ArmslengthError` with every fault, each at its line."""
    path = Path(path)
    text = read_text(path)
    if isinstance(text, Fault):
        raise ArmslengthError(text)
    return actors_of(text, str(path))


def actors_of(text: str, name: str) -> ActorsFile:
    """Return the lines of a text; raises `ArmslengthError` with every fault, each at its line."""
    needed = dict.fromkeys(("actor", "role", "id"), "it is needed in every line")
    table = read_table(text, name, needed, COLUMNS)
    lines, faults = records_of(table.rows, _line)
    faults = [*table.faults, *faults, *_contradictions(name, lines)]
    if not lines and not faults:
        faults.append(Fault(name, None, "names no actor", "write at least a client and an adversary"))
    if faults:
        raise ArmslengthError(*sorted(faults, key=lambda f: f.line or 0))
    return ActorsFile(name, tuple(lines))


def write_actors(lines: Iterable[ActorLine]) -> str:
    """Return the lines as the file that reads back as them."""
    rows: list[Iterable[str]] = [COLUMNS]
    for line in lines:
        start = "" if line.start == FIRST else line.start.isoformat()
        end = "" if line.end == LAST else line.end.isoformat()
        rows.append([line.actor, line.role, ";".join(line.ids), line.name, start, end, line.note])
    return csv_text(rows)


def _line(row: Row) -> ActorLine | None:
    actor, role, ids = row.text("actor"), row.text("role"), row.parts("id")
    if not actor:
        row.fault("'actor' is empty", COLUMNS["actor"])
    if role not in ROLES:
        row.fault(f"the role is '{role}'", did_you_mean(role, ROLES))
        return None
    if actor.startswith("/") and actor.endswith("/") and len(actor) > 2:
        try:
            re.compile(actor[1:-1])
        except re.error as error:
            row.fault(f"the pattern {actor} cannot be read: {error}", "write the name itself without slashes")
            return None
    start = row.read("from", _first_day) or FIRST
    end = row.read("to", read_publication) or LAST
    if end < start:
        row.fault(f"ends on {end}, before it starts on {start}", "swap the dates")
    if role != "ignore" and not ids:
        row.fault(f"the {role} '{actor}' has no id", COLUMNS["id"])
    if role in ("client", "adversary") and len(ids) > 1:
        row.fault(
            f"the {role} '{actor}' has {len(ids)} ids",
            "a label may stand for several clients; a client is one",
        )
    for i in ids:
        parts = i.split("/") if role == "front" else [i]
        if role == "front" and len(parts) != 2:
            row.fault(f"the front '{i}' names no adversary", "write client/adversary")
        elif not all(IDENTIFIER.fullmatch(part) for part in parts):
            row.fault(f"'{i}' cannot be an id", "use lower case, words joined by '-'")
    return ActorLine(actor, role, ids, start, end, row.text("note"), row.line, row.text("name"))


def _first_day(text: str) -> date:
    return first_as_written(read_publication(text), text)


def _contradictions(name: str, lines: list[ActorLine]) -> Iterator[Fault]:
    """Yield names that stand for two on one day, actors that go by two names on one day, ids in two roles."""
    roles: dict[str, ActorLine] = {}
    for i, later in enumerate(lines):
        for earlier in lines[:i]:
            day = max(earlier.start, later.start)
            if day > min(earlier.end, later.end):
                continue
            same_name = earlier.actor == later.actor or earlier.plain == later.plain
            if same_name and (earlier.role, earlier.ids) != (later.role, later.ids):
                what = f"'{later.actor}' stands for {_ids(later)} here and for {_ids(earlier)} on line {earlier.line}"
                yield Fault(
                    name, later.line, what, f"both hold on {day}: let one end before the other begins"
                )
            elif same_name:
                yield Fault(
                    name, later.line, f"'{later.actor}' stands on line {earlier.line} too", "keep one"
                )
            elif (
                later.role == earlier.role == "client"
                and later.ids == earlier.ids
                and later.is_bounded
                and earlier.is_bounded
            ):
                what = f"{_ids(later)} goes by two names on {day}: '{later.actor}' and, on line {earlier.line}, '{earlier.actor}'"
                yield Fault(
                    name, later.line, what, "let one end before the other begins, or leave both without dates"
                )
        for actor in later.ids if later.role in ("client", "adversary") else ():
            first = roles.setdefault(actor, later)
            if first.role != later.role:
                what = f"'{actor}' is a {later.role} here and a {first.role} on line {first.line}"
                yield Fault(name, later.line, what, "give one of them another id")


def _ids(line: ActorLine) -> str:
    return f"the {line.role} {';'.join(line.ids)}" if line.role != "ignore" else "nobody (ignore)"
