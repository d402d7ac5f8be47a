"""The tasks of a backtest: at each origin, forecast with what was published by then and score what followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from armslength.results.record import Record, described
from armslength.results.scores import ScoredRows, UnscoredWindow
from armslength.scoring.beside import with_the_baseline
from armslength.scoring.observed import Observed, case_on, observe
from armslength.scoring.occasion import Occasion, count_rows, ladder_rows, windows_after, yes_no_rows
from armslength.scoring.paths import Forecaster
from armslength.scoring.scoring_actors import ScoringActors, actors_of_case
from armslength.tasks import Here, Work
from armslength.tasks.work import made_of_case


class OriginScores(Record):
    """The scored rows of one origin."""

    rows: ScoredRows = described("every scored occasion of the origin")
    unscored: tuple[UnscoredWindow, ...] = described("windows of counts that could not be scored")


@dataclass(frozen=True)
class Origins(Work[OriginScores]):
    """The origins of a backtest, a task each; without a `forecaster` the model forecasts."""

    what = "backtest"
    unit = "origins"
    stage = "forecasting from each origin"
    result = OriginScores

    origins: tuple[date, ...]
    horizons: tuple[int, ...]
    seed: int
    draws: int
    quick: bool
    admit_revised: bool
    name: str  #: of the forecaster; one of the caller's own is known by it alone
    forecaster: Forecaster | None = field(default=None, repr=False)

    @property
    def tasks(self) -> int:
        """Number of origins."""
        return len(self.origins)

    @property
    def made_of(self) -> dict[str, str]:
        """All that the scores depend on, by what a sentence calls it."""
        return {
            **made_of_case(self.case),
            "the forecaster": f"{self.name} {self.draws} {self.quick}",
            "origins or horizons": f"{[day.isoformat() for day in self.origins]} {self.horizons}",
            "an option": f"{self.seed} {self.admit_revised}",
        }

    def file_of(self, task: int) -> str:
        """Return the name of the file that keeps an origin."""
        return f"{self.origins[task].isoformat()}.json"

    def compute(self, task: int, here: Here) -> OriginScores:
        """Forecast from an origin and score what was reported; tell the windows that cannot be scored beside it."""
        origin = self.origins[task]
        windows = windows_after(origin, self.horizons, self.case.as_of, self.case.time_step)
        known = case_on(self.case, origin, self.admit_revised)
        forecaster = self.forecaster or self._model(here.threads)
        paths = forecaster(known, max((w.last - origin).days for w in windows))
        if self.forecaster is None:
            paths = with_the_baseline(known, paths, [(w.last - origin).days for w in windows], self.seed)
        before = observe(known.events, self._actors)
        occasion = Occasion(origin, self.case.start, self._actors, paths, before, self._record, self.seed)
        counts, unscored = count_rows(occasion, windows)
        yes_no, ladder = yes_no_rows(occasion, windows), ladder_rows(occasion, windows)
        rows = ScoredRows(counts=tuple(counts), yes_no=tuple(yes_no), ladder=tuple(ladder))
        return OriginScores(rows=rows, unscored=tuple(unscored))

    @cached_property
    def _actors(self) -> ScoringActors:
        return actors_of_case(self.case)

    @cached_property
    def _record(self) -> Observed:
        return observe(self.case.events, self._actors)

    def _model(self, threads: int) -> Forecaster:
        """Return the model as a forecaster, the same for all origins: it remembers how far it has replayed the past."""
        from armslength.scoring.model_forecasts import model_forecaster
        from armslength.scoring.refit import refitted

        if threads not in self._models:
            values = refitted(self.draws, self.seed) if self.quick else None
            self._models[threads] = model_forecaster(self.draws, self.seed, values, threads)
        return self._models[threads]

    @cached_property
    def _models(self) -> dict[int, Forecaster]:
        return {}
