"""The trigger war: outside the model's actors, it runs by its own process beyond the as-of date."""

from __future__ import annotations

from math import log

from armslength.parameters.priors import Fixed, LogNormal
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import decay_factor
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
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


class TriggerParameters(Parameters, scope="trigger"):
    """The process of the trigger war."""

    log_mean: PerWorld = parameter("Mean of log trigger intensity beyond the as-of date", "-", "log", Fixed(log(0.3)), log(0.3), "deaths per day by phase; assumed")
    memory: PerWorld = parameter("Memory of log trigger intensity", "-", "days", Fixed(60.0), 60.0, "assumed", POSITIVE)
    noise: PerWorld = parameter("Daily noise of log trigger intensity", "-", "log/√day", Fixed(0.06), 0.06, "assumed", POSITIVE)
    truce_begins: PerWorld = parameter("Chance that a truce begins today", "-", "share/day", LogNormal(1 / 150, 0.5), 1 / 150, "one truce in 124 days", UNIT)
    truce_ends: PerWorld = parameter("Chance that a truce ends today", "-", "share/day", LogNormal(1 / 20, 0.5), 1 / 20, "one of 7 days; assumed", UNIT)
    truce_level: PerWorld = parameter("Trigger intensity in a truce", "-", "trigger", Fixed(0.003), 0.003, "24-30 November 2023", POSITIVE)
    ceiling: PerWorld = parameter("Highest trigger intensity", "-", "trigger", Fixed(1.5), 1.5, "assumed", POSITIVE)


# fmt: on


class TriggerState(StateRecord):
    """The trigger war on a day without a given value."""

    trigger: PerWorld = variable(
        "X beneath a truce",
        lambda network, params: jnp.exp(params.trigger.log_mean),
        Told("the trigger war", 0.5),
        observed=True,
    )
    truce: PerWorld = variable("0 or 1", told=Told("the truce"), observed=True)


class TriggerOutlook(OutlookRecord):
    """The trigger war today."""

    trigger: PerWorld = quantity("intensity today, given or by its process")
    truce_turn: PerWorld = quantity("chance that a truce begins or ends today")


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> TriggerOutlook:
    """Return today's intensity, given or by its process, and the chance that a truce begins or ends."""
    own = jnp.where(state.truce > 0, params.trigger.truce_level, state.trigger)
    turn = jnp.where(state.truce > 0, params.trigger.truce_ends, params.trigger.truce_begins)
    return TriggerOutlook(trigger=jnp.where(jnp.isnan(inputs.trigger), own, inputs.trigger), truce_turn=turn)


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> TriggerState:
    """Let the log intensity return to its mean, and a truce come and go; a given value sets both."""
    process = params.trigger
    keep = decay_factor(process.memory)
    log_intensity = (
        process.log_mean
        + keep * (jnp.log(state.trigger) - process.log_mean)
        + process.noise * events.trigger_noise
    )
    drawn = jnp.minimum(jnp.exp(log_intensity), process.ceiling)
    given = ~jnp.isnan(inputs.trigger)
    quiet = outlook.trigger < 10 * process.truce_level
    return TriggerState(
        trigger=jnp.where(given, jnp.where(quiet, state.trigger, outlook.trigger), drawn),
        truce=jnp.where(given, quiet * 1.0, jnp.abs(state.truce - events.truce_turns)),
    )


MECHANISM = Mechanism(
    name="trigger",
    title="The trigger war",
    equations=(
        "log X' = m + φ (log X - m) + σ ε, capped; a truce begins with 1/150 a day and ends with 1/20",
    ),
    source="reported deaths per day in the trigger war by phase",
    parameters=(TriggerParameters,),
    state=TriggerState,
    outlook=TriggerOutlook,
    expect=expect,
    change=change,
    shows=(Shown("trigger", "world", value=lambda params, state, outlook: outlook.trigger),),
    drives=("Attacks",),
)
