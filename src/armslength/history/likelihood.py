"""Score a replayed history: every day at once, for the days no longer wait for one another."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
from jax.scipy.special import gammaln, xlogy
from jaxtyping import Array, Float

from armslength.history.arrays import History, Reports
from armslength.world.mechanisms.reprisal import red_line
from armslength.world.network import Network
from armslength.world.record import Record, array
from armslength.world.records import Outlook, Params, State, lift
from armslength.world.score import (
    log_binomial,
    log_deaths,
    log_negative_binomial,
    score_acceptance,
    score_lethal,
    score_opening,
    score_orders,
    score_patron_strikes,
    score_reprisal,
    score_war,
)


class LogScore(Record):
    """Log probability of what was reported, by kind of event, each [*world]; they add up to that of all of it."""

    opening: Float[Array, "*world"] = array("who opened a front and who did not")
    acceptance: Float[Array, "*world"] = array("announced answers to orders")
    orders: Float[Array, "*world"] = array("orders and visits, and the days without a report of one")
    deaths: Float[Array, "*world"] = array("the dead of dated lethal attacks")
    killing: Float[Array, "*world"] = array("which attacks killed, where that is reported")
    reprisal: Float[Array, "*world"] = array("who hit back, how high and whom")
    patron_strike: Float[Array, "*world"] = array("the patron's own strikes")
    war: Float[Array, "*world"] = array("regional war")
    counts: Float[Array, "*world"] = array("totals of the tallies")
    timing: Float[Array, "*world"] = array("days of the dated attacks inside tallies")
    harm: Float[Array, "*world"] = array("attacks with any harm among the counted")
    lethal: Float[Array, "*world"] = array("lethal attacks among the harmful")


class TallyLaw(Record):
    """Law of the total of each tally, on the day on which it ends, given what was reported before it began."""

    mean: Float[Array, "day series *world"] = array("mean of the attacks in the span")
    size: Float[Array, "day series *world"] = array("size of the negative binomial")
    total: Float[Array, "day series *world"] = array(
        "log probability of the reported total, where it is scored"
    )
    timing: Float[Array, "day series *world"] = array("log probability of the days of its dated attacks")
    reported: Float[Array, "day series *world"] = array("mean of the total as the series would report it")
    lethal: Float[Array, "day series *world"] = array("expected lethal attacks")
    harm: Float[Array, "day series *world"] = array("expected attacks with harm but no deaths")


class Daily(Record):
    """What a replay keeps of each day."""

    expected: Any = array("[day, front, *world] attacks")
    fed: Any = array("[day, front, *world] attacks that the state was fed")
    outlook: Outlook = array("[day, actor, *world] what could happen")
    state: State | None = array("[day, actor, *world] at the end of the day before; None once it was scored")
    worst: Any = array("[day, front, *world] dead of the worst attack")
    score: Any = array("[day, series, *world] log probability of the totals of the primary tallies that end")
    mean: Any = array("[day, series, *world] mean of the total of the tally of today")
    size: Any = array("[day, series, *world] size of its negative binomial")


def score_history(
    history: History, law: TallyLaw, attacks: Any, outlook: Outlook, scores: dict[str, Any]
) -> LogScore:
    """Add up the scores of a replay.

    Args:
        history: what was reported.
        law: of each tally's total.
        attacks: each tally shared out over its days, [day, front, *world].
        outlook: what could happen, [day, actor, *world].
        scores: of each day, from `score_each_day`; which attacks killed is scored here, as it asks for all the attacks.
    """
    axes = attacks.ndim - 2
    killing = jax.vmap(lambda o, r, n: score_lethal(o, lift(r, axes), n))(outlook, history.reports, attacks)
    scores = scores | {"killing": killing}
    if history.is_past is not None:
        scores = jax.tree.map(lambda x: x * lift(history.is_past, x.ndim - 1), scores)
    return LogScore(**{name: x.sum(0) for name, x in scores.items()}, **score_tallies(history, law))


def score_each_day(network: Network, params: Params, history: History, daily: Daily) -> dict[str, Any]:
    """Return the log probability [day, *world] of what was reported on each day, by kind of event, but for what killed."""
    axes = daily.expected.ndim - 2

    def day(outlook: Outlook, state: State, reports: Reports, dead: Any) -> dict[str, Any]:
        seen = lift(reports, axes)
        return {
            "opening": score_opening(state, outlook, seen.opened),
            "acceptance": score_acceptance(
                network, params, outlook, jnp.nan_to_num(seen.accepted), seen.asked
            ),
            "orders": score_orders(network, params, outlook, seen),
            "deaths": ((seen.lethal > 0) * log_deaths(params, outlook.tail, seen.worst)).sum(0),
            "reprisal": score_reprisal(
                network, params, state, outlook, seen, red_line(network, params, dead)
            ),
            "patron_strike": score_patron_strikes(outlook, seen.patron_strike),
            "war": score_war(outlook, seen.war),
        }

    scores: dict[str, Any] = jax.vmap(day)(daily.outlook, daily.state, history.reports, daily.worst)
    return scores


def over_its_days(history: History, daily: Any) -> Any:
    """Return the sum over the tally that ends on a day, of something daily: [day, front, *world] to [day, series, *world]."""
    return _summed(history, jnp.einsum("sf,tf...->ts...", history.member, daily))


def _summed(history: History, daily: Any) -> Any:
    """Return the sum over the tally that ends on a day, of something daily of each series, both [day, series, *world]."""
    axes = daily.ndim - 2
    running = jnp.cumsum(daily * lift(history.tallies.active, axes), axis=0)
    before = jnp.arange(daily.shape[0])[:, None] - history.tallies.days.astype(int)
    earlier = jnp.take_along_axis(running, lift(jnp.maximum(before, 0), axes), axis=0)
    return running - jnp.where(lift(before >= 0, axes), earlier, 0.0)


def shared_out(history: History, daily: Daily) -> Any:
    """Return attacks [day, front, *world]: each primary tally's total over its days and fronts as the model expects."""
    axes = daily.expected.ndim - 2
    last = lift(history.tallies.last, axes)
    whole = jnp.take_along_axis(
        over_its_days(history, daily.expected), last, axis=0
    )  # on every day of the span
    covering = lift(history.primary * history.tallies.active, axes)
    ratio = covering * lift(history.tallies.total, axes) / jnp.maximum(whole, 1e-12)
    factor = jnp.einsum("sf,ts...->tf...", history.member, ratio)
    exact = lift(history.reports.exact, axes) > 0
    inside = lift(history.reports.covered, axes) > 0
    dated = lift(history.reports.dated, axes)
    return jnp.where(exact, dated, jnp.where(inside, factor * daily.expected, daily.fed))


def tally_law(params: Params, history: History, attacks: Any, daily: Daily) -> TallyLaw:
    """Return the law of the total of each tally.

    A series that is not primary counts the same attacks again: its mean is a multiple of what the primary one
    counted, so that it teaches that ratio and no attack is used twice.
    """
    axes = daily.expected.ndim - 2
    primary = lift(history.primary, axes) > 0
    mean = jnp.maximum(over_its_days(history, daily.expected), 1e-9)
    size = mean**2 / jnp.maximum(over_its_days(history, daily.expected**2 / params.fronts.dispersion), 1e-12)
    counted = lift(history.reporting, axes) * jnp.maximum(over_its_days(history, attacks), 1e-9)
    again = lift(history.tallies.scored, axes) * log_negative_binomial(
        lift(history.tallies.total, axes), counted, size
    )
    return TallyLaw(
        total=jnp.where(primary, daily.score, again),
        timing=score_timing(history, daily.expected),
        mean=jnp.where(primary, daily.mean, mean),
        size=jnp.where(primary, daily.size, size),
        reported=jnp.where(primary, daily.mean, counted),
        lethal=over_its_days(history, daily.expected * daily.outlook.lethal),
        harm=over_its_days(history, daily.expected * daily.outlook.harm),
    )


def score_timing(history: History, expected: Any) -> Any:
    """Return the log probability [day, series, *world] of the days of the dated attacks, given how many a tally has."""
    axes = expected.ndim - 2
    dated = lift(
        history.reports.dated @ history.member.T, axes
    )  # [day, series]: who did it under a label is not asked
    mean = jnp.einsum("sf,tf...->ts...", history.member, expected)
    each = _summed(history, xlogy(dated, jnp.maximum(mean, 1e-12)) - gammaln(dated + 1))
    number, whole = _summed(history, dated + 0 * mean), jnp.maximum(_summed(history, mean), 1e-12)
    ends = lift(history.primary * history.tallies.ends, axes)
    return ends * (each + gammaln(number + 1) - xlogy(number, whole))


def score_tallies(history: History, law: TallyLaw) -> dict[str, Any]:
    """Return the log probability of totals, of their dated attacks' days, and of the harmful and lethal among them, each [*world]."""
    tally = lift(history.tallies, law.mean.ndim - 2)
    mean = jnp.maximum(law.mean, 1e-9)

    def among(part: Any, whole: Any, chance: Any) -> Any:
        stated = tally.ends * ~jnp.isnan(part)
        part = jnp.clip(jnp.nan_to_num(part), 0, whole)
        return (stated * log_binomial(part, whole, chance)).sum((0, 1))

    # Harm includes death: the lethal are scored among the harmful where those are known.
    told = ~jnp.isnan(tally.harmed)
    harmful = jnp.where(told, jnp.clip(jnp.nan_to_num(tally.harmed), 0, tally.total), tally.total)
    either = law.harm + law.lethal
    among_harmful = law.lethal / jnp.maximum(either, 1e-12)
    return {
        "counts": (tally.ends * law.total).sum((0, 1)),
        "timing": (tally.ends * law.timing).sum((0, 1)),
        "harm": among(tally.harmed, tally.total, either / mean),
        "lethal": among(tally.lethal, harmful, jnp.where(told, among_harmful, law.lethal / mean)),
    }
