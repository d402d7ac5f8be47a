"""The tasks of a track record: a network each, forecast and scored with what the others teach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from armslength.plain.learning import Lessons, lessons
from armslength.plain.occasions import Occasions, occasions
from armslength.plain.series import WeeklyCounts, weekly_counts
from armslength.scenario import Scenario
from armslength.tasks import Here, Work
from armslength.tasks.work import digest, made_of_case
from armslength.track_record.network import NetworkPart, origins_of, score_network
from armslength.track_record.overlap import counted_once


@dataclass(frozen=True)
class Networks(Work[NetworkPart]):
    """The networks of a track record, a task each."""

    what = "track record"
    unit = "networks"
    stage = "forecasting each network"
    result = NetworkPart

    others: tuple[Scenario, ...]  #: the networks beside `case`, which is the first
    horizons: tuple[int, ...]
    learned_by: date
    every: int
    draws: int
    seed: int
    without: tuple[str, ...] = ()  #: mechanisms that are switched off in turn

    @property
    def cases(self) -> tuple[Scenario, ...]:
        """All networks, in order."""
        return (self.case, *self.others)

    @property
    def tasks(self) -> int:
        """Number of networks."""
        return len(self.cases)

    @property
    def made_of(self) -> dict[str, str]:
        """All that the scores depend on, by what a sentence calls it."""
        options = (self.horizons, self.learned_by, self.every, self.draws, self.seed, self.without)
        return {
            **made_of_case(self.case),
            "the networks": digest([made_of_case(case)["the case"] for case in self.others]),
            "an option": digest(options),
        }

    def file_of(self, task: int) -> str:
        """Return the name of the file that keeps a network."""
        return f"{self.cases[task].name}.json"

    def compute(self, task: int, here: Here) -> NetworkPart:
        """Forecast and score a network with what the others teach."""
        case = self.cases[task]
        mine = {h: w.chosen(w.network == case.name) for h, w in self._windows.items()}
        return score_network(
            case,
            self._series[case.name],
            mine,
            self.taught(case),
            origins_of(case, self.learned_by, self.every),
            draws=self.draws,
            seed=self.seed,
            without=self.without,
            progress=lambda done, total: here.progress(case.name, done, total),
        )

    def taught(self, case: Scenario) -> Lessons:
        """Return what the other networks teach by the first origin of one, and by `learned_by` at the latest."""
        by = min(self.learned_by, origins_of(case, self.learned_by, self.every)[0])
        series = [
            s for of_one in self._series.values() for s in of_one if s.network != case.name and s.is_enough
        ]
        windows = {h: occasions(series, h) for h in self.horizons}
        return lessons(series, windows, by, self.seed, case.name)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is counted once and what is scored only, in sentences."""
        thin = [
            name for name, of_one in self._series.items() if of_one and not any(s.is_enough for s in of_one)
        ]
        return (
            *self._once[1],
            *(f"{name} has too few clashes to teach: it is scored only." for name in thin),
        )

    @cached_property
    def _once(self) -> tuple[dict[str, list[WeeklyCounts]], list[str]]:
        return counted_once(self.cases, {case.name: _usable(case) for case in self.cases})

    @property
    def _series(self) -> dict[str, list[WeeklyCounts]]:
        return self._once[0]

    @cached_property
    def _windows(self) -> dict[int, Occasions]:
        every = [s for of_one in self._series.values() for s in of_one]
        return {h: occasions(every, h) for h in self.horizons}


def _usable(case: Scenario) -> list[WeeklyCounts]:
    """Return the series of a network that are scored: those with enough to teach, or where none has, the thinner ones."""
    every = list(weekly_counts(case))
    return [s for s in every if s.is_enough] or [s for s in every if s.can_be_scored]
