"""Will the clients follow? For each order that could be given today, three probabilities that add to one.

A client pauses on a front if its attacks there in the next days are at most a quarter of those in the same number of
days before. Each future is played twice with common random numbers, with the order and without it: it pauses *anyway*
if it pauses without the order, *because told* if it pauses only with it, and otherwise it does not. How often both
would happen to one client depends on this pairing; the bounds hold for any. Of several patrons each that supports the
client on the as-of date is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from threading import Event
from typing import Any, NamedTuple

import numpy as np

from armslength.initial_conditions import InitialConditions
from armslength.scenario.support import supporters
from armslength.simulate import Action, play

REPLICATES = 10  # futures for each draw of the parameters
BLOCK = 100
LONGEST = 180  # days in which a pause is looked for
ORDERS = {"message": 0.0, "envoy": 1.0}  # envoy-days that carry the order
UNASKED = np.zeros((0, 0), bool)
OUTCOMES = ("pauses_because_told", "pauses_anyway", "does_not_pause")


class Stopped(Exception):
    """Somebody asked to stop; only the thread that runs `ask` sees it."""


class Answer(NamedTuple):
    """Whether a front paused, with an order given today and without it."""

    front: int
    patron: str  #: id of the patron that gives the order
    order: str
    days: int
    without: np.ndarray = UNASKED  #: [draw, chance] of yes or no
    told: np.ndarray = UNASKED  #: [draw, chance], with common random numbers


def ask(
    initial: InitialConditions,
    seed: int,
    workers: int,
    stop: Event | None = None,
    orders: Mapping[str, float] = ORDERS,
) -> list[Answer]:
    """Play each future with each order and without, front by front; nobody else's orders change meanwhile.

    `stop` ends it early; `orders` are the envoy-days of each order that is asked about.
    """
    stop = stop or Event()
    asked = questions(initial, orders)
    scenario, net, days = initial.scenario, initial.network, asked[0].days
    bar = scenario.pause.ratio * initial.recent * days / initial.recent_days
    without = _paused(initial, (), days, bar, seed, workers, stop)
    answers = []
    for question in asked:
        f, front = question.front, net.fronts[question.front]
        start, by = initial.first_day, question.patron if net.several else ""
        actions = [Action("order", (front,), (("tempo", 1.0), ("cap", 1.0)), start, start, patron=by)]
        if envoy := orders[question.order]:
            client = net.clients[net.client_of[f]]
            actions.append(Action("visit", (client,), (("days", envoy),), start, start, patron=by))
        with_order = _paused(initial, actions, days, bar, seed, workers, stop)
        answers.append(question._replace(without=without[f], told=with_order[f]))
    return answers


def questions(initial: InitialConditions, orders: Mapping[str, float] = ORDERS) -> list[Answer]:
    """Return what is asked, front by front through the patrons and the orders, still without the answers."""
    scenario = initial.scenario
    days = scenario.pause_days if scenario.pause_days <= LONGEST else scenario.days_near(LONGEST)
    return [
        Answer(f, patron, order, days)
        for f in range(len(initial.network.fronts))
        for patron, order in product(_asked(initial, f), orders)
    ]


def _asked(initial: InitialConditions, front: int) -> tuple[str, ...]:
    """Return the patrons whose order is asked about: who supports the client on the as-of date; if nobody, its first."""
    case, client = initial.scenario, initial.network.clients[initial.network.client_of[front]]
    return supporters(case, client, case.as_of) or initial.network.patrons_of[client][:1]


def _paused(
    initial: InitialConditions, actions: Any, days: int, bar: np.ndarray, seed: int, workers: int, stop: Event
) -> np.ndarray:
    """Return [front, draw, replicate] whether the front paused."""
    plan = initial.plan(days, actions, deciding=False)
    ensemble = initial.futures(plan, seed, REPLICATES, BLOCK)
    attacks = []
    for _, outcomes in play(ensemble, (days,), workers=workers):
        if stop.is_set():
            raise Stopped
        attacks.append(outcomes["attacks"][0])
    return np.concatenate(attacks, axis=1) <= bar[:, :, None]


def outcome_shares(answer: Answer) -> np.ndarray:
    """Return the share of each of `OUTCOMES` in the futures of each draw, [outcome, draw]."""
    without, told = answer.without, answer.told
    return np.stack([case.mean(-1) for case in (told & ~without, without, ~told & ~without)])
