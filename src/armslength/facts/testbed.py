"""Controlled worlds: one case's actors under conditions that we set, so that one thing can be asked at a time.

A laboratory holds two thousand worlds: forty draws of the parameters (or forty copies of the defaults), fifty
futures each. A script says what happens in them by plan. Every script starts from the same warmed-up worlds and
meets the same random numbers, so that two scripts differ by what they say alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.facts.experiment import Forced, Script
from armslength.simulate import REPLICATES
from armslength.simulate.streams import row_keys, uniforms_of_worlds, world_keys
from armslength.world.day import Day, conditional, unroll
from armslength.world.draw import Uniforms, sample_events
from armslength.world.initial_state import initial_state, quiet_day
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.records import Events, Inputs, Outlook, Params, State

DRAWS = 40
WORLDS = DRAWS * REPLICATES
STRIDE = 30  # days that are compiled as one piece; every script's length is a multiple
SEED = 20240208

Values = Mapping[str, float]


class Laboratory:
    """Worlds of one case, seen as `groups` of equal size: one group for a value, ten for its error, one a draw."""

    def __init__(
        self, layout: Layout, values: np.ndarray, groups: int, seed: int = SEED, off: Values | None = None,
        payoffs: Mapping[str, Any] | None = None,
    ):  # fmt: skip
        self.layout, self.net, self.groups, self.seed = layout, layout.network, groups, seed
        self.payoffs = {name: np.asarray(p.value, float) for name, p in (payoffs or {}).items()}
        self.values = layout.override(values, off or {})  # [site, DRAWS]
        self._keys = row_keys(self.net, seed, np.arange(DRAWS))
        self._runs: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
        self._warm: dict[str, State] = {}

    @classmethod
    def at_defaults(
        cls,
        layout: Layout,
        seed: int = SEED,
        off: Values | None = None,
        payoffs: Mapping[str, Any] | None = None,
    ) -> Laboratory:
        """Return a laboratory of `DRAWS` copies of the defaults."""
        return cls(layout, np.repeat(layout.defaults[:, None], DRAWS, axis=1), 1, seed, off, payoffs)

    def seen_as(self, groups: int) -> Laboratory:
        """Return the same worlds and the same runs in another number of groups."""
        other = object.__new__(Laboratory)
        other.__dict__ = {**self.__dict__, "groups": groups}
        return other

    def site(self, name: str) -> np.ndarray:
        """Return the value of one parameter, [group]."""
        return self.by_group(self.values[self.layout.names.index(name)])

    def outlook(self, p: Params, state: State) -> Outlook:
        """Return the rates and probabilities of a quiet day, [*actor, DRAWS]."""
        day = jax.tree.map(lambda x: x[:, None] if x.ndim else x, quiet_day(self.net))
        result: Outlook = _outlook(self.net, p, state, day)
        return result

    def start(self, also: Mapping[str, Any] | None = None, **fields: Any) -> tuple[Params, State]:
        """Return parameters and the state before anything happened, [*actor, DRAWS], with some fields replaced."""
        values = self.layout.override(self.values, also or {})
        return _params(self.layout, values), replaced(_start(self.layout, values), **fields)

    def by_group(self, value: np.ndarray) -> np.ndarray:
        """Return a value known per draw by group, [group]; all draws are alike unless each is a group."""
        return value if self.groups == DRAWS else np.repeat(value[:1], self.groups)

    def run(self, script: Script, *keep: str) -> Record:
        """Run a script after the warm-up and return the record of its days; `keep` names the series wanted, if not all."""
        key = (script.key, keep)
        if key not in self._runs:
            self._runs[key] = self._play(script, keep)
        return Record(self.net, self._runs[key], self.groups)

    def _play(self, script: Script, keep: tuple[str, ...]) -> list[dict[str, Any]]:
        assert script.days % STRIDE == script.warm % STRIDE == 0
        values = script.numbers(self.layout, self.values).astype(np.float32)
        state = self._warmed(script, values)
        begin = {name: make(np.asarray(getattr(state, name))) for name, make in script.begin.items()}
        state = replaced(state, **begin)
        pieces = []
        for first in range(0, script.days, STRIDE):
            state, seen = self._stride(values, state, *script.piece(first, STRIDE), first)
            pieces.append({name: seen[name] for name in keep or seen})
        return pieces

    def _warmed(self, script: Script, values: np.ndarray) -> State:
        if script.warmth not in self._warm:
            state = _start(self.layout, np.repeat(values, REPLICATES, axis=-1))
            state = replaced(state, open=np.ones_like(state.open)) if script.open else state
            for first in range(0, script.warm, STRIDE):
                state, _ = self._stride(values, state, *script.warming(STRIDE), first + 10_000)
            self._warm[script.warmth] = state
        return self._warm[script.warmth]

    def _stride(self, values: np.ndarray, state: State, plan: Inputs, forced: Forced, first: int) -> Any:
        days = jnp.arange(first + 1, first + STRIDE + 1, dtype=jnp.uint32)
        return _stride(self.layout, values, state, plan, forced, days, self._keys)


def replaced(state: State, **fields: Any) -> State:
    """Return the state with some variables replaced, each by an array or a number."""
    return state.replace(
        **{
            n: jnp.broadcast_to(jnp.asarray(v, jnp.float32), getattr(state, n).shape)
            for n, v in fields.items()
        }
    )


@dataclass(frozen=True)
class Record:
    """What was seen, day by day: `record.tempo` is [day, front, group, future]."""

    net: Network
    pieces: Sequence[Mapping[str, Any]] = field(repr=False)  #: each of some days
    groups: int = 1

    def __getattr__(self, name: str) -> np.ndarray:
        if name.startswith("_") or name not in self.pieces[0]:
            raise AttributeError(name)
        x = np.concatenate([np.asarray(piece[name]) for piece in self.pieces])
        return x.reshape(*x.shape[:-1], self.groups, -1)

    def of(self, name: str, actor: str) -> np.ndarray:
        """Return a series of one client, front or adversary, [day, group, future]."""
        for listed in (self.net.fronts, self.net.clients, self.net.adversaries):
            if actor in listed:
                x = np.concatenate([np.asarray(piece[name])[:, listed.index(actor)] for piece in self.pieces])
                return x.reshape(*x.shape[:-1], self.groups, -1)
        raise KeyError(actor)

    def mean(self, name: str, actor: str) -> np.ndarray:
        """Return the mean of a series over all days and futures, [group]."""
        return np.asarray(self.of(name, actor).mean((0, 2), dtype=float))


@partial(jax.jit, static_argnums=0)
def _outlook(net: Network, p: Params, state: State, day: Inputs) -> Outlook:
    return conditional(net, p, state, day)


@partial(jax.jit, static_argnums=0)
def _params(layout: Layout, values: Any) -> Params:
    return layout.params(values)


@partial(jax.jit, static_argnums=0)
def _start(layout: Layout, values: Any) -> State:
    state = initial_state(layout.network, layout.params(values))
    result: State = jax.tree.map(lambda x: jnp.broadcast_to(x, (*x.shape[:-1], values.shape[-1])), state)
    return result


@partial(jax.jit, static_argnums=0)
def _stride(
    layout: Layout, values: Any, state: State, plan: Inputs, forced: Forced, days: Any, keys: Any
) -> Any:
    net = layout.network
    params = jax.lax.optimization_barrier(layout.params(jnp.repeat(values, REPLICATES, axis=-1)))
    by_world = world_keys(keys, REPLICATES)

    def happen(day: Day, memory: None, uniforms: Uniforms) -> Any:
        drawn = sample_events(net, day.params, day.state, day.inputs, day.outlook, uniforms)
        return _forced(drawn, day.extra)

    final, _, seen = unroll(
        net,
        params,
        state,
        (days, plan, forced),
        happen=happen,
        observe=lambda day, memory: (None, _seen(day)),
        uniforms=partial(uniforms_of_worlds, net, by_world),
    )
    return final, seen


def _seen(day: Day) -> dict[str, Any]:
    """Return what a fact may ask of a day, each [actor, future]; what belongs to the world has one actor."""
    outlook, events, state = day.outlook, day.events, day.state
    is_open = jnp.maximum(state.open, events.opened)
    return {
        "tempo": outlook.tempo * is_open,
        "count": events.count,
        "lethal": events.lethal,
        "worst": events.worst,
        "chance_lethal": outlook.lethal,
        "tail": outlook.tail,
        "reprisal": events.reprisal,
        "level": events.level,
        "control": outlook.control,
        "open": is_open,
        "capability": state.capability,
        "excitation": state.excitation,
        "attribution": state.attribution,
        "grievance": state.grievance,
        "integration": state.integration[None],
        "chance_war": outlook.war[None],
        "envoy": events.envoy,
    }


def _forced(events: Events, forced: Forced) -> Events:
    """Return the day's events with what the script decides in place of chance."""
    struck = forced.level > 0
    return replace(
        events,
        accepted=jnp.where(jnp.isnan(forced.accepted), events.accepted, forced.accepted),
        announced=jnp.broadcast_to(forced.announced, events.accepted.shape),
        reprisal=jnp.where(struck, 1.0, events.reprisal * forced.strikes),
        level=jnp.where(struck, forced.level, events.level * forced.strikes),
        answered=jnp.where(forced.answer_given > 0, forced.answered, events.answered * forced.strikes),
        patron_strike=events.patron_strike * forced.strikes,
        war=events.war * forced.wars,
    )
