"""Reprisal: whether the adversary hits back, how high, and whom."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading, of_level
from armslength.world.mechanism import Mechanism


def hazard(params, state, red):
    """[adversary] chance of a reprisal today, given the red line crossed today."""
    a = params.adversaries.reprisal_baseline
    return sigmoid(
        a + params.reprisal.heat * jnp.log1p(state.heat) + params.reprisal.red_line * (state.pressure + red)
    )


def level_probabilities(params, state, red):
    """Chances of levels 1 to 4 given a reprisal, each [adversary]; they add to one.

    Levels 1-3 are an ordered logit; level 4 passes the deniability gate, the square of the belief that the
    patron gave the order.
    """
    u = params.reprisal.level_pressure * (state.pressure + red) + params.reprisal.level_heat * jnp.log1p(
        state.heat
    )
    belief = sigmoid(state.attribution)
    top = belief**2 * sigmoid(u - params.reprisal.patron_threshold)
    below_2 = sigmoid(params.adversaries.level_cut_1 - u)
    below_3 = sigmoid(params.adversaries.level_cut_1 + params.adversaries.level_gap - u)
    rest = 1 - top
    return rest * below_2, rest * (below_3 - below_2), rest * (1 - below_3), top


def red_line(network, params, worst):
    """[adversary] how far the worst attack of today on each front crosses the adversary's red line; `worst` [front] in dead."""
    crossed = (worst >= 1) * (
        params.reprisal.red_line_base + params.reprisal.red_line_slope * jnp.log1p(worst)
    )
    return network.sum_by_adversary(params.fronts.red_line * crossed)


def expect(network, params, state, inputs, outlook):
    """`answer` [front]: weight of each front in the choice of whom to answer; `unanswered`: that of none."""
    return {"answer": state.excitation + params.reprisal.unanswered, "unanswered": params.reprisal.unanswered}


def change(network, params, state, inputs, outlook, events, updated):
    """Heat and pressure rise with the day's attacks and are spent by the reprisal."""
    w = params.reprisal
    harmless = jnp.maximum(events.count - events.harmed - events.lethal, 0.0)
    weight = (
        w.heat_harmless * harmless
        + w.heat_harm * (events.harmed + events.lethal)
        + w.heat_deaths * jnp.log1p(events.deaths)
    )
    keep = fading(w.heat_memory)
    weight = weight + w.heat_harmless * events.surprise * spread(keep, events.surprise_days)
    heat = (keep * state.heat + network.sum_by_adversary(weight)) * (1 - w.heat_relief * events.reprisal)
    pressure = (fading(w.pressure_memory) * state.pressure + red_line(network, params, events.worst)) * (
        1 - events.reprisal
    )
    return {"heat": jnp.maximum(heat, 0.0), "pressure": pressure} | _toll(network, params, state, events)


def _toll(network, params, state, events):
    """What a reprisal does to those it answers: grievance on the front, capability of the client."""
    level = network.adversary_to_front(events.reprisal * events.level) * events.answered
    grievance = fading(params.grievance.memory) * state.grievance + of_level(
        params.grievance.of_level, level
    ) * (1 - state.grievance)
    loss = jnp.minimum(network.sum_by_client(of_level(params.capability.of_level, level)), 1.0)
    recovered = state.capability + (1 - state.capability) / params.capability.recovery
    return {"grievance": grievance, "capability": recovered * (1 - loss)}


def spread(keep, days):
    """What a unit a day over so many past days has left, when each day keeps so much."""
    return (1 - keep**days) / (1 - keep)


MECHANISM = Mechanism(
    name="reprisal",
    title="Reprisal and its toll",
    equations=(
        "ρ_j = sigmoid(a_j + b_H log(1 + H) + b_P (P + red today))",
        "levels 1-3: ordered logit on u_j = d_P (P + red) + d_H log(1 + H); P(4 | r) = π² sigmoid(u - κ_4), π = sigmoid(A)",
        "red = p_f 1[x ≥ 1] (p_0 + p_1 log(1 + x)); front answered ∝ h + .2, or none",
        "H' = (φ_H H + Σ w)(1 - ζ r); P' = (φ_P P + red)(1 - r)",
        "G' = φ_G G + g_l (1 - G); K' = [K + (1 - K)/τ_K](1 - k_l r 1[answered])",
    ),
    source="red line at the first own dead: 3 of 3 reprisals; 8 reprisals in 103 days without deaths",
    expect=expect,
    change=change,
    off={"reprisal.red_line": 0.0},
)
