"""A day is two functions: what can happen today, and what today does to tomorrow.

    conditional(network, params, state, inputs)                  -> the distribution of everything that can happen
    update(network, params, state, inputs, outlook, events)      -> tomorrow's state

Draw from the first and it simulates; score events by it and it fits; differentiate and a sampler runs. `unroll` plays
the two day after day: it is the loop of every simulation and of the replay of a reported past.
Everything latent is a deterministic function of past events, actions and inputs (an observation-driven model:
Cox 1981), so chance enters through the day's events alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from armslength.world.composed import Outlook, Params, State
from armslength.world.network import Network
from armslength.world.records import Events, Inputs, lift


def conditional(network: Network, params: Params, state: State, inputs: Inputs) -> Outlook:
    """Return the distribution of everything that can happen today, as named quantities."""
    outlook = Outlook()
    for mechanism in network.mechanisms:
        if mechanism.expect:
            outlook = outlook.merge(mechanism.expect(network, params, state, inputs, outlook))
    return outlook


def update(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook, events: Events
) -> State:
    """Return tomorrow's state."""
    updated = state
    for mechanism in network.mechanisms:
        if mechanism.change:
            changed = mechanism.change(network, params, state, inputs, outlook, events, updated)
            updated = updated.merge(changed)
    return updated


class Day(NamedTuple):
    """A day while it is played: each function of `unroll` sees what came before it."""

    number: Any  #: of the day; the random numbers go by it
    inputs: Inputs
    extra: Any  #: whatever else the caller gives for this day
    params: Params
    state: State  #: at the end of the day before
    outlook: Any = None  #: from `conditional` on
    events: Any = None  #: once they are sampled, or read from a report
    updated: Any = None  #: the state at the end of the day


def unroll(
    network: Network,
    params: Params,
    start: State,
    plan: tuple[Any, Inputs, Any],
    *,
    happen: Callable[[Day, Any, Any], Events],
    observe: Callable[[Day, Any], tuple[Any, Any]],
    prepare: Callable[[Day, Any], Day] = lambda day, memory: day,
    uniforms: Callable[[Any], Any] = lambda number: None,
    memory: Any = None,
) -> tuple[State, Any, Any]:
    """Play days one after another; return the last state, the last memory and what was kept of each day.

    Args:
        network: who is tied to whom.
        params: the parameters, [actor, *world].
        start: the state before the first day, [actor, *world].
        plan: number, inputs and whatever else is given, each [day, ...] without axes for worlds.
        happen: `(day, memory, uniforms) -> events`, drawn or reported.
        observe: `(day, memory) -> memory, kept`; what is kept comes back [day, ...].
        prepare: `(day, memory) -> day`, with other inputs or parameters, before the day's outlook is made.
        uniforms: random numbers by the number of the day.
        memory: what the caller carries from day to day besides the state.
    """
    axes = jnp.ndim(start.tension)

    def play(carry: Any, today: Any) -> Any:
        state, memory, random = carry
        number, inputs, extra = today
        day = prepare(Day(number, lift(inputs, axes), lift(extra, axes), params, state), memory)
        known = (network, day.params, state, day.inputs)
        day = day._replace(outlook=conditional(*known))
        day = day._replace(events=happen(day, memory, random))
        day = day._replace(updated=_alike(state, update(*known, day.outlook, day.events)))
        memory, kept = observe(day, memory)
        # Carried from the day before, the random numbers of a day are made once, not again wherever they are used.
        return (day.updated, memory, uniforms(number + 1)), kept

    carry = (start, memory, uniforms(plan[0][0]))
    (state, memory, _), kept = jax.lax.scan(play, carry, plan)
    return state, memory, kept


def _alike(before: State, after: State) -> State:
    """Return the state with the shapes and types of the day before, which a loop needs."""
    made: State = jax.tree.map(lambda a, b: jnp.broadcast_to(b, a.shape).astype(a.dtype), before, after)
    return made
