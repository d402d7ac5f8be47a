"""Compare theories by what each would have predicted, from each origin on, of what was reported next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Unpack

from armslength.errors import ArmslengthError
from armslength.fitting.fits import Fits
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scoring import weekly
from armslength.scoring.backtest import EARLIEST, LONGEST, WEEK, refuse_within_step
from armslength.tasks import Here, results
from armslength.theories.comparison import TheoryComparison
from armslength.theories.definitions import chosen
from armslength.theories.leave_future_out import Density
from armslength.theories.theory_windows import TheoryWindows, density_of

DRAWS = 500  # of the fit at each origin
FEWEST = 4  # origins below which no weights are given
INTERRUPTED = "interrupted before it was finished"


def compare_theories(
    scenario: Scenario | str | Path,
    names: Iterable[str] | None = None,
    origins: Sequence[date] | None = None,
    run: Run = Run(),
    *,
    window: int | None = None,
    admit_revised: bool = False,
    draws: int = DRAWS,
    then: Fits | None = None,
    kind: type[TheoryWindows] = TheoryWindows,
    **options: Unpack[RunOptions],
) -> TheoryComparison:
    """Fit each theory at each origin to what was published by then; score its predictions of the next days' reports.

    All theories if no `names` are given; weekly origins if none are given, and windows of a week: each row of the record
    is then predicted once. `draws` are of each fit; of the run, the seed, the workers and the progress count.
    Interrupted, it returns the theories that are finished. `then` are fits that whoever calls asks for next.

    Raises:
        ArmslengthError: for a record too short for any origin, an unknown theory, or one asked for by name that the
            case cannot express.
    """
    case, run = load(scenario), run.but(**options)
    theories, left_out = chosen(case, names)
    spans = _spans(case, origins, max(WEEK, round(case.time_step.days)) if window is None else window)
    if not 2 <= draws <= 10_000:
        raise ArmslengthError(f"draws is {draws}; it must lie between 2 and 10,000")
    work = kind(case, theories, spans, admit_revised, draws, run.seed, then)
    done: list[tuple[Density, ...]] = []
    finished = True
    try:
        densities: list[Density] = []
        for result in results(work, Here(max(run.workers, 1), run.progress)):
            densities.append(density_of(result))
            if len(densities) == len(spans):
                done.append(tuple(densities))
                densities.clear()
    except KeyboardInterrupt:
        if not done:
            raise
        finished = False
    left_out |= {t.name: INTERRUPTED for t in theories[len(done) :]}
    compared = theories[: len(done)]
    return TheoryComparison(
        case, compared, work.windows, tuple(done), left_out, finished, admit_revised, draws, run.seed
    )


def _spans(case: Scenario, origins: Sequence[date] | None, days: int) -> tuple[tuple[date, int], ...]:
    """Return each origin with the days of its window."""
    if not 1 <= days <= LONGEST:
        raise ArmslengthError(f"the window is {days} days; it must lie between 1 and {LONGEST}")
    chosen_days = weekly(case) if origins is None else sorted(set(origins))

    def length(origin: date) -> int:
        return case.time_step.window(origin + timedelta(days=1), days)

    chosen_days = [
        d for d in chosen_days if origins is not None or d + timedelta(days=length(d)) <= case.as_of
    ]
    for day in chosen_days:
        refuse_within_step(case, day)
        if day < case.start or day + timedelta(days=length(day)) > case.as_of:
            raise ArmslengthError(
                f"the origin {day} has no window of {days} days within the record, {case.start} to {case.as_of}"
            )
    if len(chosen_days) < FEWEST:
        raise ArmslengthError(
            f"the record of {case.name} is too short to compare theories: it allows {len(chosen_days)} origins, and "
            f"{FEWEST} are needed, each with {EARLIEST} days before it and {days} after"
            if origins is None
            else f"{len(chosen_days)} origins are too few to compare theories; give {FEWEST} or more"
        )
    return tuple((day, length(day)) for day in chosen_days)
