"""A comparison of theories: verdicts and weights from log predictive densities, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np

from armslength.results.record import Interval
from armslength.results.theories import (
    ComparedTheory,
    LeftOutTheory,
    TheoriesResult,
    TheoryVerdict,
    TurningPoint,
    WindowDensity,
)
from armslength.scenario import Scenario
from armslength.scenario.claims import claims_on
from armslength.scoring.backtest import RETROSPECTIVE
from armslength.scoring.observed import vintage_of
from armslength.theories.definitions import FULL, Theory
from armslength.theories.leave_future_out import Density, Window
from armslength.theories.stacking import Difference, Weights, differ, weigh
from armslength.world.version import MODEL_VERSION

#: nats: smaller differences say nothing, whatever their error (Sivula, Magnusson & Vehtari 2020)
SMALLEST = 4.0
CANNOT_TELL: TheoryVerdict = "the data cannot tell"
BETTER: TheoryVerdict = "better than the full model"
WORSE: TheoryVerdict = "worse than the full model"
RULE = (
    "The data cannot tell a theory from the full model where the 90 % interval of the difference of their total log "
    f"scores covers zero, or where the difference is below {SMALLEST:g}."
)


@dataclass(frozen=True)
class TheoryComparison:
    """Log predictive densities by theory and origin, with the weights and differences that follow from them."""

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
        """Log predictive densities, [origin, theory]."""
        return np.array([[d.value for d in row] for row in self.densities]).T

    @cached_property
    def weights(self) -> Weights:
        """Stacking weights of the theories."""
        return weigh(self.scores, self.seed, self.block)

    @cached_property
    def differences(self) -> Difference:
        """Differences of the theories to the full model."""
        return differ(self.scores, 0, self.seed, self.block)

    @property
    def block(self) -> int | None:
        """Origins that are resampled together, where windows overlap more than usual."""
        step = min((b.origin - a.origin).days for a, b in pairwise(self.windows))
        overlap = -(-(self.windows[0].end - self.windows[0].origin).days // step)
        return overlap if overlap > len(self.windows) ** (1 / 3) else None

    def verdict(self, at: int) -> TheoryVerdict:
        """Return what the record says of one theory against the full model."""
        if self.theories[at] is FULL:
            return ""
        low, high = self.differences.interval[:, at]
        if low <= 0 <= high or abs(self.differences.total[at]) < SMALLEST:
            return CANNOT_TELL
        return BETTER if low > 0 else WORSE

    def turns_on(self, at: int) -> tuple[date, float] | None:
        """Return the origin that moves a difference most, with its part of it; None for the full model."""
        if self.theories[at] is FULL:
            return None
        parts = self.scores[:, at] - self.scores[:, 0]
        most = int(np.argmax(np.abs(parts)))
        return self.windows[most].origin, float(parts[most])

    def _named(self, at: int) -> str:
        """Return the title of a theory that differs, with the one window on which most of the difference rests, if any."""
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
        groups = {v: [t for t, found in verdicts.items() if found == v] for v in (CANNOT_TELL, WORSE, BETTER)}
        if len(groups[CANNOT_TELL]) == len(verdicts):
            return "The data cannot tell these theories apart."
        made = [f"{v[0].upper()}{v[1:]}: {'; '.join(groups[v])}." for v in (WORSE, BETTER) if groups[v]]
        if groups[CANNOT_TELL]:
            made.append(f"The data cannot tell from the full model: {'; '.join(groups[CANNOT_TELL])}.")
        return " ".join(made)

    @cached_property
    def result(self) -> TheoriesResult:
        """The comparison as one record."""
        case, first = self.scenario, self.windows[0]
        return TheoriesResult(
            scenario=case.name,
            title=case.title,
            scenario_hash=case.hash,
            model_version=MODEL_VERSION,
            as_of=case.as_of,
            origins=tuple(w.origin for w in self.windows),
            window_days=(first.end - first.origin).days,
            draws=self.draws,
            seed=self.seed,
            refits="Laplace: the Gaussian at the mode, at each origin",
            vintage=vintage_of(case, self.admit_revised),
            caveat=RETROSPECTIVE,
            finished=self.finished,
            left_out=tuple(LeftOutTheory(theory=name, why=why) for name, why in self.left_out.items()),
            says=self.says,
            rule=RULE,
            theories=tuple(self._compared(at) for at in range(len(self.theories))),
            rows=tuple(
                WindowDensity(
                    origin=window.origin,
                    end=window.end,
                    theory=theory.name,
                    reports=window.rows,
                    log_predictive_density=density.value,
                    monte_carlo_error=density.error,
                    mode_reached=density.converged,
                )
                for theory, row in zip(self.theories, self.densities, strict=True)
                for window, density in zip(self.windows, row, strict=True)
            ),
        )

    def _compared(self, at: int) -> ComparedTheory:
        theory, is_full = self.theories[at], self.theories[at] is FULL
        difference, weights, turning = self.differences, self.weights, self.turns_on(at)
        return ComparedTheory(
            name=theory.name,
            title=theory.title,
            sentence=theory.sentence,
            claims=tuple(c.id for c in claims_on(self.scenario.claims, f"theory {theory.name}")),
            held=theory.held_in(self.scenario),
            log_predictive_density=float(self.scores[:, at].sum()),
            monte_carlo_error=float(sum(x.error**2 for x in self.densities[at]) ** 0.5),
            difference=None if is_full else float(difference.total[at]),
            difference_error=None if is_full else float(difference.error[at]),
            difference_90=None if is_full else Interval(*map(float, difference.interval[:, at])),
            turns_on=turning and TurningPoint(origin=turning[0], part=turning[1]),
            verdict=self.verdict(at),
            weight=float(weights.used[at]),
            weight_90=Interval(*map(float, weights.interval[:, at])),
            stacked=float(weights.stacked[at]),
            modes_missed=sum(not x.converged for x in self.densities[at]),
        )
