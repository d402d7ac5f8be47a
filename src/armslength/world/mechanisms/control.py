"""Control and compliance: what the patron steers, and who would obey one order now."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading
from armslength.world.mechanism import Mechanism


def dependence(params, state):
    """[client] D: how much of what the client lives on comes from the patron (Emerson 1962)."""
    client = params.clients
    return client.investment * client.support / (client.support + state.revenue + client.other_sponsors)


def expect(network, params, state, inputs, outlook):
    """`dependence`, `control` [client]; `obedience` [front], the logit of accepting an order given today."""
    w = params.control
    depends = dependence(params, state)
    structural = (
        w.weight_dependence * depends + w.weight_rapport * state.rapport + w.weight_tie * state.tie
        - params.clients.autonomy - w.threshold
    )  # fmt: skip
    hosted = w.weight_host * params.clients.embedding * inputs.host_pressure
    moment = w.weight_fear * outlook.threat - w.weight_grievance * state.grievance
    logit = w.precision * (network.client_to_front(structural + hosted) + moment)
    return {"dependence": depends, "control": sigmoid(w.precision * structural), "obedience": logit}


def change(network, params, state, inputs, outlook, events, updated):
    """Orders latch at issue: what was accepted stays and fades; it is not asked for again each day."""
    o = params.orders
    keep = fading(o.persistence)
    reach = 1 - jnp.exp(-(events.envoy + o.institutional_reach * state.tie) / o.reach_scale)
    force = _either(events.announced, network.client_to_front(reach)) * events.accepted
    standing = o.standing_cap * network.client_to_front(outlook.control)
    restraint, release = keep * state.restraint, keep * state.release
    cap = standing + keep * (state.cap - standing)
    told = force * events.tempo_order  # 0 where no such order was given
    freed = force * events.release_order
    restraint = (restraint + force * (events.tempo_order > 0) * (events.tempo_order - restraint)) * (
        1 - freed
    )
    return {
        "restraint": restraint * (1 - events.resumed),
        "release": (release + force * (events.release_order > 0) * (events.release_order - release))
        * (1 - told),
        "cap": cap + force * (events.cap_order > 0) * (events.cap_order - cap),
    }


def _either(announced, reach):
    return announced + (1 - announced) * reach


MECHANISM = Mechanism(
    name="control",
    title="Control, compliance and orders",
    equations=(
        "D_i = v_i g_i / (g_i + S_i + o_i)",
        "u0_i = w_D D + w_R R + w_I I - θ_i - c_0; C_i = sigmoid(λ u0_i)",
        "q_f = sigmoid(λ [u0_i + w_F F^eff + w_M M p - w_G G] + ξ), ξ ~ N(0, s_ξ) shared by the clients of one host",
        "Q' = φ_Q Q + reach y (d - φ_Q Q), reach = 1 - exp(-(e + ω_I I)/ē), or 1 where acceptance was announced",
        "Q^s relaxes to Q̄^s C; an announced end of a suspension sets Q^r to 0",
    ),
    source="Emerson 1962; McKelvey & Palfrey 1995 (quantal response)",
    expect=expect,
    change=change,
    off={"orders.restraint": 0.0, "orders.release": 0.0, "severity.cap": 0.0, "severity.tail_cap": 0.0},
)
