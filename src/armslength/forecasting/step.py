"""Play one day or week of one world from a saved state: what the umpire of a game needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.errors import ArmslengthError, Fault
from armslength.initial_conditions import replay_at
from armslength.scenario import Scenario, load
from armslength.simulate import parse_action, plan_days
from armslength.simulate.streams import row_keys, uniforms_of_worlds, world_keys
from armslength.world.day import Day, unroll
from armslength.world.draw import sample_events
from armslength.world.ladder import RUNG_NAMES, rung
from armslength.world.mechanisms.reprisal import LEVELS
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.records import Events, Inputs, State

FORMAT = "armslength-state/1"
LONGEST = 31  # days in one step


@dataclass(frozen=True)
class Position:
    """One world at the end of a day."""

    scenario: Scenario
    layout: Layout
    values: np.ndarray  #: [site]
    state: State  #: [actor]
    day: date

    @property
    def network(self) -> Network:
        """Who is tied to whom."""
        return self.layout.network

    def as_data(self) -> dict[str, Any]:
        """As a file holds it."""
        return {
            "format": FORMAT, "scenario": str(self.scenario.folder or self.scenario.name), "scenario_hash": self.scenario.hash,
            "day": self.day.isoformat(), "parameters": dict(zip(self.layout.names, map(float, self.values), strict=True)),
            "state": {name: np.asarray(getattr(self.state, name)).tolist() for name in State.__dataclass_fields__},
        }  # fmt: skip


def position(start: str | Path) -> Position:
    """A saved state, or a case at its as-of date with the parameters at their values."""
    path = Path(start)
    if path.is_file() and path.suffix == ".json":
        return _read(path)
    scenario = load(start)
    layout = Layout(Network.of(scenario), scenario.sites())
    found = replay_at(scenario, layout, layout.defaults[:, None])
    state = jax.tree.map(lambda x: x[..., 0], found.state)
    return Position(scenario, layout, layout.defaults, state, scenario.as_of)


def step(
    at: Position, orders: Iterable[str] = (), days: int = 1, seed: int = 1
) -> tuple[list[dict[str, Any]], Position]:
    """What happens in the next `days` days, and where everyone then stands. Orders are actions in words."""
    if not 1 <= days <= LONGEST:
        raise ArmslengthError(f"a step takes 1 to {LONGEST} days, not {days}")
    first = at.day + timedelta(days=1)
    actions = [parse_action(text, at.network, first) for text in orders]
    plan = plan_days(at.network, first, days, actions, deciding=at.scenario.directives == "model")
    number = at.day.toordinal()  # the same seed on another day is other luck
    final, daily = _play(
        at.layout,
        at.values.astype(np.float32),
        at.state,
        plan,
        row_keys(at.network, seed, np.arange(1)),
        number,
    )
    told = [
        event
        for t in range(days)
        for event in _events(
            at.network, jax.tree.map(lambda x, t=t: np.asarray(x)[t], daily), first + timedelta(days=t)
        )
    ]
    return told, replace(at, state=final, day=at.day + timedelta(days=days))


@partial(jax.jit, static_argnums=0)
def _play(layout: Layout, values: Any, state: State, plan: Inputs, keys: Any, number: Any) -> Any:
    net, params = layout.network, layout.group(values)
    by_world = world_keys(keys, 1)

    def uniforms(day: Any) -> Any:
        return jax.tree.map(lambda x: x[:, 0], uniforms_of_worlds(net, by_world, number + day))

    def happen(day: Day, memory: None, uniforms: Any) -> Events:
        return sample_events(net, day.params, day.state, day.inputs, day.outlook, uniforms)

    def observe(day: Day, memory: None) -> Any:
        return None, (day.events, rung(day.params, day.events), day.outlook.ordered)

    days = (jnp.arange(1, plan.trigger.shape[0] + 1), plan, None)
    state = jax.tree.map(lambda x: jnp.asarray(x, jnp.float32), state)
    final, _, daily = unroll(net, params, state, days, happen=happen, observe=observe, uniforms=uniforms)
    return final, daily


def _events(net: Network, daily: Any, day: date) -> Iterator[dict[str, Any]]:
    """The day in sentences, with the numbers behind them."""
    e, reached, ordered = daily
    for f, front in enumerate(net.fronts):
        base = {"day": day.isoformat(), "front": front}
        asked = {
            k: float(getattr(e, k)[f])
            for k in ("tempo_order", "release_order", "cap_order")
            if getattr(e, k)[f] > 0
        }
        if asked:
            took = bool(e.accepted[f])
            yield {
                **base,
                "kind": "order",
                **asked,
                "accepted": took,
                "text": f"{front}: an order is {'accepted' if took else 'refused'}",
            }
        if e.opened[f]:
            yield {**base, "kind": "opening", "text": f"{front}: the front opens"}
        if e.count[f]:
            count, lethal, dead = int(e.count[f]), int(e.lethal[f]), int(e.deaths[f])
            text = f"{front}: {count} attack{'s' * (count > 1)}" + (
                f", {dead} killed (as ordered with probability {ordered[f]:.2f})" if lethal else ""
            )
            yield {
                **base,
                "kind": "attack",
                "count": count,
                "harmed": int(e.harmed[f]),
                "lethal": lethal,
                "deaths": dead,
                "text": text,
            }
    for a, adversary in enumerate(net.adversaries):
        base = {"day": day.isoformat(), "adversary": adversary}
        if e.reprisal[a]:
            whom = [f for i, f in enumerate(net.fronts) if e.answered[i] and net.adversary_of[i] == a]
            text = f"{adversary}: a reprisal against {LEVELS[int(e.level[a]) - 1]}" + (
                f", answering {whom[0]}" if whom else ""
            )
            yield {**base, "kind": "reprisal", "level": int(e.level[a]), "answered": whom, "text": text}
        if e.patron_strike[a]:
            yield {**base, "kind": "patron_strike", "text": f"the patron's own forces strike {adversary}"}
    yield {
        "day": day.isoformat(),
        "kind": "ladder",
        "rung": int(reached),
        "text": f"rung {int(reached)}: {RUNG_NAMES[int(reached)]}",
    }


def _read(path: Path) -> Position:
    no_state = ArmslengthError(
        Fault(path, None, "this is no saved state", "`armslength step CASE --out FILE` makes one")
    )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        form = data["format"]
    except OSError as error:
        raise ArmslengthError(Fault(path, None, f"cannot be read: {error.strerror}")) from None
    except (ValueError, KeyError, TypeError):
        raise no_state from None
    if form != FORMAT:
        raise ArmslengthError(Fault(path, None, f"its format is '{form}'", f"this version reads {FORMAT}"))
    try:
        return _position(path, data)
    except (ValueError, KeyError, TypeError):
        raise no_state from None


def _position(path: Path, data: dict[str, Any]) -> Position:
    scenario = load(data["scenario"])
    if scenario.hash != data["scenario_hash"]:
        raise ArmslengthError(
            Fault(
                path,
                None,
                f"the scenario '{data['scenario']}' has changed since this state was saved",
                "start again from the case",
            )
        )
    layout = Layout(Network.of(scenario), scenario.sites())
    values = np.array([data["parameters"][name] for name in layout.names])
    state = State(**{name: jnp.asarray(x) for name, x in data["state"].items()})
    return Position(scenario, layout, values, state, date.fromisoformat(data["day"]))
