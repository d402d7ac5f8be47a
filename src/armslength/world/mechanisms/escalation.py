"""Escalation: attribution, tension, the patron's own strike, and the threat that leaves something to chance."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading, of_level
from armslength.world.mechanism import Mechanism

TENSION_OF_REFERENCE = 5.0


def expect(net, p, s, d, c):
    """`patron_strike` [adversary] and `war` [*world]: chances today."""
    hazard = p.war.reference_hazard * jnp.exp(p.war.tension * (s.tension - TENSION_OF_REFERENCE))
    return {
        "patron_strike": sigmoid(p.patron_strike.baseline + p.patron_strike.red_line * s.patron_pressure),
        "war": (1 - s.war) * -jnp.expm1(-hazard),
    }


def change(net, p, s, d, c, e, new):
    """Blame, tension and the patron's own red line move with the day; war, once there, stays."""
    active = jnp.minimum(e.count, 1.0)
    added = net.sum_by_adversary(p.fronts.tension_of_death * jnp.log1p(e.deaths)).sum(0)
    added += p.tension.patron_strike * e.patron_strike.sum(0) + p.tension.active_front * active.sum(0)
    added += (e.reprisal * of_level(p.tension.of_level, e.level)).sum(0)
    struck = e.reprisal * (e.level == 4)
    return {
        "attribution": s.attribution + _blame(net, p, s, e, active),
        "patron_pressure": fading(p.patron_strike.memory) * s.patron_pressure * (1 - e.patron_strike)
        + struck,
        "tension": fading(p.tension.memory) * s.tension + added,
        "war": jnp.maximum(s.war, e.war),
    }


def _blame(net, p, s, e, active):
    """[adversary] change of the log-odds that it blames the patron for the orders."""
    a = p.attribution
    mean = a.baseline
    together = jnp.maximum(active.sum(0) - 1, 0.0) / max(len(net.fronts) - 1, 1)
    visited = jnp.minimum(e.envoy, 1.0).max(0)
    restrained = (e.announced * e.accepted * (e.tempo_order > 0)).max(0)
    known = a.coactivity * s.integration * together + a.visit * visited - a.public_restraint * restrained
    killed = net.sum_by_adversary(e.lethal) > 0
    return (fading(a.memory) - 1) * (s.attribution - mean) + a.lethal * killed + known


MECHANISM = Mechanism(
    name="escalation",
    title="Attribution, tension and war",
    equations=(
        "A' = ā + φ_A (A - ā) + e_1 1[lethal] + e_2 Z coactivity + e_3 public visit - e_4 public restraint",
        "τ' = φ_τ τ + Σ t_l + t_x log(1 + x) + t_s s + t_f (open and active fronts)",
        "P^pat' = φ_pat P^pat (1 - s) + 1[level 4]; P(s) = sigmoid(k_0 + k_1 P^pat)",
        "log hazard of war = log h_ref + χ (τ - 5)",
    ),
    claims=("C44", "C50", "C81", "C82", "C83", "C89", "C90"),
    source="Schelling 1966; Powell 2015; war is prior-dominated",
    expect=expect,
    change=change,
    off={"war.reference_hazard": 0.0},
)
