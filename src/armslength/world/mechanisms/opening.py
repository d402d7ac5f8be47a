"""Opening: a front that has not fired yet opens once, and stays open."""

from __future__ import annotations

from armslength.parameters.priors import HalfNormal, Normal
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import saturated
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import (
    POSITIVE,
    OutlookRecord,
    Parameters,
    PerFront,
    PerWorld,
    StateRecord,
    Told,
    parameter,
    quantity,
    variable,
)
from armslength.world.records import Events, Inputs

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class OpeningParameters(Parameters, scope="opening"):
    """What opens a front."""

    baseline: PerWorld = parameter("Log hazard that a front opens without a trigger", "o_0", "log/day", Normal(-6.6, 0.7), -6.6, "no front in 60 days without a trigger")
    trigger: PerWorld = parameter("Rise of the log hazard with the saturated trigger, per unit of sensitivity", "o_x", "log", Normal(2.36, 0.4), 2.36, "lags of 1, 10, 12 and 43 days", POSITIVE)
    contagion: PerWorld = parameter("Rise of the log hazard when coupled fronts are open, times integration", "κ_open", "log", HalfNormal(2.0), 1.5, "assumed", POSITIVE)


# fmt: on


class OpeningState(StateRecord):
    """Which fronts are open."""

    open: PerFront = variable("0 or 1, latched", told=Told("the front {} being open"), observed=True)


class OpeningOutlook(OutlookRecord):
    """Which fronts may open today."""

    opening: PerFront = quantity("chance that the front opens today; 0 once it has")


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> OpeningOutlook:
    """Return the chance that each front opens today."""
    pull = params.opening.trigger * params.fronts.trigger_sensitivity * saturated(params, outlook.trigger)
    others = state.open if inputs.exists is None else state.open * inputs.exists
    push = params.opening.contagion * state.integration * network.from_neighbours(others)
    hazard = jnp.exp(params.opening.baseline + pull + push)
    opening = (1 - state.open) * -jnp.expm1(-hazard)
    return OpeningOutlook(opening=opening if inputs.exists is None else opening * inputs.exists)


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> OpeningState:
    """Keep open what has opened."""
    return OpeningState(open=jnp.maximum(state.open, events.opened))


MECHANISM = Mechanism(
    name="opening",
    title="Opening of fronts",
    equations=(
        "P(front f opens today) = 1 - exp(-exp(o_0 + o_x s_f X/(X + x_h) + κ_open Z Σ_k Ω_fk open_k))",
    ),
    source="lags of 1, 10, 12 and 43 days after the trigger",
    parameters=(OpeningParameters,),
    state=OpeningState,
    outlook=OpeningOutlook,
    expect=expect,
    change=change,
    off={"opening.trigger": 0.0},
    shows=(Shown("open", "front"),),
)
