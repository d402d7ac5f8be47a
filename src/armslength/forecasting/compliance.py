"""Will the clients follow? For each order that could be given today, three probabilities that add to one.

A client pauses on a front if its attacks there in the next days are at most a quarter of those in the same number
of days before. Each future is played twice with the same luck, with the order and without it: it pauses *anyway*
if it pauses without the order, *because told* if it pauses only with it, and otherwise it does not. How often both
would happen to one client depends on this pairing; the bounds hold for any.
"""

from __future__ import annotations

from threading import Event
from typing import Any, NamedTuple

import numpy as np

from armslength.forecasting.forecast_document import quartiles
from armslength.forecasting.summaries import spread_of_parameters
from armslength.formatting import verbal_probability
from armslength.initial_conditions import InitialConditions
from armslength.simulate import Action, Ensemble, plan_days, play

CHANCE = 10  # futures for each draw of the parameters
BLOCK = 100
ORDERS = {"message": 0.0, "envoy": 1.0}  # envoy-days that carry the order


class Stopped(Exception):
    """Somebody asked to stop; only the thread that runs `follow` sees it."""


def follow(
    initial: InitialConditions, seed: int, workers: int, stop: Event | None = None
) -> list[dict[str, Any]]:
    """One entry for each front and each order; nobody else's orders change meanwhile. `stop` ends it early."""
    return [entry(initial, answer) for answer in ask(initial, seed, workers, stop)]


class Answer(NamedTuple):
    """Whether a front paused, with an order given today and without it."""

    front: int
    order: str
    days: int
    without: np.ndarray  #: [draw, chance] of yes or no
    told: np.ndarray  #: [draw, chance], with the same luck


def ask(initial: InitialConditions, seed: int, workers: int, stop: Event | None = None) -> list[Answer]:
    """Play each future with each order and without."""
    stop = stop or Event()
    scenario, net = initial.scenario, initial.network
    days = min(scenario.pause.days, 180)
    bar = scenario.pause.ratio * initial.recent * days / 30
    without = _paused(initial, (), days, bar, seed, workers, stop)
    answers = []
    for f, front in enumerate(net.fronts):
        for order, envoy in ORDERS.items():
            start = initial.first_day
            actions = [Action("order", (front,), (("tempo", 1.0), ("cap", 1.0)), start, start)]
            if envoy:
                actions.append(
                    Action("visit", (net.clients[net.client_of[f]],), (("days", envoy),), start, start)
                )
            with_order = _paused(initial, actions, days, bar, seed, workers, stop)
            answers.append(Answer(f, order, days, without[f], with_order[f]))
    return answers


def _paused(
    initial: InitialConditions, actions: Any, days: int, bar: np.ndarray, seed: int, workers: int, stop: Event
) -> np.ndarray:
    """[front, draw, chance] whether the front paused."""
    plan = plan_days(initial.network, initial.first_day, days, actions, deciding=False)
    ensemble = Ensemble(
        initial.layout, initial.values, initial.state, plan, seed, CHANCE, BLOCK, initial.luck
    )
    attacks = []
    for _, outcomes in play(ensemble, (days,), workers=workers):
        if stop.is_set():
            raise Stopped
        attacks.append(outcomes["attacks"][0])
    return np.concatenate(attacks, axis=1) <= bar[:, :, None]


def entry(initial: InitialConditions, answer: Answer) -> dict[str, Any]:
    """What the answers to one order say, as the document holds it."""
    f, order, days, without, told = answer
    net, pause, weights = initial.network, initial.scenario.pause, initial.weights
    cases = {
        "pauses_anyway": without,
        "pauses_because_told": told & ~without,
        "does_not_pause": ~told & ~without,
    }
    per_draw = {name: case.mean(-1) for name, case in cases.items()}
    chances = {name: float(np.average(p, weights=weights)) for name, p in per_draw.items()}
    alone, ordered = (float(np.average(x.mean(-1), weights=weights)) for x in (without, told))
    said = chances["pauses_because_told"]
    futures = without.size if weights is None else without.shape[1] / float((weights**2).sum())
    return {
        "front": net.fronts[f], "client": net.clients[net.client_of[f]], "order": order, "window_days": days,
        "rule": f"attacks in the {days} days after the order are at most {pause.ratio:g} of those in the 30 days before, scaled to {days} days",
        **chances,
        "told_bounds": [max(0.0, ordered - alone), min(ordered, 1.0 - alone)],
        "parameters_90": {n: spread_of_parameters(p, CHANCE, 0.9, weights).tolist() for n, p in per_draw.items()},
        "attacks_before": quartiles(initial.recent[f], weights=weights)["median"],
        "mc_error": float(np.sqrt(said * (1 - said) / futures)),
        "words": verbal_probability(said),
    }  # fmt: skip
