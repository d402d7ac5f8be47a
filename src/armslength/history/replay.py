"""Play the reported past through the day's two functions, and score it.

Days inside a tally are fed the attacks that have a date and, for the rest, what the model expects; when the tally
ends, the difference between the reported and the fed total is handed to excitation and heat as if it had been spread
evenly over the tally's days. Where every attack of a day is dated (`exact`, as in simulated histories) nothing is
spread. A tally also tells, by Bayes, whether those under its label halted, and moves the pace of the label.

The loop is its own and not `unroll`: the running sums of the tallies stand between a day's outlook and its events,
and on days of padding nothing moves.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from armslength.history.arrays import History, Reports, Tallies
from armslength.history.likelihood import (
    Daily,
    LogScore,
    TallyLaw,
    score_each_day,
    score_history,
    shared_out,
    tally_law,
)
from armslength.history.one_kernel import can_be_one_kernel, scan_in_one_kernel
from armslength.history.spans import (
    Counted,
    Cover,
    Spans,
    count_today,
    covers,
    fed,
    merged,
    no_spans,
    with_today,
)
from armslength.world.day import conditional, update
from armslength.world.initial_state import initial_state
from armslength.world.linear import bundle
from armslength.world.mechanisms.control import acceptance, reach
from armslength.world.mechanisms.reprisal import hazard, level_probabilities, red_line
from armslength.world.network import Network
from armslength.world.records import Events, Inputs, Outlook, Params, State, lift

LONG = 2048  # steps: a longer history is replayed in segments, and takes no more memory
SEGMENT = 64  # steps; padded histories are whole segments


class Replayed(NamedTuple):
    """What a replay leaves."""

    state: State  #: on the as-of date, at the end of the day
    attacks: (
        Any  #: [day, front, *world] attacks a day: each tally shared out over its days as the model expects
    )
    log_score: LogScore  #: [*world] log probability of what was reported, by kind of event
    tallies: TallyLaw  #: [day, series, *world] law of each tally's total, given what was reported before it


@partial(jax.jit, static_argnums=(0, 3))
def replay(network: Network, params: Params, history: History, few: bool = False) -> Replayed:
    """Play the reported past in every world of the parameters ([*world] beyond each actor axis), and score it.

    `few` says that there are no more than a few worlds, as in a fit: the days are then compiled as one piece of code.
    """
    start = initial_state(network, params)
    bundled, unbundle = bundle(params)
    world = start.tension.shape

    play = _player(network, history, bundled, unbundle, len(world))
    days = days_of(history)
    begin = (start, no_spans(history, world, start.tension.dtype))
    length = len(history.inputs.trigger)
    if length > LONG and length % SEGMENT == 0:
        return _in_segments(network, params, history, begin, days, play)
    # A gradient works each day out again from the state before it: quicker than to keep all that the day was made of.
    if few and can_be_one_kernel(network):

        def alone(known: History, held: Any, carry: Any, today: Any) -> Any:
            return _player(network, known, held, unbundle, len(world))(carry, today)

        whole: Any = history  # what it brings by the day is in `days`
        known = replace(whole, inputs=None, reports=None, tallies=None, is_past=None)
        (state, _), kept = scan_in_one_kernel(alone, known, bundled, begin, days)
    else:
        (state, _), kept = jax.lax.scan(jax.checkpoint(play, prevent_cse=False), begin, days)
    daily = _daily(network, params, history, *kept)
    scores = score_each_day(network, params, history, daily)
    attacks = shared_out(history, daily)
    law = tally_law(params, history, attacks, daily)
    return Replayed(state, attacks, score_history(history, law, attacks, daily.outlook, scores), law)


def days_of(history: History) -> Any:
    """Return what a replay takes of each day, [day, ...]."""
    return history.inputs, history.reports, history.tallies, history.is_past, covers(history)


def go_on(network: Network, params: Params, history: History, begin: tuple[State, Spans]) -> Any:
    """Return state and running sums after the days of a piece of history, and what is kept of each day.

    The days are played by the very loop of `replay`, which keeps the same of each, so that their bits are the same.
    """
    bundled, unbundle = bundle(params)
    play = _player(network, history, bundled, unbundle, begin[0].tension.ndim)
    return jax.lax.scan(jax.checkpoint(play, prevent_cse=False), begin, days_of(history))


def _player(network: Network, history: History, bundled: Any, unbundle: Any, axes: int) -> Any:
    """Return the function that plays one day of the past."""

    def play(carry: tuple[State, Spans], today: tuple[Inputs, Reports, Tallies, Any, Cover]) -> Any:
        state, spans = carry
        params = unbundle(bundled)
        inputs, reports, tally = (lift(x, axes) for x in today[:3])
        is_past, cover = today[3], lift(today[4], axes)
        outlook = conditional(network, params, state, inputs)
        spans = with_today(params, state, outlook, reports, cover, spans)
        counted = count_today(history, state, tally, spans)
        events = _events(network, params, history, state, outlook, inputs, reports, tally, spans, counted)
        spans = merged(network, params, state, events, cover, spans, inputs)
        updated = update(network, params, state, inputs, outlook, events)
        if is_past is not None:  # beyond the as-of date nothing moves
            updated = jax.tree.map(
                lambda after, before: jnp.where(is_past > 0, after, before), updated, state
            )
        return (updated, spans), (state, events.count, events.worst, counted)

    return play


def _in_segments(
    network: Network, params: Params, history: History, begin: tuple[State, Spans], days: Any, play: Any
) -> Replayed:
    """Replay and score segment by segment: a gradient keeps the state before each and little of each day.

    What it keeps of a segment's days it works out again when it comes to that segment.
    """
    segments = jax.tree.map(lambda x: x.reshape(-1, SEGMENT, *x.shape[1:]), days)

    def segment(carry: tuple[State, Spans], today: Any) -> Any:
        carry, kept = jax.lax.scan(jax.checkpoint(play, prevent_cse=False), carry, today)
        part = replace(history, inputs=today[0], reports=today[1], tallies=today[2], is_past=today[3])
        daily = _daily(network, params, part, *kept)
        scores = score_each_day(network, params, part, daily)
        little = Outlook(lethal=daily.outlook.lethal, harm=daily.outlook.harm)
        return carry, (replace(daily, outlook=little, state=None, worst=None), scores)

    (state, _), kept = jax.lax.scan(jax.checkpoint(segment, prevent_cse=False), begin, segments)
    daily, scores = jax.tree.map(lambda x: x.reshape(-1, *x.shape[2:]), kept)
    attacks = shared_out(history, daily)
    law = tally_law(params, history, attacks, daily)
    return Replayed(state, attacks, score_history(history, law, attacks, daily.outlook, scores), law)


def _daily(
    network: Network, params: Params, history: History, state: State, fed: Any, worst: Any, counted: Counted
) -> Daily:
    """Return what scoring needs of each day; the outlooks are made for all days at once."""
    axes = state.tension.ndim - 1

    def expected(state: State, inputs: Inputs, opened: Any) -> tuple[Outlook, Any]:
        outlook = conditional(network, params, state, lift(inputs, axes))
        return outlook, outlook.tempo * jnp.maximum(state.open, lift(opened, axes))

    outlook, tempo = jax.vmap(expected)(state, history.inputs, history.reports.opened)
    return Daily(
        expected=tempo,
        fed=fed,
        outlook=outlook,
        state=state,
        worst=worst,
        score=counted.score,
        mean=counted.mean,
        size=counted.size,
    )


def _events(
    network: Network,
    params: Params,
    history: History,
    state: State,
    outlook: Outlook,
    inputs: Inputs,
    reports: Reports,
    tally: Tallies,
    spans: Spans,
    counted: Counted,
) -> Events:
    """Return the day as it was reported; where nobody says, what the model expects."""
    expected = outlook.tempo * jnp.maximum(state.open, reports.opened)
    exact = reports.exact > 0
    count = fed(reports, expected)
    accepted = jnp.where(jnp.isnan(reports.accepted), acceptance(params, outlook.obedience), reports.accepted)
    red = red_line(network, params, reports.worst)
    levels = jnp.stack(jnp.broadcast_arrays(*level_probabilities(params, state, red)))
    number = jnp.arange(1, 5).reshape(4, *([1] * (levels.ndim - 1)))
    unreported = reports.reprisals_known * (number < reports.coded_from) * (1 - reports.reprisal)
    zero = jnp.zeros_like(expected)
    lethal = reports.lethal + zero
    if network.counted:  # where lethal attacks are what is counted, all of them are
        lethal = jnp.where(network.is_counted("lethal_attacks", count), count, lethal)
    return Events(
        tempo_order=inputs.tempo_order,
        release_order=inputs.release_order,
        cap_order=inputs.cap_order,
        envoy=inputs.envoy,
        accepted=accepted,
        announced=reports.announced,
        resumed=reports.resumed,
        arrived=jnp.where(
            jnp.isnan(reports.arrived), reach(network, params, state, inputs, inputs.envoy), reports.arrived
        ),
        halt_alone=counted.halt_alone,
        halt_all=counted.halt_all,
        pace=counted.pace,
        pace_spread=counted.pace_spread,
        opened=reports.opened,
        count=count,
        surprise=jnp.where(exact, 0.0, counted.missed),
        surprise_days=counted.missed_days + zero,
        harmed=jnp.where(exact, reports.harmed, jnp.maximum(reports.harmed, count * outlook.harm)),
        lethal=lethal,
        deaths=reports.deaths + zero,
        worst=reports.worst + zero,
        reprisal=reports.reprisal,
        level=reports.level,
        hidden=hazard(network, params, state, red) * levels * unreported,
        answered=reports.answered,
        patron_strike=reports.patron_strike,
        war=reports.war,
        trigger_noise=jnp.zeros(()),
        truce_turns=jnp.zeros(()),
    )
