"""What a strategy does inside the day: rules that wait for an event, a rule of reply, support, the attention budget.

All of it is arrays, so that the same compiled code plays every strategy. Rules see what everyone sees: the events of
the days before. Luck is untouched; until a strategy acts, its futures are those without it, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from armslength.errors import ArmslengthError
from armslength.scenario.actions import SEEN_BY_ADVERSARY, SEEN_ON_FRONTS, Action
from armslength.simulate.plan import GIVES, INSIDE, places_of
from armslength.world.network import Network
from armslength.world.records import Day, Events, Group

ROOM = 4  # rules; more come in steps of it, so that few shapes are compiled
MOST_RULES = 32
OWN_HABIT, NOTHING, DEATHS, ALL = -1.0, 0.0, 1.0, 2.0  # what an adversary answers: the places of ANSWERS


class Daily(eqx.Module):
    """By day ahead."""

    support: Float[np.ndarray, "day client"]  # multiple of what is given today
    investment: Float[np.ndarray, "day client"]  # its value to the client; negative = as it is
    answers: Float[np.ndarray, "day adversary"]  # OWN_HABIT, NOTHING, DEATHS or ALL
    level: Float[np.ndarray, "day adversary"]  # of a reply by rule
    delay: Float[np.ndarray, "day adversary"]  # days from the event to it
    armed: Float[np.ndarray, "day rule"]  # 1 where a rule listens


class Rules(eqx.Module):
    """What waits for an event, and what is then done."""

    hears: Float[np.ndarray, "rule observable"]  # 1 for the events that set it off
    wait: Float[np.ndarray, " rule"]  # days from the event
    lasts: Float[np.ndarray, " rule"]  # days
    tempo_order: Float[np.ndarray, "rule front"]
    cap_order: Float[np.ndarray, "rule front"]
    release_order: Float[np.ndarray, "rule front"]
    envoy: Float[np.ndarray, "rule client"]
    host_pressure: Float[np.ndarray, "rule client"]
    threat: Float[np.ndarray, "rule adversary"]


class Levers(eqx.Module):
    """All of it."""

    daily: Daily
    rules: Rules


class Booked(eqx.Module):
    """What is to come: the days, 0 where nothing is, on which rules begin and end and replies are due."""

    start: Any  #: [rule, world]
    until: Any  #: [rule, world]
    reply: Any  #: [adversary, world]


GIVEN = tuple(field for fields in GIVES.values() for field in fields)


def levers_of(net: Network, first_day: date, days: int, actions: Iterable[Action]) -> Levers:
    """The arrays of those actions that act inside the day; others are left to the plan."""
    inside = [a for a in actions if a.verb in INSIDE or a.when]
    rules = _together(inside)
    if len(rules) > MOST_RULES:
        raise ArmslengthError(f"{len(rules)} rules wait for events; a strategy may hold {MOST_RULES}")
    room = max(-(-len(rules) // ROOM), 1) * ROOM
    f, c, a = len(net.fronts), len(net.clients), len(net.adversaries)
    daily = Daily(
        support=np.ones((days, c)), investment=np.full((days, c), -1.0), answers=np.full((days, a), OWN_HABIT),
        level=np.ones((days, a)), delay=np.ones((days, a)), armed=np.zeros((days, room)),
    )  # fmt: skip
    sizes = {
        "tempo_order": f,
        "cap_order": f,
        "release_order": f,
        "envoy": c,
        "host_pressure": c,
        "threat": a,
    }
    given = {name: np.zeros((room, size)) for name, size in sizes.items()}
    heard = np.zeros((room, len(SEEN_ON_FRONTS) * f + len(SEEN_BY_ADVERSARY) * a))
    made = Levers(daily, Rules(heard, np.ones(room), np.ones(room), **given))
    for action in (x for x in inside if not x.when):
        _write_daily(daily, net, action, np.array(action.days(first_day, days), dtype=int))
    for r, group in enumerate(rules):
        _write_rule(made, net, r, group, group[0].days(first_day, days))
    return made


def _together(actions: list[Action]) -> list[list[Action]]:
    """Actions that wait for the same event in the same way make one rule."""
    rules: dict[tuple[Any, ...], list[Action]] = {}
    for action in (a for a in actions if a.when):
        how = (action.when, action.where, action.within, action.lasts, action.start, action.end)
        rules.setdefault(how, []).append(action)
    return list(rules.values())


def _write_daily(daily: Daily, net: Network, action: Action, when: np.ndarray) -> None:
    places = np.ix_(when, places_of(net, action))
    fields = {"support": {"factor": "support", "investment": "investment"}, "reply": {w: w for w in ("answers", "level", "delay")}}  # fmt: skip
    for word, field in fields[action.verb].items():
        if action.verb == "reply" or word in dict(action.values):
            getattr(daily, field)[places] = action.value(word)


def _write_rule(levers: Levers, net: Network, r: int, group: list[Action], heard: range) -> None:
    rules = levers.rules
    levers.daily.armed[list(heard), r] = 1.0
    rules.hears[r] = _hears(net, group[0])
    rules.wait[r], rules.lasts[r] = group[0].within, group[0].lasts
    for action in group:
        for field, word in GIVES[action.verb].items():
            row = getattr(rules, field)[r]
            row[places_of(net, action)] = np.maximum(row[places_of(net, action)], action.value(word))


def _hears(net: Network, action: Action) -> np.ndarray:
    """[observable] 1 for the events that an action waits for."""
    fronts, adversaries = np.ones(len(net.fronts)), np.ones(len(net.adversaries))
    if action.where is not None:
        of = [(f, net.clients[c], net.adversaries[a]) for f, c, a in zip(net.fronts, net.client_of, net.adversary_of, strict=True)]  # fmt: skip
        fronts = np.array([float(action.where in names) for names in of])
        against = {a for f, _, a in of if action.where == f} | {action.where}
        adversaries = np.array([float(name in against) for name in net.adversaries])
    rows = [fronts * (action.when == name) for name in SEEN_ON_FRONTS]
    return np.concatenate(rows + [adversaries * (action.when == name) for name in SEEN_BY_ADVERSARY])


def nothing_booked(levers: Levers, world: Any) -> Booked:
    """Before the first day; `world` [world] gives shape and type."""
    rules = jnp.zeros((levers.rules.wait.shape[0], *world.shape), world.dtype)
    replies = jnp.zeros((levers.daily.answers.shape[1], *world.shape), world.dtype)
    return Booked(rules, rules, replies)


def supported(p: Group, today: Daily) -> Group:
    """The parameters with today's support."""
    held = today.investment[:, None]
    investment = jnp.where(held < 0, p.clients.investment, held)
    support = p.clients.support * today.support[:, None]
    return p.replace(clients=p.clients.replace(support=support, investment=investment))


def act(levers: Levers, booked: Booked, t: Any, given: Day, p: Group) -> tuple[Day, Group]:
    """What is given today with what the rules do; and the parameters with the attention that is left.

    Visits share the day's attention: more than it holds shrinks them all, and the commander's own take what is left.
    """
    is_on = (booked.start <= t) & (t <= booked.until)
    world = booked.start.shape[1:]
    planned = [jnp.broadcast_to(getattr(given, n), (*getattr(given, n).shape[:1], *world)) for n in GIVEN]

    def with_rules() -> list[Any]:
        return [_most(x, getattr(levers.rules, n), is_on) for x, n in zip(planned, GIVEN, strict=True)]

    # A branch costs nothing where no rule waits, and keeps the compiler from doing its work again wherever it is used.
    made = jax.lax.cond((levers.rules.hears > 0).any(), with_rules, lambda: planned)
    envoy = GIVEN.index("envoy")
    asked = made[envoy].sum(0)
    made[envoy] = made[envoy] * jnp.minimum(p.orders.attention / jnp.maximum(asked, 1e-6), 1.0)
    orders = p.orders.replace(attention=jnp.maximum(p.orders.attention - asked, 0.0))
    return eqx.tree_at(lambda d: [getattr(d, n) for n in GIVEN], given, made), p.replace(orders=orders)


def _most(given: Any, of_rule: Any, is_on: Any) -> Any:
    for r in range(of_rule.shape[0]):
        given = jnp.maximum(given, of_rule[r][:, None] * is_on[r])
    return given


def bind(today: Daily, booked: Booked, t: Any, u: Group) -> Group:
    """The day's luck, certain where a rule of reply decides whether there is one."""
    is_bound = today.answers[:, None] > OWN_HABIT
    certain = jnp.where(booked.reply == t, -1.0, 2.0)  # below, or above, any chance
    return u.replace(reprisal=jnp.where(is_bound, certain, u.reprisal))


def bound(today: Daily, e: Events) -> Events:
    """The day's events, replies by rule at their own level."""
    level = jnp.where(today.answers[:, None] > OWN_HABIT, today.level[:, None] * e.reprisal, e.level)
    result: Events = eqx.tree_at(lambda e: e.level, e, level)
    return result


def book(net: Network, levers: Levers, today: Daily, booked: Booked, t: Any, e: Events) -> Booked:
    """What today's events set off. What is booked and not begun covers a further event; what is on goes on."""
    waits = (levers.rules.hears > 0).any() | (levers.daily.answers > OWN_HABIT).any()
    result: Booked = jax.lax.cond(waits, lambda: _book(net, levers, today, booked, t, e), lambda: booked)
    return result


def _book(net: Network, levers: Levers, today: Daily, booked: Booked, t: Any, e: Events) -> Booked:
    seen = jnp.concatenate(list(_observables(e)))
    heard = (levers.rules.hears @ seen > 0) & (today.armed[:, None] > 0)
    heard &= booked.start <= t
    begins = t + levers.rules.wait[:, None]
    goes_on = booked.until > t
    start = jnp.where(heard & ~goes_on, begins, booked.start)
    until = jnp.where(heard, begins + levers.rules.lasts[:, None] - 1, booked.until)
    answers = today.answers[:, None]
    killed, attacked = (net.sum_by_adversary(x) > 0 for x in (e.lethal, e.count))
    owed = ((answers == DEATHS) & killed) | ((answers == ALL) & attacked)
    due = jnp.where(owed & (booked.reply <= t), t + today.delay[:, None], booked.reply)
    return Booked(start.astype(booked.start.dtype), until.astype(booked.until.dtype), due.astype(booked.reply.dtype))  # fmt: skip


def _observables(e: Events) -> tuple[Any, ...]:
    """In the order of the grammar's events, each [front or adversary, world]."""
    told = e.tempo_order > 0
    by_front = (e.count > 0, e.lethal > 0, told & (e.accepted > 0), told & (e.accepted == 0))
    direct = (e.level == 4) | (e.patron_strike > 0)
    return tuple(x.astype(e.count.dtype) for x in (*by_front, e.level > 0, e.level >= 3, direct))
