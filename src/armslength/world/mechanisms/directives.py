"""Directives: what the commander does next, front by front, so that orders follow pressure."""

from __future__ import annotations

from armslength.parameters.priors import Beta, Fixed, HalfNormal, LogNormal, Normal
from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanism import Mechanism
from armslength.world.network import Network
from armslength.world.numerics import jnp, sigmoid
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerFront,
    PerWorld,
    parameter,
    quantity,
)
from armslength.world.records import Inputs

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class DirectivesParameters(Parameters, scope="directives"):
    """What moves the commander to give an order."""

    baseline: PerWorld = parameter("Logit of an order or visit on a calm day, per front", "δ_0", "logit/day", Normal(-5.3, 0.5), -5.3, "assumed")
    pressure: PerWorld = parameter("Rise with the adversary's red-line pressure", "δ_1", "logit", LogNormal(2.5, 0.3), 2.5, "assumed: a lethal event, a visit within days", POSITIVE)
    tension: PerWorld = parameter("Rise with tension", "δ_2", "logit", HalfNormal(0.15), 0.1, "assumed", POSITIVE)
    threat: PerWorld = parameter("Rise with the threat that the client perceives", "δ_3", "logit", LogNormal(2.0, 0.3), 2.0, "assumed", POSITIVE)
    reported: PerWorld = parameter("Chance that an order or visit is reported, for the clients of one host together", "-", "share", Beta(2, 3), 0.4, "assumed", UNIT)
    partial: PerWorld = parameter("Share of orders that ask for half, not full, restraint", "-", "share", Fixed(0.5), 0.5, "assumed", UNIT)


# fmt: on


class DirectivesOutlook(OutlookRecord):
    """What the commander may do today."""

    directive: PerFront = quantity(
        "chance that the commander gives an order and visits today, where he decides"
    )


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> DirectivesOutlook:
    """Return the chance of an order and a visit on each front today."""
    moved = params.directives
    pushed = moved.pressure * state.pressure + moved.threat * outlook.foreseen
    logit = moved.baseline + moved.tension * state.tension + network.adversary_to_front(pushed)
    directive = sigmoid(logit)
    if inputs.given is not None:
        gives = (inputs.given > 0) * jnp.ones_like(state.tie)
        directive = directive * network.sender_to_front(gives, inputs.sender)
    if inputs.exists is not None:
        directive = directive * inputs.exists
    return DirectivesOutlook(directive=directive)


MECHANISM = Mechanism(
    name="directives",
    title="The commander's directives",
    equations=(
        "P(order or visit on f today) = sigmoid(δ_0 + δ_1 P + δ_2 τ + δ_3 Θ); half of them full, half partial; cap 1; 0 where the sender gives no support or the client has ended",
    ),
    source="assumed: a lethal event, then a visit within days",
    parameters=(DirectivesParameters,),
    outlook=DirectivesOutlook,
    expect=expect,
    off={"directives.baseline": -30.0, "directives.pressure": 0.0, "directives.threat": 0.0},
    drives=("What the commander does",),
)
