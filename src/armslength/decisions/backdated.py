"""Counterfactuals of the past: replay to a day within the history, and change one thing from there.

What was outside the network (the trigger war, threats, host pressure) and what the patron is known to have ordered
stay as reported, in the baseline too; attacks, answers and reprisals are played.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import jax
import numpy as np

from armslength.errors import ArmslengthError
from armslength.history import daily_inputs
from armslength.initial_conditions import InitialConditions
from armslength.scenario import Event, Scenario
from armslength.scenario.standing import without_ends
from armslength.simulate import plan_days
from armslength.world.records import Inputs

LONGEST_COUNT = 31  # days: how many of a longer count fell before a day inside it nobody knows
LONGEST_SILENCE = 60  # days without any report


def truncate(scenario: Scenario, day: date) -> Scenario:
    """Return a case as reported up to the end of a day; only the parameters may know what came later.

    Raises:
        ArmslengthError: where history does not reach that day without a gap.
    """
    if reason := history_gap(scenario, day):
        raise ArmslengthError(f"{scenario.name} cannot be replayed to {day}: {reason}")
    events = [told for e in scenario.events if (told := e.as_of(day)) is not None]
    trigger = [(when, value) for when, value in scenario.trigger if when <= day]
    return replace(without_ends(scenario), as_of=day, events=events, trigger=trigger)


def history_gap(scenario: Scenario, day: date) -> str | None:
    """Return why history does not reach a day without a gap, or None where it does."""
    if day < scenario.start:
        return f"its history begins on {scenario.start}, and nothing before that is in the data"
    if day >= scenario.as_of:
        return f"its history ends on {scenario.as_of}; leave the date out to compare from there"
    if not scenario.time_step.whole(scenario.start, day):
        return f"the step of the case is a {scenario.step}, and {day} is not the last day of one"
    for event in (e for e in scenario.events if e.kind == "tally" and e.days > LONGEST_COUNT):
        if event.date <= day < event.end_date and scenario.series[event.series or ""].primary:
            return f"one number counts {event.series} from {event.date} to {event.end_date}, and how much of it fell before is not known"
    if silence := _silence(scenario.start, scenario.events, day):
        return f"nothing is reported from {silence[0]} to {silence[1]}"
    return None


def _silence(start: date, events: list[Event], day: date) -> tuple[date, date] | None:
    heard = start
    for event in sorted(events, key=lambda e: e.date):
        if event.date > day:
            break
        if (event.date - heard).days > LONGEST_SILENCE:
            return heard + timedelta(days=1), event.date - timedelta(days=1)
        heard = max(heard, event.told_until)
    return (heard + timedelta(days=1), day) if (day - heard).days > LONGEST_SILENCE else None


def inputs_since(scenario: Scenario, initial: InitialConditions, days: int) -> Inputs:
    """Return the inputs of each day [day, ...] from a past day on: as reported, and the model's beyond the record."""
    net, first, scenario = initial.network, initial.first_day, without_ends(scenario)
    plan = plan_days(
        net, first, days, deciding=scenario.gives_orders, standing=scenario.standing(first, days)
    )
    known = min((scenario.as_of - first).days + 1, days)
    begins = (first - scenario.start).days
    reported = daily_inputs(scenario, net)

    def write(planned: np.ndarray, seen: np.ndarray) -> np.ndarray:
        planned = np.array(planned)
        planned[:known] = np.asarray(seen)[begins : begins + known]
        return planned

    made: Inputs = jax.tree.map(write, plan, reported)
    return made
