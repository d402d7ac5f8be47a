"""One future, day by day: its events and the state after each, so that two can be laid side by side."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from armslength.simulate import Ensemble
from armslength.simulate.block import live
from armslength.simulate.policies import Levers, nothing_booked
from armslength.simulate.streams import bits_of_worlds, row_keys
from armslength.world.day import ORDER_OF_PLAY, conditional
from armslength.world.draw import luck
from armslength.world.params import Layout
from armslength.world.records import Day, Events, State


class Future(NamedTuple):
    """A future as it was played."""

    events: Events  #: [day, actor]
    state: State  #: [day, actor] at the end of each day
    given: Day  #: [day, actor] what the plan gives


def trace(ensemble: Ensemble, draw: int, number: int) -> Future:
    """The future of a draw of the parameters with a number, with the luck that it has in the ensemble."""
    drawn = np.array([draw if ensemble.luck is None else ensemble.luck[draw]])
    keys = row_keys(ensemble.layout.network, ensemble.seed, drawn)
    start = jax.tree.map(lambda x: np.asarray(x, np.float32)[..., draw : draw + 1], ensemble.start)
    values = ensemble.values[:, draw : draw + 1].astype(np.float32)
    events, state = _play(ensemble.layout, values, start, ensemble.plan, ensemble.levers, keys, number)
    events, state = (jax.tree.map(lambda x: np.asarray(x)[..., 0], made) for made in (events, state))
    return Future(events, state, ensemble.plan)


@partial(jax.jit, static_argnums=0)
def _play(
    layout: Layout, values: Any, start: State, plan: Day, levers: Levers, keys: Any, number: Any
) -> tuple[Events, State]:
    net, p = layout.network, layout.group(values)
    high, low = keys
    by_world = (high, low, jnp.asarray(number, jnp.uint32)[None])

    def play_day(carry: Any, today: Any) -> Any:
        state, booked = carry
        t, given, by_day = today
        given = jax.tree.map(lambda x: x[:, None] if x.ndim else x, given)
        chances = luck(bits_of_worlds(net, by_world, t))
        _, events, new, booked = live(net, p, state, given, chances, levers, by_day, booked, t)
        new = jax.tree.map(lambda a, b: jnp.broadcast_to(b, a.shape).astype(a.dtype), state, new)
        events = jax.tree.map(lambda x: jnp.broadcast_to(x, (*x.shape[:-1], 1)) if x.ndim else x[None], events)  # fmt: skip
        return (new, booked), (events, new)

    days = jnp.arange(1, plan.trigger.shape[0] + 1)
    carry = (start, nothing_booked(levers, start.tension))
    made: tuple[Events, State] = jax.lax.scan(play_day, carry, (days, plan, levers.daily))[1]
    return made


def first_day_apart(one: Future, other: Future) -> int | None:
    """The first day, from 0, on which anything differs; nothing where they are the same."""
    days = None
    for a, b in zip(jax.tree.leaves(one[:2]), jax.tree.leaves(other[:2]), strict=True):
        apart = (a != b).reshape(a.shape[0], -1).any(-1)
        days = apart if days is None else days | apart
    return int(np.argmax(days)) if days is not None and days.any() else None


def movers(layout: Layout, state: State, day: Day) -> dict[str, str]:
    """The mechanism that moves each field of the state; asked of the mechanisms themselves."""
    net = layout.network
    found: dict[str, str] = {}

    def ask() -> State:
        p = layout.group(jnp.asarray(layout.defaults)[:, None])
        s = jax.tree.map(lambda x: jnp.asarray(x)[-1][..., None], state)
        d = jax.tree.map(lambda x: jnp.asarray(x)[0][:, None] if x.ndim > 1 else jnp.asarray(x)[0], day)
        c = conditional(net, p, s, d)
        e = _quiet(s)
        for mechanism in ORDER_OF_PLAY:
            if mechanism.change and mechanism.name != "succession":
                for name in mechanism.change(net, p, s, d, c, e, s):
                    found.setdefault(name, mechanism.name)
        result: State = s
        return result

    eqx.filter_eval_shape(ask)
    return found


def _quiet(s: State) -> Events:
    """Events of a day on which nothing happens."""
    front, adversary, client = (jnp.zeros_like(x) for x in (s.fear, s.heat, s.rapport))
    of = {"reprisal": adversary, "level": adversary, "patron_strike": adversary, "envoy": client}
    world = ("war", "trigger_noise", "truce_turns")
    return Events(**{n: jnp.zeros_like(s.tension) if n in world else of.get(n, front) for n in Events.__dataclass_fields__})  # fmt: skip
