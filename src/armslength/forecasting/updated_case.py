"""A later case, what changed in it, and which kind of event moved it: the analyst's Monday morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, Unpack

import numpy as np

from armslength.counted import together
from armslength.errors import ArmslengthError
from armslength.fitting import belongs, site_values
from armslength.initial_conditions import InitialConditions, replay_at
from armslength.results.update import Change, UpdateResult
from armslength.run import Run, RunOptions
from armslength.scenario import Event, Scenario, load, with_events
from armslength.scenario.unvalued import is_unvalued
from armslength.world.params import prior_draws

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
    run: Run = Run(),
    *,
    fitted: Scenario | None = None,
    **options: Unpack[RunOptions],
) -> Update:
    """Move a case to a later date, and tell what each kind of event did to it by leaving that kind out.

    Numbers are medians over the draws of the parameters that a forecast of the case stands on: those of its posterior
    where it has one. A strike on a leader or on the patron and the loss of a commander stand before and after alike.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        added: the new events.
        as_of: the later date.
        run: size, seed and parameters of the run; its fields may be given as keyword arguments instead.
        fitted: the case whose fit is used, where it is not `scenario` but a later state of it.

    Raises:
        ArmslengthError: where the date is no later one, the run or an event does not fit the case, or one of those named
            above is no published record of the case's past.
    """
    before, run = load(scenario), run.but(**options)
    run.days_of(before)
    later = with_events(before, added, as_of)
    in_both = [event for event in added if is_unvalued(event)]
    told = [event for event in added if not is_unvalued(event)]
    values = _values(before, run, fitted or before)

    def numbers(events: Sequence[Event], day: date) -> dict[Watched, np.ndarray]:
        case = with_events(before, [*in_both, *events], day)
        return _watched(replay_at(case, case.layout, values))

    was, now, time_alone = numbers([], before.as_of), numbers(told, as_of), numbers([], as_of)
    without = {
        kind: numbers([event for event in told if event.kind != kind], as_of)
        for kind in dict.fromkeys(event.kind for event in told)
    }
    changes = [
        _change(name, was[name], now[name], time_alone[name], {k: x[name] for k, x in without.items()})
        for name in now
    ]
    changes.sort(key=lambda change: -change.size)
    result = UpdateResult(
        since=before.as_of,
        as_of=as_of,
        added=tuple(event.event_id for event in added),
        not_valued=tuple(event.event_id for event in in_both),
        counted=together(before.counted),
        parameters_from="prior" if run.posterior_of(fitted or before) is None else "posterior",
        changes=tuple(changes),
    )
    return Update(later, result)


def _values(scenario: Scenario, run: Run, fitted: Scenario) -> np.ndarray:
    """Return the parameters [site, draw] that a forecast of the case draws."""
    layout = scenario.layout
    values: np.ndarray = layout.values(prior_draws(layout, run.draws, run.seed))
    posterior = run.posterior_of(fitted)
    if posterior is None:
        return values
    if reason := belongs(posterior, fitted):
        raise ArmslengthError(f"this posterior cannot be used for {fitted.name}: {reason}; fit again")
    return site_values(posterior, layout.names, values, run.seed)


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
        if _is_asked(initial.scenario, name, actor)
    }
    world = WATCHED["world"] if initial.scenario.escalates else ()
    return named | {Watched(name, None): found["world"][name] for name in world}


def _is_asked(scenario: Scenario, quantity: str, actor: str) -> bool:
    """Return whether a case gives ground to watch a quantity, and its actor has not ended."""
    if quantity in ("attribution", "pressure"):
        return scenario.hits_back(actor)
    if actor not in (*scenario.living, *scenario.living_fronts):
        return False
    return quantity == "tempo" or scenario.asks_who_follows


def _change(
    watched: Watched,
    was: np.ndarray,
    now: np.ndarray,
    time_alone: np.ndarray,
    without: dict[str, np.ndarray],
) -> Change:
    moved = {kind: float(np.median(now) - np.median(x)) for kind, x in without.items()}
    mover = max(moved, key=lambda kind: abs(moved[kind]), default=None)
    return Change(
        number=str(watched),
        quantity=watched.quantity,
        about=watched.about,
        before=float(np.median(was)),
        after=float(np.median(now)),
        by_time_alone=float(np.median(time_alone) - np.median(was)),
        moved_most_by=mover,
        by_that_kind=moved[mover] if mover else 0.0,
        size=float(abs(np.median(now) - np.median(was)) / (np.std(was) + 1e-3)),
    )
