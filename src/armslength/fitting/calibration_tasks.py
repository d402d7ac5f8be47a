"""The tasks of a calibration: pasts whose truth is known, each fitted in one way or several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from armslength.fitting.simulation_based_calibration import (
    Fitted,
    Known,
    known_pasts,
    known_targets,
    refit_one,
    totals_ahead,
)
from armslength.fitting.target import Target
from armslength.tasks import Arrays, Here, Work


class Way(NamedTuple):
    """One way to report a past and to fit it."""

    days: int | None  #: length of the tallies in which it is reported; None for those of the case
    quick: bool  #: by the Gaussian at the mode, not by sampling


@dataclass(frozen=True)
class PastsFitted(Work[Arrays]):
    """Pasts whose truth is known, a task each; every way fits the parameters that the first one informs."""

    what = "calibration"
    unit = "pasts"
    stage = "fitting pasts whose truth is known"

    pasts: int
    seed: int
    ways: tuple[Way, ...]
    ahead: bool  #: whether totals of the days after each past are forecast, from the first way's fit and from the truth

    @property
    def tasks(self) -> int:
        """Number of pasts."""
        return self.pasts

    @property
    def informed(self) -> list[str]:
        """Names of the parameters that some past informs."""
        first = self.targets[0][0]
        return [first.names[i] for i in first.informed]

    @cached_property
    def known(self) -> Known:
        """The pasts."""
        return known_pasts(self.case, self.pasts, self.seed)

    @cached_property
    def targets(self) -> list[list[Target]]:
        """The fit of each past, [way][past]."""
        of_days: dict[int | None, list[Target]] = {}
        for way in self.ways:
            if way.days not in of_days:
                made = known_targets(self.case, self.known, way.days)
                chosen = next(iter(of_days.values()), made)[0].chosen
                of_days[way.days] = [replace(target, chosen=chosen) for target in made]
        return [of_days[way.days] for way in self.ways]

    def compute(self, task: int, here: Here) -> Arrays:
        """Return the truth and the draws of each way's fit of a past, and of its totals ahead from the fit and at the truth."""
        fits = [
            refit_one(self.known, targets[task], task, way.quick)
            for way, targets in zip(self.ways, self.targets, strict=True)
        ]
        if self.ahead:
            aim = self.targets[0][task]
            fits += [totals_ahead(self.known, aim, given, task) for given in (fits[0], None)]
        return {
            f"{name} {i}": x
            for i, fit in enumerate(fits)
            for name, x in (("truth", fit.truth), ("draws", fit.draws))
        }

    def joined(self, results: Iterable[Arrays]) -> list[list[Fitted]]:
        """Return the fits of all pasts by each way, and at last the totals ahead if they were asked for: from the fit, at the truth."""
        every = list(results)
        count = len(self.ways) + 2 * self.ahead
        return [[Fitted(r[f"truth {i}"], r[f"draws {i}"]) for r in every] for i in range(count)]
