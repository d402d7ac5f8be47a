"""Who reads what and who changes what, found out by watching each mechanism at work.

Every mechanism of a day is run once on abstract arrays; the records it is handed note which of their values it
asked for. So a table of the docs cannot say what the code does not do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import jax
import numpy as np

from armslength.scenario import Scenario, load
from armslength.simulate import plan_days
from armslength.world.draw import STREAMS, Uniforms, actors_of, sample_events, uniforms_of
from armslength.world.initial_state import initial_state
from armslength.world.ladder import rung
from armslength.world.mechanism import Mechanism
from armslength.world.network import Network
from armslength.world.record import Record
from armslength.world.records import Events, Inputs, Outlook, Params, State

CASE = "classroom"  # any case will do: they all run the same code
#: the first day asks these how many worlds there are, not their value
SHAPES_ONLY = ("clients.autonomy", "tension.memory")


@dataclass(frozen=True)
class Reading:
    """What was asked for, by kind of record, and what was handed back."""

    params: tuple[str, ...]
    state: tuple[str, ...]
    inputs: tuple[str, ...]
    outlook: tuple[str, ...]
    events: tuple[str, ...]
    gives: tuple[str, ...]

    @property
    def besides_state(self) -> tuple[str, ...]:
        """What was asked for of the day itself."""
        return tuple(dict.fromkeys([*self.inputs, *self.outlook, *self.events]))


@dataclass(frozen=True)
class Watched:
    """One day, watched: each mechanism's halves by name, and the functions beside them."""

    mechanisms: tuple[Mechanism, ...]
    expect: dict[str, Reading]
    change: dict[str, Reading]
    beside: dict[str, Reading]  #: `sample_events`, `initial_state`, `rung`

    def readers_of_parameter(self, path: str) -> list[str]:
        """Return who uses a parameter, in the order of play; `path` as `tempo.branching` or `clients.autonomy`."""
        halves = [
            m.name
            for m in self.mechanisms
            if any(path in half[m.name].params for half in (self.expect, self.change) if m.name in half)
        ]
        return halves + [name for name, reading in self.beside.items() if path in reading.params]


class Watch:
    """A record that hands its values through and notes which were asked for."""

    def __init__(self, held: Any, noted: dict[str, None], prefix: str = ""):
        self._held, self._noted, self._prefix = held, noted, prefix

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._held, name)
        if isinstance(value, Record):
            return Watch(value, self._noted, f"{self._prefix}{name}.")
        self._noted.setdefault(f"{self._prefix}{name}")
        return value

    def of(self, kind: Any) -> Watch:
        """Return the part that a record of this kind declares, watched."""
        prefix = f"{kind.scope}." if isinstance(self._held, Params) else ""
        return Watch(self._held.of(kind), self._noted, prefix)

    def replace(self, **values: Any) -> Any:
        """Return the record with some values replaced; what is passed along is not asked for."""
        return self._held.replace(**values)

    def merge(self, record: Any) -> Any:
        """Return the record with another put in; what is passed along is not asked for."""
        return self._held.merge(record)


class Notebook:
    """The notes of one call."""

    KINDS = ("params", "state", "inputs", "outlook", "events")

    def __init__(self) -> None:
        self.noted: dict[str, dict[str, None]] = {kind: {} for kind in self.KINDS}

    def watch(self, kind: str, held: Any) -> Any:
        """Return a record that notes what is asked of it."""
        return Watch(held, self.noted[kind])

    def reading(self, gives: Iterable[str] = ()) -> Reading:
        """Return what was noted."""
        return Reading(**{kind: tuple(names) for kind, names in self.noted.items()}, gives=tuple(gives))


def watched(scenario: Scenario | None = None) -> Watched:
    """Return a day of the classroom, or of another case, watched without computing anything."""
    return _watched(scenario.network, scenario) if scenario else _of_the_classroom()


@cache
def _of_the_classroom() -> Watched:
    scenario = load(CASE)
    return _watched(
        replace(scenario.network, truces=True), scenario
    )  # what only some cases read is read, too


def _watched(network: Network, scenario: Scenario) -> Watched:
    seen = Watched(network.mechanisms, {}, {}, {})
    plan = plan_days(network, scenario.as_of, 1)
    inputs = jax.tree.map(lambda x: x[0][:, None] if x.ndim > 1 else x[0], plan)

    def one_day(values: Any, bits: Uniforms) -> Any:
        params = scenario.layout.params(values)
        note = Notebook()
        state = initial_state(network, note.watch("params", params))
        for name in SHAPES_ONLY:
            note.noted["params"].pop(name)
        seen.beside["initial_state"] = note.reading()
        outlook = _expect(seen, network, params, state, inputs)
        events = _draw(seen, network, params, state, inputs, outlook, bits)
        _change(seen, network, params, state, inputs, outlook, events)
        return events.count

    bits = {name: np.zeros((len(actors_of(network, kind)), 1), np.uint32) for name, kind in STREAMS.items()}
    jax.eval_shape(one_day, np.array(scenario.layout.defaults[:, None], np.float32), Uniforms(**bits))
    return seen


def _expect(seen: Watched, network: Network, params: Params, state: State, inputs: Inputs) -> Outlook:
    outlook = Outlook()
    for mechanism in seen.mechanisms:
        if mechanism.expect:
            note = Notebook()
            w = note.watch
            given = mechanism.expect(
                network, w("params", params), w("state", state), w("inputs", inputs), w("outlook", outlook)
            )
            seen.expect[mechanism.name] = note.reading(_new(given, outlook))
            outlook = outlook.merge(given)
    return outlook


def _new(given: Any, before: Any) -> list[str]:
    """Return the names whose values a mechanism gave, not those that it passed along."""
    return [name for name, value in vars(given).items() if vars(before).get(name) is not value]


def _draw(
    seen: Watched,
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    bits: Uniforms,
) -> Events:
    note = Notebook()
    w = note.watch
    known = (w("params", params), w("state", state), w("inputs", inputs), w("outlook", outlook))
    events = sample_events(network, *known, uniforms_of(bits))
    seen.beside["sample_events"] = note.reading(f.name for f in fields(Events))
    note = Notebook()
    rung(note.watch("params", params), note.watch("events", events))
    seen.beside["rung"] = note.reading()
    return events


def _change(
    seen: Watched,
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
) -> None:
    for mechanism in seen.mechanisms:
        if mechanism.change:
            note = Notebook()
            w = note.watch
            known = (w("params", params), w("state", state), w("inputs", inputs), w("outlook", outlook))
            given = mechanism.change(network, *known, w("events", events), w("state", state))
            seen.change[mechanism.name] = note.reading(_new(given, state))
