"""What a comparison asks of a case: the outcomes that its reports or its own numbers give ground for."""

from __future__ import annotations

from armslength.results.comparison import Objective
from armslength.results.grounds import cannot_be_asked
from armslength.scenario import Scenario

OF_FRONTS = ("attacks", "pauses")
OF_DEATHS = ("deaths", "lethal_attack")
OF_REPRISALS = ("reprisals", "reprisal", "leadership_struck")
OF_THE_LADDER = ("direct_fire_days", "rung_3", "rung_4", "highest_rung", "war")
NOTHING_TO_RANK = "an order of the strategies by de-escalation (nothing that is ranked is left)"


def is_asked(scenario: Scenario, outcome: str) -> bool:
    """Return whether a case gives ground to ask for an outcome, by its name."""
    name, _, actor = outcome.partition("/")
    if name in OF_FRONTS and actor:
        if actor not in scenario.living_fronts:
            return False
    elif actor in scenario.clients and actor not in scenario.living:
        return False
    if name in OF_DEATHS:
        return any(map(scenario.says_who_kills, scenario.living_fronts))
    if name in OF_REPRISALS:
        return any(map(scenario.hits_back, [actor] if actor else scenario.adversaries))
    if name in OF_THE_LADDER:
        return scenario.escalates
    if name == "orders":
        return scenario.gives_orders
    return name != "pauses" or scenario.asks_who_follows


def not_asked(scenario: Scenario, objectives: tuple[Objective, ...]) -> str:
    """Return in a sentence what is not asked; `objectives` are those that are."""
    return cannot_be_asked(
        {scenario.fronts[f].short: scenario.counted_on(f) for f in scenario.living_fronts},
        follow=scenario.asks_who_follows,
        orders=scenario.gives_orders,
        reprisals=any(map(scenario.hits_back, scenario.adversaries)),
        escalates=scenario.escalates,
        more=() if any(o.weight > 0 for o in objectives) else (NOTHING_TO_RANK,),
    )
