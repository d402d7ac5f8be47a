"""Play the reported past through the day's two functions, and score it on the way.

Days inside a tally are fed what the model expects; when a tally ends, the difference between the observed and the
expected total is handed to excitation and heat as if it had been spread evenly over the tally's days. A tally of
one day and one front is exact.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.history.encode import History
from armslength.world.day import conditional, update
from armslength.world.initial import initial_state
from armslength.world.mechanisms.reprisal import red_line
from armslength.world.network import Network
from armslength.world.records import Day, Events, Group, State
from armslength.world.score import (
    log_binomial,
    log_deaths,
    log_negative_binomial,
    score_acceptance,
    score_opening,
    score_rare,
    score_reprisal,
)


class Replayed(NamedTuple):
    """What a replay leaves."""

    state: State  #: on the as-of date, at the end of the day
    attacks: Any  #: [day, front, *world] attacks a day: expected ones, and on a tally's last day what it missed
    log_score: Group  #: [*world] log probability of what was reported, by kind of event


class Sums(NamedTuple):
    """Running sums of a tally, from its first day."""

    attacks: Any  #: [series, front, *world] expected
    spread: Any  #: [series, front, *world] squared over dispersion: the variance beyond Poisson
    harm: Any  #: [series, *world] expected harmful but not lethal
    lethal: Any  #: [series, *world] expected lethal


@partial(jax.jit, static_argnums=0)
def replay(net: Network, p: Group, history: History) -> Replayed:
    """State after the reported past, in every world of the parameters ([*world] beyond each actor axis)."""
    state = initial_state(net, p)
    world = state.tension.shape
    series, fronts = history.member.shape
    zero = jnp.zeros((series, fronts, *world))
    sums = Sums(zero, zero, jnp.zeros((series, *world)), jnp.zeros((series, *world)))
    days = (history.given, history.seen, history.tallies)

    def play(carry: tuple[State, Sums], today: tuple[Day, Group, Group]) -> Any:
        state, sums = carry
        given, seen, tally = (lift(x, len(world)) for x in today)
        outlook = conditional(net, p, state, given)
        expected = outlook.tempo * jnp.maximum(state.open, seen.opened)
        sums = _add(p, outlook, sums, expected, tally, history)
        events = _events(p, history, outlook, given, seen, tally, expected, sums)
        scores = _scores(net, p, state, outlook, seen, tally, history, events, sums)
        attacks = events.count + events.surprise * events.surprise_days
        ended = 1 - tally.ends
        sums = Sums(*(x * (ended[:, None] if x.ndim > 1 + len(world) else ended) for x in sums))
        given = eqx_replace(given, envoy=events.envoy)
        return (update(net, p, state, given, outlook, events), sums), (attacks, scores)

    (state, _), (attacks, scores) = jax.lax.scan(play, (state, sums), days)
    return Replayed(state, attacks, jax.tree.map(lambda x: x.sum(0), scores))


def lift(tree: Any, axes: int) -> Any:
    """Give every array of a day axes for the worlds, so that actors stay in front."""
    return jax.tree.map(lambda x: jnp.reshape(x, (*jnp.shape(x), *([1] * axes))) if jnp.ndim(x) else x, tree)


def eqx_replace(day: Day, **values: Any) -> Day:
    """The same day with some fields replaced."""
    return Day(**{**{name: getattr(day, name) for name in day.__dataclass_fields__}, **values})


def _add(p: Group, c: Group, sums: Sums, expected: Any, tally: Group, history: History) -> Sums:
    inside = tally.active[:, None] * history.member.reshape(*history.member.shape, *([1] * (expected.ndim - 1)))
    return Sums(
        sums.attacks + inside * expected,
        sums.spread + inside * expected**2 / p.fronts.dispersion,
        sums.harm + (inside * expected * c.harm).sum(1),
        sums.lethal + (inside * expected * c.lethal).sum(1),
    )


def _events(p: Group, history: History, c: Group, given: Day, seen: Group, tally: Group, expected: Any, sums: Sums) -> Events:
    """The day as it was reported; where nobody says, what the model expects."""
    primary = history.primary.reshape(-1, *([1] * (expected.ndim - 1)))
    totals = sums.attacks.sum(1)
    missed = primary * tally.ends * (tally.total - totals) / jnp.maximum(tally.days, 1)
    share = sums.attacks / jnp.maximum(totals, 1e-9)[:, None]
    count = jnp.where(seen.covered > 0, expected, jnp.maximum(expected, seen.dated))
    member = history.member.reshape(*history.member.shape, *([1] * (expected.ndim - 1)))
    zero = jnp.zeros_like(expected)
    return Events(
        tempo_order=given.tempo_order, release_order=given.release_order, cap_order=given.cap_order,
        envoy=given.envoy * p.orders.attention,
        accepted=jnp.where(jnp.isnan(seen.accepted), sigmoid(c.obedience), seen.accepted),
        announced=seen.announced, resumed=seen.resumed, opened=seen.opened,
        count=count, surprise=(missed[:, None] * share).sum(0),
        surprise_days=((primary * tally.ends * tally.days)[:, None] * member).max(0) + zero,
        harmed=jnp.maximum(seen.harmed, count * c.harm), lethal=seen.lethal + zero,
        deaths=seen.deaths + zero, worst=seen.worst + zero,
        reprisal=seen.reprisal, level=seen.level, answered=seen.answered, patron_strike=seen.patron_strike,
        war=seen.war, trigger_noise=jnp.zeros(()), truce_turns=jnp.zeros(()),
    )  # fmt: skip


def _scores(
    net: Network, p: Group, s: State, c: Group, seen: Group, tally: Group, history: History, e: Events, sums: Sums
) -> Group:
    accepted = jnp.nan_to_num(seen.accepted)
    return Group(
        opening=score_opening(s, c, seen.opened),
        acceptance=score_acceptance(net, p, c, accepted, seen.asked),
        deaths=((seen.lethal > 0) * log_deaths(p, c.tail, seen.worst)).sum(0),
        reprisal=score_reprisal(net, p, s, c, seen, red_line(net, p, e)),
        **score_rare(c, seen),
        **_tally_scores(tally, history, sums),
    )


def _tally_scores(tally: Group, history: History, sums: Sums) -> dict[str, Any]:
    """Of totals, and of the harmful and lethal among them, when a tally ends."""
    reporting = history.reporting.reshape(-1, *([1] * (tally.ends.ndim - 1)))
    mean = jnp.maximum(sums.attacks.sum(1), 1e-9)
    size = mean**2 / jnp.maximum(sums.spread.sum(1), 1e-12)
    total = log_negative_binomial(tally.total, reporting * mean, size)

    def among(part: Any, expected: Any) -> Any:
        stated = tally.ends * ~jnp.isnan(part)
        part = jnp.clip(jnp.nan_to_num(part), 0, tally.total)
        return (stated * log_binomial(part, tally.total, expected / mean)).sum(0)

    return {
        "counts": (tally.ends * total).sum(0),
        "harm": among(tally.harmed, sums.harm + sums.lethal),
        "lethal": among(tally.lethal, sums.lethal),
    }
