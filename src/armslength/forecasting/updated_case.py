"""A later case, what changed in it, and which event moved it: the analyst's Monday morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, Unpack

import numpy as np

from armslength.initial_conditions import InitialConditions, replay_at, replay_to_as_of
from armslength.results.update import Change, UpdateResult
from armslength.run import Run, RunOptions
from armslength.scenario import Event, Scenario, load, with_events
from armslength.simulate import REPLICATES

#: what a reader wants to see move, by kind of actor
WATCHED = {
    "clients": ("control",),
    "fronts": ("tempo", "compliance", "restraint"),
    "adversaries": ("attribution", "pressure"),
    "world": ("tension",),
}


@dataclass(frozen=True)
class Update:
    """A case moved forward."""

    scenario: Scenario
    result: UpdateResult  #: what moved, as `--json` prints it


class Watched(NamedTuple):
    """A number that is watched: its quantity, and whose it is."""

    quantity: str
    about: str | None

    def __str__(self) -> str:
        return self.quantity if self.about is None else f"{self.quantity} of {self.about}"


def advance(
    scenario: Scenario | str | Path,
    added: Sequence[Event],
    as_of: date,
    run: Run = Run(futures=100 * REPLICATES),
    **options: Unpack[RunOptions],
) -> Update:
    """Move a case to a later date, and tell what each event did to it by leaving it out.

    Numbers are medians over the run's draws, which are of the prior; no future is played.

    Raises:
        ArmslengthError: where the date is no later one, or the run or an event does not fit the case.
    """
    case, run = load(scenario), run.but(**options)
    run.days_of(case)
    later = with_events(case, added, as_of)
    before = replay_to_as_of(case, run.draws, run.seed)

    def numbers(of: Scenario) -> dict[Watched, np.ndarray]:
        return _watched(replay_at(of, of.layout, before.values))

    was, now, time_alone = _watched(before), numbers(later), numbers(with_events(case, [], as_of))
    without = {
        e.event_id: numbers(with_events(case, [x for x in added if x.event_id != e.event_id], as_of))
        for e in added
    }
    changes = [
        _change(name, was[name], now[name], time_alone[name], {i: x[name] for i, x in without.items()})
        for name in now
    ]
    changes.sort(key=lambda change: -change.size)
    ids = tuple(event.event_id for event in added)
    result = UpdateResult(since=case.as_of, as_of=as_of, added=ids, changes=tuple(changes))
    return Update(later, result)


def _watched(initial: InitialConditions) -> dict[Watched, np.ndarray]:
    """Return the draws of each watched number."""
    net, found = initial.network, initial.quantities()
    actors: dict[str, tuple[str, ...]] = {
        "clients": net.clients,
        "fronts": net.fronts,
        "adversaries": net.adversaries,
    }
    named = {
        Watched(name, actor): found[kind][name][i]
        for kind, everyone in actors.items()
        for name in WATCHED[kind]
        for i, actor in enumerate(everyone)
    }
    return named | {Watched(name, None): found["world"][name] for name in WATCHED["world"]}


def _change(
    watched: Watched,
    was: np.ndarray,
    now: np.ndarray,
    time_alone: np.ndarray,
    without: dict[str, np.ndarray],
) -> Change:
    moved = {event: float(np.median(now) - np.median(x)) for event, x in without.items()}
    mover = max(moved, key=lambda event: abs(moved[event]), default=None)
    return Change(
        number=str(watched),
        quantity=watched.quantity,
        about=watched.about,
        before=float(np.median(was)),
        after=float(np.median(now)),
        by_time_alone=float(np.median(time_alone) - np.median(was)),
        moved_most_by=mover,
        by_that_event=moved[mover] if mover else 0.0,
        size=float(abs(np.median(now) - np.median(was)) / (np.std(was) + 1e-3)),
    )
