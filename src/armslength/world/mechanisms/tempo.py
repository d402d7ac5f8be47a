"""Tempo: attacks a day per front, bursty, steered, deterred, and fed by the trigger war."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading, saturated
from armslength.world.mechanism import Mechanism
from armslength.world.mechanisms.reprisal import spread

FLOOR = 1e-6  # attacks a day; keeps the score of a count finite on a closed front


def expect(net, p, s, d, c):
    """`tempo` [front]: expected attacks today, for a front open by the end of the opening step."""
    t, nu = p.tempo, p.fronts.base_rate
    fade = 1 - fading(t.memory)
    busy = s.excitation * fade / nu  # 1 = as busy as its base rate
    drive = nu * (
        1 + t.grievance_push * s.grievance + t.cross_excitation * s.integration * net.from_neighbours(busy)
    )
    own = t.branching * fade * s.excitation
    steer = -p.orders.restraint * s.restraint + p.orders.release * s.release - t.deterrence * c.threat
    able = net.client_to_front(s.capability) ** t.capability_elasticity
    calm = able * s.mobilisation * (drive + own) * saturated(p, c.trigger)
    return {"tempo": jnp.maximum(calm * jnp.exp(steer), FLOOR)}


def change(net, p, s, d, c, e, new):
    """Excitation takes the day's attacks; mobilisation follows the trigger once the front is open."""
    keep = fading(p.tempo.memory)
    excitation = keep * s.excitation + e.count + e.surprise * spread(keep, e.surprise_days)
    start = sigmoid(p.mobilisation.baseline)
    sense = p.fronts.trigger_sensitivity * saturated(p, c.trigger)
    target = sigmoid(p.mobilisation.baseline + p.mobilisation.trigger * sense)
    moved = s.mobilisation + p.mobilisation.speed * (target - s.mobilisation)
    return {
        "excitation": jnp.maximum(excitation, 0.0),
        "mobilisation": jnp.where(s.open > 0, moved, jnp.broadcast_to(start, moved.shape)),
    }


MECHANISM = Mechanism(
    name="tempo",
    title="Tempo",
    equations=(
        "μ_f = open_f K^ε m_f [ν_f (1 + α_g G_f + α_c Z Σ_k Ω_fk h_k (1 - φ_h)/ν_k) + α_s h_f] X/(X + x_h) exp(-η Q^r + η_e Q^e - φ F^eff)",
        "n_f ~ NegBin(μ_f, k_f); α_s = branching (1 - φ_h); φ_h = exp(-1/τ_h)",
        "h' = φ_h h + n; m' = m + δ_m [sigmoid(κ_0 + κ_x s_f X/(X + x_h)) - m]",
    ),
    claims=("C5", "C43", "C66", "C77", "C79", "C88"),
    source="Hawkes 1971; INGARCH: Ferland et al. 2006; Lewis et al. 2012",
    expect=expect,
    change=change,
    off={"tempo.branching": 0.0, "tempo.cross_excitation": 0.0},
)
