"""What a day is made of besides parameters, state and outlook: what is given, what happens, and its random numbers."""

from __future__ import annotations

from typing import Any

from armslength.world.composed import Outlook, Params, State
from armslength.world.numerics import jnp
from armslength.world.record import (
    PerAdversary,
    PerBond,
    PerClient,
    PerFront,
    PerLevelAndAdversary,
    PerWorld,
    Record,
    array,
    spared,
)

__all__ = ["Events", "Inputs", "Outlook", "Params", "State", "lift"]


def lift(tree: Any, axes: int) -> Any:
    """Return a pytree whose arrays have axes for the worlds, so that actors stay in front; scalars stay as they are."""
    import jax

    return jax.tree.map(lambda x: jnp.reshape(x, (*jnp.shape(x), *([1] * axes))) if jnp.ndim(x) else x, tree)


class Inputs(Record):
    """What is given on a day and not drawn: the patron's fixed actions, and the world outside."""

    tempo_order: PerFront = array("d^r in [0, 1]; 0 = none")
    release_order: PerFront = array("d^e in [0, 1]; 0 = none")
    cap_order: PerFront = array("d^s in [0, 1]; 0 = none")
    envoy: PerBond = array("e, envoy-days")
    deciding: PerFront = array("1 where the commander's own directives run today")
    host_pressure: PerClient = array("p in [0, 1]")
    threat: PerAdversary = array("omega, public threat")
    trigger: PerWorld = array("X; NaN = by its own process")
    successor: PerWorld = array("who takes office at the end of the day, an integer; -1 = nobody")
    truce_begins: PerFront = array("1 where a truce of client and adversary begins tomorrow")
    truce_holds: PerFront = array("1 where one whose end is known holds tomorrow")
    truce_ends: PerFront = array("1 where one ends today and no other holds on")
    given: PerBond = spared("support on the day, as a multiple of g; None = g throughout")
    exists: PerFront = spared("1 while the client exists, 0 once it has ended; None = all of them throughout")
    sender: PerFront = spared("place of the patron who gives the orders of the day; None = the only one")


class Events(Record):
    """What happened on a day: drawn in simulation, read from reports in replay, scored in a fit."""

    tempo_order: PerFront = array("d^r in [0, 1], given or the commander's own; 0 = none")
    release_order: PerFront = array("d^e in [0, 1]; 0 = none")
    cap_order: PerFront = array("d^s in [0, 1], given or the commander's own; 0 = none")
    envoy: PerBond = array("e, envoy-days")
    accepted: PerFront = array("y in {0, 1}; between them where nobody knows")
    announced: PerFront = array("1 where acceptance was announced")
    opened: PerFront = array("1 where the front opened today")
    resumed: PerFront = array("1 where the end of a suspension was announced")
    arrived: PerFront = array("1 where an order of today arrives; the chance of it where nobody knows")
    halt_alone: PerFront = array(
        "1 where those under the label who announced a halt keep it today; a probability where nobody knows"
    )
    halt_all: PerFront = array(
        "1 where everyone under the label halts today; a probability where nobody knows"
    )
    pace: PerFront = array(
        "logarithm of the pace today, in simulation as drawn, in replay as known at the end of the day"
    )
    pace_spread: PerFront = array(
        "squared coefficient of variation of what is not known of it; 0 in simulation"
    )
    count: PerFront = array("n, attacks; expected ones inside a tally")
    surprise: PerFront = array("per day, when a tally ends: (observed - expected) / length")
    surprise_days: PerFront = array("its length; 0 = no tally ends today")
    harmed: PerFront = array("attacks with injury or damage but no deaths")
    lethal: PerFront = array("attacks lethal to the adversary's own people")
    deaths: PerFront = array("the adversary's own dead")
    worst: PerFront = array("dead of the worst attack")
    reprisal: PerAdversary = array("0 or 1")
    level: PerAdversary = array("1 to 4; 0 = none")
    hidden: PerLevelAndAdversary = array(
        "expected reprisals of levels that the reports leave out; 0 in simulation"
    )
    answered: PerFront = array("1 for the front a reprisal answers")
    patron_strike: PerAdversary = array("0 or 1")
    war: PerWorld = array("0 or 1")
    trigger_noise: PerWorld = array("standard normal")
    truce_turns: PerWorld = array("1 where a truce begins or ends")
