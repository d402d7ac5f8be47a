"""The daily paths of one forecast, and the probabilities that they give for any interval of days ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from armslength.errors import ArmslengthError
from armslength.ladder import RUNGS
from armslength.scenario import Scenario
from armslength.world.step import STEPS

if TYPE_CHECKING:
    import xarray as xr

    from armslength.results.forecast import ForecastResult


WEEK = 7


BASELINE, POOL = (
    "baseline",
    "pool",
)  #: the two ways of forecasting counts beside the model, as scores name them


@dataclass(frozen=True)
class PathWays:
    """Totals by the baseline that was learned on other networks, on the model's paths, from the day after the origin."""

    windows: tuple[int, ...]  #: days
    fronts: tuple[str, ...]
    baseline: np.ndarray  #: [window, front, path]
    takes: np.ndarray  #: [window, path] whether the pool takes the baseline's


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
    step_of: np.ndarray | None = None  #: [day] step that a day lies in, where steps are longer than days
    ways: PathWays | None = None  #: the baseline's totals on the same paths, where one is offered

    @property
    def days(self) -> int:
        """Number of days ahead."""
        return int(self.count.shape[0])

    def total(self, fronts: Iterable[str], days: np.ndarray) -> np.ndarray:
        """Return the attacks on fronts counted together over some days ahead, [path]."""
        self._refuse_parts(days)
        return np.asarray(self.count[np.ix_(days - 1, self._at(fronts))].sum((0, 1), dtype=np.int64))

    def totals_by_way(self, fronts: Sequence[str], days: np.ndarray) -> dict[str, np.ndarray]:
        """Return the totals of the baseline and of the pool, each [path], where days and fronts are such as they have."""
        ways = self.ways
        if ways is None or len(days) not in ways.windows or not set(fronts) <= set(ways.fronts):
            return {}
        if not np.array_equal(
            days, np.arange(1, len(days) + 1)
        ):  # a window of the baseline begins on the first day
            return {}
        w = ways.windows.index(len(days))
        baseline = ways.baseline[w][[ways.fronts.index(f) for f in fronts]].sum(0)
        return {BASELINE: baseline, POOL: np.where(ways.takes[w], baseline, self.total(fronts, days))}

    def lethal_attack(self, fronts: Iterable[str], days: np.ndarray) -> float:
        """Return the probability of at least one lethal attack on any of some fronts."""
        self._refuse_parts(days)
        return float(self.lethal[np.ix_(days - 1, self._at(fronts))].any((0, 1)).mean())

    def reprisal(self, adversary: str, level: int, days: np.ndarray) -> float:
        """Return the probability of at least one reprisal of at least a level."""
        self._refuse_parts(days)
        return float((self.level[days - 1, self.adversaries.index(adversary)] >= level).any(0).mean())

    def suspension(self, client: str, days: np.ndarray) -> float | None:
        """Return the probability that a client accepts an order of restraint; None where the paths do not hold it."""
        if self.halt is None:
            return None
        self._refuse_parts(days)
        fronts = [f for f in self.fronts if self.client_of[f] == client]
        return float(self.halt[np.ix_(days - 1, self._at(fronts))].any((0, 1)).mean())

    def highest(self, days: np.ndarray) -> np.ndarray:
        """Return the probability of each rung to be the highest, [rung]."""
        self._refuse_parts(days)
        top = self.rung[days - 1].max(0).astype(int)
        return np.asarray(np.bincount(top, minlength=RUNGS)[:RUNGS] / top.size)

    def week_of(self, day: int) -> np.ndarray | None:
        """Return the days of the week ahead that a day lies in, or of its month where a step is one; None past the last."""
        if self.step_of is not None and np.bincount(self.step_of).max() > WEEK:
            inside = self.step_of == self.step_of[day - 1] if 1 <= day <= self.days else np.zeros(0)
            return np.flatnonzero(inside) + 1 if inside.any() else None
        first = (day - 1) // WEEK * WEEK + 1
        return np.arange(first, first + WEEK) if first + WEEK - 1 <= self.days else None

    def is_whole(self, days: np.ndarray) -> bool:
        """Return whether some days ahead are whole steps: of a part of one nothing is known."""
        if self.step_of is None:
            return True
        asked = np.isin(np.arange(1, self.days + 1), days)
        return bool((asked == np.isin(self.step_of, self.step_of[days - 1])).all())

    def _refuse_parts(self, days: np.ndarray) -> None:
        if not self.is_whole(days):
            raise ArmslengthError(
                f"the forecast goes by steps longer than a day, and days {days[0]} to {days[-1]} ahead are no whole steps"
            )

    def _at(self, fronts: Iterable[str]) -> np.ndarray:
        return np.array([self.fronts.index(f) for f in fronts])


#: from the case as it stood on an origin and the number of days ahead to paths
Forecaster = Callable[[Scenario, int], Paths]


def paths_of_forecast(forecast: ForecastResult, data: xr.Dataset) -> Paths:
    """Return the sample paths of a saved forecast."""
    step = STEPS[forecast.scenario.step]
    return Paths(
        fronts=tuple(str(f) for f in data["front"].values),
        adversaries=tuple(str(a) for a in data["adversary"].values),
        client_of={front.id: front.client for front in forecast.actors.fronts},
        count=data["path_count"].values,
        lethal=data["path_lethal"].values,
        level=data["path_level"].values,
        rung=data["path_rung"].values,
        halt=data["path_halt"].values if "path_halt" in data else None,
        step_of=None if step.is_day else step.numbers(forecast.scenario.first_day, data.sizes["day"]),
        ways=_ways_of(data) if "baseline_total" in data else None,
    )


def _ways_of(data: xr.Dataset) -> PathWays:
    return PathWays(
        windows=tuple(int(days) for days in data["way_window"].values),
        fronts=tuple(str(front) for front in data["way_front"].values),
        baseline=data["baseline_total"].values,
        takes=data["pool_takes"].values.astype(bool),
    )
