"""Score a replayed history: every day at once, for the days no longer wait for one another."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from armslength.history.arrays import History
from armslength.world.mechanisms.reprisal import red_line
from armslength.world.network import Network
from armslength.world.records import Group, State, lift
from armslength.world.score import (
    log_binomial,
    log_deaths,
    log_negative_binomial,
    score_acceptance,
    score_opening,
    score_rare,
    score_reprisal,
)


def score_history(
    net: Network,
    p: Group,
    history: History,
    law: Group,
    expected: Any,
    outlook: Group,
    state: State,
    worst: Any,
) -> Group:
    """[*world] log probability of what was reported, by kind of event; from the law of the tallies and the replay's days."""
    axes = expected.ndim - 2

    def day(c: Group, s: State, seen: Group, dead: Any) -> Group:
        seen = lift(seen, axes)
        return Group(
            opening=score_opening(s, c, seen.opened),
            acceptance=score_acceptance(net, p, c, jnp.nan_to_num(seen.accepted), seen.asked),
            deaths=((seen.lethal > 0) * log_deaths(p, c.tail, seen.worst)).sum(0),
            reprisal=score_reprisal(net, p, s, c, seen, red_line(net, p, Group(worst=dead))),
            **score_rare(c, seen),
        )

    scores = jax.vmap(day)(outlook, state, history.seen, worst)
    if history.live is not None:
        scores = jax.tree.map(lambda x: x * lift(history.live, x.ndim - 1), scores)
    return jax.tree.map(lambda x: x.sum(0), scores).replace(**_tallies(history, law))


def tally_law(p: Group, history: History, attacks: Any, expected: Any, c: Group) -> Group:
    """Law of the total of each tally, [day, series, *world], on the day on which it ends.

    `mean` and `size` of its negative binomial, given what was reported before it began; `lethal` and `harm`, expected
    attacks of that kind; `reported`, the mean of the total as this series would report it. Exact for one front and one
    day. A series that is not primary counts the same attacks again: its mean is what the primary one counted, thinned,
    so that it teaches its own reporting share and no attack is used twice.
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
    return Group(
        mean=mean,
        size=mean**2 / jnp.maximum(over_its_days(expected**2 / p.fronts.dispersion), 1e-12),
        reported=jnp.where(lift(history.primary, axes) > 0, mean, counted),
        lethal=over_its_days(expected * c.lethal),
        harm=over_its_days(expected * c.harm),
    )


def _tallies(history: History, law: Group) -> dict[str, Any]:
    """Score of totals, and of the harmful and lethal attacks among them, where each tally ends."""
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
    return {
        "counts": (tally.ends * total).sum((0, 1)),
        "harm": among(tally.harmed, tally.total, either / law.mean),
        "lethal": among(
            tally.lethal,
            harmful,
            jnp.where(told, law.lethal / jnp.maximum(either, 1e-12), law.lethal / law.mean),
        ),
    }
