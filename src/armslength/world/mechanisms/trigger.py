"""The trigger war: outside the model's actors, it runs by its own process beyond the as-of date."""

import jax.numpy as jnp

from armslength.world.mechanism import Mechanism


def expect(net, p, s, d, c):
    """`trigger` [*world]: intensity today, given or by its process; `truce_turn`: chance that a truce begins or ends."""
    own = jnp.where(s.truce > 0, p.trigger.truce_level, s.trigger)
    turn = jnp.where(s.truce > 0, p.trigger.truce_ends, p.trigger.truce_begins)
    return {"trigger": jnp.where(jnp.isnan(d.trigger), own, d.trigger), "truce_turn": turn}


def change(net, p, s, d, c, e, new):
    """Log intensity returns to its mean; a truce comes and goes; a given value sets both."""
    t = p.trigger
    keep = jnp.exp(-1.0 / t.memory)
    log_x = t.log_mean + keep * (jnp.log(s.trigger) - t.log_mean) + t.noise * e.trigger_noise
    drawn = jnp.minimum(jnp.exp(log_x), t.ceiling)
    given = ~jnp.isnan(d.trigger)
    quiet = c.trigger < 10 * t.truce_level
    return {
        "trigger": jnp.where(given, jnp.where(quiet, s.trigger, c.trigger), drawn),
        "truce": jnp.where(given, quiet * 1.0, jnp.abs(s.truce - e.truce_turns)),
    }


MECHANISM = Mechanism(
    name="trigger",
    title="The trigger war",
    equations=(
        "log X' = m + φ (log X - m) + σ ε, capped; a truce begins with 1/150 a day and ends with 1/20",
    ),
    claims=("C43", "C67", "C76"),
    source="reported deaths per day in the trigger war by phase",
    expect=expect,
    change=change,
)
