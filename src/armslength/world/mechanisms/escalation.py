"""Escalation: attribution, tension, the patron's own strike, and the threat that leaves something to chance."""

from __future__ import annotations

from typing import Any

from armslength.parameters.priors import Fixed, LogNormal, Normal
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import at_level, decay_factor
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp, sigmoid
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerAdversary,
    PerLevel,
    PerWorld,
    StateRecord,
    Told,
    by_level,
    parameter,
    quantity,
    variable,
)
from armslength.world.records import Events, Inputs

TENSION_OF_REFERENCE = 5.0

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class TensionParameters(Parameters, scope="tension"):
    """What raises tension, and how long it lasts."""

    of_level: PerLevel = by_level("Tension added", "t", "-", (0.15, 0.4, 0.8, 3.0), "assumed; only the order of levels is argued", POSITIVE)
    active_front: PerWorld = parameter("Tension added by a day on which a front is active", "t_f", "-", Fixed(0.03), 0.03, "assumed", POSITIVE)
    patron_strike: PerWorld = parameter("Tension added by the patron's own strike", "t_s", "-", Fixed(0.5), 0.5, "assumed", POSITIVE)
    memory: PerWorld = parameter("Memory of tension", "τ_τ", "days", LogNormal(21.0, 0.4), 21.0, "assumed", POSITIVE)


class AttributionParameters(Parameters, scope="attribution"):
    """What makes an adversary blame the patron for the orders."""

    baseline: PerWorld = parameter("Log-odds that an adversary blames the patron for the orders", "ā", "logit", Normal(-1.5, 0.7), -1.5, "0 of about 10 rounds hit the patron")
    lethal: PerWorld = parameter("Rise after a lethal attack", "e_1", "logit", Fixed(0.6), 0.6, "assumed", POSITIVE)
    coactivity: PerWorld = parameter("Rise when integrated clients are active together", "e_2", "logit", Fixed(0.05), 0.05, "assumed", POSITIVE)
    visit: PerWorld = parameter("Rise after a visit that becomes known", "e_3", "logit", Fixed(0.15), 0.15, "assumed", POSITIVE)
    public_restraint: PerWorld = parameter("Fall after restraint announced in public", "e_4", "logit", Fixed(0.0), 0.0, "assumed", POSITIVE)
    memory: PerWorld = parameter("Memory of attribution", "τ_A", "days", LogNormal(60.0, 0.5), 60.0, "assumed", POSITIVE)


class PatronStrikeParameters(Parameters, scope="patron_strike"):
    """What makes the patron strike itself."""

    baseline: PerWorld = parameter("Logit of the patron's own strike on a calm day", "k_0", "logit/day", Normal(-7.5, 0.5), -7.5, "3 in 124 days, one on the trigger's side; rare before")
    red_line: PerWorld = parameter("Rise with the patron's own red-line pressure", "k_1", "logit", LogNormal(4.0, 0.3), 4.0, "8 January 2020", POSITIVE)
    memory: PerWorld = parameter("Memory of the patron's own red-line pressure", "τ_pat", "days", Fixed(20.0), 20.0, "assumed", POSITIVE)


class WarParameters(Parameters, scope="war"):
    """What makes regional war; the prior decides it."""

    reference_hazard: PerWorld = parameter("Hazard of regional war at tension 5", "h_ref", "1/day", LogNormal(0.0002, 1.0), 0.0002, "assumed: prior-dominated", UNIT)
    tension: PerWorld = parameter("Rise of the log hazard with tension", "χ", "log", LogNormal(0.5, 0.3), 0.5, "assumed: prior-dominated; Schelling 1966", POSITIVE)


# fmt: on


class EscalationState(StateRecord):
    """How near to war."""

    attribution: PerAdversary = variable(
        "A, log-odds that an adversary blames the patron",
        lambda network, params: params.attribution.baseline,
        Told("the blame that {} puts on the patron", 2.0),
        least=float("-inf"),
    )
    patron_pressure: PerAdversary = variable(
        "P^pat, the patron's own red line", told=Told("the patron's own red line towards {}")
    )
    tension: PerWorld = variable("tau", told=Told("tension", 5.0))
    war: PerWorld = variable("0 or 1, absorbing", observed=True)


class EscalationOutlook(OutlookRecord):
    """Direct fire and war today."""

    patron_strike: PerAdversary = quantity("chance today that the patron's own forces strike the adversary")
    war: PerWorld = quantity("chance today of regional war; 0 once there is one")


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> EscalationOutlook:
    """Return the chances of the patron's own strike on each adversary and of regional war."""
    hazard = params.war.reference_hazard * jnp.exp(
        params.war.tension * (state.tension - TENSION_OF_REFERENCE)
    )
    strike = params.patron_strike
    if not network.escalates:
        return EscalationOutlook(patron_strike=0 * state.patron_pressure, war=0 * state.war)
    return EscalationOutlook(
        patron_strike=sigmoid(strike.baseline + strike.red_line * state.patron_pressure),
        war=(1 - state.war) * -jnp.expm1(-hazard),
    )


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> EscalationState:
    """Move blame, tension and the patron's own red line with the day; war, once there, stays."""
    active = jnp.minimum(events.count, network.step.days)
    tension = params.tension
    added = network.sum_by_adversary(params.fronts.tension_of_death * jnp.log1p(events.deaths)).sum(0)
    added += tension.patron_strike * events.patron_strike.sum(0) + tension.active_front * active.sum(0)
    added += (events.reprisal * at_level(tension.of_level, events.level)).sum(0)
    added += sum((raised * n).sum(0) for raised, n in zip(tension.of_level, events.hidden, strict=True))
    struck = events.reprisal * (events.level == 4) + events.hidden[3]
    faded = decay_factor(params.patron_strike.memory) * state.patron_pressure
    return EscalationState(
        attribution=state.attribution + _blame(network, params, state, events, active),
        patron_pressure=faded * (1 - events.patron_strike) + struck,
        tension=decay_factor(tension.memory) * state.tension + added,
        war=jnp.maximum(state.war, events.war),
    )


def _blame(network: Network, params: Params, state: State, events: Events, active: Any) -> Any:
    """Return the change [adversary] of the log-odds that it blames the patron for the orders; `active` [front] in days."""
    attribution = params.attribution
    together = jnp.maximum(active.sum(0) - network.step.days, 0.0) / max(len(network.fronts) - 1, 1)
    visited = jnp.minimum(events.envoy, 1.0).max(0)
    restrained = (events.announced * events.accepted * (events.tempo_order > 0)).max(0)
    known = (
        attribution.coactivity * state.integration * together
        + attribution.visit * visited
        - attribution.public_restraint * restrained
    )
    killed = network.sum_by_adversary(events.lethal) > 0
    returning = (decay_factor(attribution.memory) - 1) * (state.attribution - attribution.baseline)
    return returning + attribution.lethal * killed + known


MECHANISM = Mechanism(
    name="escalation",
    title="Attribution, tension and war",
    equations=(
        "A' = ā + φ_A (A - ā) + e_1 1[lethal] + e_2 Z coactivity + e_3 public visit - e_4 public restraint",
        "τ' = φ_τ τ + Σ t_l + t_x log(1 + x) + t_s s + t_f (open and active fronts)",
        "P^pat' = φ_pat P^pat (1 - s) + 1[level 4]; P(s) = sigmoid(k_0 + k_1 P^pat)",
        "log hazard of war = log h_ref + χ (τ - 5)",
    ),
    source="Schelling 1966; Powell 2015; war is prior-dominated",
    parameters=(TensionParameters, AttributionParameters, PatronStrikeParameters, WarParameters),
    state=EscalationState,
    outlook=EscalationOutlook,
    expect=expect,
    change=change,
    off={"war.reference_hazard": 0.0},
    shows=(
        Shown(
            "attribution",
            "adversary",
            "Blames the patron",
            "percent",
            place=1,
            value=lambda params, state, outlook: sigmoid(state.attribution),
        ),
        Shown("tension", "world"),
    ),
    drives=("Reprisal",),
)
