"""Severity: whether an attack harms, kills, and how many; and whose doing a lethal one would be."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.mechanism import Mechanism


def expect(network, params, state, inputs, outlook):
    """`lethal`, `harm` [front]: chances per attack, of deaths and of injury or damage without; `tail` [front].

    `ordered` [front]: how likely a lethal attack, should one happen today, is within what the patron asked for
    rather than slack.
    """
    v = params.severity
    control = network.client_to_front(outlook.control)
    common = (
        v.lethal + v.capability * jnp.log(network.client_to_front(state.capability))
        - v.fear * outlook.threat + v.grievance * state.grievance
    )  # fmt: skip
    logit = common - v.cap * state.cap + v.slack * (1 - control)
    lethal = sigmoid(logit)
    obeying = control * sigmoid(common - v.cap * jnp.maximum(state.cap, params.orders.standing_cap))
    straying = (1 - control) * sigmoid(common + v.slack)
    return {
        "lethal": lethal,
        "harm": sigmoid(logit + params.fronts.harm_offset) - lethal,
        "tail": v.tail + v.tail_cap * state.cap,
        "ordered": obeying / (obeying + straying),
    }


def tail_beyond(params, tail, deaths):
    """P(deaths >= y | lethal) for y >= 1: a discrete Lomax law."""
    return jnp.exp(-(tail - 1) * jnp.log1p((deaths - 1) / params.severity.scale))


MECHANISM = Mechanism(
    name="severity",
    title="Severity",
    equations=(
        "ψ = ψ_0 + ψ_K log K - ψ_s Q^s - ψ_F F^eff + ψ_G G + ψ_C (1 - C)",
        "P(z ≥ 1) = sigmoid(ψ + c_1f); P(z = 2) = sigmoid(ψ)",
        "P(x ≥ y | lethal) = (1 + (y - 1)/b)^-(α - 1), α = α_0 + α_q Q^s",
        "P(ordered | lethal) = C p_o / (C p_o + (1 - C) p_s), p_o under the standing cap and full control, p_s under neither",
    ),
    source="Bohorquez et al. 2009; Clauset et al. 2007; Abrahms & Mierau 2017",
    expect=expect,
    off={"severity.slack": 0.0},
)
