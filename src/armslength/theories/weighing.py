"""Compare theories by what each would have predicted, from each origin on, of what was then reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario, load
from armslength.scoring import weekly
from armslength.scoring.backtest import EARLIEST, LONGEST, WEEK
from armslength.theories.definitions import FULL, Theory, chosen
from armslength.theories.leave_future_out import Density, Window, log_density, window_after
from armslength.theories.stacking import Difference, Weights, differ, weigh

DRAWS = 500  # of the fit at each origin
FEWEST = 4  # origins below which no weights are given
SMALLEST = (
    4.0  # nats: smaller differences say nothing, whatever their error (Sivula, Magnusson & Vehtari 2020)
)
CANNOT_TELL, BETTER, WORSE, SAME = (
    "the data cannot tell", "better than the full model", "worse than the full model", "",
)  # fmt: skip
INTERRUPTED = "interrupted before it was finished"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Comparison:
    """Log predictive densities by origin and theory, and what they add up to."""

    scenario: Scenario
    theories: tuple[Theory, ...]  #: those that were finished, the full model first
    windows: tuple[Window, ...]
    densities: tuple[tuple[Density, ...], ...]  #: [theory][window]
    left_out: dict[str, str]  #: theory: why
    finished: bool
    admit_revised: bool
    draws: int
    seed: int

    @property
    def scores(self) -> np.ndarray:
        """[origin, theory] log predictive density."""
        return np.array([[d.value for d in row] for row in self.densities]).T

    @cached_property
    def weights(self) -> Weights:
        """Stacking weights."""
        return weigh(self.scores, self.seed, self.block)

    @cached_property
    def differences(self) -> Difference:
        """To the full model."""
        return differ(self.scores, 0, self.seed, self.block)

    @property
    def block(self) -> int | None:
        """Origins that are resampled together, where windows overlap more than usual."""
        step = min((b.origin - a.origin).days for a, b in zip(self.windows, self.windows[1:], strict=False))
        overlap = -(-(self.windows[0].end - self.windows[0].origin).days // step)
        return overlap if overlap > len(self.windows) ** (1 / 3) else None

    def verdict(self, at: int) -> str:
        """What the record says of one theory against the full model, in words."""
        if self.theories[at] is FULL:
            return SAME
        low, high = self.differences.interval[:, at]
        if low <= 0 <= high or abs(self.differences.total[at]) < SMALLEST:
            return CANNOT_TELL
        return BETTER if low > 0 else WORSE

    def turns_on(self, at: int) -> tuple[date, float] | None:
        """The origin that moves a difference most, and its part of it; nothing for the full model."""
        if self.theories[at] is FULL:
            return None
        parts = self.scores[:, at] - self.scores[:, 0]
        most = int(np.argmax(np.abs(parts)))
        return self.windows[most].origin, float(parts[most])

    def _named(self, at: int) -> str:
        """A theory that differs, with the one window on which most of the difference rests, if it does."""
        origin, part = self.turns_on(at) or (None, 0.0)
        total = float(self.differences.total[at])
        alone = f" (mostly by the window after {origin})" if part * np.sign(total) > abs(total) / 2 else ""
        return self.theories[at].title + alone

    @property
    def says(self) -> str:
        """The result in one or two sentences."""
        verdicts = {
            t.title if self.verdict(i) == CANNOT_TELL else self._named(i): self.verdict(i)
            for i, t in enumerate(self.theories)
            if t is not FULL
        }
        if not verdicts:
            return "There is nothing to compare: no theory but the full model was finished."
        groups = {v: [t for t, said in verdicts.items() if said == v] for v in (CANNOT_TELL, WORSE, BETTER)}
        if len(groups[CANNOT_TELL]) == len(verdicts):
            return "The data cannot tell these theories apart."
        made = [f"{v[0].upper()}{v[1:]}: {'; '.join(groups[v])}." for v in (WORSE, BETTER) if groups[v]]
        if groups[CANNOT_TELL]:
            made.append(f"The data cannot tell from the full model: {'; '.join(groups[CANNOT_TELL])}.")
        return " ".join(made)


def compare(
    scenario: Scenario | str | Path,
    names: Iterable[str] | None = None,
    origins: Sequence[date] | None = None,
    *,
    window: int = WEEK,
    admit_revised: bool = False,
    draws: int = DRAWS,
    seed: int = 1,
    workers: int = 2,
    progress: Progress = lambda stage, done, total: None,
) -> Comparison:
    """Fit each theory at each origin to what was published by then, and score what was reported in the next days.

    Weekly origins if none are given, windows of a week: each row of the record is then predicted once. Interrupted, it
    returns the theories that are finished. Raises `ArmslengthError` for a record too short for any origin, an unknown
    theory, or one asked for that the case cannot express.
    """
    scenario = load(scenario)
    theories, left_out = chosen(scenario, names)
    windows = _windows(scenario, origins, window, admit_revised)
    if not 2 <= draws <= 10_000:
        raise ArmslengthError(f"draws is {draws}; it must lie between 2 and 10,000")
    done: list[tuple[Density, ...]] = []
    finished = True
    pool = ThreadPoolExecutor(max(workers, 1))
    try:
        for n, theory in enumerate(theories):
            held = theory.held_in(scenario)
            tell = _Steps(progress, theory.title, n * len(windows), len(theories) * len(windows))
            ahead = [pool.submit(log_density, w, held, draws, seed) for w in windows]
            done.append(tuple(tell(future.result()) for future in ahead))
    except KeyboardInterrupt:
        if not done:
            raise
        finished = False
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    left_out |= {t.name: INTERRUPTED for t in theories[len(done) :]}
    finished_ones = theories[: len(done)]
    return Comparison(
        scenario, finished_ones, windows, tuple(done), left_out, finished, admit_revised, draws, seed
    )


class _Steps:
    """Counts what is done and passes it on."""

    def __init__(self, progress: Progress, title: str, done: int, total: int):
        self.progress, self.title, self.done, self.total = progress, title, done, total
        progress(title, done, total)

    def __call__(self, density: Density) -> Density:
        self.done += 1
        self.progress(self.title, self.done, self.total)
        return density


def _windows(
    case: Scenario, origins: Sequence[date] | None, days: int, admit_revised: bool
) -> tuple[Window, ...]:
    if not 1 <= days <= LONGEST:
        raise ArmslengthError(f"the window is {days} days; it must lie between 1 and {LONGEST}")
    chosen_days = weekly(case) if origins is None else sorted(set(origins))
    chosen_days = [d for d in chosen_days if origins is not None or d + timedelta(days=days) <= case.as_of]
    for day in chosen_days:
        if day < case.start or day + timedelta(days=days) > case.as_of:
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
    return tuple(window_after(case, day, days, admit_revised) for day in chosen_days)
