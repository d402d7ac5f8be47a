"""A saved forecast as scoring reads it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from armslength.errors import ArmslengthError, Fault
from armslength.forecasting import load_forecast
from armslength.forecasting.storage import DATA, RESULT
from armslength.results.evidence import Report
from armslength.results.forecast import ForecastResult
from armslength.scenario import Event
from armslength.scoring.paths import Paths, paths_of_forecast
from armslength.scoring.scoring_actors import ScoringActors, actors_of_forecast

if TYPE_CHECKING:
    import xarray as xr

NEEDED = ("path_count", "path_lethal", "path_level", "path_rung", "attacks_pmf", "bin_least")


class SavedForecast(NamedTuple):
    """A saved forecast with what scoring reads of it."""

    result: ForecastResult
    data: xr.Dataset
    fingerprint: str  #: SHA-256 of its files

    @property
    def as_of(self) -> date:
        """The last day that it knew of."""
        return self.result.scenario.as_of

    @property
    def actors(self) -> ScoringActors:
        """Its actors and series."""
        return actors_of_forecast(self.result)

    @property
    def paths(self) -> Paths:
        """Its sample of daily paths."""
        return paths_of_forecast(self.result, self.data)

    @property
    def windows(self) -> list[int]:
        """The windows that it reports, in days."""
        return [int(window) for window in self.data["window"].values]

    @property
    def reported(self) -> list[Event]:
        """The events that it knew of, as far as scoring needs them."""
        return [_event(report) for report in self.result.history]


def open_forecast(folder: str | Path) -> SavedForecast:
    """Open a saved forecast for scoring.

    Raises:
        ArmslengthError: where it is not one, or not whole.
    """
    folder = Path(folder)
    saved = load_forecast(folder)
    if missing := [name for name in NEEDED if name not in saved.data]:
        raise _unreadable(folder, f"{DATA} has no '{missing[0]}'")
    if saved.data.attrs.get("as_of") != saved.result.scenario.as_of.isoformat():
        raise _unreadable(folder, f"{RESULT} and {DATA} are not of one day")
    digests = [sha256((folder / name).read_bytes()).digest() for name in (RESULT, DATA)]
    return SavedForecast(saved.result, saved.data, sha256(b"".join(digests)).hexdigest())


def _unreadable(folder: Path, why: str) -> ArmslengthError:
    return ArmslengthError(
        Fault(folder, None, f"this is no whole forecast: {why}", "make it again with `armslength forecast`")
    )


def _event(report: Report) -> Event:
    """Return a reported row of a saved forecast as an event again, as far as scoring needs it."""
    return Event(
        event_id=report.id,
        series=report.series,
        date=report.start,
        end_date=report.end,
        kind=report.kind,
        fronts=report.fronts,
        adversary=report.adversary,
        clients=report.clients,
        count=report.count,
        deaths=report.deaths,
        level=report.level,
        accepted=report.accepted,
        source=report.source,
        note=report.label,
    )
