"""Two futures with the same luck as a chain: what came first, the state it changed, the next event, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from armslength.decisions.paired_paths import Future
from armslength.initial_conditions import InitialConditions
from armslength.ladder import LEVELS

LONGEST = 12  # steps after the first day
MINOR = 2  # days of other counts that are told; after them graver events alone
SMALLEST = 0.02  # of its scale: a smaller change of the state is not worth a word

#: field of the state: (whose it is, in words, what counts as a full step)
IN_WORDS: Mapping[str, tuple[str, str, float]] = {
    "restraint": ("fronts", "the restraint accepted by {}", 1.0), "release": ("fronts", "the free hand of {}", 1.0),
    "cap": ("fronts", "the severity cap accepted by {}", 1.0), "fear": ("fronts", "the fear of {}", 1.0),
    "grievance": ("fronts", "the grievance of {}", 1.0), "excitation": ("fronts", "the momentum of {}", 20.0),
    "mobilisation": ("fronts", "the mobilisation of {}", 1.0), "open": ("fronts", "the front {} being open", 1.0),
    "heat": ("adversaries", "the heat on {}", 20.0), "pressure": ("adversaries", "the unanswered dead of {}", 1.0),
    "attribution": ("adversaries", "the blame that {} puts on the patron", 2.0),
    "patron_pressure": ("adversaries", "the patron's own red line towards {}", 1.0),
    "rapport": ("clients", "the rapport with {}", 1.0), "tie": ("clients", "the institutional tie with {}", 1.0),
    "capability": ("clients", "the capability of {}", 1.0), "revenue": ("clients", "the own revenue of {}", 2.0),
    "tension": ("", "tension", 5.0), "integration": ("", "integration among the clients", 1.0), "trigger": ("", "the trigger war", 0.5),
    "truce": ("", "the truce", 1.0),
}  # fmt: skip
ORDERS = {"tempo_order": "to attack less", "cap_order": "to kill less", "release_order": "to do as it likes"}


def story(
    at: InitialConditions, one: Future, two: Future, apart: int | None, moved_by: Mapping[str, str]
) -> dict[str, Any]:
    """The chain in sentences, with the numbers behind; `one` is the baseline, `two` the strategy."""
    names = _names(at)
    if apart is None:
        return {"first_day_apart": None, "steps": [], "mechanisms": []}
    first = [*_first(at, one, two, apart, names), *_states(at, one, two, apart, names, moved_by, 3)]
    steps = first + _later(at, one, two, apart, names, moved_by)
    for step in steps:
        step["date"] = (at.first_day + timedelta(days=step["day"] - 1)).isoformat()
    used = [step["mechanism"] for step in steps if "mechanism" in step]
    return {
        "first_day_apart": (at.first_day + timedelta(days=apart)).isoformat(),
        "steps": steps, "totals": list(_totals(at, one, two, names)), "mechanisms": list(dict.fromkeys(used)),
    }  # fmt: skip


def _later(
    at: InitialConditions, one: Future, two: Future, apart: int, names: Any, moved_by: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The next events that differ, each with the state that it changed most."""
    steps: list[dict[str, Any]] = []
    minor = 0
    for t in range(apart, len(two.events.war)):
        events = list(_events(one, two, t, names, is_first=t == apart))
        grave = [e for e in events if not e["minor"]]
        told = grave[:2] or (events[:1] if minor < MINOR else [])
        minor += not grave
        if told and len(steps) < LONGEST:
            steps += told + _states(at, one, two, t, names, moved_by, 1)
    return steps


def _names(at: InitialConditions) -> dict[str, list[str]]:
    case, net = at.scenario, at.network
    return {
        "fronts": [case.fronts[f].name for f in net.fronts],
        "clients": [case.clients[c].short for c in net.clients],
        "adversaries": [case.adversaries[a].short for a in net.adversaries],
    }


def _first(at: InitialConditions, one: Future, two: Future, t: int, names: Any) -> Iterator[dict[str, Any]]:
    """What parts them."""
    for i, name in enumerate(names["fronts"]):
        asked = {f: [float(getattr(x.events, f)[t, i]) for x in (one, two)] for f in ORDERS}
        new = [said for f, said in ORDERS.items() if asked[f][1] > asked[f][0]]
        gone = [said for f, said in ORDERS.items() if asked[f][1] < asked[f][0]]
        took = "accepted" if two.events.accepted[t, i] > 0 else "refused"
        if new:
            yield _action(t, f"{name} is told {' and '.join(new)}; it is {took}", asked)
        if gone:
            yield _action(t, f"{name} is not told {' and '.join(gone)}", asked)
    for i, name in enumerate(names["clients"]):
        was, now = (float(x.events.envoy[t, i]) for x in (one, two))
        if was != now:
            said = "visits" if now > was else "stays away from"
            yield _action(t, f"The envoy {said} {name} ({now:.2g} envoy-days instead of {was:.2g})", {"envoy": [was, now]})  # fmt: skip
    for field, whose, said in (("threat", "adversaries", "{} threatens in public"), ("host_pressure", "clients", "The host leans on {}")):  # fmt: skip
        a, b = getattr(one.given, field)[t], getattr(two.given, field)[t]
        for i in map(int, np.flatnonzero(a != b)):
            yield _action(t, said.format(names[whose][i]), {field: [float(a[i]), float(b[i])]})


def _action(t: int, text: str, numbers: dict[str, list[float]]) -> dict[str, Any]:
    """`numbers`: without and with the strategy."""
    return {"day": t + 1, "kind": "action", "text": text + ".", "numbers": numbers}


def _states(
    at: InitialConditions,
    one: Future,
    two: Future,
    t: int,
    names: Any,
    moved_by: Mapping[str, str],
    most: int,
) -> list[dict[str, Any]]:
    """The changes of the state that are largest on their scale at the end of a day."""
    found = []
    for field, (whose, said, scale) in IN_WORDS.items():
        a, b = (np.atleast_1d(getattr(f.state, field)[t]) for f in (one, two))
        before = np.zeros_like(a) if t == 0 else np.atleast_1d(getattr(two.state, field)[t - 1] - getattr(one.state, field)[t - 1])  # fmt: skip
        for i, step in enumerate(np.abs(b - a - before) / scale):
            if step >= SMALLEST:
                who = said.format(names[whose][i]) if whose else said
                way = "higher" if b[i] > a[i] else "lower"
                text = f"By the evening {who} is {way}: {b[i]:.2f} instead of {a[i]:.2f}."
                found.append((step, {"day": t + 1, "kind": "state", "field": field, "mechanism": moved_by.get(field, ""), "text": text, "with": float(b[i]), "against": float(a[i])}))  # fmt: skip
    return [row for _, row in sorted(found, key=lambda pair: -pair[0])[:most]]


def _events(one: Future, two: Future, t: int, names: Any, is_first: bool) -> Iterator[dict[str, Any]]:
    """Events of a day that differ, the gravest first."""
    a, b = one.events, two.events
    told = [] if is_first else [("accepted", i) for i in range(len(names["fronts"]))]
    if a.war[t] != b.war[t]:
        yield _row(t, "Regional war begins" if b.war[t] > a.war[t] else "Regional war does not begin", b.war[t], a.war[t])  # fmt: skip
    for i, name in enumerate(names["adversaries"]):
        if a.level[t, i] != b.level[t, i]:
            yield _row(t, f"{name}: {_reprisal(b.level[t, i])} instead of {_reprisal(a.level[t, i])}", b.level[t, i], a.level[t, i])  # fmt: skip
        if a.patron_strike[t, i] != b.patron_strike[t, i]:
            did = "strike" if b.patron_strike[t, i] else "do not strike"
            yield _row(t, f"The patron's own forces {did} {name}", b.patron_strike[t, i], a.patron_strike[t, i])  # fmt: skip
    for i, name in enumerate(names["fronts"]):
        if a.deaths[t, i] != b.deaths[t, i]:
            yield _row(t, f"{name}: {b.deaths[t, i]:.0f} killed instead of {a.deaths[t, i]:.0f}", b.deaths[t, i], a.deaths[t, i])  # fmt: skip
    for _, i in told:
        asked = (float(f.tempo_order[t, i]) * float(f.accepted[t, i]) for f in (a, b))
        was, now = asked
        if (was > 0) != (now > 0):
            did = "accepts an order of restraint" if now > 0 else "takes no such order that day"
            yield _row(t, f"{names['fronts'][i]}: the client {did}", now, was)
    for i, name in enumerate(names["fronts"]):
        if a.opened[t, i] != b.opened[t, i]:
            yield _row(t, f"{name}: the front {'opens' if b.opened[t, i] else 'does not open'}", b.opened[t, i], a.opened[t, i])  # fmt: skip
    for i, name in enumerate(names["fronts"]):
        if a.count[t, i] != b.count[t, i]:
            many = f"{_attacks(b.count[t, i])} that day instead of {a.count[t, i]:.0f}"
            yield _row(t, f"{name}: {many}", b.count[t, i], a.count[t, i], minor=True)


def _row(t: int, text: str, now: Any, was: Any, minor: bool = False) -> dict[str, Any]:
    return {"day": t + 1, "kind": "event", "minor": minor, "text": text + ".", "with": float(now), "against": float(was)}  # fmt: skip


def _attacks(count: float) -> str:
    return "1 attack" if count == 1 else f"{count:.0f} attacks"


def _reprisal(level: float) -> str:
    return f"a reprisal against {LEVELS[int(level) - 1]}" if level else "no reprisal"


def _totals(at: InitialConditions, one: Future, two: Future, names: Any) -> Iterator[dict[str, Any]]:
    """What the two futures come to."""
    for title, field, whose in (("attacks", "count", "fronts"), ("deaths", "deaths", "fronts"), ("reprisals", "reprisal", "adversaries")):  # fmt: skip
        for i, name in enumerate(names[whose]):
            was, now = (float(getattr(f.events, field)[:, i].sum()) for f in (one, two))
            if was != now:
                yield {"what": title, "of": name, "with": now, "against": was}
