"""Reprisal: whether the adversary hits back, how high, and whom."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading, of_level
from armslength.world.mechanism import Mechanism

LEVELS = ("materiel", "personnel", "leadership", "the patron itself")


def hazard(p, s, red):
    """[adversary] chance of a reprisal today, given the red line crossed today."""
    a = p.adversaries.reprisal_baseline
    return sigmoid(a + p.reprisal.heat * jnp.log1p(s.heat) + p.reprisal.red_line * (s.pressure + red))


def level_probabilities(p, s, red):
    """Chances of levels 1 to 4 given a reprisal, each [adversary]; they add to one.

    Levels 1-3 are an ordered logit; level 4 passes the deniability gate, the square of the belief that the
    patron gave the order.
    """
    u = p.reprisal.level_pressure * (s.pressure + red) + p.reprisal.level_heat * jnp.log1p(s.heat)
    belief = sigmoid(s.attribution)
    top = belief**2 * sigmoid(u - p.reprisal.patron_threshold)
    below_2 = sigmoid(p.adversaries.level_cut_1 - u)
    below_3 = sigmoid(p.adversaries.level_cut_1 + p.adversaries.level_gap - u)
    rest = 1 - top
    return rest * below_2, rest * (below_3 - below_2), rest * (1 - below_3), top


def red_line(net, p, e):
    """[adversary] how far today's dead of the adversary's own cross its red line."""
    crossed = (e.worst >= 1) * (p.reprisal.red_line_base + p.reprisal.red_line_slope * jnp.log1p(e.worst))
    return net.sum_by_adversary(p.fronts.red_line * crossed)


def expect(net, p, s, d, c):
    """`answer` [front]: weight of each front in the choice of whom to answer; `unanswered`: that of none."""
    return {"answer": s.excitation + p.reprisal.unanswered, "unanswered": p.reprisal.unanswered}


def change(net, p, s, d, c, e, new):
    """Heat and pressure rise with the day's attacks and are spent by the reprisal."""
    w = p.reprisal
    harmless = jnp.maximum(e.count - e.harmed - e.lethal, 0.0)
    weight = (
        w.heat_harmless * harmless + w.heat_harm * (e.harmed + e.lethal) + w.heat_deaths * jnp.log1p(e.deaths)
    )
    keep = fading(w.heat_memory)
    weight = weight + w.heat_harmless * e.surprise * spread(keep, e.surprise_days)
    heat = (keep * s.heat + net.sum_by_adversary(weight)) * (1 - w.heat_relief * e.reprisal)
    pressure = (fading(w.pressure_memory) * s.pressure + red_line(net, p, e)) * (1 - e.reprisal)
    return {"heat": jnp.maximum(heat, 0.0), "pressure": pressure} | _toll(net, p, s, e)


def _toll(net, p, s, e):
    """What a reprisal does to those it answers: grievance on the front, capability of the client."""
    level = net.adversary_to_front(e.reprisal * e.level) * e.answered
    grievance = fading(p.grievance.memory) * s.grievance + of_level(p.grievance.of_level, level) * (
        1 - s.grievance
    )
    loss = jnp.minimum(net.sum_by_client(of_level(p.capability.of_level, level)), 1.0)
    recovered = s.capability + (1 - s.capability) / p.capability.recovery
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
    claims=("C4", "C53", "C80", "C85", "C87", "C88", "C89"),
    source="red line at the first own dead: 3 of 3 reprisals; 8 reprisals in 103 days without deaths",
    expect=expect,
    change=change,
    off={"reprisal.red_line": 0.0},
)
