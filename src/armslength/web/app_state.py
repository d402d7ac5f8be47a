"""What one server holds: its cases, jobs and saved things, and what each page asks of them.

Pages and the API both ask here, so that a page and its JSON twin cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from armslength.errors import ArmslengthError
from armslength.forecasting import shipped
from armslength.forecasting.storage import DATA
from armslength.results.forecast import ForecastResult
from armslength.scenario import Scenario, list_cases, load
from armslength.scenario.files import FILES
from armslength.scenario.suggest import did_you_mean
from armslength.web.database import Database, SavedRun, as_name, is_name
from armslength.web.jobs import Job, Jobs, run_id
from armslength.web.pictures import Picture, read_pictures
from armslength.web.settings import Settings
from armslength.web.tasks import ForecastTask, Task


class NotFound(ArmslengthError):
    """Nothing has that name."""


class InvalidScenario(ArmslengthError):
    """A case that does not load; its faults name files as the editor does."""

    def __init__(self, case: str, folder: Path, error: ArmslengthError):
        inside = [replace(f, where=Path(f.where).name if f.where else None) for f in error.faults]
        super().__init__(*inside)
        self.case, self.folder = case, folder


@dataclass(frozen=True)
class CaseRef:
    """A case by its name here."""

    name: str
    folder: Path
    is_copy: bool  #: lies in the workspace, so that it may be edited


@dataclass(frozen=True)
class ForecastRun:
    """A finished forecast: its run, record and pictures."""

    run: SavedRun
    result: ForecastResult
    pictures: Mapping[str, Picture]


class AppState:
    """Cases, jobs and the workspace of one server."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.limits = settings.limits
        self.database = Database(settings.workspace)
        self._shipped = [CaseRef(c.name, c.folder, False) for c in list_cases()]  # these do not change
        self._first = self._find_first(settings.case)
        self.jobs = Jobs(self.database, settings.limits, str(self._first.folder))

    @property
    def first(self) -> str:
        """The name of the case that the server was started with."""
        return self._first.name

    def cases(self) -> list[CaseRef]:
        """Return every case: the first one, those that ship, those in the workspace."""
        copies = [
            CaseRef(p.name, p, True)
            for p in sorted(self.database.copies.iterdir())
            if is_name(p.name) and p.is_dir()
        ]
        return list({ref.name: ref for ref in (self._first, *self._shipped, *copies)}.values())

    def case(self, name: str) -> CaseRef:
        """Return a case by name.

        Raises:
            NotFound: with the nearest name.
        """
        known = {ref.name: ref for ref in self.cases()}
        if name not in known:
            raise NotFound(f"no case is named '{name[:80]}'; {did_you_mean(name[:80], list(known))}")
        return known[name]

    def scenario(self, name: str) -> Scenario:
        """Return the scenario of a case, read again when a file of it has changed.

        Raises:
            InvalidScenario: where it does not load.
        """
        folder = self.case(name).folder
        stamps = tuple((p.stat().st_mtime_ns if (p := folder / file).exists() else 0) for file in FILES)
        try:
            return _load(str(folder), stamps)
        except ArmslengthError as error:
            raise InvalidScenario(name, folder, error) from None

    def submit(self, case: str, task: Task) -> Job:
        """Have a task of a case done, unless its result ships with the case."""
        self.finished(case, task)
        return self._send(case, task)

    def finished(self, case: str, task: Task) -> SavedRun | None:
        """Return the run of a task if it is done here or ships with the case; nothing is set to work."""
        scenario = self.scenario(case)
        id_ = run_id(task, scenario.hash)
        if self.jobs.find(id_) is None:
            asked = task.model_dump(exclude={"kind"})
            if shipped.unpack(scenario, task.kind, asked, self.database.runs / id_):
                self.database.add_run(id_, case, task)
        return self.database.run(id_)

    def run_or_job(self, case: str, task: Task) -> SavedRun | Job:
        """Return the finished run of a task, else the job that does it."""
        if run := self.finished(case, task):
            return run
        job = self._send(case, task)
        return self.database.run(job.id) or job

    def days_ahead(self, case: str, usual: int) -> int:
        """Return about so many days ahead, in whole steps of a case."""
        return self.scenario(case).days_near(usual)

    def check_days(self, case: str, days: int) -> None:
        """Raise `ArmslengthError` for days ahead that are too few or many, or that end within a step of the case."""
        self.check_range("days", days, 7, self.limits.days)
        scenario = self.scenario(case)
        scenario.time_step.count(scenario.first_day, days)

    def forecast_task(
        self, case: str, days: int | None = None, futures: int | None = None, seed: int = 1
    ) -> ForecastTask:
        """Return the forecast of a case as a task, as the first page shows it unless asked otherwise."""
        days = self.scenario(case).days_ahead if days is None else days
        futures = self.settings.futures if futures is None else futures
        self.check_days(case, days)
        self.check_range("futures", futures, 50, self.limits.futures)
        self.check_range("seed", seed, 0, 2**32 - 1)
        return ForecastTask(days=days, futures=futures, seed=seed)

    def forecast(self, case: str) -> ForecastRun | Job:
        """Return the first page's forecast, else the job that makes it."""
        run = self.run_or_job(case, self.forecast_task(case))
        return run if isinstance(run, Job) else read_forecast(run)

    def forecast_with_paths(self, case: str) -> ForecastRun | Job:
        """Return the first page's forecast with its sample paths, else the job that makes them: one that ships has none."""
        forecast = self.forecast(case)
        if isinstance(forecast, Job) or (forecast.run.folder / DATA).exists():
            return forecast
        return self._send(case, forecast.run.task, anew=True)

    def check_range(self, name: str, value: int, least: int, most: int) -> None:
        """Refuse a number that this server does not take, saying which it does."""
        if not least <= value <= most:
            raise ArmslengthError(
                f"{name} is {value:,}; on this page it must lie between {least:,} and {most:,}"
            )

    def _send(self, case: str, task: Task, anew: bool = False) -> Job:
        return self.jobs.submit(task, case, self.case(case).folder, self.scenario(case).hash, anew=anew)

    def _find_first(self, text: str) -> CaseRef:
        for ref in self._shipped:
            if ref.name == text:
                return ref
        folder = load(text).folder
        assert folder is not None
        return CaseRef(as_name(folder.resolve().name), folder.resolve(), False)


@lru_cache(maxsize=16)
def _load(folder: str, stamps: tuple[int, ...]) -> Scenario:
    return load(folder)


@lru_cache(maxsize=16)
def read_forecast(run: SavedRun) -> ForecastRun:
    """Read a finished forecast from its folder; the last few stay in memory."""
    return ForecastRun(run, run.read(ForecastResult, "forecast.json"), read_pictures(run.folder))
