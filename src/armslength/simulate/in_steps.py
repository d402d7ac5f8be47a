"""Between days, in which everything is asked and told, and the steps in which futures are played."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from armslength.errors import ArmslengthError
from armslength.history import Steps, inputs_by_step
from armslength.world.records import Inputs
from armslength.world.step import TimeStep

if TYPE_CHECKING:
    from armslength.simulate.policies import Policy

ON_LAST_DAY = ("path_count", "path_lethal", "path_level", "path_halt")
ON_EVERY_DAY = ("rung", "path_rung")


class StepsAhead(Steps):
    """The days of each step ahead."""

    def __init__(self, step: TimeStep, first: date, days: int):
        """Begin on a first day ahead.

        Raises:
            ArmslengthError: where the days end within a step.
        """
        step.count(first, days)
        super().__init__(step.numbers(first, days))
        self.step, self.first_day = step, first

    def within(self, days: int) -> int:
        """Return the steps in the first `days` days ahead; raises `ArmslengthError` as above."""
        return self.step.count(self.first_day, days)


def steps_of(step: TimeStep, first: date | None, days: int) -> StepsAhead:
    """Return the steps ahead; only months ask for the date on which they begin."""
    if first is None and step.name == "month":
        raise ArmslengthError("futures by the month need the date of their first day")
    return StepsAhead(step, first or date(2001, 1, 1), days)


def in_steps(plan: Inputs, policy: Policy, steps: StepsAhead) -> tuple[Inputs, Policy]:
    """Return what is given and what acts in each step ahead, from those of each day."""
    if steps.step.is_day:
        return plan, policy
    daily = {name: np.asarray(x, float) for name, x in vars(plan).items() if x is not None}
    daily.pop("successor")
    given = inputs_by_step(daily | {"successor": np.asarray(plan.successor)}, steps)
    return Inputs(**given), policy.in_steps(steps, steps.step.days)


def by_day(outcomes: dict[str, np.ndarray], steps: StepsAhead) -> dict[str, np.ndarray]:
    """Return outcomes by step as outcomes by day: what came about stands on the last day of its step, a rung on all."""
    if steps.step.is_day:
        return outcomes
    made: dict[str, Any] = dict(outcomes)
    for name in (n for n in ON_LAST_DAY if n in made):
        made[name] = np.zeros((len(steps.numbers), *made[name].shape[1:]), made[name].dtype)
        made[name][steps.last] = outcomes[name]
    for name in (n for n in ON_EVERY_DAY if n in made):
        made[name] = outcomes[name][steps.numbers]
    ends = np.append(0, steps.last + 1)  # of a step by its number from 1; 0 = never
    made["first_passage"] = ends[outcomes["first_passage"].astype(int)]
    return made
