"""`docs/generated/state.md` and `docs/generated/mechanisms.md`: what the world is made of, and what moves it."""

from __future__ import annotations

import inspect
import re

from armslength.ladder import RUNG_NAMES
from armslength.world import records
from armslength.world.day import ORDER_OF_PLAY
from armslength.world.draw import STREAMS
from armslength.world.mechanism import Mechanism
from tools.documents.markdown import code, page, sentence, table
from tools.documents.recorded import Reading, watched

FIELD = re.compile(r'^    (\w+): \w+\[Array, "([^"]*)"\]  # (.+)$')


def state() -> str:
    """State, what is given, what can happen, what happened."""
    return page(
        "State, inputs, outlook and events",
        "Axis 0 of every array counts actors; the axes after it count worlds. *Client*, *front*, *adversary*: one number for each; "
        "*world*: one for the whole. Who changes and who reads each is found by watching the code.",
        _records(
            "State", records.State, "changed by", lambda name: _who(watched().change, "gives", name), "state"
        ),
        _records("Inputs", records.Inputs, None, None, "day"),
        _outlook(),
        _records("Events", records.Events, None, None, "events"),
        _streams(),
        _ladder(),
    )


def fields_of(kind: type) -> list[tuple[str, str, str]]:
    """(name, whose, what) of each field of a record, as its own source says."""
    found = [FIELD.match(line) for line in inspect.getsource(kind).splitlines()]
    return [(m[1], _whose(m[2]), m[3]) for m in found if m]


def _whose(axes: str) -> str:
    first = axes.split()[0] if axes.split() else ""
    return "world" if first in ("", "*world") else first


def _records(title: str, kind: type, by: str | None, changers: object, reads: str) -> str:
    head = ["name", "one per", "what it is", *([by] if by else []), "read by"]
    rows = []
    for name, whose, what in fields_of(kind):
        readers = sorted_names([*_readers(reads, name)])
        rows.append([f"`{name}`", whose, what, *([changers(name)] if callable(changers) else []), readers])
    return f"## {title}\n\n{sentence(kind.__doc__)}\n\n{table(head, rows)}"


def _readers(reads: str, name: str) -> list[str]:
    seen = watched()
    halves = [
        half
        for group in (seen.expect, seen.change)
        for half, reading in group.items()
        if name in getattr(reading, reads)
    ]
    beside = [
        {"sample_events": "the draw of events", "rung": "the ladder"}.get(k, k)
        for k, reading in seen.beside.items()
        if name in getattr(reading, reads)
    ]
    return halves + beside


def sorted_names(names: list[str]) -> str:
    """Each once, in order; a dash for none."""
    return ", ".join(dict.fromkeys(names)) or "-"


def _who(group: dict[str, Reading], kind: str, name: str) -> str:
    return sorted_names([half for half, reading in group.items() if name in getattr(reading, kind)])


def _outlook() -> str:
    rows = [
        (f"`{name}`", half, sorted_names(_readers("outlook", name)))
        for half, reading in watched().expect.items()
        for name in reading.gives
    ]
    return (
        "## Outlook\n\nWhat can happen today: the parts of `conditional`, each explained with its mechanism.\n\n"
        + table(("name", "given by", "read by"), rows)
    )


def _streams() -> str:
    rows = [(f"`{name}`", {"world": "the whole"}.get(kind, kind)) for name, kind in STREAMS.items()]
    return (
        "## Random streams\n\nEach decision has its own stream of random numbers, named; a new one changes no other's draws.\n\n"
        + table(("stream", "over"), rows)
    )


def _ladder() -> str:
    return "## Ladder\n\nA deterministic reading of each day's events.\n\n" + table(
        ("rung", "what it is"), [(str(i), name) for i, name in enumerate(RUNG_NAMES)]
    )


def mechanisms() -> str:
    """Each mechanism in the order in which it acts."""
    return page(
        "Mechanisms",
        "In the order in which they act in a day. *Asks for* and *gives* are found by watching the code; *switched off by* are the values "
        "that remove the mechanism (the facts print what that does). Symbols: [parameters](parameters.md), [state](state.md).",
        *(_mechanism(number, m) for number, m in enumerate(ORDER_OF_PLAY, start=1)),
    )


def _mechanism(number: int, m: Mechanism) -> str:
    seen = watched()
    rows = []
    for said, function, group in (
        ("what can happen", m.expect, seen.expect),
        ("what today does", m.change, seen.change),
    ):
        if function:
            r = group[m.name]
            rows.append(
                (said, code(r.state), code(dict.fromkeys([*r.day, *r.outlook, *r.events])), code(r.gives))
            )
    equations = "\n".join(m.equations)
    about = "\n\n".join(sentence(f.__doc__) for f in (m.expect, m.change) if f and f.__doc__)
    off = (
        ", ".join(f"`{path}` = {value:g}" for path, value in m.off.items())
        or "no switch: it is given from outside, or without it nothing runs"
    )
    return (
        f'## {number}. {m.title}\n\n<a id="{m.name}"></a>`{m.name}`: {about}\n\n```text\n{equations}\n```\n\n'
        + table(("half", "state it asks for", "else it asks for", "gives"), rows)
        + f"\n\n- Source: {m.source}\n- Switched off by: {off}"
    )
