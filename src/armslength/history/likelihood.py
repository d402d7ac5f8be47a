"""Score a replayed history: every day at once, for the days no longer wait for one another."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
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
    score_opening,
    score_patron_strikes,
    score_reprisal,
    score_war,
)


class LogScore(Record):
    """Log probability of what was reported, by kind of event, each [*world]; they add up to that of all of it."""

    opening: Float[Array, "*world"] = array("who opened a front and who did not")
    acceptance: Float[Array, "*world"] = array("announced answers to orders")
    deaths: Float[Array, "*world"] = array("the dead of dated lethal attacks")
    reprisal: Float[Array, "*world"] = array("who hit back, how high and whom")
    patron_strike: Float[Array, "*world"] = array("the patron's own strikes")
    war: Float[Array, "*world"] = array("regional war")
    counts: Float[Array, "*world"] = array("totals of the tallies")
    harm: Float[Array, "*world"] = array("attacks with any harm among the counted")
    lethal: Float[Array, "*world"] = array("lethal attacks among the harmful")


class TallyLaw(Record):
    """Law of the total of each tally, on the day on which it ends, given what was reported before it began."""

    mean: Float[Array, "day series *world"] = array("mean of the attacks in the span")
    size: Float[Array, "day series *world"] = array("size of the negative binomial")
    reported: Float[Array, "day series *world"] = array("mean of the total as the series would report it")
    lethal: Float[Array, "day series *world"] = array("expected lethal attacks")
    harm: Float[Array, "day series *world"] = array("expected attacks with harm but no deaths")


def score_history(
    network: Network,
    params: Params,
    history: History,
    law: TallyLaw,
    expected: Any,
    outlook: Outlook,
    state: State,
    worst: Any,
) -> LogScore:
    """Return the log probability of what was reported, from the law of the tallies and the days of the replay.

    Args:
        network: who is tied to whom.
        params: the parameters, [actor, *world].
        history: what was reported.
        law: of each tally's total.
        expected: attacks, [day, front, *world].
        outlook: what could happen on each day, [day, actor, *world].
        state: at the end of the day before, [day, actor, *world].
        worst: dead of the worst attack, [day, front, *world].
    """
    axes = expected.ndim - 2

    def day(outlook: Outlook, state: State, reports: Reports, dead: Any) -> dict[str, Any]:
        seen = lift(reports, axes)
        return {
            "opening": score_opening(state, outlook, seen.opened),
            "acceptance": score_acceptance(
                network, params, outlook, jnp.nan_to_num(seen.accepted), seen.asked
            ),
            "deaths": ((seen.lethal > 0) * log_deaths(params, outlook.tail, seen.worst)).sum(0),
            "reprisal": score_reprisal(
                network, params, state, outlook, seen, red_line(network, params, dead)
            ),
            "patron_strike": score_patron_strikes(outlook, seen.patron_strike),
            "war": score_war(outlook, seen.war),
        }

    scores = jax.vmap(day)(outlook, state, history.reports, worst)
    if history.is_past is not None:
        scores = jax.tree.map(lambda x: x * lift(history.is_past, x.ndim - 1), scores)
    return LogScore(**{name: x.sum(0) for name, x in scores.items()}, **score_tallies(history, law))


def tally_law(params: Params, history: History, attacks: Any, expected: Any, outlook: Outlook) -> TallyLaw:
    """Return the law of the total of each tally.

    It is exact for one front and one day. A series that is not primary counts the same attacks again: its mean is
    what the primary one counted, thinned, so that it teaches its own reporting share and no attack is used twice.

    Args:
        params: the parameters, [actor, *world].
        history: what was reported.
        attacks: as the replay counted them, [day, front, *world].
        expected: attacks, [day, front, *world].
        outlook: what could happen on each day, [day, actor, *world].
    """
    axes = expected.ndim - 2
    active, days = lift(history.tallies.active, axes), history.tallies.days

    def over_its_days(daily: Any) -> Any:
        """Sum over the tally that ends on a day, of something daily [day, front, *world]."""
        inside = jnp.einsum("sf,tf...->ts...", history.member, daily) * active
        running = jnp.cumsum(inside, axis=0)
        before = jnp.arange(daily.shape[0])[:, None] - days.astype(int)
        earlier = jnp.take_along_axis(running, lift(jnp.maximum(before, 0), axes), axis=0)
        return running - jnp.where(lift(before >= 0, axes), earlier, 0.0)

    mean = jnp.maximum(over_its_days(expected), 1e-9)
    counted = lift(history.reporting, axes) * jnp.maximum(over_its_days(attacks), 1e-9)
    return TallyLaw(
        mean=mean,
        size=mean**2 / jnp.maximum(over_its_days(expected**2 / params.fronts.dispersion), 1e-12),
        reported=jnp.where(lift(history.primary, axes) > 0, mean, counted),
        lethal=over_its_days(expected * outlook.lethal),
        harm=over_its_days(expected * outlook.harm),
    )


def score_tallies(history: History, law: TallyLaw) -> dict[str, Any]:
    """Return the log probability of totals, and of the harmful and lethal attacks among them, each [*world]."""
    tally = lift(history.tallies, law.mean.ndim - 2)
    total = log_negative_binomial(tally.total, law.reported, law.size)

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
        "counts": (tally.ends * total).sum((0, 1)),
        "harm": among(tally.harmed, tally.total, either / law.mean),
        "lethal": among(tally.lethal, harmful, jnp.where(told, among_harmful, law.lethal / law.mean)),
    }
