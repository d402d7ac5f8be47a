"""The rung of the ladder of escalation that the events of simulated days show."""

from __future__ import annotations

from typing import Any

from armslength.ladder import RULES, Signs
from armslength.world.composed import Params
from armslength.world.numerics import jnp
from armslength.world.records import Events


def rung(params: Params, events: Events) -> Any:
    """Return the rung of the day in each world, [*world]."""
    signs = Signs(
        active=(events.count >= 1).sum(0),
        level=events.level.max(0),
        crossed=((events.worst >= 1) & (params.fronts.red_line > 0)).any(0),
        direct_fire=events.patron_strike.max(0) > 0,
        war=events.war > 0,
    )
    reading = jnp.zeros(())
    for number, holds in enumerate(RULES, start=1):
        reading = jnp.where(holds(signs), float(number), reading)
    return reading
