"""Weekly counts of one front of one network, as baselines learn from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from armslength.errors import ArmslengthError
from armslength.history.arrays import encode
from armslength.scenario import Scenario

LEAST_EVENTS, LEAST_WEEKS = (
    60,
    80,
)  #: of a series that is scored: with fewer there is next to nothing to learn
FEW_EVENTS = 20  #: of a series that is scored though it is too thin to teach
WEEK = 7


@dataclass(frozen=True)
class WeeklyCounts:
    """Counts of a front from its first counted week on."""

    network: str
    front: str
    start: date  #: first day of the first week
    counts: np.ndarray  #: [week]; a week that nobody counted is NaN

    @property
    def is_known(self) -> np.ndarray:
        """Whether each week was counted, [week]."""
        return np.asarray(~np.isnan(self.counts))

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to learn from and to score."""
        return float(np.nansum(self.counts)) >= LEAST_EVENTS and int(self.is_known.sum()) >= LEAST_WEEKS

    @property
    def can_be_scored(self) -> bool:
        """Whether there is something to score, though perhaps too little to learn from."""
        return float(np.nansum(self.counts)) >= FEW_EVENTS and int(self.is_known.sum()) >= LEAST_WEEKS

    def day_before(self, week: int) -> date:
        """Return the last day that is known at the beginning of a week."""
        return self.start + timedelta(days=WEEK * week - 1)


def refuse_other_steps(case: Scenario) -> None:
    """Raise `ArmslengthError` for a case that does not go by the week."""
    if case.step != "week":
        raise ArmslengthError(
            f"{case.name} goes by the {case.step}; a track record is of cases by the week: `step: week` in scenario.yaml"
        )


def weekly_counts(case: Scenario) -> Iterator[WeeklyCounts]:
    """Yield the series of each front that is counted on its own, in the order of a case by the week."""
    history = encode(case, case.network)
    ends, totals = np.asarray(history.tallies.ends), np.asarray(history.tallies.total)
    for i, series in enumerate(case.series.values()):
        if not series.primary or len(series.fronts) != 1:
            continue
        counts = np.where(ends[:, i] > 0, totals[:, i], np.nan)
        known = np.flatnonzero(~np.isnan(counts))
        if len(known):
            first, last = int(known[0]), int(known[-1])
            start = case.start + timedelta(days=WEEK * first)
            yield WeeklyCounts(case.name, series.fronts[0], start, counts[first : last + 1])
