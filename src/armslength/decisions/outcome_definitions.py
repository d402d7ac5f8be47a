"""The outcomes of a comparison: what each is, its unit, and how it follows from the totals of a future.

Totals are arrays [actor, draw, replicate], or [draw, replicate] for the network as a whole, from the first day ahead
to the last, but for `paused`, which has a window of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from armslength.counted import together, words
from armslength.decisions.grounds import is_asked
from armslength.formatting import capital
from armslength.results.comparison import Objective, Outcome
from armslength.scenario import Scenario

Totals = Mapping[str, np.ndarray]

# fmt: off
OBJECTIVES: tuple[Objective, ...] = (
    Objective(name="deaths", title="Deaths of the adversaries' own", unit="deaths", weight=1.0, source="the unit"),
    Objective(name="reprisals", title="Reprisals", unit="reprisals", weight=2.0, source="assumed"),
    Objective(name="direct_fire_days", title="Days of direct fire between patron and adversary (rung 4)", unit="days", weight=20.0, source="assumed"),
    Objective(name="control_lost", title="Control lost over the clients, from the first day to the last (mean of clients that have not ended)", unit="share", weight=0.0, source="reported apart: the patron's grip is no aim of de-escalation"),
    Objective(name="war", title="Regional war", unit="probability", weight=1000.0, source="the resolution rule: 1,000 deaths in 30 days"),
)
# fmt: on
WAR = "war"


@dataclass(frozen=True)
class Definition:
    """An outcome of the whole network; with `each`, one of every actor of that kind, whose name its title takes."""

    title: str
    unit: str
    total: Callable[[Totals], np.ndarray]  #: [draw, replicate], or [actor, draw, replicate] with `each`
    each: str | None = None


# fmt: off
_OF_OBJECTIVES: Mapping[str, Callable[[Totals], np.ndarray]] = {
    "deaths": lambda t: t["deaths"].sum(0), "reprisals": lambda t: t["reprisals"].sum(0),
    "direct_fire_days": lambda t: t["direct_fire"], "control_lost": lambda t: t["control_lost_mean"], "war": lambda t: t["war"],
}
DEFINITIONS: Mapping[str, Definition] = {
    **{o.name: Definition(o.title, o.unit, _OF_OBJECTIVES[o.name]) for o in OBJECTIVES},
    "attacks": Definition("Attacks on all fronts", "attacks", lambda t: t["attacks"].sum(0)),
    "lethal_attack": Definition("At least one attack kills the adversary's own", "probability", lambda t: t["lethal"].sum(0) > 0),
    "reprisal": Definition("At least one reprisal", "probability", lambda t: t["level"].max(0) > 0),
    "leadership_struck": Definition("A reprisal on leadership or the patron itself", "probability", lambda t: t["level"].max(0) >= 3),
    "rung_3": Definition("The ladder reaches rung 3 or more", "probability", lambda t: t["highest"] >= 3),
    "rung_4": Definition("The ladder reaches rung 4 or 5", "probability", lambda t: t["highest"] >= 4),
    "highest_rung": Definition("Highest rung of the ladder", "rung", lambda t: t["highest"]),
    "orders": Definition("The commander orders restraint somewhere", "probability", lambda t: t["told"].max(0) > 0),
    "attacks/": Definition("Attacks: {}", "attacks", lambda t: t["attacks"], each="fronts"),
    "reprisal/": Definition("At least one reprisal by {}", "probability", lambda t: t["level"] > 0, each="adversaries"),
    "control_lost/": Definition("Control lost over {}", "share", lambda t: t["control_lost"], each="clients"),
    "pauses/": Definition("Pauses: {}", "probability", lambda t: t["paused"], each="fronts"),
}
# fmt: on


def outcomes_of(scenario: Scenario, days: int) -> dict[str, Outcome]:
    """Return what each outcome is that a case gives ground to ask; a pause is judged in the scenario's own window."""
    made = {}
    for name, definition in DEFINITIONS.items():
        window = min(scenario.pause_days, days) if name == "pauses/" else days
        actors = getattr(scenario, definition.each) if definition.each else {"": None}
        for id_, actor in actors.items():
            if not is_asked(scenario, name + id_):
                continue
            title = definition.title.format(actor.name) if actor else definition.title
            unit = definition.unit
            if unit == "attacks":
                unit = words(scenario.counted_on(id_)) if id_ else together(scenario.counted)
                title = title.replace("Attacks", capital(unit), 1)
            made[name + id_] = Outcome(name=name + id_, title=title, unit=unit, days=window)
    return made


def outcome_names(scenario: Scenario) -> list[str]:
    """Return the name of each outcome, whether or not the case gives ground to ask it."""
    return [
        name + id_
        for name, definition in DEFINITIONS.items()
        for id_ in (getattr(scenario, definition.each) if definition.each else ("",))
    ]


def values_of(actors: Mapping[str, tuple[str, ...]], totals: Totals) -> dict[str, np.ndarray]:
    """Return each outcome [draw, replicate] by name; `actors` are ids by kind, in the order of the arrays."""
    made = {}
    for name, definition in DEFINITIONS.items():
        value = np.asarray(definition.total(totals), dtype=float)
        if definition.each is None:
            made[name] = value
        else:
            made |= {name + id_: value[i] for i, id_ in enumerate(actors[definition.each])}
    return made
