"""Futures of one forecast, day by day, and what they say of any later interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from armslength.scenario import Scenario

if TYPE_CHECKING:
    import xarray as xr

RUNGS = 6


@dataclass(frozen=True)
class Paths:
    """Daily paths from the day after an origin. Days ahead count from 1."""

    fronts: tuple[str, ...]
    adversaries: tuple[str, ...]
    client_of: Mapping[str, str]
    count: np.ndarray  #: [day, front, path] attacks
    lethal: np.ndarray  #: [day, front, path] lethal attacks
    level: np.ndarray  #: [day, adversary, path] level of reprisal, 0 for none
    rung: np.ndarray  #: [day, path]
    halt: np.ndarray | None = None  #: [day, front, path] 1 where a client takes an order of restraint

    @property
    def days(self) -> int:
        """How far they reach."""
        return int(self.count.shape[0])

    def total(self, fronts: Iterable[str], days: np.ndarray) -> np.ndarray:
        """[path] attacks on fronts counted together, over days ahead."""
        return np.asarray(self.count[np.ix_(days - 1, self._at(fronts))].sum((0, 1), dtype=np.int64))

    def lethal_attack(self, fronts: Iterable[str], days: np.ndarray) -> float:
        """Chance of at least one lethal attack on any of these fronts."""
        return float(self.lethal[np.ix_(days - 1, self._at(fronts))].any((0, 1)).mean())

    def reprisal(self, adversary: str, level: int, days: np.ndarray) -> float:
        """Chance of at least one reprisal of at least this level."""
        return float((self.level[days - 1, self.adversaries.index(adversary)] >= level).any(0).mean())

    def suspension(self, client: str, days: np.ndarray) -> float | None:
        """Chance that a client takes at least one order of restraint; nothing where the paths do not hold it."""
        if self.halt is None:
            return None
        fronts = [f for f in self.fronts if self.client_of[f] == client]
        return float(self.halt[np.ix_(days - 1, self._at(fronts))].any((0, 1)).mean())

    def highest(self, days: np.ndarray) -> np.ndarray:
        """[rung] chance that this is the highest rung."""
        top = self.rung[days - 1].max(0).astype(int)
        return np.asarray(np.bincount(top, minlength=RUNGS)[:RUNGS] / top.size)

    def _at(self, fronts: Iterable[str]) -> np.ndarray:
        return np.array([self.fronts.index(f) for f in fronts])


#: the case as it stood on an origin, and days ahead, to futures
Forecaster = Callable[[Scenario, int], Paths]


def paths_of_saved(document: Mapping[str, Any], data: xr.Dataset) -> Paths:
    """The sample paths of a saved forecast."""
    return Paths(
        fronts=tuple(str(f) for f in data["front"].values),
        adversaries=tuple(str(a) for a in data["adversary"].values),
        client_of={f["id"]: f["client"] for f in document["actors"]["fronts"]},
        count=data["path_count"].values,
        lethal=data["path_lethal"].values,
        level=data["path_level"].values,
        rung=data["path_rung"].values,
        halt=data["path_halt"].values if "path_halt" in data else None,
    )
