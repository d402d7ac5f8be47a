"""Draw the day's events from their distribution: simulation's half of the bargain with `score`."""

from itertools import accumulate

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.mechanisms.reprisal import hazard, level_probabilities, red_line
from armslength.world.network import Network
from armslength.world.records import Day, Events, Group, State
from armslength.world.sampling import binomial, lomax_deaths, negative_binomial, normal, uniform

#: Named streams of chance: what each decides, and over which actors.
STREAMS: dict[str, str] = {
    "directive": "fronts", "meeting": "hosts", "acceptance": "fronts", "opening": "fronts", "count": "fronts",
    "lethal": "fronts", "harm": "fronts", "deaths": "fronts", "reprisal": "adversaries", "level": "adversaries",
    "answered": "adversaries", "patron_strike": "adversaries", "war": "world", "trigger": "world", "truce": "world",
}  # fmt: skip
NORMAL = ("meeting", "trigger")


def draw(net: Network, p: Group, s: State, d: Day, c: Group, bits: Group) -> Events:
    """Events of one day; `bits` holds 32 random bits per stream, [actor, *world] (or [1, *world])."""
    return happen(net, p, s, d, c, luck(bits))


def luck(bits: Group) -> Group:
    """The day's chance by stream: a uniform; a standard normal where that is asked for; and the bits of `deaths`."""
    u = {name: b if name == "deaths" else uniform(b) for name, b in bits.__dict__.items()}
    return Group(**{name: normal(x) if name in NORMAL else x for name, x in u.items()})


def happen(net: Network, p: Group, s: State, d: Day, c: Group, u: Group) -> Events:
    """Events of one day, given its `luck`."""
    orders = _orders(net, p, d, c, u)
    accepted = (u.acceptance < sigmoid(c.obedience + _meeting(net, p, u))) * 1.0
    opened = (u.opening < c.opening) * 1.0
    attacks = _attacks(p, s, c, u, opened)
    return Events(
        accepted=accepted, opened=opened, announced=_zero(accepted), resumed=_zero(accepted),
        surprise=_zero(accepted), surprise_days=_zero(accepted),
        war=(u.war[0] < c.war) * 1.0, trigger_noise=u.trigger[0], truce_turns=(u.truce[0] < c.truce_turn) * 1.0,
        patron_strike=(u.patron_strike < c.patron_strike) * 1.0,
        **orders, **attacks, **_reprisal(net, p, s, c, u, attacks),
    )  # fmt: skip


def _zero(like):
    return jnp.zeros_like(like)


def _orders(net, p, d, c, u):
    """Given orders, and the commander's own where he decides; attention is split over those visited."""
    issued = u.directive < c.directive
    full = jnp.where(u.directive < c.directive * (1 - p.directives.partial), 1.0, 0.5)
    visited = jnp.minimum(net.sum_by_client(issued * 1.0), 1.0)
    envoy = p.orders.attention * visited / jnp.maximum(visited.sum(0), 1.0)
    return {
        "tempo_order": jnp.maximum(d.tempo_order, issued * full),
        "cap_order": jnp.maximum(d.cap_order, issued * 1.0),
        "release_order": jnp.broadcast_to(d.release_order, issued.shape),
        "envoy": jnp.maximum(d.envoy, envoy),
    }


def _meeting(net, p, u):
    return p.control.meeting_spread * net.host_to_front(u.meeting)


def _attacks(p, s, c, u, opened):
    is_open = jnp.maximum(s.open, opened)
    mean = c.tempo * is_open
    count = negative_binomial(u.count, mean, p.fronts.dispersion)
    lethal = binomial(u.lethal, count, c.lethal)
    harmed = binomial(u.harm, count - lethal, c.harm / (1 - c.lethal))
    deaths, worst = lomax_deaths(u.deaths, lethal, c.tail, p.severity.scale)
    return {"count": count, "lethal": lethal, "harmed": harmed, "deaths": deaths, "worst": worst}


def _reprisal(net, p, s, c, u, attacks):
    e = Group(**attacks)
    red = red_line(net, p, e)
    struck = (u.reprisal < hazard(p, s, red)) * 1.0
    steps = accumulate(level_probabilities(p, s, red)[:3])
    level = 1.0 + sum((u.level > step) * 1.0 for step in steps)
    return {"reprisal": struck, "level": struck * level, "answered": _answered(net, c, u, struck)}


def _answered(net, c, u, struck):
    """One front, in proportion to its weight, or none in particular with the weight of a quiet front."""
    chosen = [jnp.zeros_like(c.tempo[0])] * len(net.fronts)
    for a in range(len(net.adversaries)):
        fronts = net.fronts_of(a)
        weights = [c.answer[f] for f in fronts]
        mark = u.answered[a] * (sum(weights) + c.unanswered)
        for f, weight in zip(fronts, weights, strict=True):
            chosen[f] = struck[a] * ((mark > 0) & (mark <= weight))
            mark = mark - weight
    return jnp.stack(chosen)
