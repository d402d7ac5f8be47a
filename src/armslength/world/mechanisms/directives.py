"""Directives: what the commander does next, front by front, so that orders follow pressure."""

from jax.nn import sigmoid

from armslength.world.mechanism import Mechanism


def expect(network, params, state, inputs, outlook):
    """`directive` [front]: chance of an order and a visit today, where the commander decides."""
    q = params.directives
    pushed = q.pressure * state.pressure + q.threat * outlook.foreseen
    return {
        "directive": inputs.deciding
        * sigmoid(q.baseline + q.tension * state.tension + network.adversary_to_front(pushed))
    }


MECHANISM = Mechanism(
    name="directives",
    title="The commander's directives",
    equations=(
        "P(order or visit on f today) = sigmoid(δ_0 + δ_1 P + δ_2 τ + δ_3 Θ); half of them full, half partial; cap 1",
    ),
    source="assumed: a lethal event, then a visit within days",
    expect=expect,
    off={"directives.baseline": -30.0, "directives.pressure": 0.0, "directives.threat": 0.0},
)
