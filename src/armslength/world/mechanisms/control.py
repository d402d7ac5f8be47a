"""Control and compliance: what the patron steers, and who would obey one order now."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.decay import fading
from armslength.world.mechanism import Mechanism


def dependence(p, s):
    """[client] D: how much of what the client lives on comes from the patron (Emerson 1962)."""
    c = p.clients
    return c.investment * c.support / (c.support + s.revenue + c.other_sponsors)


def expect(net, p, s, d, c):
    """`dependence`, `control` [client]; `obedience` [front], the logit of accepting an order given today."""
    w = p.control
    depends = dependence(p, s)
    structural = (
        w.weight_dependence * depends + w.weight_rapport * s.rapport + w.weight_tie * s.tie
        - p.clients.autonomy - w.threshold
    )  # fmt: skip
    hosted = w.weight_host * p.clients.embedding * d.host_pressure
    moment = w.weight_fear * c.threat - w.weight_grievance * s.grievance
    logit = w.precision * (net.client_to_front(structural + hosted) + moment)
    return {"dependence": depends, "control": sigmoid(w.precision * structural), "obedience": logit}


def change(net, p, s, d, c, e, new):
    """Orders latch at issue: what was accepted stays and fades; it is not asked for again each day."""
    o = p.orders
    keep = fading(o.persistence)
    reach = 1 - jnp.exp(-(e.envoy + o.institutional_reach * s.tie) / o.reach_scale)
    force = _either(e.announced, net.client_to_front(reach)) * e.accepted
    standing = o.standing_cap * net.client_to_front(c.control)
    restraint, release = keep * s.restraint, keep * s.release
    cap = standing + keep * (s.cap - standing)
    told = force * e.tempo_order  # 0 where no such order was given
    freed = force * e.release_order
    restraint = (restraint + force * (e.tempo_order > 0) * (e.tempo_order - restraint)) * (1 - freed)
    return {
        "restraint": restraint * (1 - e.resumed),
        "release": (release + force * (e.release_order > 0) * (e.release_order - release)) * (1 - told),
        "cap": cap + force * (e.cap_order > 0) * (e.cap_order - cap),
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
    claims=("C5", "C6", "C39", "C40", "C41", "C48", "C49", "C56", "C57", "C59", "C61", "C64", "C93"),
    source="Emerson 1962; McKelvey & Palfrey 1995 (quantal response)",
    expect=expect,
    change=change,
    off={"orders.restraint": 0.0, "orders.release": 0.0, "severity.cap": 0.0, "severity.tail_cap": 0.0},
)
