"""What a fact is: its statistics, and what switches its mechanism off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from armslength.facts.bands import Band, Stated, stated
from armslength.facts.parts import claims_for, world_of
from armslength.facts.testbed import Laboratory

#: from a laboratory to each statistic by name: [group], or a function that gives it when it is asked for
Measure = Callable[[Laboratory], Mapping[str, Any]]


def value_of(statistic: Any) -> np.ndarray:
    """Return the statistic [group], calling it first if it is a function."""
    return np.atleast_1d(np.asarray(statistic() if callable(statistic) else statistic, float))


@dataclass(frozen=True)
class Fact:
    """One stylised fact as a statistic that runs. Its text and bands stand in `bands.yaml`."""

    number: int
    measure: Measure
    off: Mapping[str, float]  #: values of parameters that switch its mechanism off
    tuned: str = ""  #: defaults that were moved for its sake; empty = none
    stays: Mapping[str, str] = field(
        default_factory=dict
    )  #: statistics that stay in band with it off, and why
    off_for: Mapping[str, Mapping[str, float]] = field(
        default_factory=dict
    )  #: another switch for one statistic

    unmet: Mapping[str, str] = field(
        default_factory=dict
    )  #: statistics that the model leaves out of their band at the defaults, and why

    beside: Measure | None = None  #: shown with it, held to no band
    #: statistics of what a strike on a leader or on the patron, or the loss of a commander, does: it is said whether they
    #: lie in their band, which a published study or the case stated before, and no number is printed for them
    unvalued: frozenset[str] = frozenset()

    @property
    def case(self) -> str:
        """The built-in case in which it is measured."""
        return world_of(self.number)[0]

    @property
    def world(self) -> str:
        """The controlled world, in the reader's words."""
        return world_of(self.number)[1]

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims that speak for it."""
        return claims_for(self.number)

    @property
    def stated(self) -> Stated:
        """Its text and bands."""
        return next(s for s in stated() if s.number == self.number)

    @property
    def bands(self) -> Mapping[str, Band]:
        """Its bands by statistic."""
        return self.stated.bands
