"""A day is two functions: what can happen today, and what today does to tomorrow.

    conditional(network, params, state, day)                  -> the distribution of everything that can happen
    update(network, params, state, day, outlook, events)      -> tomorrow's state

Draw from the first and it simulates; score events by it and it fits; differentiate and a sampler runs.
Everything latent is a deterministic function of past events, actions and inputs (an observation-driven model:
Cox 1981), so chance enters through the day's events alone.
"""

from collections.abc import Callable
from typing import Any

import equinox as eqx

from armslength.world.mechanism import Mechanism
from armslength.world.mechanisms import (
    control,
    deterrence,
    directives,
    escalation,
    opening,
    reprisal,
    severity,
    tempo,
    ties,
    trigger,
)
from armslength.world.network import Network
from armslength.world.records import Day, Events, Group, State

#: The mechanisms of a day, in the order in which they act.
ORDER_OF_PLAY: tuple[Mechanism, ...] = (
    trigger.MECHANISM,
    deterrence.MECHANISM,
    directives.MECHANISM,
    control.MECHANISM,
    opening.MECHANISM,
    tempo.MECHANISM,
    severity.MECHANISM,
    reprisal.MECHANISM,
    escalation.MECHANISM,
    ties.MECHANISM,
    ties.SUCCESSION,
)


def conditional(net: Network, params: Group, state: State, day: Day) -> Group:
    """The distribution of everything that can happen today, as named quantities."""
    outlook = Group()
    for mechanism in ORDER_OF_PLAY:
        if mechanism.expect:
            outlook = outlook.replace(**mechanism.expect(net, params, state, day, outlook))
    return outlook


def update(net: Network, params: Group, state: State, day: Day, outlook: Group, events: Events) -> State:
    """Tomorrow's state."""
    new = state
    for mechanism in ORDER_OF_PLAY:
        if mechanism.change:
            fields = dict(mechanism.change(net, params, state, day, outlook, events, new))
            new = eqx.tree_at(_fields(tuple(fields)), new, list(fields.values()))
    return new


def _fields(names: tuple[str, ...]) -> Callable[[State], list[Any]]:
    return lambda state: [getattr(state, name) for name in names]
