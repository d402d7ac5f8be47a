"""The trigger war: outside the model's actors, it runs by its own process beyond the as-of date."""

import jax.numpy as jnp

from armslength.world.mechanism import Mechanism


def expect(network, params, state, inputs, outlook):
    """`trigger` [*world]: intensity today, given or by its process; `truce_turn`: chance that a truce begins or ends."""
    own = jnp.where(state.truce > 0, params.trigger.truce_level, state.trigger)
    turn = jnp.where(state.truce > 0, params.trigger.truce_ends, params.trigger.truce_begins)
    return {"trigger": jnp.where(jnp.isnan(inputs.trigger), own, inputs.trigger), "truce_turn": turn}


def change(network, params, state, inputs, outlook, events, updated):
    """Log intensity returns to its mean; a truce comes and goes; a given value sets both."""
    t = params.trigger
    keep = jnp.exp(-1.0 / t.memory)
    log_x = t.log_mean + keep * (jnp.log(state.trigger) - t.log_mean) + t.noise * events.trigger_noise
    drawn = jnp.minimum(jnp.exp(log_x), t.ceiling)
    given = ~jnp.isnan(inputs.trigger)
    quiet = outlook.trigger < 10 * t.truce_level
    return {
        "trigger": jnp.where(given, jnp.where(quiet, state.trigger, outlook.trigger), drawn),
        "truce": jnp.where(given, quiet * 1.0, jnp.abs(state.truce - events.truce_turns)),
    }


MECHANISM = Mechanism(
    name="trigger",
    title="The trigger war",
    equations=(
        "log X' = m + φ (log X - m) + σ ε, capped; a truce begins with 1/150 a day and ends with 1/20",
    ),
    source="reported deaths per day in the trigger war by phase",
    expect=expect,
    change=change,
)
