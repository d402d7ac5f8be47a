"""The baseline of a case: distributions of the totals of whole weeks ahead on each front, learned on other networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from armslength.plain import autoregression
from armslength.plain.components import COMPONENTS, counts_for, mixed, of_components
from armslength.plain.occasions import WARM_UP, at_the_end
from armslength.plain.series import WEEK, WeeklyCounts, weekly_counts
from armslength.plain.taught import Taught
from armslength.scenario import Scenario

LATELY = 8  #: weeks before the as-of date, of which one at least must have been counted
MOST_WEEKS = 52  #: ahead; nothing longer was learned


@dataclass(frozen=True)
class Baseline:
    """Cumulative probabilities of totals, [count], by front and weeks ahead."""

    cumulative: Mapping[tuple[str, int], np.ndarray]

    @property
    def fronts(self) -> tuple[str, ...]:
        """The fronts that have one, in order."""
        return tuple(dict.fromkeys(front for front, _ in self.cumulative))

    def sample(self, front: str, weeks: int, number: int) -> np.ndarray:
        """Return totals at evenly spaced probabilities, in increasing order, [number]."""
        at = (np.arange(number) + 0.5) / number
        return np.searchsorted(self.cumulative[front, weeks], at).astype(np.int64)


def why_not(case: Scenario) -> str:
    """Return why no baseline is offered for a case, in a clause; empty where one is."""
    if case.step != "week":
        return f"the baseline was learned on weeks, and this case goes by the {case.step}"
    if not usable(case):
        return f"no front has a weekly count of its own for {WARM_UP} weeks or more, to the last weeks before the as-of date"
    return ""


def usable(case: Scenario) -> list[WeeklyCounts]:
    """Return the series, to the as-of date, of the fronts that go on, for a year or more and lately."""
    found = []
    for one in weekly_counts(case):
        if one.front in case.living_fronts and int(one.is_known.sum()) >= WARM_UP:
            weeks = ((case.as_of - one.start) + timedelta(days=1)).days // WEEK
            uncounted = np.full(max(weeks - len(one.counts), 0), np.nan)
            whole = np.concatenate([one.counts, uncounted])
            if not np.isnan(whole[-LATELY:]).all():
                found.append(replace(one, counts=whole))
    return found


def predict(case: Scenario, weeks: Sequence[int], taught: Taught, seed: int) -> Baseline:
    """Return the baseline of each front of a case by the week that has one, for totals of so many weeks ahead."""
    series = usable(case)
    p = np.array(taught.autoregression)
    simulated = autoregression.forecast(p, series, [case.as_of], weeks, seed)
    found = {}
    for one in series:
        for h in weeks:
            known, learned = at_the_end(one, h), taught.at(h)
            counts = counts_for(known, float(known.weighted.max()))
            made = of_components(known, learned.learned, simulated, counts, COMPONENTS)
            found[one.front, h] = mixed({name: made[name] for name in COMPONENTS}, learned.weights)[0]
    return Baseline(found)


def coupled(ordered: np.ndarray, beside: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return an increasing sample in the order of another, ties by chance, so that paths that are high stay high together."""
    ranks = np.lexsort((rng.uniform(size=len(beside)), beside))
    found = np.empty_like(ordered)
    found[ranks] = ordered
    return found
