"""The first day ahead: its outlook when nothing is done."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.initial_conditions import InitialConditions
from armslength.world.day import conditional
from armslength.world.initial_state import quiet_day
from armslength.world.params import Layout
from armslength.world.records import Outlook, State


def control_today(initial: InitialConditions) -> np.ndarray:
    """Return control over each client [client, draw] on the first day ahead."""
    values = jnp.asarray(initial.values, jnp.float32)
    return np.asarray(outlook(initial.layout, values, initial.state).control)


@partial(jax.jit, static_argnums=0)
def outlook(layout: Layout, values: Any, state: State) -> Outlook:
    """Return the outlook of a day without inputs, at parameter values [site, draw] and in a state [actor, draw]."""
    net = layout.network
    today = jax.tree.map(lambda x: x[:, None] if x.ndim else x, quiet_day(net))
    return conditional(net, layout.params(values), state, today)
