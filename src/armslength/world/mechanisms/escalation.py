"""Escalation: attribution, tension, the patron's own strike, and the threat that leaves something to chance."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading, of_level
from armslength.world.mechanism import Mechanism

TENSION_OF_REFERENCE = 5.0


def expect(network, params, state, inputs, outlook):
    """`patron_strike` [adversary] and `war` [*world]: chances today."""
    hazard = params.war.reference_hazard * jnp.exp(
        params.war.tension * (state.tension - TENSION_OF_REFERENCE)
    )
    return {
        "patron_strike": sigmoid(
            params.patron_strike.baseline + params.patron_strike.red_line * state.patron_pressure
        ),
        "war": (1 - state.war) * -jnp.expm1(-hazard),
    }


def change(network, params, state, inputs, outlook, events, updated):
    """Blame, tension and the patron's own red line move with the day; war, once there, stays."""
    active = jnp.minimum(events.count, 1.0)
    added = network.sum_by_adversary(params.fronts.tension_of_death * jnp.log1p(events.deaths)).sum(0)
    added += params.tension.patron_strike * events.patron_strike.sum(
        0
    ) + params.tension.active_front * active.sum(0)
    added += (events.reprisal * of_level(params.tension.of_level, events.level)).sum(0)
    struck = events.reprisal * (events.level == 4)
    return {
        "attribution": state.attribution + _blame(network, params, state, events, active),
        "patron_pressure": fading(params.patron_strike.memory)
        * state.patron_pressure
        * (1 - events.patron_strike)
        + struck,
        "tension": fading(params.tension.memory) * state.tension + added,
        "war": jnp.maximum(state.war, events.war),
    }


def _blame(network, params, state, events, active):
    """[adversary] change of the log-odds that it blames the patron for the orders."""
    a = params.attribution
    mean = a.baseline
    together = jnp.maximum(active.sum(0) - 1, 0.0) / max(len(network.fronts) - 1, 1)
    visited = jnp.minimum(events.envoy, 1.0).max(0)
    restrained = (events.announced * events.accepted * (events.tempo_order > 0)).max(0)
    known = a.coactivity * state.integration * together + a.visit * visited - a.public_restraint * restrained
    killed = network.sum_by_adversary(events.lethal) > 0
    return (fading(a.memory) - 1) * (state.attribution - mean) + a.lethal * killed + known


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
    expect=expect,
    change=change,
    off={"war.reference_hazard": 0.0},
)
