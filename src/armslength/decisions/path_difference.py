"""Two futures with the same random numbers as a chain: what came first, the state it changed, the next event, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from armslength.decisions.event_words import EVENT_WORDS, sizes
from armslength.decisions.paired_paths import Future, movers
from armslength.initial_conditions import InitialConditions
from armslength.narrate import ORDER_WORDS
from armslength.results.explanation import ActionStep, EventStep, PairTotal, StateStep, Step
from armslength.scenario import Scenario
from armslength.world.mechanism import KINDS, variables_of
from armslength.world.network import Network
from armslength.world.record import Field
from armslength.world.step import DAY, TimeStep

LONGEST = 12  # steps after the first day
MOST_MINOR = 2  # days of which minor events are told; after them graver events alone
MOST_AT_FIRST, MOST_LATER = 3, 1  # state variables told on the first day, and with each later event
SMALLEST = 0.02  # of its scale: a smaller change of the state is not told
ORDERS = {f"{name}_order": f"to {words}" for name, words in ORDER_WORDS.items()}


def _bonds(case: Scenario, net: Network) -> list[str]:
    """Return the clients by name, of several patrons each with the patron."""
    if not net.several:
        return [case.clients[c].short for c in net.clients]
    return [
        f"{case.clients[net.clients[c]].short} ({case.patrons[net.patrons[p]].name})" for c, p in net.pairs
    ]


@dataclass(frozen=True)
class PathDifference:
    """Two futures, without and with a strategy, and the first day (from 0) on which they differ."""

    base: Future
    other: Future
    apart: int
    first_day: date
    names: Mapping[str, Sequence[str]]  #: of the actors, by kind
    variables: Mapping[str, Field]  #: the state variables by name
    moved_by: Mapping[str, str]  #: the mechanism that moves each of them
    step: TimeStep = DAY

    @classmethod
    def of(cls, at: InitialConditions, base: Future, other: Future, apart: int) -> PathDifference:
        """Name the actors of a case and keep what the chain is told from."""
        case, net = at.scenario, at.network
        names = {
            "fronts": [case.fronts[f].name for f in net.fronts],
            "clients": [case.clients[c].short for c in net.clients],
            "adversaries": [case.adversaries[a].short for a in net.adversaries],
            "bonds": _bonds(case, net),
        }
        mechanisms = at.network.mechanisms
        variables, moved_by = variables_of(mechanisms), movers(mechanisms)
        return cls(base, other, apart, at.first_day, names, variables, moved_by, at.network.step)

    def on(self, day: int) -> date:
        """Return the date of a day, numbered from 0; of a longer step its first day."""
        return self.step.begins(self.first_day, day)

    def chain(self) -> tuple[Step, ...]:
        """Return what the strategy does, then events that differ, each with the state that it changed most."""
        steps: list[Step] = [*self._actions(self.apart), *self._states(self.apart, MOST_AT_FIRST)]
        at_first, minor = len(steps), 0
        for day in range(self.apart, len(self.other.events.war)):
            events = list(self._events(day))
            grave = [e for e in events if not e.minor]
            told = grave[:2] or (events[:1] if minor < MOST_MINOR else [])
            minor += not grave
            if told and len(steps) - at_first < LONGEST:
                steps += [*told, *self._states(day, MOST_LATER)]
        return tuple(steps)

    def totals(self) -> Iterator[PairTotal]:
        """Yield what the two futures add up to, where that differs."""
        fields: tuple[tuple[Literal["attacks", "deaths", "reprisals"], str, str], ...] = (
            ("attacks", "count", "fronts"),
            ("deaths", "deaths", "fronts"),
            ("reprisals", "reprisal", "adversaries"),
        )
        for what, field, actors in fields:
            for i, name in enumerate(self.names[actors]):
                was, now = (float(getattr(f.events, field)[:, i].sum()) for f in (self.base, self.other))
                if was != now:
                    yield PairTotal(what=what, of=name, with_strategy=now, against=was)

    def _actions(self, day: int) -> Iterator[ActionStep]:
        """Yield the orders, visits and outside inputs that differ on a day."""
        for i, front in enumerate(self.names["fronts"]):
            asked = {f: self._pair(f, day, i) for f in ORDERS}
            new = [words for f, words in ORDERS.items() if asked[f][1] > asked[f][0]]
            gone = [words for f, words in ORDERS.items() if asked[f][1] < asked[f][0]]
            answer = "accepted" if self.other.events.accepted[day, i] > 0 else "refused"
            if new:
                yield self._action(day, f"{front} is told {' and '.join(new)}; it is {answer}", asked)
            if gone:
                yield self._action(day, f"{front} is not told {' and '.join(gone)}", asked)
        for i, client in enumerate(self.names["bonds"]):
            was, now = self._pair("envoy", day, i)
            if was != now:
                verb = "visits" if now > was else "stays away from"
                text = f"The envoy {verb} {client} ({now:.2g} envoy-days instead of {was:.2g})"
                yield self._action(day, text, {"envoy": (was, now)})
        for field, actors, words in (
            ("threat", "adversaries", "{} threatens in public"),
            ("host_pressure", "clients", "The host leans on {}"),
        ):
            a, b = getattr(self.base.given, field)[day], getattr(self.other.given, field)[day]
            for i in map(int, np.flatnonzero(a != b)):
                text = words.format(self.names[actors][i])
                yield self._action(day, text, {field: (float(a[i]), float(b[i]))})

    def _pair(self, field: str, day: int, actor: int) -> tuple[float, float]:
        was, now = (float(getattr(f.events, field)[day, actor]) for f in (self.base, self.other))
        return was, now

    def _action(self, day: int, text: str, numbers: dict[str, tuple[float, float]]) -> ActionStep:
        return ActionStep(day=day + 1, on=self.on(day), text=f"{text}.", numbers=numbers)

    def _states(self, day: int, most: int) -> list[StateStep]:
        """Return the changes of the state that are largest on their scale at the end of a day."""
        found: list[tuple[float, StateStep]] = []
        for field, variable in self.variables.items():
            told = variable.told
            if told is None:
                continue
            a, b = (np.atleast_1d(getattr(f.state, field)[day]) for f in (self.base, self.other))
            before = self._gap(field, day - 1) if day else 0.0
            for i, step in enumerate(np.abs(b - a - before) / told.scale):
                if step >= SMALLEST and f"{a[i]:.2f}" != f"{b[i]:.2f}":
                    names = self.names.get("bonds" if variable.kind == "bond" else KINDS[variable.kind])
                    who = told.words.format(names[i]) if names else told.words
                    way = "higher" if b[i] > a[i] else "lower"
                    row = StateStep(
                        day=day + 1,
                        on=self.on(day),
                        field=field,
                        mechanism=self.moved_by.get(field, ""),
                        text=f"By the evening {who} is {way}: {b[i]:.2f} instead of {a[i]:.2f}.",
                        with_strategy=float(b[i]),
                        against=float(a[i]),
                    )
                    found.append((float(step), row))
        return [row for _, row in sorted(found, key=lambda pair: -pair[0])[:most]]

    def _gap(self, field: str, day: int) -> np.ndarray:
        return np.atleast_1d(getattr(self.other.state, field)[day] - getattr(self.base.state, field)[day])

    def _events(self, day: int) -> Iterator[EventStep]:
        """Yield the events of a day that differ, the gravest first; the strategy's own orders are told as actions."""
        for field, actors, words, is_minor in EVENT_WORDS:
            if field == "restraint" and day == self.apart:
                continue
            pairs = zip(
                sizes(self.base.events, field, day), sizes(self.other.events, field, day), strict=True
            )
            for i, (was, now) in enumerate(pairs):
                text = words(self.names[actors][i] if actors else "", now, was) if was != now else ""
                if text:
                    yield EventStep(
                        day=day + 1,
                        on=self.on(day),
                        text=f"{text}.",
                        minor=is_minor,
                        with_strategy=now,
                        against=was,
                    )
