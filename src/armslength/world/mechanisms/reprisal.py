"""Reprisal: whether the adversary hits back, how high, and whom."""

from __future__ import annotations

from typing import Any

from armslength.parameters.priors import Fixed, HalfNormal, LogNormal, Normal
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import decay_factor, spread
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp, sigmoid
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerAdversary,
    PerClient,
    PerFront,
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

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class ReprisalParameters(Parameters, scope="reprisal"):
    """What makes an adversary hit back, and how high."""

    unprovoked: PerWorld = parameter("Reprisals a day without any attack to answer", "r_0", "1/day", LogNormal(1 / 3650, 1.0), 1 / 3650, "assumed: one in ten years", POSITIVE, ("reprisal", "deterrence"))
    red_line: PerWorld = parameter("Reprisals a day for each unit of red-line pressure", "r_P", "1/day", LogNormal(0.35, 0.5), 0.35, "3 of 3 after deaths, after 1, 2 and 5 days", POSITIVE)
    level_pressure: PerWorld = parameter("Rise of the level with red-line pressure", "d_P", "logit", LogNormal(2.2, 0.4), 2.2, "assumed", POSITIVE)
    level_heat: PerWorld = parameter("Rise of the level with log(1 + heat)", "d_H", "logit", HalfNormal(0.15), 0.12, "assumed", POSITIVE)
    patron_threshold: PerWorld = parameter("Logit threshold of a reprisal on the patron's own territory or officers", "κ_4", "logit", Normal(3.5, 0.6), 3.5, "none of about 10 rounds of reprisals")
    red_line_base: PerWorld = parameter("Pressure added by the first own dead", "p_0", "-", Fixed(0.6), 0.6, "assumed", POSITIVE)
    red_line_slope: PerWorld = parameter("Pressure added by log(1 + deaths)", "p_1", "-", Fixed(0.4), 0.4, "assumed", POSITIVE)
    heat_harmless: PerWorld = parameter("Heat of a harmless attack", "w_0", "-", Fixed(0.2), 0.2, "assumed", POSITIVE)
    heat_harm: PerWorld = parameter("Heat of a harmful attack", "w_1", "-", Fixed(1.0), 1.0, "normalisation", POSITIVE)
    heat_deaths: PerWorld = parameter("Heat of log(1 + deaths)", "w_2", "-", Fixed(5.0), 5.0, "assumed", POSITIVE)
    heat_relief: PerWorld = parameter("Share of heat that a reprisal spends", "ζ", "share", Fixed(0.6), 0.6, "assumed", UNIT)
    unanswered: PerWorld = parameter("Weight of answering no front in particular", "-", "attacks", Fixed(0.2), 0.2, "assumed", POSITIVE)
    pressure_memory: PerWorld = parameter("Memory of pressure", "τ_P", "days", LogNormal(6.0, 0.4), 6.0, "lags of 1-5 days", POSITIVE)
    heat_memory: PerWorld = parameter("Memory of heat", "τ_H", "days", LogNormal(14.0, 0.5), 14.0, "assumed", POSITIVE)


class GrievanceParameters(Parameters, scope="grievance"):
    """What raises grievance, and how long it lasts."""

    of_level: PerLevel = by_level("Grievance raised on the front answered", "g", "share", (0.1, 0.4, 0.6, 0.5), "assumed; only the order of levels is argued", UNIT)
    loss_of_commander: PerWorld = parameter("Grievance from the loss of a commander, times rapport", "g_c", "share", Fixed(0.8), 0.8, "assumed", UNIT, ("succession",))
    memory: PerWorld = parameter("Memory of grievance", "τ_G", "days", LogNormal(45.0, 0.6), 45.0, "assumed", POSITIVE)


class CapabilityParameters(Parameters, scope="capability"):
    """What a reprisal takes from a client's capability, and how fast it recovers."""

    of_level: PerLevel = by_level("Capability lost on the front answered", "k", "share", (0.02, 0.04, 0.06, 0.05), "assumed; only the order of levels is argued", UNIT)
    toll: PerWorld = parameter("Factor on the capability lost by every reprisal", "k", "ratio", HalfNormal(1.0), 0.7, "assumed; nothing to a multiple", POSITIVE)
    recovery: PerWorld = parameter("Memory of capability", "τ_K", "days", LogNormal(180.0, 0.5), 180.0, "assumed", POSITIVE)


# fmt: on


class ReprisalState(StateRecord):
    """What calls for a reprisal, and what reprisals did."""

    heat: PerAdversary = variable("H, weighted attacks, fading", told=Told("the heat on {}", 20.0))
    pressure: PerAdversary = variable("P, red-line pressure", told=Told("the unanswered dead of {}"))
    grievance: PerFront = variable("G in [0, 1]", told=Told("the grievance of {}"))
    capability: PerClient = variable(
        "K, ratio to the start",
        lambda network, params: params.clients.capability,
        Told("the capability of {}"),
    )


class ReprisalOutlook(OutlookRecord):
    """Whom a reprisal would answer today."""

    answer: PerFront = quantity("weight of the front in the choice of whom to answer")
    unanswered: PerWorld = quantity("weight of answering no front in particular")


def hazard(network: Network, params: Params, state: State, red: Any) -> Any:
    """Return the chance [adversary] of a reprisal today, given the red line crossed today.

    It is in proportion to what was lately suffered: after a quiet month next to nothing is answered. An adversary of which
    a case reports no reprisals has none.
    """
    provoked = params.adversaries.reprisal_rate * state.heat + params.reprisal.red_line * (
        state.pressure + red
    )
    chance = -jnp.expm1(-(params.reprisal.unprovoked + provoked))
    return jnp.stack([chance[a] if answers else 0 * chance[a] for a, answers in enumerate(network.answers)])


def level_probabilities(params: Params, state: State, red: Any) -> tuple[Any, Any, Any, Any]:
    """Return the chances of levels 1 to 4 given a reprisal, each [adversary]; they add to one.

    Levels 1-3 are an ordered logit; level 4 passes the deniability gate, the square of the belief that the
    patron gave the order.
    """
    called_for = params.reprisal.level_pressure * (
        state.pressure + red
    ) + params.reprisal.level_heat * jnp.log1p(state.heat)
    belief = sigmoid(state.attribution)
    top = belief**2 * sigmoid(called_for - params.reprisal.patron_threshold)
    below_2 = sigmoid(params.adversaries.level_cut_1 - called_for)
    below_3 = sigmoid(params.adversaries.level_cut_1 + params.adversaries.level_gap - called_for)
    rest = 1 - top
    return rest * below_2, rest * (below_3 - below_2), rest * (1 - below_3), top


def red_line(network: Network, params: Params, worst: Any) -> Any:
    """Return how far [adversary] the dead of today's worst attacks, `worst` [front], cross its red line."""
    reprisal = params.reprisal
    crossed = (worst >= 1) * (reprisal.red_line_base + reprisal.red_line_slope * jnp.log1p(worst))
    return network.sum_by_adversary(params.fronts.red_line * crossed)


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> ReprisalOutlook:
    """Return the weight of each front, and of none, in the choice of whom to answer."""
    unanswered = params.reprisal.unanswered
    return ReprisalOutlook(answer=state.excitation + unanswered, unanswered=unanswered)


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> ReprisalState:
    """Let heat and pressure rise with the day's attacks and be spent by a reprisal, which takes its toll."""
    reprisal = params.reprisal
    harmless = jnp.maximum(events.count - events.harmed - events.lethal, 0.0)
    weight = (
        reprisal.heat_harmless * harmless
        + reprisal.heat_harm * (events.harmed + events.lethal)
        + reprisal.heat_deaths * jnp.log1p(events.deaths)
    )
    keep = decay_factor(reprisal.heat_memory)
    answer = events.reprisal + events.hidden.sum(0)
    weight = weight + reprisal.heat_harmless * events.surprise * spread(keep, events.surprise_days)
    heat = (keep * state.heat + network.sum_by_adversary(weight)) * (1 - reprisal.heat_relief * answer)
    red = red_line(network, params, events.worst)
    pressure = (decay_factor(reprisal.pressure_memory) * state.pressure + red) * (1 - answer)
    grievance, capability = _toll(network, params, state, outlook, events)
    return ReprisalState(
        heat=jnp.maximum(heat, 0.0), pressure=pressure, grievance=grievance, capability=capability
    )


def suffered(network: Network, outlook: Outlook, events: Events) -> tuple[Any, ...]:
    """Return how many reprisals [front] of each level, 1 to 4, today answer each front: reported, drawn or expected."""
    weights = network.sum_by_adversary(outlook.answer) + outlook.unanswered
    unreported = outlook.answer / network.adversary_to_front(weights)
    struck = network.adversary_to_front(events.reprisal) * events.answered
    level = network.adversary_to_front(events.level)
    hidden = [network.adversary_to_front(events.hidden[i]) for i in range(4)]
    return tuple(struck * (level == i + 1) + hidden[i] * unreported for i in range(4))


def _toll(
    network: Network, params: Params, state: State, outlook: Outlook, events: Events
) -> tuple[Any, Any]:
    """Return grievance on the front [front] and capability of the client [client] after those a reprisal answers paid."""
    each = suffered(network, outlook, events)
    raised = sum(share * n for share, n in zip(params.grievance.of_level, each, strict=True)) * (
        1 - state.grievance
    )
    toll = params.capability.toll * sum(
        share * n for share, n in zip(params.capability.of_level, each, strict=True)
    )
    loss = jnp.minimum(network.sum_by_client(toll), 1.0)
    recovered = state.capability + (1 - state.capability) / params.capability.recovery
    return decay_factor(params.grievance.memory) * state.grievance + raised, recovered * (1 - loss)


MECHANISM = Mechanism(
    name="reprisal",
    title="Reprisal and its toll",
    equations=(
        "ρ_j = 1 - exp(-[r_0 + a_j H + r_P (P + red today)])",
        "levels 1-3: ordered logit on u_j = d_P (P + red) + d_H log(1 + H); P(4 | r) = π² sigmoid(u - κ_4), π = sigmoid(A)",
        "red = p_f 1[x ≥ 1] (p_0 + p_1 log(1 + x)); front answered ∝ h + .2, or none",
        "H' = (φ_H H + Σ w)(1 - ζ r); P' = (φ_P P + red)(1 - r)",
        "G' = φ_G G + g_l (1 - G); K' = [K + (1 - K)/τ_K](1 - k k_l r 1[answered])",
    ),
    source="red line at the first own dead: 3 of 3 reprisals; 8 reprisals in 103 days without deaths; 5 in 570 quieter ones",
    parameters=(ReprisalParameters, GrievanceParameters, CapabilityParameters),
    state=ReprisalState,
    outlook=ReprisalOutlook,
    expect=expect,
    change=change,
    off={"reprisal.red_line": 0.0},
    shows=(
        Shown("capability", "client", "Capability", place=5),
        Shown("grievance", "front", "Grievance", "share", place=6),
        Shown("pressure", "adversary", "Red-line pressure", place=2),
        Shown("heat", "adversary", "Heat", place=3),
    ),
    drives=("Reprisal",),
)
