"""One future, day by day, or step by step where the case goes by longer ones: its events and the state after each, so that two can be laid side by side."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from armslength.simulate import Ensemble, Policy
from armslength.simulate.in_steps import in_steps, steps_of
from armslength.simulate.kept_code import kept
from armslength.simulate.streams import row_keys, uniforms_of_worlds, world_keys
from armslength.world.day import Day, unroll
from armslength.world.mechanism import Mechanism
from armslength.world.params import Layout
from armslength.world.record import fields_of
from armslength.world.records import Events, Inputs, State


class Future(NamedTuple):
    """A future as it was played."""

    events: Events  #: [day, actor]
    state: State  #: [day, actor] at the end of each day
    given: Inputs  #: [day, actor] what the plan gives


def trace(ensemble: Ensemble, draw: int, number: int) -> Future:
    """Return the future of a draw of the parameters with a number, at the random numbers that it has in the ensemble."""
    drawn = np.array([draw if ensemble.streams is None else ensemble.streams[draw]])
    keys = row_keys(ensemble.layout.network, ensemble.seed, drawn)
    start = jax.tree.map(lambda x: np.asarray(x, np.float32)[..., draw : draw + 1], ensemble.start)
    values = ensemble.values[:, draw : draw + 1].astype(np.float32)
    steps = steps_of(ensemble.layout.network.step, ensemble.first_day, ensemble.days)
    plan, policy = in_steps(ensemble.plan, ensemble.policy, steps)
    events, state = _play(ensemble.layout, values, start, plan, policy, keys, number)
    events, state = (jax.tree.map(lambda x: np.asarray(x)[..., 0], made) for made in (events, state))
    return Future(events, state, plan)


@kept(fixed=1)
def _play(
    layout: Layout, values: Any, start: State, plan: Inputs, policy: Policy, keys: Any, number: Any
) -> tuple[Events, State]:
    net, params = layout.network, layout.params(values)
    by_world = world_keys(keys, 1, number)

    def observe(day: Day, booked: Any) -> Any:
        events = jax.tree.map(
            lambda x: jnp.broadcast_to(x, (*x.shape[:-1], 1)) if x.ndim else x[None], day.events
        )
        return policy.book(net, day, booked), (events, day.updated)

    _, _, made = unroll(
        net,
        params,
        start,
        (jnp.arange(1, plan.trigger.shape[0] + 1), plan, policy.daily),
        prepare=policy.prepare,
        happen=partial(policy.happen, net),
        observe=observe,
        uniforms=partial(uniforms_of_worlds, net, by_world),
        memory=policy.begin(start.tension),
    )
    events, state = made
    return events, state


def first_day_apart(one: Future, other: Future) -> int | None:
    """Return the first day, counted from 0, on which anything differs, or None where the two are the same."""
    days = None
    for a, b in zip(jax.tree.leaves(one[:2]), jax.tree.leaves(other[:2]), strict=True):
        apart = (a != b).reshape(a.shape[0], -1).any(-1)
        days = apart if days is None else days | apart
    return int(np.argmax(days)) if days is not None and days.any() else None


def movers(mechanisms: Iterable[Mechanism]) -> dict[str, str]:
    """Return the mechanism that moves each state variable from day to day: the one that declares it."""
    return {v.name: m.name for m in mechanisms if m.state for v in fields_of(m.state)}
