"""Opening: a front that has not fired yet opens once, and stays open."""

import jax.numpy as jnp

from armslength.world.decay import saturated
from armslength.world.mechanism import Mechanism


def expect(network, params, state, inputs, outlook):
    """`opening` [front]: chance that the front opens today; 0 once it has."""
    pull = params.opening.trigger * params.fronts.trigger_sensitivity * saturated(params, outlook.trigger)
    push = params.opening.contagion * state.integration * network.from_neighbours(state.open)
    return {"opening": (1 - state.open) * -jnp.expm1(-jnp.exp(params.opening.baseline + pull + push))}


def change(network, params, state, inputs, outlook, events, updated):
    """Latched."""
    return {"open": jnp.maximum(state.open, events.opened)}


MECHANISM = Mechanism(
    name="opening",
    title="Opening of fronts",
    equations=(
        "P(front f opens today) = 1 - exp(-exp(o_0 + o_x s_f X/(X + x_h) + κ_open Z Σ_k Ω_fk open_k))",
    ),
    source="lags of 1, 10, 12 and 43 days after the trigger",
    expect=expect,
    change=change,
    off={"opening.trigger": 0.0},
)
