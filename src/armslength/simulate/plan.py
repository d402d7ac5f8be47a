"""What is given on the days ahead: orders, visits, threats, pressure, a truce. One grammar for all of it.

order front=kataib-hezbollah/united-states tempo=1 cap=1 on=2024-02-10
visit client=hezbollah days=1 on=2024-02-10
threat adversary=united-states value=1 from=2024-02-10 to=2024-02-20
pressure host=iraq value=0.5 from=2024-02-10 to=2024-03-10
truce from=2024-02-15 to=2024-03-15
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

import jax
import numpy as np

from armslength.errors import ArmslengthError
from armslength.world.initial import quiet_day
from armslength.world.network import Network
from armslength.world.records import Day

TRUCE_LEVEL = 0.003

#: verb -> (who it concerns, the words it may carry)
GRAMMAR: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "order": ("front", ("tempo", "cap", "release", "on")),
    "visit": ("client", ("days", "on")),
    "threat": ("adversary", ("value", "from", "to")),
    "pressure": ("host", ("value", "from", "to")),
    "truce": (None, ("from", "to")),
}


@dataclass(frozen=True)
class Action:
    """One thing that a side does, from a day to a day (both included)."""

    verb: str
    who: str | None
    values: tuple[tuple[str, float], ...]
    start: date
    end: date

    def value(self, name: str, otherwise: float = 0.0) -> float:
        """The number given for a word, or another."""
        return dict(self.values).get(name, otherwise)


def parse_action(text: str, net: Network, first_day: date) -> Action:
    """An action in words; a word left out has its plain meaning (today; full strength)."""
    verb, *rest = text.split() or [""]
    if verb not in GRAMMAR:
        raise _fault(text, f"unknown action '{verb}'", verb, GRAMMAR)
    actor, words = GRAMMAR[verb]
    allowed = ((actor,) if actor else ()) + words
    given: dict[str, str] = {}
    for part in rest:
        name, mark, value = part.partition("=")
        if not mark or name not in allowed:
            raise _fault(
                text, f"'{part}' is not one of the words of {verb}", name, [f"{w}=" for w in allowed]
            )
        given[name] = value
    who = _actor(text, net, actor, given) if actor else None
    start = _day(text, given.get("on", given.get("from")), first_day)
    end = start if "from" not in words else _day(text, given.get("to"), start)
    if end < start:
        raise ArmslengthError(f"in '{text}': it ends on {end}, before it starts on {start}")
    numbers = tuple(
        (w, _number(text, w, given[w])) for w in words if w in given and w not in ("on", "from", "to")
    )
    return Action(verb, who, numbers, start, end)


def plan_days(
    net: Network, first_day: date, days: int, actions: Iterable[Action] = (), deciding: bool = True
) -> Day:
    """[day, ...] what is given on each of `days` days from `first_day`; without actions nothing is."""
    plan = jax.tree.map(
        lambda x: np.array(np.broadcast_to(np.asarray(x), (days, *x.shape))), quiet_day(net, deciding)
    )
    for action in actions:
        start, end = ((d - first_day).days for d in (action.start, action.end))
        if start < 0 or end >= days:
            last = first_day + timedelta(days=days - 1)
            raise ArmslengthError(
                f"{action.verb} from {action.start} to {action.end} lies outside {first_day} to {last}"
            )
        _write(plan, net, action, slice(start, end + 1))
    return plan


def _write(plan: Day, net: Network, action: Action, span: slice) -> None:
    if action.verb == "order":
        front = net.fronts.index(action.who or "")
        plan.tempo_order[span, front] = action.value("tempo")
        plan.cap_order[span, front] = action.value("cap")
        plan.release_order[span, front] = action.value("release")
    elif action.verb == "visit":
        plan.envoy[span, net.clients.index(action.who or "")] = action.value("days", 1.0)
    elif action.verb == "threat":
        plan.threat[span, net.adversaries.index(action.who or "")] = action.value("value", 1.0)
    elif action.verb == "pressure":
        hosted = [i for i, h in enumerate(net.host_of) if net.hosts[h] == action.who]
        plan.host_pressure[span, hosted] = action.value("value", 1.0)
    else:
        plan.trigger[span] = TRUCE_LEVEL


def _actor(text: str, net: Network, kind: str, given: dict[str, str]) -> str:
    names = {"front": net.fronts, "client": net.clients, "adversary": net.adversaries, "host": net.hosts}[
        kind
    ]
    if kind not in given:
        raise ArmslengthError(f"in '{text}': say which {kind}, as {kind}={names[0]}")
    if given[kind] not in names:
        raise _fault(text, f"no {kind} is called '{given[kind]}'", given[kind], names)
    return given[kind]


def _day(text: str, given: str | None, otherwise: date) -> date:
    if given is None:
        return otherwise
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ArmslengthError(f"in '{text}': '{given}' is no date; write it as YYYY-MM-DD") from None


def _number(text: str, word: str, given: str) -> float:
    top = 3.0 if word in ("value", "days") else 1.0
    try:
        value = float(given)
    except ValueError:
        raise ArmslengthError(f"in '{text}': {word} is '{given}', not a number") from None
    if not 0 <= value <= top:
        raise ArmslengthError(f"in '{text}': {word} is {given}; it runs from 0 to {top:g}")
    return value


def _fault(text: str, what: str, wrong: str, names: Iterable[Any]) -> ArmslengthError:
    names = list(names)
    near = get_close_matches(wrong, names, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(names)}"
    return ArmslengthError(f"in '{text}': {what}; {hint}")
