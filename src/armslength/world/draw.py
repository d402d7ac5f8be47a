"""Draw the day's events from their distribution: the simulation's counterpart of `score`."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanisms import halt, pace
from armslength.world.mechanisms.control import acceptance, reach
from armslength.world.mechanisms.reprisal import hazard, level_probabilities, red_line
from armslength.world.mechanisms.tempo import FLOOR
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import PerAdversary, PerFront, PerHost, PerWorld, Record, array, fields_of
from armslength.world.records import Events, Inputs
from armslength.world.sampling import (
    binomial,
    binomial_of_many,
    lomax_deaths,
    negative_binomial,
    negative_binomial_of_many,
    normal,
    uniform,
)


class Uniforms(Record):
    """The day's random numbers, a named stream each: uniforms, except where it says otherwise.

    Those of the world as a whole are [1, *world].
    """

    directive: PerFront = array("an order and a visit, where the commander decides")
    meeting: PerHost = array("what one meeting adds to all clients of a host; a standard normal")
    acceptance: PerFront = array("whether an order is accepted")
    reach: PerFront = array("whether an order arrives")
    halt: PerFront = array("who halts; that of the front that stands for its label is used")
    pace: PerFront = array(
        "what is left open of the pace; a standard normal; that of the front that stands for its label"
    )
    opening: PerFront = array("whether the front opens")
    count: PerFront = array("number of attacks")
    lethal: PerFront = array("how many of them kill")
    harm: PerFront = array("how many of the others harm")
    deaths: PerFront = array("the dead of each lethal attack; 32 random bits")
    deaths_apart: PerFront = array("how far apart the bits of those attacks stand; 32 random bits")
    reprisal: PerAdversary = array("whether the adversary hits back")
    level: PerAdversary = array("how high")
    answered: PerAdversary = array("whom")
    patron_strike: PerAdversary = array("whether the patron's own forces strike")
    war: PerWorld = array("whether regional war begins")
    trigger: PerWorld = array("noise of the trigger war; a standard normal")
    truce: PerWorld = array("whether a truce begins or ends")


#: each stream, and the kind of actor that has one of its own
STREAMS: dict[str, str] = {stream.name: stream.kind for stream in fields_of(Uniforms)}
NORMAL = ("meeting", "trigger", "pace")
BITS = ("deaths", "deaths_apart")


def actors_of(network: Network, kind: str) -> tuple[str, ...]:
    """Return who has a stream of its own; the world as a whole is one."""
    return ("world",) if kind == "world" else network.actors(kind)


def uniforms_of(bits: Uniforms) -> Uniforms:
    """Return the day's random numbers from 32 random bits each."""
    made = {name: b if name in BITS else uniform(b) for name, b in vars(bits).items()}
    return Uniforms(**{name: normal(x) if name in NORMAL else x for name, x in made.items()})


def sample_events(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook, uniforms: Uniforms
) -> Events:
    """Return the events of one day at its random numbers."""
    meeting = params.control.meeting_spread * network.host_to_front(uniforms.meeting)
    accepted = (uniforms.acceptance < acceptance(params, outlook.obedience + meeting)) * 1.0
    opened = (uniforms.opening < outlook.opening) * 1.0
    alone, everyone = halt.drawn(network, state, uniforms.halt)
    today = pace.drawn(network, state, uniforms.pace)
    attacks = _attacks(network, params, state, outlook, uniforms, opened, (alone, everyone), today)
    orders = _orders(network, params, inputs, outlook, uniforms)
    arrived = uniforms.reach < reach(network, params, state, inputs, orders["envoy"])
    nothing = jnp.zeros_like(accepted)
    return Events(
        accepted=accepted,
        opened=opened,
        announced=nothing,
        resumed=nothing,
        arrived=arrived * 1.0,
        halt_alone=alone,
        halt_all=everyone,
        pace=today,
        pace_spread=nothing,
        hidden=jnp.zeros((4, *outlook.patron_strike.shape)),
        surprise=nothing,
        surprise_days=nothing,
        war=(uniforms.war[0] < outlook.war) * 1.0,
        trigger_noise=uniforms.trigger[0],
        truce_turns=(uniforms.truce[0] < outlook.truce_turn) * 1.0,
        patron_strike=(uniforms.patron_strike < outlook.patron_strike) * 1.0,
        **orders,
        **attacks,
        **_reprisal(network, params, state, outlook, uniforms, attacks["worst"]),
    )


def _orders(
    network: Network, params: Params, inputs: Inputs, outlook: Outlook, uniforms: Uniforms
) -> dict[str, Any]:
    """Return given orders, and the commander's own where he decides; attention is split over those visited."""
    chance = inputs.deciding * outlook.directive
    issued = uniforms.directive < chance
    full = jnp.where(uniforms.directive < chance * (1 - params.directives.partial), 1.0, 0.5)
    visited = jnp.minimum(network.sum_by_sender(issued * 1.0, inputs.sender), 1.0)
    # A step has as many days of visits as days.
    share = jnp.maximum(network.sum_by_patron(visited) / network.step.days, 1.0)
    envoy = params.orders.attention * visited / network.patron_to_bond(share)
    return {
        "tempo_order": jnp.maximum(inputs.tempo_order, issued * full),
        "cap_order": jnp.maximum(inputs.cap_order, issued * 1.0),
        "release_order": jnp.broadcast_to(inputs.release_order, issued.shape),
        "envoy": jnp.maximum(inputs.envoy, envoy),
    }


def _attacks(
    network: Network,
    params: Params,
    state: State,
    outlook: Outlook,
    uniforms: Uniforms,
    opened: Any,
    halted: tuple[Any, Any],
    today: Any,
) -> dict[str, Any]:
    """Return attacks, how many of them harm and kill, and the dead; `today` is the logarithm of the pace as drawn."""
    _, announcers, everyone = halt.shares(params, state)
    going_on = 1 - halted[0] * (1 - announcers) - halted[1] * (1 - everyone)
    paced = 1 + outlook.follows_pace * jnp.expm1(today - state.pace)
    mean = halt.unhalted(outlook) * going_on * paced
    mean = jnp.maximum(mean, FLOOR) * jnp.maximum(state.open, opened)
    draw, among = (
        (negative_binomial, binomial)
        if network.step.is_day
        else (negative_binomial_of_many, binomial_of_many)
    )
    count = draw(uniforms.count, mean, params.fronts.dispersion)
    if network.counted:
        kills = network.is_counted("lethal_attacks", count)
        lethal = jnp.where(kills, count, among(uniforms.lethal, count, jnp.where(kills, 0.5, outlook.lethal)))
        harm = jnp.where(kills, 0.0, outlook.harm / jnp.where(kills, 1.0, 1 - outlook.lethal))
    else:
        lethal = among(uniforms.lethal, count, outlook.lethal)
        harm = outlook.harm / (1 - outlook.lethal)
    harmed = among(uniforms.harm, count - lethal, harm)
    by_attack = uniforms.deaths, uniforms.deaths_apart
    deaths, worst = lomax_deaths(*by_attack, lethal, outlook.tail, params.severity.scale)
    return {"count": count, "lethal": lethal, "harmed": harmed, "deaths": deaths, "worst": worst}


def _reprisal(
    network: Network, params: Params, state: State, outlook: Outlook, uniforms: Uniforms, worst: Any
) -> dict[str, Any]:
    """Return who hits back, how high and whom; `worst` [front] are the dead of the day's worst attacks."""
    red = red_line(network, params, worst)
    struck = (uniforms.reprisal < hazard(network, params, state, red)) * 1.0
    steps = accumulate(level_probabilities(params, state, red)[:3])
    level = 1.0 + sum((uniforms.level > step) * 1.0 for step in steps)
    answered = _answered(network, outlook, uniforms, struck)
    return {"reprisal": struck, "level": struck * level, "answered": answered}


def _answered(network: Network, outlook: Outlook, uniforms: Uniforms, struck: Any) -> Any:
    """Return one front, in proportion to its weight, or none in particular with the weight of a quiet front."""
    chosen = [jnp.zeros_like(outlook.tempo[0])] * len(network.fronts)
    for a in range(len(network.adversaries)):
        fronts = network.fronts_of(a)
        weights = [outlook.answer[f] for f in fronts]
        mark = uniforms.answered[a] * (sum(weights) + outlook.unanswered)
        for f, weight in zip(fronts, weights, strict=True):
            chosen[f] = struck[a] * ((mark > 0) & (mark <= weight))
            mark = mark - weight
    return jnp.stack(chosen)
