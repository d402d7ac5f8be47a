"""The ladder of escalation: a deterministic reading of the day's events."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from armslength.world.records import Events, Group

RUNG_NAMES = (
    "quiet", "harassment", "tit for tat", "red line crossed, leadership struck or three fronts active",
    "direct fire between patron and adversary", "regional war",
)  # fmt: skip
RUNGS = len(RUNG_NAMES)
ACTIVE_FRONTS = 3


def rung(params: Group, events: Events) -> Float[Array, "*world"]:
    """0 quiet; 1 harassment; 2 a reprisal of level 1 or 2; 3, 4, 5 as `RUNG_NAMES` says."""
    active = (events.count >= 1).sum(0)
    level = events.level.max(0)
    crossed = ((events.worst >= 1) & (params.fronts.red_line > 0)).any(0)
    three = crossed | (level == 3) | (active >= ACTIVE_FRONTS)
    four = (level == 4) | (events.patron_strike.max(0) > 0)
    reading = jnp.where(active > 0, 1.0, 0.0)
    reading = jnp.where(level > 0, 2.0, reading)
    for step, holds in ((3.0, three), (4.0, four), (5.0, events.war > 0)):
        reading = jnp.where(holds, step, reading)
    return reading
