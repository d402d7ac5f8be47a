"""`docs/generated/state.md` and `docs/generated/mechanisms.md`: what the world is made of, and what moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from armslength.formatting import markdown_table as table
from armslength.ladder import RUNG_NAMES
from armslength.scenario import Scenario
from armslength.world.draw import Uniforms
from armslength.world.mechanism import Mechanism
from armslength.world.record import Field, fields_of
from armslength.world.records import Events, Inputs
from tools.documents.markdown import code, page, sentence
from tools.documents.recorded import Reading, watched

IN_WORDS = {"sample_events": "the draw of events", "rung": "the ladder", "initial_state": "the first day"}


def state(scenario: Scenario | None = None) -> str:
    """Return the page of state, inputs, outlook and events: of the built-in mechanisms, or of a scenario's."""
    seen = watched(scenario)
    variables = [v for m in seen.mechanisms if m.state for v in fields_of(m.state)]
    quantities = [q for m in seen.mechanisms if m.outlook for q in fields_of(m.outlook)]
    return page(
        "State, inputs, outlook and events",
        "Axis 0 of every array counts actors; the axes after it count worlds. *Client*, *front*, *adversary*: one number for each; "
        "*world*: one for the whole. Who changes and who reads each is found by watching the code.",
        "## State\n\nEverything the past left behind; a deterministic function of past events, actions and inputs.\n\n"
        + _fields(variables, _reads(seen, "state"), ("changed by", lambda name: _givers(seen.change, name))),
        f"## Inputs\n\n{sentence(Inputs.__doc__)}\n\n" + _fields(fields_of(Inputs), _reads(seen, "inputs")),
        "## Outlook\n\nThe distribution of everything that can happen today, as named quantities.\n\n"
        + _fields(quantities, _reads(seen, "outlook"), ("given by", lambda name: _givers(seen.expect, name))),
        f"## Events\n\n{sentence(Events.__doc__)}\n\n" + _fields(fields_of(Events), _reads(seen, "events")),
        _streams(),
        _ladder(),
    )


Say = Callable[[str], str]


def _fields(fields: Iterable[Field], reads: Say, by: tuple[str, Say] | None = None) -> str:
    head = ["name", "one per", "what it is", *([by[0]] if by else []), "read by"]
    rows = [[f"`{f.name}`", f.kind, f.text, *([by[1](f.name)] if by else []), reads(f.name)] for f in fields]
    return table(head, rows)


def _reads(seen: object, kind: str) -> Say:
    """Return a function that says who reads a name of this kind of record."""
    groups = (vars(seen)["expect"], vars(seen)["change"], vars(seen)["beside"])

    def readers(name: str) -> str:
        return _once(
            IN_WORDS.get(half, half)
            for group in groups
            for half, reading in group.items()
            if name in getattr(reading, kind)
        )

    return readers


def _givers(group: dict[str, Reading], name: str) -> str:
    return _once(half for half, reading in group.items() if name in reading.gives)


def _once(names: Iterable[str]) -> str:
    """Return each name once, in order; a dash for none."""
    return ", ".join(dict.fromkeys(names)) or "-"


def _streams() -> str:
    rows = [(f"`{s.name}`", {"world": "the whole"}.get(s.kind, s.kind), s.text) for s in fields_of(Uniforms)]
    return (
        "## Random streams\n\nEach decision has its own stream of random numbers, named; a new one changes no other's draws.\n\n"
        + table(("stream", "one per", "what it decides"), rows)
    )


def _ladder() -> str:
    return "## Ladder\n\nA deterministic reading of each day's events.\n\n" + table(
        ("rung", "what it is"), [(str(i), name) for i, name in enumerate(RUNG_NAMES)]
    )


def mechanisms(scenario: Scenario | None = None) -> str:
    """Return the page of the mechanisms in the order in which they act: the built-in ones, or a scenario's."""
    seen = watched(scenario)
    return page(
        "Mechanisms",
        "In the order in which they act in a day. *Asks for* and *gives* are found by watching the code; *switched off by* are the values "
        "that remove the mechanism (the facts print what that does). Symbols: [parameters](parameters.md), [state](state.md). "
        "How to write one: [add a mechanism](../how-to/add-a-mechanism.md).",
        *(_mechanism(number, m, seen) for number, m in enumerate(seen.mechanisms, start=1)),
    )


def _said(docstring: str) -> str:
    """Return the first sentence of a docstring as a page says it: what is returned, not that it is."""
    text = sentence(docstring).removeprefix("Return ")
    return text[0].upper() + text[1:]


def _mechanism(number: int, m: Mechanism, seen: object) -> str:
    rows = []
    for half, function in (("expect", m.expect), ("change", m.change)):
        if function:
            r: Reading = vars(seen)[half][m.name]
            words = {"expect": "what can happen", "change": "what today does"}[half]
            rows.append((words, code(r.state), code(r.besides_state), code(r.gives)))
    equations = "\n".join(m.equations)
    about = "\n\n".join(_said(f.__doc__) for f in (m.expect, m.change) if f and f.__doc__)
    off = (
        ", ".join(f"`{path}` = {value:g}" for path, value in m.off.items())
        or "no switch: it is given from outside, or without it nothing runs"
    )
    return (
        f'## {number}. {m.title}\n\n<a id="{m.name}"></a>`{m.name}`: {about}\n\n```text\n{equations}\n```\n\n'
        + table(("half", "state it asks for", "else it asks for", "gives"), rows)
        + f"\n\n- Source: {m.source}\n- Switched off by: {off}"
    )
