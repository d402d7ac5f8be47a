"""Play some days of one world from a saved state: what the umpire of a game needs.

Of a case by the week or the month whole steps are played; what happens in one has the date of its first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from armslength.errors import ArmslengthError
from armslength.forecasting.evidence_summary import actors_of
from armslength.forecasting.position import Position
from armslength.narrate import Narrator
from armslength.results import step as r
from armslength.results.step import StepEvent, StepResult
from armslength.scenario import Scenario
from armslength.simulate import AsPlanned, parse_action, plan_days
from armslength.simulate.in_steps import in_steps, steps_of
from armslength.simulate.streams import row_keys, uniforms_of_worlds, world_keys
from armslength.world.day import Day, unroll
from armslength.world.draw import sample_events
from armslength.world.ladder import rung
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.records import Events, Inputs, State

LONGEST = 31  # days in one step


class Step(NamedTuple):
    """What happens in some days of one world, and where everyone then stands."""

    events: tuple[StepEvent, ...]
    position: Position

    @property
    def result(self) -> StepResult:
        """Return the record, as `--json` prints it."""
        return StepResult(events=self.events, state=self.position.saved())


def step(at: Position, orders: Iterable[str] = (), days: int | None = None, seed: int = 1) -> Step:
    """Play the next days of one world.

    Args:
        at: where everyone stands.
        orders: actions in words, such as `order front=CLIENT/ADVERSARY tempo=1`.
        days: up to a month; one step of the case if left out.
        seed: the same seed plays the same days.

    Raises:
        ArmslengthError: where an action is none, or a step takes no such number of days.
    """
    first, time = at.day + timedelta(days=1), at.network.step
    days = time.length(first, 1) if days is None else days
    if not 1 <= days <= LONGEST:
        raise ArmslengthError(f"a step takes 1 to {LONGEST} days, not {days}")
    steps = steps_of(time, first, days)
    actions = [parse_action(text, at.network, first) for text in orders]
    plan = plan_days(
        at.network, first, days, actions, at.scenario.gives_orders, at.scenario.standing(first, days)
    )
    plan, _ = in_steps(plan, AsPlanned(), steps)
    # The same seed on another day gives other random numbers.
    start = at.scenario.start
    number = at.day.toordinal() if time.is_day else start.toordinal() + time.number(start, first) - 1
    keys = row_keys(at.network, seed, np.arange(1))
    final, daily = _play(at.layout, at.values.astype(np.float32), at.state, plan, keys, number)
    narrator = narrator_of(at.scenario)
    events = []
    for t in range(steps.count):
        happened, rung_of_day, within = jax.tree.map(lambda x, t=t: np.asarray(x)[t], daily)
        heard = None if plan.sender is None else np.asarray(plan.sender)[t].astype(int)
        for event in _events(at.network, time.begins(first, t), happened, int(rung_of_day), within, heard):
            events.append(event.model_copy(update={"text": narrator.sentence(event)}))
    return Step(tuple(events), replace(at, state=final, day=at.day + timedelta(days=days)))


def narrator_of(scenario: Scenario) -> Narrator:
    """Return a narrator who knows the names of a case."""
    commander = scenario.commanders.get(scenario.commander_on(scenario.as_of))
    sender = (commander.short or commander.name) if commander else "the patron"
    senders = {p: scenario.commanders[scenario.commander_on(scenario.as_of, p)] for p in scenario.patrons}
    spoken = {p: who.short or who.name for p, who in senders.items()} if len(senders) > 1 else {}
    return Narrator(actors_of(scenario), scenario.patron.name, sender, spoken)


@partial(jax.jit, static_argnums=0)
def _play(layout: Layout, values: Any, state: State, plan: Inputs, keys: Any, number: Any) -> Any:
    net, params = layout.network, layout.params(values)
    by_world = world_keys(keys, 1)

    def uniforms(day: Any) -> Any:
        return jax.tree.map(lambda x: x[:, 0], uniforms_of_worlds(net, by_world, number + day))

    def happen(day: Day, memory: None, uniforms: Any) -> Events:
        return sample_events(net, day.params, day.state, day.inputs, day.outlook, uniforms)

    def observe(day: Day, memory: None) -> Any:
        return None, (day.events, rung(day.params, day.events), day.outlook.ordered)

    days = (jnp.arange(1, plan.trigger.shape[0] + 1), plan, None)
    state = jax.tree.map(lambda x: jnp.asarray(x, jnp.float32), state)
    final, _, daily = unroll(net, params, state, days, happen=happen, observe=observe, uniforms=uniforms)
    return final, daily


def _events(
    net: Network, day: date, happened: Events, rung: int, within: np.ndarray, heard: np.ndarray | None
) -> Iterator[StepEvent]:
    """Yield what happens on a day.

    `within` is how likely a lethal attack on each front is within the patron's control, `heard` the place of the patron
    whose orders are heard there, where there are several.
    """
    for f, front in enumerate(net.fronts):
        tempo, release, cap = (
            float(strength[f]) or None
            for strength in (happened.tempo_order, happened.release_order, happened.cap_order)
        )
        if tempo or release or cap:
            yield r.Order(
                day=day,
                front=front,
                patron="" if heard is None else net.patrons[heard[f]],
                tempo_order=tempo,
                release_order=release,
                cap_order=cap,
                accepted=bool(happened.accepted[f]),
            )
        if happened.opened[f]:
            yield r.Opening(day=day, front=front)
        if happened.count[f]:
            lethal = int(happened.lethal[f])
            yield r.Attack(
                day=day,
                front=front,
                count=int(happened.count[f]),
                harmed=int(happened.harmed[f]),
                lethal=lethal,
                deaths=int(happened.deaths[f]),
                within_control=float(within[f]) if lethal else None,
            )
    for a, adversary in enumerate(net.adversaries):
        if happened.reprisal[a]:
            answered = [
                f for i, f in enumerate(net.fronts) if happened.answered[i] and net.adversary_of[i] == a
            ]
            yield r.Reprisal(
                day=day, adversary=adversary, level=int(happened.level[a]), answered=tuple(answered)
            )
        if happened.patron_strike[a]:
            yield r.PatronStrike(day=day, adversary=adversary)
    yield r.LadderReading(day=day, rung=rung)
