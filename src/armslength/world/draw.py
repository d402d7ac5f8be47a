"""Draw the day's events from their distribution: the simulation's counterpart of `score`."""

from itertools import accumulate

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.mechanisms.reprisal import hazard, level_probabilities, red_line
from armslength.world.network import Network
from armslength.world.records import Events, Group, Inputs, State
from armslength.world.sampling import binomial, lomax_deaths, negative_binomial, normal, uniform

#: Named streams of random numbers: what each decides, and over which actors.
STREAMS: dict[str, str] = {
    "directive": "fronts", "meeting": "hosts", "acceptance": "fronts", "opening": "fronts", "count": "fronts",
    "lethal": "fronts", "harm": "fronts", "deaths": "fronts", "reprisal": "adversaries", "level": "adversaries",
    "answered": "adversaries", "patron_strike": "adversaries", "war": "world", "trigger": "world", "truce": "world",
}  # fmt: skip
NORMAL = ("meeting", "trigger")


def uniforms_of(bits: Group) -> Group:
    """Return the day's random numbers by stream from 32 random bits each, [actor, *world] (or [1, *world]).

    A stream is a uniform, or a standard normal where `NORMAL` says so; `deaths` keeps its bits.
    """
    uniforms = {name: b if name == "deaths" else uniform(b) for name, b in bits.__dict__.items()}
    return Group(**{name: normal(x) if name in NORMAL else x for name, x in uniforms.items()})


def sample_events(
    network: Network, params: Group, state: State, inputs: Inputs, outlook: Group, uniforms: Group
) -> Events:
    """Return the events of one day at its random numbers."""
    orders = _orders(network, params, inputs, outlook, uniforms)
    accepted = (uniforms.acceptance < sigmoid(outlook.obedience + _meeting(network, params, uniforms))) * 1.0
    opened = (uniforms.opening < outlook.opening) * 1.0
    attacks = _attacks(params, state, outlook, uniforms, opened)
    return Events(
        accepted=accepted, opened=opened, announced=_zero(accepted), resumed=_zero(accepted),
        surprise=_zero(accepted), surprise_days=_zero(accepted),
        war=(uniforms.war[0] < outlook.war) * 1.0, trigger_noise=uniforms.trigger[0], truce_turns=(uniforms.truce[0] < outlook.truce_turn) * 1.0,
        patron_strike=(uniforms.patron_strike < outlook.patron_strike) * 1.0,
        **orders, **attacks, **_reprisal(network, params, state, outlook, uniforms, attacks),
    )  # fmt: skip


def _zero(like):
    return jnp.zeros_like(like)


def _orders(network, params, inputs, outlook, uniforms):
    """Given orders, and the commander's own where he decides; attention is split over those visited."""
    issued = uniforms.directive < outlook.directive
    full = jnp.where(uniforms.directive < outlook.directive * (1 - params.directives.partial), 1.0, 0.5)
    visited = jnp.minimum(network.sum_by_client(issued * 1.0), 1.0)
    envoy = params.orders.attention * visited / jnp.maximum(visited.sum(0), 1.0)
    return {
        "tempo_order": jnp.maximum(inputs.tempo_order, issued * full),
        "cap_order": jnp.maximum(inputs.cap_order, issued * 1.0),
        "release_order": jnp.broadcast_to(inputs.release_order, issued.shape),
        "envoy": jnp.maximum(inputs.envoy, envoy),
    }


def _meeting(network, params, uniforms):
    return params.control.meeting_spread * network.host_to_front(uniforms.meeting)


def _attacks(params, state, outlook, uniforms, opened):
    is_open = jnp.maximum(state.open, opened)
    mean = outlook.tempo * is_open
    count = negative_binomial(uniforms.count, mean, params.fronts.dispersion)
    lethal = binomial(uniforms.lethal, count, outlook.lethal)
    harmed = binomial(uniforms.harm, count - lethal, outlook.harm / (1 - outlook.lethal))
    deaths, worst = lomax_deaths(uniforms.deaths, lethal, outlook.tail, params.severity.scale)
    return {"count": count, "lethal": lethal, "harmed": harmed, "deaths": deaths, "worst": worst}


def _reprisal(network, params, state, outlook, uniforms, attacks):
    red = red_line(network, params, attacks["worst"])
    struck = (uniforms.reprisal < hazard(params, state, red)) * 1.0
    steps = accumulate(level_probabilities(params, state, red)[:3])
    level = 1.0 + sum((uniforms.level > step) * 1.0 for step in steps)
    return {
        "reprisal": struck,
        "level": struck * level,
        "answered": _answered(network, outlook, uniforms, struck),
    }


def _answered(network, outlook, uniforms, struck):
    """One front, in proportion to its weight, or none in particular with the weight of a quiet front."""
    chosen = [jnp.zeros_like(outlook.tempo[0])] * len(network.fronts)
    for a in range(len(network.adversaries)):
        fronts = network.fronts_of(a)
        weights = [outlook.answer[f] for f in fronts]
        mark = uniforms.answered[a] * (sum(weights) + outlook.unanswered)
        for f, weight in zip(fronts, weights, strict=True):
            chosen[f] = struck[a] * ((mark > 0) & (mark <= weight))
            mark = mark - weight
    return jnp.stack(chosen)
