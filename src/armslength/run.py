"""How a result is computed: one record that every public function takes in place of loose options.

A public function is declared `f(scenario, run: Run = Run(), *, ..., **options: Unpack[RunOptions])` and begins with
`run = run.but(**options)`, so that a script may write `f("axis-2024", futures=1_000, seed=2)`, and code that has a run
hands it on. Inner functions take the `Run` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypedDict, Unpack

from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, parameters_of
from armslength.scenario import Scenario
from armslength.simulate import REPLICATES

#: called with the stage in words, what is done of it, and what there is to do
Progress = Callable[[str, int, int], None]
Parameters = Posterior | Literal["prior"] | None

MOST_DAYS, MOST_FUTURES, MOST_SEED = 3650, 10_000_000, 2**32 - 1


def _silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


class RunOptions(TypedDict, total=False):
    """The fields of `Run` as keyword arguments: `forecast("axis-2024", futures=10_000, seed=1)`."""

    days: int | None
    futures: int
    seed: int
    workers: int
    parameters: Parameters
    progress: Progress
    usual: int | None


@dataclass(frozen=True)
class Run:
    """The size, the seed and the parameters of a computation.

    The same scenario and the same run give the same result, whatever the number of workers.
    """

    days: int | None = (
        None  #: days ahead; if left out `usual`, else the scenario's horizon, in whole steps of the case
    )
    futures: int = 200 * REPLICATES  #: rounded up to whole draws of the parameters, `REPLICATES` futures each
    seed: int = 1
    workers: int = 2  #: threads; the result does not depend on it
    parameters: Parameters = None  #: a fit of the case; the one that ships with it if left out; or "prior"
    progress: Progress = _silent
    usual: int | None = None

    def but(self, **options: Unpack[RunOptions]) -> Run:
        """Return the run with other options."""
        return replace(self, **options)

    @property
    def draws(self) -> int:
        """Draws of the parameters, `REPLICATES` futures each."""
        return -(-self.futures // REPLICATES)

    def days_of(self, case: Scenario) -> int:
        """Return the days ahead, after refusing a run that cannot be computed.

        Raises:
            ArmslengthError: where days, futures or seed are out of range, or the days end within a step of the case.
        """
        days = case.days_ahead if self.days is None else self.days
        if self.days is None and self.usual is not None:
            days = case.days_near(self.usual)
        for name, value, least, most in (
            ("days", days, 7, MOST_DAYS),
            ("futures", self.futures, 1, MOST_FUTURES),
            ("seed", self.seed, 0, MOST_SEED),
        ):
            if not least <= value <= most:
                raise ArmslengthError(f"{name} is {value}; it must lie between {least} and {most:,}")
        case.time_step.count(case.first_day, days)
        return days

    def posterior_of(self, case: Scenario) -> Posterior | None:
        """Return the fit that parameters are drawn from, or None where they come from their priors."""
        return parameters_of(case, self.parameters)


class Tally:
    """Adds up what is done and passes it on to a run's progress."""

    def __init__(self, stage: str, total: int, progress: Progress):
        self.stage, self.total, self.done, self.progress = stage, total, 0, progress
        progress(stage, 0, total)

    def __call__(self, done: int) -> None:
        """Report that so much more is done."""
        self.done += done
        self.progress(self.stage, self.done, self.total)
