"""A later case, what changed in it, and which event moved it: the analyst's Monday morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from armslength.initial_conditions import InitialConditions, replay_at, replay_to_as_of
from armslength.scenario import Event, Scenario, with_events
from armslength.world.network import Network
from armslength.world.params import Layout

#: what a reader wants to see move, by kind of actor
WATCHED = {
    "clients": ("control",),
    "fronts": ("tempo", "compliance", "restraint"),
    "adversaries": ("attribution", "pressure"),
    "world": ("tension",),
}


@dataclass(frozen=True)
class Advanced:
    """A case moved forward."""

    scenario: Scenario
    added: list[Event]
    changes: list[
        dict[str, Any]
    ]  #: largest first: number, before, after, by time alone, the event that moved it most


def advance(scenario: Scenario, added: list[Event], as_of: date, draws: int = 100, seed: int = 1) -> Advanced:
    """The case at a later date, and what each event did to it, by leaving it out: medians over draws of the prior."""
    later = with_events(scenario, added, as_of)
    before = replay_to_as_of(scenario, draws, seed)

    def numbers(case: Scenario) -> dict[str, np.ndarray]:
        return _watched(replay_at(case, Layout(Network.of(case), case.sites()), before.values))

    was, now, time_alone = _watched(before), numbers(later), numbers(with_events(scenario, [], as_of))
    without = {
        e.event_id: numbers(with_events(scenario, [x for x in added if x.event_id != e.event_id], as_of))
        for e in added
    }
    changes = [
        _change(name, was[name], now[name], time_alone[name], {i: x[name] for i, x in without.items()})
        for name in now
    ]
    return Advanced(later, added, sorted(changes, key=lambda c: -c["size"]))


def _watched(initial: InitialConditions) -> dict[str, np.ndarray]:
    """[draw] of each watched number, under a readable name."""
    net, found = initial.network, initial.quantities()
    actors: dict[str, tuple[str, ...]] = {
        "clients": net.clients,
        "fronts": net.fronts,
        "adversaries": net.adversaries,
    }
    named = {
        f"{name} of {actor}": found[kind][name][i]
        for kind, who in actors.items()
        for name in WATCHED[kind]
        for i, actor in enumerate(who)
    }
    return named | {name: found["world"][name] for name in WATCHED["world"]}


def _change(
    name: str, was: np.ndarray, now: np.ndarray, time_alone: np.ndarray, without: dict[str, np.ndarray]
) -> dict[str, Any]:
    moved = {event: float(np.median(now) - np.median(x)) for event, x in without.items()}
    mover = max(moved, key=lambda event: abs(moved[event]), default=None)
    return {
        "number": name, "before": float(np.median(was)), "after": float(np.median(now)),
        "by_time_alone": float(np.median(time_alone) - np.median(was)), "moved_most_by": mover,
        "by_that_event": moved[mover] if mover else 0.0,
        "size": float(abs(np.median(now) - np.median(was)) / (np.std(was) + 1e-3)),
    }  # fmt: skip
