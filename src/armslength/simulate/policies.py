"""What a strategy does inside the day: rules that wait for an event, a rule of reply, support, the attention budget.

All of it is arrays, so that the same compiled code plays every strategy. Rules respond to what everyone sees: the
events of the days before. Random numbers are untouched; until a strategy acts, its futures are those without it, bit
for bit. A forecast, where nothing acts inside the day, is played by `AsPlanned`, whose compiled code holds none of this.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from armslength.errors import ArmslengthError
from armslength.history import Steps
from armslength.history.by_step import How
from armslength.scenario.action_words import SEEN_BY_ADVERSARY, SEEN_ON_FRONTS
from armslength.scenario.actions import Action
from armslength.simulate.plan import GIVES, INSIDE, places_of
from armslength.world.day import Day
from armslength.world.draw import Uniforms, sample_events
from armslength.world.network import Network
from armslength.world.records import Events, Params

ROOM = 4  # rules; more come in steps of it, so that few shapes are compiled
MOST_RULES = 32
OWN_HABIT, NOTHING, DEATHS, ALL = -1.0, 0.0, 1.0, 2.0  # what an adversary answers: the places of ANSWERS
GIVEN = tuple(field for fields in GIVES.values() for field in fields)


class Daily(eqx.Module):
    """What holds on each day ahead."""

    support: Float[np.ndarray, "day bond"]  # multiple of what is given today
    investment: Float[np.ndarray, "day bond"]  # its value to the client; negative = as it is
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
    envoy: Float[np.ndarray, "rule bond"]
    host_pressure: Float[np.ndarray, "rule client"]
    threat: Float[np.ndarray, "rule adversary"]
    sender: (
        Float[np.ndarray, "rule front"] | None
    )  # place of the patron who orders; -1 = nobody; None with one patron


class Booked(eqx.Module):
    """What is to come: the days, 0 where nothing is, on which rules begin and end and replies are due."""

    start: Any  #: [rule, world]
    until: Any  #: [rule, world]
    reply: Any  #: [adversary, world]


class Policy(eqx.Module):
    """What acts inside the day; `unroll` asks it before the outlook, at the events, and at the end of each day."""

    daily: eqx.AbstractVar[Any]  #: [day, ...] what it needs to know of each day
    compares: eqx.AbstractClassVar[
        bool
    ]  #: whether the outcomes by which strategies are compared are added up

    @abstractmethod
    def in_steps(self, steps: Steps, days: float) -> Policy:
        """Return the same for longer steps, each of about so many days."""

    @abstractmethod
    def begin(self, world: Any) -> Any:
        """Return what is booked before the first day; `world` [world] gives shape and type."""

    @abstractmethod
    def params_on(self, params: Params, today: Any) -> Params:
        """Return the parameters of a day, with that day's support."""

    @abstractmethod
    def prepare(self, day: Day, booked: Any) -> Day:
        """Return the day with what rules do today, and with the parameters that then hold."""

    @abstractmethod
    def happen(self, network: Network, day: Day, booked: Any, uniforms: Uniforms) -> Events:
        """Return the day's events."""

    @abstractmethod
    def book(self, network: Network, day: Day, booked: Any) -> Any:
        """Return what is booked after the day's events."""


class AsPlanned(Policy):
    """Nothing acts inside the day: the plan is played as it stands."""

    daily: None = None
    compares: ClassVar[bool] = False

    def in_steps(self, steps: Steps, days: float) -> AsPlanned:
        """Return the same."""
        return self

    def begin(self, world: Any) -> None:
        """Book nothing."""

    def params_on(self, params: Params, today: None) -> Params:
        """Return the parameters as they are."""
        return params

    def prepare(self, day: Day, booked: None) -> Day:
        """Return the day as planned."""
        return day

    def happen(self, network: Network, day: Day, booked: None, uniforms: Uniforms) -> Events:
        """Sample the day's events."""
        return sample_events(network, day.params, day.state, day.inputs, day.outlook, uniforms)

    def book(self, network: Network, day: Day, booked: None) -> None:
        """Book nothing."""


class Acting(Policy):
    """A strategy's support and rules."""

    daily: Daily
    rules: Rules
    days: float = eqx.field(default=1.0, static=True)  #: of a step
    compares: ClassVar[bool] = True

    def in_steps(self, steps: Steps, days: float) -> Acting:
        """Return the same for longer steps: what is to come within days comes in the step that they reach."""
        ways: dict[str, How] = {"support": "mean", "armed": "most"}
        made = {name: steps.of(x, ways.get(name, "last")) for name, x in vars(self.daily).items()}
        made["delay"] = _in_steps(made["delay"], days)
        wait, lasts = (_in_steps(x, days) for x in (self.rules.wait, self.rules.lasts))
        envoy = self.rules.envoy * (self.rules.lasts / lasts)[:, None]  # as many envoy-days in all
        rules = replace(self.rules, wait=wait, lasts=lasts, envoy=envoy)
        return Acting(Daily(**made), rules, days)

    def begin(self, world: Any) -> Booked:
        """Return an empty set of bookings, one of each rule [rule, world] and each reply [adversary, world]."""
        rules = jnp.zeros((self.rules.wait.shape[0], *world.shape), world.dtype)
        replies = jnp.zeros((self.daily.answers.shape[1], *world.shape), world.dtype)
        return Booked(rules, rules, replies)

    def params_on(self, params: Params, today: Daily) -> Params:
        """Return the parameters with the day's support and investment."""
        investment = jnp.where(today.investment < 0, params.clients.investment, today.investment)
        support = params.clients.support * today.support
        return params.replace(clients=replace(params.clients, support=support, investment=investment))

    def prepare(self, day: Day, booked: Booked) -> Day:
        """Return the day with its rules applied; envoys' visits share the day's attention, the commander's take the rest."""
        params = self.params_on(day.params, day.extra)
        made = self._with_rules(day, booked)
        envoy = GIVEN.index("envoy")
        asked = made[envoy].sum(0)
        days = self.days  # of attention in a step
        made[envoy] = made[envoy] * jnp.minimum(
            days * params.orders.attention / jnp.maximum(asked, 1e-6), 1.0
        )
        left = jnp.maximum(params.orders.attention - asked / days, 0.0)
        orders = replace(params.orders, attention=left)
        inputs = replace(day.inputs, **dict(zip(GIVEN, made, strict=True)), sender=self._sender(day, booked))
        return day._replace(inputs=inputs, params=params.replace(orders=orders))

    def _with_rules(self, day: Day, booked: Booked) -> list[Any]:
        """Return the fields of `GIVEN`, each [actor, world], at least as large as rules that are on make them."""
        is_on = (booked.start <= day.number) & (day.number <= booked.until)
        world = booked.start.shape[1:]
        planned = [jnp.broadcast_to(x, (x.shape[0], *world)) for x in (getattr(day.inputs, n) for n in GIVEN)]

        def with_rules() -> list[Any]:
            return [_most(x, getattr(self.rules, n), is_on) for x, n in zip(planned, GIVEN, strict=True)]

        # A branch costs nothing where no rule waits, and keeps the compiler from doing its work again wherever it is used.
        made: list[Any] = jax.lax.cond((self.rules.hears > 0).any(), with_rules, lambda: planned)
        return made

    def _sender(self, day: Day, booked: Booked) -> Any:
        """Return whose orders are heard today [front, world]: of a rule that is on, its patron's."""
        sender = day.inputs.sender
        if self.rules.sender is None:
            return sender
        is_on = (booked.start <= day.number) & (day.number <= booked.until)
        for r in range(self.rules.sender.shape[0]):
            by = self.rules.sender[r][:, None]
            sender = jnp.where(is_on[r] & (by >= 0), by, sender)
        return sender

    def happen(self, network: Network, day: Day, booked: Booked, uniforms: Uniforms) -> Events:
        """Sample the day's events; where a rule of reply applies, the reprisal is certain and of the rule's level."""
        is_bound = day.extra.answers > OWN_HABIT
        certain = jnp.where(booked.reply == day.number, -1.0, 2.0)  # below, or above, any chance
        bound = replace(uniforms, reprisal=jnp.where(is_bound, certain, uniforms.reprisal))
        events = sample_events(network, day.params, day.state, day.inputs, day.outlook, bound)
        level = jnp.where(is_bound, day.extra.level * events.reprisal, events.level)
        return replace(events, level=level)

    def book(self, network: Network, day: Day, booked: Booked) -> Booked:
        """Return the bookings after the day; one that has not begun covers a further event, one that has begun goes on."""
        waits = (self.rules.hears > 0).any() | (self.daily.answers > OWN_HABIT).any()
        result: Booked = jax.lax.cond(waits, lambda: self._book(network, day, booked), lambda: booked)
        return result

    def _book(self, network: Network, day: Day, booked: Booked) -> Booked:
        t, events, today = day.number, day.events, day.extra
        heard = (self.rules.hears @ jnp.concatenate(_observables(events)) > 0) & (today.armed > 0)
        heard &= booked.start <= t
        begins = t + self.rules.wait[:, None]
        goes_on = booked.until > t
        start = jnp.where(heard & ~goes_on, begins, booked.start)
        until = jnp.where(heard, begins + self.rules.lasts[:, None] - 1, booked.until)
        killed, attacked = (network.sum_by_adversary(x) > 0 for x in (events.lethal, events.count))
        owed = ((today.answers == DEATHS) & killed) | ((today.answers == ALL) & attacked)
        due = jnp.where(owed & (booked.reply <= t), t + today.delay, booked.reply)
        dtype = booked.start.dtype
        return Booked(start.astype(dtype), until.astype(dtype), due.astype(dtype))


def _in_steps(wait: np.ndarray, days: float) -> np.ndarray:
    """Return a number of days, at least one, as the number of steps that it reaches into."""
    return np.maximum(np.ceil(wait / days - 1e-9), 1.0)


def _most(given: Any, of_rule: Any, is_on: Any) -> Any:
    for r in range(of_rule.shape[0]):
        given = jnp.maximum(given, of_rule[r][:, None] * is_on[r])
    return given


def _observables(events: Events) -> list[Any]:
    """Return what everyone sees, in the order of the grammar's events, each [front or adversary, world]."""
    told = events.tempo_order > 0
    by_front = (
        events.count > 0,
        events.lethal > 0,
        told & (events.accepted > 0),
        told & (events.accepted == 0),
    )
    direct = (events.level == 4) | (events.patron_strike > 0)
    seen = (*by_front, events.level > 0, events.level >= 3, direct)
    return [x.astype(events.count.dtype) for x in seen]


def policy_of(network: Network, first_day: date, days: int, actions: Iterable[Action]) -> Acting:
    """Return the arrays of those actions that act inside the day; others are left to the plan.

    Raises `ArmslengthError` for more rules than a strategy may hold.
    """
    inside = [a for a in actions if a.verb in INSIDE or a.when]
    rules = _together(inside)
    if len(rules) > MOST_RULES:
        raise ArmslengthError(f"{len(rules)} rules wait for events; a strategy may hold {MOST_RULES}")
    room = max(-(-len(rules) // ROOM), 1) * ROOM
    made = Acting(_no_daily(network, days, room), _no_rules(network, room))
    for action in (x for x in inside if not x.when):
        _write_daily(made.daily, network, action, np.array(action.days(first_day, days), dtype=int))
    for r, group in enumerate(rules):
        _write_rule(made, network, r, group, group[0].days(first_day, days))
    return made


def _no_daily(network: Network, days: int, room: int) -> Daily:
    bonds, adversaries = (days, len(network.bonds)), (days, len(network.adversaries))
    return Daily(
        support=np.ones(bonds),
        investment=np.full(bonds, -1.0),
        answers=np.full(adversaries, OWN_HABIT),
        level=np.ones(adversaries),
        delay=np.ones(adversaries),
        armed=np.zeros((days, room)),
    )


def _no_rules(network: Network, room: int) -> Rules:
    fronts, clients, adversaries = len(network.fronts), len(network.clients), len(network.adversaries)
    observables = len(SEEN_ON_FRONTS) * fronts + len(SEEN_BY_ADVERSARY) * adversaries
    return Rules(
        hears=np.zeros((room, observables)),
        wait=np.ones(room),
        lasts=np.ones(room),
        tempo_order=np.zeros((room, fronts)),
        cap_order=np.zeros((room, fronts)),
        release_order=np.zeros((room, fronts)),
        envoy=np.zeros((room, len(network.bonds))),
        host_pressure=np.zeros((room, clients)),
        threat=np.zeros((room, adversaries)),
        sender=np.full((room, fronts), -1.0) if network.several else None,
    )


def _together(actions: list[Action]) -> list[list[Action]]:
    """Gather the actions that wait for the same event in the same way: they make one rule."""
    rules: dict[tuple[Any, ...], list[Action]] = {}
    for action in (a for a in actions if a.when):
        how = (
            action.when,
            action.where,
            action.within,
            action.lasts,
            action.start,
            action.end,
            action.patron,
        )
        rules.setdefault(how, []).append(action)
    return list(rules.values())


#: word of an action -> field of `Daily`
DAILY = {
    "support": {"factor": "support", "investment": "investment"},
    "reply": {"answers": "answers", "level": "level", "delay": "delay"},
}


def _write_daily(daily: Daily, network: Network, action: Action, when: np.ndarray) -> None:
    places = np.ix_(when, places_of(network, action))
    for word, field in DAILY[action.verb].items():
        if action.verb == "reply" or word in dict(action.values):
            getattr(daily, field)[places] = action.value(word)


def _write_rule(policy: Acting, network: Network, r: int, group: list[Action], heard: range) -> None:
    rules = policy.rules
    policy.daily.armed[list(heard), r] = 1.0
    rules.hears[r] = _hears(network, group[0])
    rules.wait[r], rules.lasts[r] = group[0].within, group[0].lasts
    for action in group:
        for field, word in GIVES[action.verb].items():
            row = getattr(rules, field)[r]
            row[places_of(network, action)] = np.maximum(row[places_of(network, action)], action.value(word))
        if action.patron and action.verb == "order" and rules.sender is not None:
            rules.sender[r, places_of(network, action)] = network.patrons.index(action.patron)


def _hears(network: Network, action: Action) -> np.ndarray:
    """Return [observable], 1 for the events that an action waits for."""
    fronts, adversaries = np.ones(len(network.fronts)), np.ones(len(network.adversaries))
    if action.where is not None:
        named = zip(network.fronts, network.client_of, network.adversary_of, strict=True)
        of = [(f, network.clients[c], network.adversaries[a]) for f, c, a in named]
        fronts = np.array([float(action.where in names) for names in of])
        against = {a for f, _, a in of if action.where == f} | {action.where}
        adversaries = np.array([float(name in against) for name in network.adversaries])
    rows = [fronts * (action.when == name) for name in SEEN_ON_FRONTS]
    return np.concatenate(rows + [adversaries * (action.when == name) for name in SEEN_BY_ADVERSARY])
