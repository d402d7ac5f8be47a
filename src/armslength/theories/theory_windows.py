"""The tasks of weighing theories: each theory fitted at each origin and scored on the reports of the days after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from armslength.fitting.fits import Fits
from armslength.tasks import Arrays, Here, Work
from armslength.theories.definitions import Theory
from armslength.theories.leave_future_out import Density, Window, log_density, window_after


@dataclass(frozen=True)
class TheoryWindows(Work[Arrays]):
    """Theories in the windows after origins, a task for each of both; all windows of a theory stand together."""

    what = "theories"
    unit = "windows"
    stage = "comparing theories"
    abreast = True

    theories: tuple[Theory, ...]
    spans: tuple[tuple[date, int], ...]  #: origin, and days of its window
    admit_revised: bool
    draws: int
    seed: int
    then: Fits | None = None  #: fits that the same command makes next, for later forecasts

    @property
    def beside(self) -> tuple[Fits, ...]:
        """The fits that are made next."""
        return () if self.then is None else (self.then,)

    @property
    def tasks(self) -> int:
        """Number of theories and windows, multiplied."""
        return len(self.theories) * len(self.spans)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The days after each origin, and the record before and after them."""
        return tuple(window_after(self.case, day, days, self.admit_revised) for day, days in self.spans)

    def compute(self, task: int, here: Here) -> Arrays:
        """Return the log predictive density of one window under one theory."""
        theory, window = divmod(task, len(self.spans))
        held = self.theories[theory].held_in(self.case)
        return {"density": np.array(log_density(self.windows[window], held, self.draws, self.seed))}


@dataclass(frozen=True)
class CachedWindows(TheoryWindows):
    """Windows of a comparison that whoever asks for it caches."""

    cached = True


def density_of(result: Arrays) -> Density:
    """Return the density that a task resulted in."""
    value, error, converged = result["density"]
    return Density(float(value), float(error), bool(converged))
