"""Play the reported past through the day's two functions, and score it.

Days inside a tally are fed what the model expects; when a tally ends, the difference between the observed and the
expected total is handed to excitation and heat as if it had been spread evenly over the tally's days. Where every
attack of a day is dated (`exact`, as in simulated histories) nothing is spread.

The loop is its own and not `unroll`: the running totals of the tallies stand between a day's outlook and its events,
and on days of padding nothing moves.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.history.arrays import History, Reports, Tallies
from armslength.history.likelihood import LogScore, TallyLaw, score_history, tally_law
from armslength.world.day import conditional, update
from armslength.world.initial_state import initial_state
from armslength.world.network import Network
from armslength.world.records import Events, Inputs, Outlook, Params, State, lift


class Replayed(NamedTuple):
    """What a replay leaves."""

    state: State  #: on the as-of date, at the end of the day
    attacks: (
        Any  #: [day, front, *world] attacks a day: expected ones, and on a tally's last day what it missed
    )
    log_score: LogScore  #: [*world] log probability of what was reported, by kind of event
    tallies: TallyLaw  #: [day, series, *world] law of each tally's total, given what was reported before it


@partial(jax.jit, static_argnums=0)
def replay(network: Network, params: Params, history: History) -> Replayed:
    """Play the reported past in every world of the parameters ([*world] beyond each actor axis), and score it."""
    start = initial_state(network, params)
    world = start.tension.shape
    member = lift(history.member, len(world))
    nothing = jnp.zeros((*history.member.shape, *world))

    def play(carry: tuple[State, Any], today: tuple[Inputs, Reports, Tallies, Any]) -> Any:
        state, tallied = carry
        inputs, reports, tally = (lift(x, len(world)) for x in today[:3])
        is_past = today[3]
        outlook = conditional(network, params, state, inputs)
        expected = outlook.tempo * jnp.maximum(state.open, reports.opened)
        tallied = tallied + tally.active[:, None] * member * expected
        events = _events(history, outlook, inputs, reports, tally, expected, tallied)
        attacks = events.count + events.surprise * events.surprise_days
        tallied = tallied * (1 - tally.ends)[:, None]
        updated = update(network, params, state, inputs, outlook, events)
        if is_past is not None:  # beyond the as-of date nothing moves
            updated = jax.tree.map(
                lambda after, before: jnp.where(is_past > 0, after, before), updated, state
            )
        return (updated, tallied), (attacks, expected, outlook, state, events.worst)

    days = (history.inputs, history.reports, history.tallies, history.is_past)
    (state, _), (attacks, *daily) = jax.lax.scan(play, (start, nothing), days)
    expected, outlook = daily[0], daily[1]
    law = tally_law(params, history, attacks, expected, outlook)
    return Replayed(state, attacks, score_history(network, params, history, law, *daily), law)


def _events(
    history: History,
    outlook: Outlook,
    inputs: Inputs,
    reports: Reports,
    tally: Tallies,
    expected: Any,
    tallied: Any,
) -> Events:
    """Return the day as it was reported; where nobody says, what the model expects."""
    axes = expected.ndim - 1
    ends = lift(history.primary, axes) * tally.ends
    totals = tallied.sum(1)
    missed = ends * (tally.total - totals) / jnp.maximum(tally.days, 1)
    share = tallied / jnp.maximum(totals, 1e-9)[:, None]
    surprise_days = ((ends * tally.days)[:, None] * lift(history.member, axes)).max(0, initial=0.0)
    exact = reports.exact > 0
    undated = jnp.where(reports.covered > 0, expected, jnp.maximum(expected, reports.dated))
    count = jnp.where(exact, reports.dated, undated)
    zero = jnp.zeros_like(expected)
    return Events(
        tempo_order=inputs.tempo_order,
        release_order=inputs.release_order,
        cap_order=inputs.cap_order,
        envoy=inputs.envoy,
        accepted=jnp.where(jnp.isnan(reports.accepted), sigmoid(outlook.obedience), reports.accepted),
        announced=reports.announced,
        resumed=reports.resumed,
        opened=reports.opened,
        count=count,
        surprise=jnp.where(exact, 0.0, (missed[:, None] * share).sum(0)),
        surprise_days=surprise_days + zero,
        harmed=jnp.where(exact, reports.harmed, jnp.maximum(reports.harmed, count * outlook.harm)),
        lethal=reports.lethal + zero,
        deaths=reports.deaths + zero,
        worst=reports.worst + zero,
        reprisal=reports.reprisal,
        level=reports.level,
        answered=reports.answered,
        patron_strike=reports.patron_strike,
        war=reports.war,
        trigger_noise=jnp.zeros(()),
        truce_turns=jnp.zeros(()),
    )
