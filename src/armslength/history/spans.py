"""Running sums over the tallies that a day lies in, for each regime of a halt, and what a tally tells when it ends."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp

from armslength.history.arrays import History, Reports, Tallies
from armslength.world.mechanisms import halt
from armslength.world.mechanisms.pace import after_count
from armslength.world.mechanisms.tempo import FLOOR
from armslength.world.network import Network
from armslength.world.record import Record, array
from armslength.world.records import Events, Inputs, Outlook, Params, State, lift
from armslength.world.score import log_negative_binomial

REGIMES = 3
TINY = 1e-9


class Spans(Record):
    """Sums since the tally of today began, given today's regime under the label: none halts, announcers do, all do.

    One for each front, as no day of a front lies in two primary tallies.
    """

    mean: Any = array("[regime, front, *world] expected attacks")
    lumps: Any = array("[regime, front, *world] squares of the daily means over the size")
    paced: Any = array("[regime, front, *world] expected attacks that follow the pace")
    fed: Any = array("[front, *world] attacks that the state was fed")


class Cover(Record):
    """Which fronts the primary tallies of a day count."""

    inside: Any = array("[day, front] 1 inside a tally")
    own: Any = array("[day, front] 1 inside the tally of a series that counts one label")
    ends: Any = array("[day, front] 1 where the tally ends")


class Counted(Record):
    """What the tallies that end today say."""

    score: Any = array("[series, *world] log probability of their totals; those under one label share theirs")
    mean: Any = array("[series, *world] mean of the total")
    size: Any = array("[series, *world] size of the negative binomial with its variance")
    halt_alone: Any = array("[front, *world] probability that the announcers halt today")
    halt_all: Any = array("[front, *world] probability that all under the label do")
    pace: Any = array("[front, *world] logarithm of the pace")
    pace_spread: Any = array("[front, *world] squared coefficient of variation of what is not known of it")
    missed: Any = array("[front, *world] attacks a day that the state was not fed")
    missed_days: Any = array("[front, *world] days over which; 0 = no tally ends today")


def covers(history: History) -> Cover:
    """Return which fronts are counted on which days."""
    inside, ends = (history.primary * x for x in (history.tallies.active, history.tallies.ends))
    return Cover(
        inside=inside @ history.member,
        own=(inside * _has_one_label(history)) @ history.member,
        ends=ends @ history.member,
    )


def no_spans(history: History, world: tuple[int, ...], kind: Any) -> Spans:
    """Return sums before the first day."""
    fronts = history.member.shape[1]
    zero = jnp.zeros((REGIMES, fronts, *world), kind)
    return Spans(mean=zero, lumps=zero, paced=zero, fed=zero[0])


def with_today(
    params: Params, state: State, outlook: Outlook, reports: Reports, cover: Cover, spans: Spans
) -> Spans:
    """Add today's expected attacks to the tallies that it lies in."""
    opened = jnp.maximum(state.open, reports.opened)
    shares = jnp.stack(jnp.broadcast_arrays(*halt.shares(params, state)))
    by_regime = jnp.maximum(halt.unhalted(outlook) * shares, FLOOR) * opened  # [regime, front]
    expected = (jnp.stack(halt.regimes(state)) * by_regime).sum(0)
    inside = cover.own * by_regime + (cover.inside - cover.own) * expected
    return Spans(
        mean=spans.mean + inside,
        lumps=spans.lumps + inside**2 / params.fronts.dispersion,
        paced=spans.paced + inside * outlook.follows_pace,
        fed=spans.fed + cover.inside * fed(reports, expected),
    )


def fed(reports: Reports, expected: Any) -> Any:
    """Return the attacks [front, *world] that the state is fed today: the dated ones, and of the rest what is expected."""
    inside = reports.dated + (1 - reports.dated_share) * expected
    undated = jnp.where(reports.covered > 0, inside, jnp.maximum(expected, reports.dated))
    return jnp.where(reports.exact > 0, reports.dated, undated)


def count_today(history: History, state: State, tally: Tallies, spans: Spans) -> Counted:
    """Return what the primary tallies that end today say of halts and the pace, and how likely their totals were."""

    def counted() -> Counted:
        return _counted(history, state, tally, spans)

    def nothing() -> Counted:
        kinds = jax.eval_shape(counted)
        unsaid = Counted(
            score=0.0,
            mean=0.0,
            size=1.0,
            halt_alone=state.halt_alone,
            halt_all=state.halt_all,
            pace=state.pace,
            pace_spread=state.pace_spread,
            missed=0.0,
            missed_days=0.0,
        )
        made: Counted = jax.tree.map(
            lambda x, kind: jnp.broadcast_to(x, kind.shape).astype(kind.dtype), unsaid, kinds
        )
        return made

    if not len(history.primary):
        return nothing()
    ends = history.primary @ tally.ends.reshape(len(history.primary), -1)
    # On most days no tally ends, and the day is done in half the time. A gradient works the count out again, and need
    # not carry what it is made of through the days on which there is none.
    said: Counted = jax.lax.cond((ends > 0).any(), jax.checkpoint(counted, prevent_cse=False), nothing)
    return said


def _counted(history: History, state: State, tally: Tallies, spans: Spans) -> Counted:
    axes = state.tension.ndim
    member, label = lift(history.member, axes), lift(history.label, axes)
    own = lift(_has_one_label(history), axes)
    ends = lift(history.primary, axes) * tally.ends  # [series]
    chances = jnp.stack(halt.regimes(state))  # [regime, front]
    of_series = _of_series(history, chances)
    mean = jnp.maximum(_over_fronts(member, spans.mean), TINY)  # [regime, series]
    follows = _over_fronts(member, spans.paced) / mean
    size = mean**2 / jnp.maximum(_over_fronts(member, spans.lumps), 1e-12)
    unsure = _of_series(history, state.pace_spread[None])[0] * own
    more = unsure * follows**2  # what is not known of the pace widens the law
    wide = 1 / (1 / size + more + more / size)
    likely = ends * log_negative_binomial(tally.total, mean, wide)  # [regime, series]
    joint = jnp.log(jnp.maximum(chances, 1e-12)) + _under_label(label, likely)
    total = logsumexp(joint, axis=0)
    after = jnp.exp(joint - total)
    score = ends * own * _shared(history, ends, total, axes) + (1 - own) * likely[0]
    pace, spread = _paced(state, after, label, ends, tally, mean, size, follows)
    mixed = (of_series * mean).sum(0)
    variance = (of_series * (mean + mean**2 / wide + mean**2)).sum(0) - mixed**2
    by_front = (of_series[:, :, None] * spans.mean[:, None]).sum(0) * member  # [series, front]
    share = by_front / jnp.maximum(by_front.sum(1), TINY)[:, None]
    missed = ends * (tally.total - _over_fronts(member, spans.fed[None])[0]) / jnp.maximum(tally.days, 1)
    return Counted(
        score=score,
        mean=mixed,
        size=mixed**2 / jnp.maximum(variance - mixed, 1e-9 * mixed),
        halt_alone=after[1],
        halt_all=after[2],
        pace=pace,
        pace_spread=spread,
        missed=(missed[:, None] * share).sum(0),
        missed_days=((ends * tally.days)[:, None] * member).max(0, initial=0.0),
    )


def _shared(history: History, ends: Any, total: Any, axes: int) -> Any:
    """Return each series' share [series] of what its label's tallies of today score together, `total` [front]."""
    label, lead = lift(history.label, axes), lift(history.lead, axes)
    ending = (ends[:, None] * label).sum(0)  # [front]
    return (label * lead * total / jnp.maximum(ending, 1.0)).sum(1)


def _over_fronts(member: Any, x: Any) -> Any:
    """Sum over the fronts of each series: [n, front, *world] to [n, series, *world]."""
    return (member * x[:, None]).sum(2)


def _under_label(label: Any, x: Any) -> Any:
    """Sum over the series of each label: [regime, series, *world] to [regime, front, *world]."""
    return (x[:, :, None] * label).sum(1)


def _paced(
    state: State, after: Any, label: Any, ends: Any, tally: Tallies, mean: Any, size: Any, follows: Any
) -> tuple[Any, Any]:
    """Return logarithm and spread of the pace [front] after today's tallies, over the regimes as `after` weighs them."""
    thinned = 1 / (1 + mean / size)
    counted = _under_label(label, ends * follows * tally.total * thinned)
    expected = _under_label(label, ends * follows * mean * thinned)
    certain = _under_label(label, ends * follows**2 * tally.total * thinned)
    moved, spread = after_count(state, counted, expected, certain)
    mean_move = (after * jnp.exp(moved)).sum(0)
    square = (after * (1 + spread) * jnp.exp(2 * moved)).sum(0)
    return state.pace + jnp.log(mean_move), jnp.maximum(square / mean_move**2 - 1, 0.0)


def merged(
    network: Network,
    params: Params,
    state: State,
    events: Events,
    cover: Cover,
    spans: Spans,
    inputs: Inputs,
) -> Spans:
    """Return the sums given tomorrow's regime; those of a tally that ended begin anew."""
    going = 1 - cover.ends
    rows = halt.transitions(network, params, state, events, inputs)
    joint = [[p * to for to in row] for p, row in zip(halt.regimes(events), rows, strict=True)]
    whole = [sum(joint[r][to] for r in range(REGIMES)) for to in range(REGIMES)]

    def mix(x: Any) -> Any:
        made = []
        for to in range(REGIMES):
            mixed = sum(joint[r][to] * x[r] for r in range(REGIMES)) / jnp.maximum(whole[to], TINY)
            # Of several labels together the sums are the same in every regime.
            made.append(going * (cover.own * mixed + (1 - cover.own) * x[to]))
        return jnp.stack(made)

    return Spans(mean=mix(spans.mean), lumps=mix(spans.lumps), paced=mix(spans.paced), fed=going * spans.fed)


def _has_one_label(history: History) -> Any:
    return history.label.max(1, initial=0.0)


def _of_series(history: History, x: Any) -> Any:
    """Return the mean over the fronts of each series: [n, front, *world] to [n, series, *world]."""
    weights = lift(history.member / jnp.maximum(history.member.sum(1, keepdims=True), 1), x.ndim - 2)
    return (weights * x[:, None]).sum(2)
