"""The structures that a comparison averages over: one, or rival theories, each with its weight and initial conditions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from armslength.decisions.backdated import inputs_since, truncate
from armslength.errors import ArmslengthError
from armslength.fitting import Posterior
from armslength.initial_conditions import InitialConditions, draws_of, joined, parts_of, replay_part
from armslength.results.comparison import Structure
from armslength.run import Run
from armslength.scenario import Scenario
from armslength.scoring.refit import values_under
from armslength.simulate import REPLICATES
from armslength.tasks.work import fields_alone
from armslength.theories import Variant
from armslength.world.records import Inputs

ONLY = Structure(name="full", weight=1.0)
HELD = 8  # parts of initial conditions that are kept: those of a comparison by default are


@dataclass(frozen=True)
class Structures:
    """One structure or several, their draws of the parameters, and initial conditions in parts as they are asked for.

    `ready` are initial conditions made before, which are one part whatever their number of draws.
    """

    case: Scenario
    draws: int  #: of the parameters, under each structure
    days: int
    seed: int
    posterior: Posterior | None
    since: date | None = None  #: a past day to which history is replayed
    theories: tuple[Variant, ...] = ()
    ready: InitialConditions | None = field(default=None, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Travel without what was replayed here."""
        return fields_alone(self)

    @cached_property
    def described(self) -> tuple[Structure, ...]:
        """Their names and weights, which add to one."""
        total = sum(theory.weight for theory in self.theories)
        return tuple(Structure(name=t.name, weight=t.weight / total) for t in self.theories) or (ONLY,)

    @property
    def futures(self) -> int:
        """Futures of each strategy under each structure."""
        return self.draws * REPLICATES

    @property
    def parts(self) -> int:
        """Parts in which the draws of one structure are replayed."""
        return 1 if self.ready else parts_of(self.draws)

    @cached_property
    def standing(self) -> Scenario:
        """The case as it stands where the strategies begin."""
        return self.case if self.since is None else truncate(self.case, self.since)

    @cached_property
    def values(self) -> tuple[np.ndarray, ...]:
        """Draws of the parameters under each structure, each [site, draw]."""
        if self.ready:
            return (self.ready.values,)
        if not self.theories:
            return (draws_of(self.standing, self.draws, self.seed, self.posterior),)
        layout = self.standing.layout
        return tuple(values_under(layout, t.held, t.posterior, self.draws, self.seed) for t in self.theories)

    def part(self, structure: int, number: int) -> InitialConditions:
        """Return one part of the initial conditions of a structure; the last ones that were asked for are kept."""
        if self.ready:
            return self.ready
        key = structure, number
        if key not in self._replayed:
            while len(self._replayed) >= HELD:
                self._replayed.popitem(last=False)
            standing = self.standing
            self._replayed[key] = replay_part(standing, standing.layout, self.values[structure], number)
        return self._replayed[key]

    @cached_property
    def _replayed(self) -> OrderedDict[tuple[int, int], InitialConditions]:
        return OrderedDict()

    @cached_property
    def initial(self) -> tuple[InitialConditions, ...]:
        """Initial conditions under each structure, all draws of the parameters."""
        return tuple(
            joined([self.part(structure, number) for number in range(self.parts)])
            for structure in range(len(self.described))
        )

    @cached_property
    def given(self) -> Inputs | None:
        """What is given in the days ahead where they lie in the past."""
        return inputs_since(self.case, self.part(0, 0), self.days) if self.since else None


def structures_of(
    case: Scenario,
    run: Run,
    days: int,
    since: date | None = None,
    theories: Sequence[Variant] = (),
    initial: InitialConditions | None = None,
) -> Structures:
    """Return a case at its as-of date, or at a day of the past, under each theory or the full model.

    Raises:
        ArmslengthError: where history cannot be replayed to that day, or `initial` belongs to another case or day.
    """
    ready = None if initial is None else _checked(initial, case, since)
    draws = ready.values.shape[1] if ready else run.draws
    fit = None if ready or theories else run.posterior_of(case)
    return Structures(case, draws, days, run.seed, fit, since, tuple(theories), ready)


def _checked(initial: InitialConditions, case: Scenario, since: date | None) -> InitialConditions:
    if initial.scenario.hash != case.hash:
        raise ArmslengthError(
            f"these initial conditions belong to another scenario than {case.name}; replay it again"
        )
    if since is not None and initial.scenario.as_of != since:
        raise ArmslengthError(
            f"these initial conditions are of {initial.scenario.as_of}, not of {since}; replay the case to that date"
        )
    return initial
