"""The first day ahead: its outlook when nothing is done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.initial_conditions import InitialConditions
from armslength.simulate.kept_code import kept
from armslength.world.day import conditional
from armslength.world.initial_state import quiet_day
from armslength.world.params import Layout
from armslength.world.records import Outlook, State


def control_today(initial: InitialConditions) -> np.ndarray:
    """Return control over each client [client, draw] on the first day ahead."""
    values = jnp.asarray(initial.values, jnp.float32)
    return np.asarray(outlook(initial.layout, values, initial.state, support_today(initial)).control)


def support_today(initial: InitialConditions) -> tuple[Any, Any] | None:
    """Return support [bond] and sender [front] of the first day ahead; None where they never change."""
    standing = initial.scenario.standing(initial.first_day, 1)
    if standing.given is None:
        return None
    return standing.given[0], None if standing.sender is None else standing.sender[0]


@kept(fixed=1)
def outlook(layout: Layout, values: Any, state: State, support: Any = None) -> Outlook:
    """Return the outlook of a day without inputs, at parameter values [site, draw] and in a state [actor, draw].

    `support` is given and sender of that day, where the case says when who supported whom.
    """
    net = layout.network
    quiet = quiet_day(net)
    quiet = quiet if support is None else replace(quiet, given=support[0], sender=support[1])
    today = jax.tree.map(lambda x: x[:, None] if x.ndim else x, quiet)
    return conditional(net, layout.params(values), state, today)
