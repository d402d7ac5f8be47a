"""Tempo: attacks a day per front, bursty, steered, deterred, and fed by the trigger war."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading, saturated
from armslength.world.mechanism import Mechanism
from armslength.world.mechanisms.reprisal import spread

FLOOR = 1e-6  # attacks a day; keeps the score of a count finite on a closed front


def expect(network, params, state, inputs, outlook):
    """`tempo` [front]: expected attacks today, for a front open by the end of the opening step."""
    t, nu = params.tempo, params.fronts.base_rate
    fade = 1 - fading(t.memory)
    busy = state.excitation * fade / nu  # 1 = as busy as its base rate
    drive = nu * (
        1
        + t.grievance_push * state.grievance
        + t.cross_excitation * state.integration * network.from_neighbours(busy)
    )
    own = t.branching * fade * state.excitation
    steer = (
        -params.orders.restraint * state.restraint
        + params.orders.release * state.release
        - t.deterrence * outlook.threat
    )
    able = network.client_to_front(state.capability) ** t.capability_elasticity
    calm = able * state.mobilisation * (drive + own) * saturated(params, outlook.trigger)
    return {"tempo": jnp.maximum(calm * jnp.exp(steer), FLOOR)}


def change(network, params, state, inputs, outlook, events, updated):
    """Excitation takes the day's attacks; mobilisation follows the trigger once the front is open."""
    keep = fading(params.tempo.memory)
    excitation = keep * state.excitation + events.count + events.surprise * spread(keep, events.surprise_days)
    start = sigmoid(params.mobilisation.baseline)
    sense = params.fronts.trigger_sensitivity * saturated(params, outlook.trigger)
    target = sigmoid(params.mobilisation.baseline + params.mobilisation.trigger * sense)
    moved = state.mobilisation + params.mobilisation.speed * (target - state.mobilisation)
    return {
        "excitation": jnp.maximum(excitation, 0.0),
        "mobilisation": jnp.where(state.open > 0, moved, jnp.broadcast_to(start, moved.shape)),
    }


MECHANISM = Mechanism(
    name="tempo",
    title="Tempo",
    equations=(
        "μ_f = open_f K^ε m_f [ν_f (1 + α_g G_f + α_c Z Σ_k Ω_fk h_k (1 - φ_h)/ν_k) + α_s h_f] X/(X + x_h) exp(-η Q^r + η_e Q^e - φ F^eff)",
        "n_f ~ NegBin(μ_f, k_f); α_s = branching (1 - φ_h); φ_h = exp(-1/τ_h)",
        "h' = φ_h h + n; m' = m + δ_m [sigmoid(κ_0 + κ_x s_f X/(X + x_h)) - m]",
    ),
    source="Hawkes 1971; INGARCH: Ferland et al. 2006; Lewis et al. 2012",
    expect=expect,
    change=change,
    off={"tempo.branching": 0.0, "tempo.cross_excitation": 0.0},
)
