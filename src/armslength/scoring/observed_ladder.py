"""The highest rung of the ladder that reports establish in a window, where they do.

Direct fire, a strike on leadership and the adversary's own dead are reported by the day. Whether three fronts were
active on one day often is not; a window is left out where that could still raise the rung.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from armslength.ladder import RUNGS, Signs, rung_of
from armslength.scoring.observed import Observed
from armslength.scoring.scoring_actors import ScoringActors


def observed_rung(seen: Observed, actors: ScoringActors, first: date, last: date) -> int | None:
    """Return the highest rung between two days, or None where the reports leave it open.

    Every reprisal, patron strike, lethal attack and war must be in the events: nothing but a war is derived for a case
    that does not say so of all its adversaries.
    """
    within = [o for o in seen.occurrences if first <= o.day <= last]
    kinds = {o.kind for o in within}
    signs = Signs(
        active=0,
        level=max((o.level for o in within if o.kind == "reprisal"), default=0),
        crossed="lethal" in kinds,
        direct_fire="patron_strike" in kinds,
        war="war" in kinds,
    )
    if not signs.war and not set(actors.adversaries) <= set(actors.complete):
        return None
    days = [first + timedelta(days=t) for t in range((last - first).days + 1)]
    counted = any(
        i.count and first <= i.start and i.end <= last
        for increments in seen.counts.values()
        for i in increments
    )
    surely = max(int(counted), *(_surely_active(seen, day) for day in days))
    perhaps = max(surely, *(_perhaps_active(seen, actors, day) for day in days))
    low, high = (rung_of(replace(signs, active=fronts)) for fronts in (surely, perhaps))
    return low if low == high else None


def _surely_active(seen: Observed, day: date) -> int:
    return sum(
        any(i.start == i.end == day and i.count > 0 for i in increments)
        for increments in seen.counts.values()
    )


def _perhaps_active(seen: Observed, actors: ScoringActors, day: date) -> int:
    silent = {
        front
        for target, increments in seen.counts.items()
        for i in increments
        if i.start <= day <= i.end and i.count == 0
        for front in target.split(";")
    }
    return sum(front not in silent for front in actors.fronts)


def baseline_rungs(
    seen: Observed, actors: ScoringActors, start: date, origin: date, length: int
) -> dict[str, np.ndarray]:
    """Return two naive forecasts of the highest rung: as often as in past windows of this length, and as in the last."""
    past = []
    last = origin
    while last - timedelta(days=length - 1) >= start:
        rung = observed_rung(seen, actors, last - timedelta(days=length - 1), last)
        if rung is not None:
            past.append(rung)
        last -= timedelta(days=length)
    if not past:
        return {}
    tally = np.bincount(past, minlength=RUNGS) + 0.5 / RUNGS
    newest = np.bincount(past[:1], minlength=RUNGS) + 0.5 / RUNGS
    return {"past frequencies": tally / tally.sum(), "last window": newest / newest.sum()}
