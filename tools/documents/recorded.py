"""Who reads what and who changes what, found out by watching each mechanism at work.

Every mechanism of a day is run once on abstract arrays; the records it is handed note which of their values it
asked for. So a table of the docs cannot say what the code does not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import jax
import numpy as np

from armslength.scenario import load
from armslength.simulate import plan_days
from armslength.world.day import ORDER_OF_PLAY
from armslength.world.draw import STREAMS, sample_events, uniforms_of
from armslength.world.initial_state import initial_state
from armslength.world.ladder import rung
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.records import Group

CASE = "classroom"  # any case will do: they all run the same code
SHAPES_ONLY = (
    "clients.autonomy",
    "tension.memory",
)  # the first day asks these how many worlds there are, not their value


@dataclass(frozen=True)
class Reading:
    """What was asked for, by kind of record, and what was handed back."""

    params: tuple[str, ...]
    state: tuple[str, ...]
    day: tuple[str, ...]
    outlook: tuple[str, ...]
    events: tuple[str, ...]
    gives: tuple[str, ...]


@dataclass(frozen=True)
class Watched:
    """One day, watched: each mechanism's halves by name, and the functions beside them."""

    expect: dict[str, Reading]
    change: dict[str, Reading]
    beside: dict[str, Reading]  #: `sample_events`, `initial_state`, `rung`

    def readers_of_parameter(self, path: str) -> list[str]:
        """Who uses a parameter, in the order of play; `path` as `tempo.branching` or `clients.autonomy`."""
        halves = [
            m.name
            for m in ORDER_OF_PLAY
            if any(path in half[m.name].params for half in (self.expect, self.change) if m.name in half)
        ]
        return halves + [name for name, reading in self.beside.items() if path in reading.params]


class Watch:
    """Hands values through and notes which were asked for."""

    def __init__(self, held: Any, noted: dict[str, None], prefix: str = ""):
        self._held, self._noted, self._prefix = held, noted, prefix

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._held, name)
        if isinstance(value, Group):
            return Watch(value, self._noted, f"{self._prefix}{name}.")
        self._noted.setdefault(f"{self._prefix}{name}")
        return value


class Notebook:
    """The notes of one call."""

    KINDS = ("params", "state", "day", "outlook", "events")

    def __init__(self) -> None:
        self.noted: dict[str, dict[str, None]] = {kind: {} for kind in self.KINDS}

    def watch(self, kind: str, held: Any) -> Watch:
        """A record that notes what is asked of it."""
        return Watch(held, self.noted[kind])

    def reading(self, gives: Any = ()) -> Reading:
        """What was noted."""
        return Reading(**{kind: tuple(names) for kind, names in self.noted.items()}, gives=tuple(gives))


@cache
def watched() -> Watched:
    """A day of the classroom, watched without computing anything."""
    scenario = load(CASE)
    net = Network.of(scenario)
    layout = Layout(net, scenario.sites())
    seen = Watched({}, {}, {})

    day = jax.tree.map(lambda x: x[0][:, None] if x.ndim > 1 else x[0], plan_days(net, scenario.as_of, 1))

    def one_day(values: Any, bits: Any) -> Any:
        p = layout.group(values)
        note = Notebook()
        state = initial_state(net, note.watch("params", p))
        for name in SHAPES_ONLY:
            note.noted["params"].pop(name)
        seen.beside["initial_state"] = note.reading()
        outlook = _expect(seen, net, p, state, day)
        events = _draw(seen, net, p, state, day, outlook, bits)
        _change(seen, net, p, state, day, outlook, events)
        return events.count

    worlds = 1
    actors = {
        "fronts": len(net.fronts),
        "hosts": len(net.hosts),
        "adversaries": len(net.adversaries),
        "world": 1,
    }
    bits = Group(**{name: np.zeros((actors[kind], worlds), np.uint32) for name, kind in STREAMS.items()})
    jax.eval_shape(one_day, np.array(layout.defaults[:, None], np.float32), bits)
    return seen


def _expect(seen: Watched, net: Network, p: Group, state: Any, day: Any) -> Group:
    outlook = Group()
    for mechanism in ORDER_OF_PLAY:
        if mechanism.expect:
            note = Notebook()
            w = note.watch
            given = mechanism.expect(
                net, w("params", p), w("state", state), w("day", day), w("outlook", outlook)
            )
            seen.expect[mechanism.name] = note.reading(given)
            outlook = outlook.replace(**given)
    return outlook


def _draw(seen: Watched, net: Network, p: Group, state: Any, day: Any, outlook: Group, bits: Group) -> Any:
    note = Notebook()
    w = note.watch
    events = sample_events(
        net, w("params", p), w("state", state), w("day", day), w("outlook", outlook), uniforms_of(bits)
    )
    seen.beside["sample_events"] = note.reading(events.__dataclass_fields__)
    note = Notebook()
    rung(note.watch("params", p), note.watch("events", events))
    seen.beside["rung"] = note.reading()
    return events


def _change(seen: Watched, net: Network, p: Group, state: Any, day: Any, outlook: Group, events: Any) -> None:
    for mechanism in ORDER_OF_PLAY:
        if mechanism.change:
            note = Notebook()
            w = note.watch
            changed = mechanism.change(
                net,
                w("params", p),
                w("state", state),
                w("day", day),
                w("outlook", outlook),
                w("events", events),
                w("state", state),
            )
            seen.change[mechanism.name] = note.reading(changed)
