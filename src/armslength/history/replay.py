"""Play the reported past through the day's two functions, and score it.

Days inside a tally are fed what the model expects; when a tally ends, the difference between the observed and the
expected total is handed to excitation and heat as if it had been spread evenly over the tally's days. Where every
attack of a day is dated (`exact`, as in simulated histories) nothing is spread.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.history.arrays import History
from armslength.history.likelihood import score_history, tally_law
from armslength.world.day import conditional, update
from armslength.world.initial_state import initial_state
from armslength.world.network import Network
from armslength.world.records import Day, Events, Group, State, lift


class Replayed(NamedTuple):
    """What a replay leaves."""

    state: State  #: on the as-of date, at the end of the day
    attacks: (
        Any  #: [day, front, *world] attacks a day: expected ones, and on a tally's last day what it missed
    )
    log_score: Group  #: [*world] log probability of what was reported, by kind of event
    tallies: Group  #: [day, series, *world] law of each tally's total, given what was reported before it


@partial(jax.jit, static_argnums=0)
def replay(net: Network, p: Group, history: History) -> Replayed:
    """State after the reported past, in every world of the parameters ([*world] beyond each actor axis)."""
    state = initial_state(net, p)
    world = state.tension.shape
    tallied = jnp.zeros((*history.member.shape, *world))

    def play(carry: tuple[State, Any], today: tuple[Day, Group, Group, Any]) -> Any:
        state, tallied = carry
        given, seen, tally = (lift(x, len(world)) for x in today[:3])
        is_live = today[3]
        outlook = conditional(net, p, state, given)
        expected = outlook.tempo * jnp.maximum(state.open, seen.opened)
        tallied = tallied + tally.active[:, None] * lift(history.member, len(world)) * expected
        events = _events(p, history, outlook, given, seen, tally, expected, tallied)
        attacks = events.count + events.surprise * events.surprise_days
        tallied = tallied * (1 - tally.ends)[:, None]
        new = update(net, p, state, given, outlook, events)
        if is_live is not None:  # beyond the as-of date nothing moves
            new = jax.tree.map(lambda after, before: jnp.where(is_live > 0, after, before), new, state)
        return (new, tallied), (
            attacks,
            expected,
            outlook,
            state,
            events.worst,
        )

    days = (history.given, history.seen, history.tallies, history.live)
    (state, _), (attacks, *daily) = jax.lax.scan(play, (state, tallied), days)
    expected, outlook = daily[0], daily[1]
    law = tally_law(p, history, attacks, expected, outlook)
    return Replayed(state, attacks, score_history(net, p, history, law, *daily), law)


def _events(
    p: Group, history: History, c: Group, given: Day, seen: Group, tally: Group, expected: Any, tallied: Any
) -> Events:
    """The day as it was reported; where nobody says, what the model expects."""
    axes = expected.ndim - 1
    ends = lift(history.primary, axes) * tally.ends
    totals = tallied.sum(1)
    missed = ends * (tally.total - totals) / jnp.maximum(tally.days, 1)
    share = tallied / jnp.maximum(totals, 1e-9)[:, None]
    exact = seen.exact > 0
    count = jnp.where(
        exact, seen.dated, jnp.where(seen.covered > 0, expected, jnp.maximum(expected, seen.dated))
    )
    zero = jnp.zeros_like(expected)
    return Events(
        tempo_order=given.tempo_order, release_order=given.release_order, cap_order=given.cap_order,
        envoy=given.envoy,
        accepted=jnp.where(jnp.isnan(seen.accepted), sigmoid(c.obedience), seen.accepted),
        announced=seen.announced, resumed=seen.resumed, opened=seen.opened,
        count=count, surprise=jnp.where(exact, 0.0, (missed[:, None] * share).sum(0)),
        surprise_days=((ends * tally.days)[:, None] * lift(history.member, axes)).max(0, initial=0.0) + zero,
        harmed=jnp.where(exact, seen.harmed, jnp.maximum(seen.harmed, count * c.harm)), lethal=seen.lethal + zero,
        deaths=seen.deaths + zero, worst=seen.worst + zero,
        reprisal=seen.reprisal, level=seen.level, answered=seen.answered, patron_strike=seen.patron_strike,
        war=seen.war, trigger_noise=jnp.zeros(()), truce_turns=jnp.zeros(()),
    )  # fmt: skip
