"""The endpoint of a drafted case: the one comparison that a backtest is judged by, declared by a rule that sees no result."""

from __future__ import annotations

from dataclasses import dataclass

from armslength.drafting.ends import ends
from armslength.drafting.plan import Plan

HORIZON = 28  # days
BASELINE = "exponentially weighted mean"


@dataclass(frozen=True)
class Chosen:
    """A front and the reason for it."""

    front: str
    horizon: int
    baseline: str
    reason: str


def endpoint_of(plan: Plan) -> Chosen:
    """Return the front with the most clashes in the first half of the case, or the first by id where none has any.

    It is one of a client that has not ended.
    """
    days = (plan.case.end - plan.case.start).days + 1
    middle = plan.case.start.fromordinal(plan.case.start.toordinal() + days // 2)
    gone = ends(plan)
    living = [front for front in plan.fronts if front.client not in gone]
    numbers = {front.id: sum(day < middle for day in front.pair.days) for front in living}
    front = min(numbers, key=lambda f: (-numbers[f], f))
    reason = (
        f"By rule: the front with the most clashes before {middle}, the middle of the case ({numbers[front]}), four weeks ahead, against the "
        "baseline that was hardest to beat on other conflicts. The rule looks at no forecast."
    )
    return Chosen(front, HORIZON, BASELINE, reason)
