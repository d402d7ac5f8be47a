"""The ladder of escalation as one table of rules, which is read from simulated days and from reports alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

RUNG_NAMES = (
    "no attack",
    "an attack on any front",
    "a reprisal",
    "an attack that kills, a leader struck or three fronts active",
    "fire between the patron's own and an adversary's forces",
    "regional war",
)  #: each named by what sets it off
RUNGS = len(RUNG_NAMES)
LEVELS = (
    "materiel",
    "personnel",
    "leadership",
    "the patron itself",
)  #: whom reprisals of level 1 to 4 strike
ACTIVE_FRONTS = 3


@dataclass(frozen=True)
class Signs:
    """What a day or a window shows: numbers and truth values, or arrays of them, one for each world."""

    active: Any  #: fronts with at least one attack
    level: Any  #: highest level of reprisal; 0 without one
    crossed: Any  #: whether an attack crossed the red line by killing the adversary's own
    direct_fire: Any  #: whether the patron's own forces struck
    war: Any  #: whether there was regional war


#: what must hold for each rung from the first on; the highest that holds is the reading
RULES: tuple[Callable[[Signs], Any], ...] = (
    lambda s: s.active >= 1,
    lambda s: s.level >= 1,
    lambda s: s.crossed | (s.level == 3) | (s.active >= ACTIVE_FRONTS),
    lambda s: s.direct_fire | (s.level == 4),
    lambda s: s.war,
)


def rung_of(signs: Signs) -> int:
    """Return the rung that these signs show.

    >>> rung_of(Signs(active=2, level=0, crossed=False, direct_fire=False, war=False))
    1
    >>> rung_of(Signs(active=0, level=4, crossed=False, direct_fire=False, war=False))
    4
    """
    return max((rung for rung, holds in enumerate(RULES, start=1) if holds(signs)), default=0)
