"""The desk: one server's cases, jobs and saved things, and what each page asks of them.

Pages and the API both ask here, so that a page and its JSON twin cannot differ.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from armslength.errors import ArmslengthError
from armslength.results.forecast import ForecastResult
from armslength.scenario import Scenario, list_cases, load
from armslength.scenario.files import FILES
from armslength.scenario.suggest import did_you_mean
from armslength.web.database import Run, Store, as_name, is_name
from armslength.web.jobs import Job, Jobs
from armslength.web.settings import Settings

KEPT = 8  # forecasts held in memory


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
class Made:
    """A forecast that is ready: its run, record and pictures."""

    run: Run
    result: ForecastResult
    pictures: Mapping[str, Mapping[str, str]]


class AppState:
    """What the pages share."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.limits = settings.limits
        self.store = Store(settings.workspace)
        self._shipped = [CaseRef(c.name, c.folder, False) for c in list_cases()]  # these do not change
        self._given = self._read_given(settings.case)
        self.jobs = Jobs(self.store, settings.limits, str(self._given.folder))

    @property
    def first(self) -> str:
        """The case that the server was started with."""
        return self._given.name

    def cases(self) -> list[CaseRef]:
        """Every case: the one given, those that ship, those in the workspace."""
        copies = [
            CaseRef(p.name, p, True)
            for p in sorted(self.store.copies.iterdir())
            if is_name(p.name) and p.is_dir()
        ]
        return list({ref.name: ref for ref in (self._given, *self._shipped, *copies)}.values())

    def case(self, name: str) -> CaseRef:
        """A case by name; raises `NotFound` with the nearest one."""
        found = {ref.name: ref for ref in self.cases()}
        if name not in found:
            raise NotFound(f"no case is named '{name[:80]}'; {did_you_mean(name[:80], list(found))}")
        return found[name]

    def scenario(self, name: str) -> Scenario:
        """The scenario, read again when a file of it has changed."""
        folder = self.case(name).folder
        stamps = tuple((p.stat().st_mtime_ns if (p := folder / file).exists() else 0) for file in FILES)
        try:
            return _load(str(folder), stamps)
        except ArmslengthError as error:
            raise InvalidScenario(name, folder, error) from None

    def submit(self, kind: str, case: str, asked: Mapping[str, Any]) -> Job:
        """Have something done about a case."""
        return self.jobs.submit(kind, case, self.case(case).folder, self.scenario(case).hash, asked)

    def forecast_job(
        self, case: str, days: int | None = None, futures: int | None = None, seed: int = 1
    ) -> Job:
        """The forecast of a case, as the first page shows it unless asked otherwise."""
        days = self.scenario(case).horizon if days is None else days
        futures = self.settings.futures if futures is None else futures
        self.within("days", days, 7, self.limits.days)
        self.within("futures", futures, 50, self.limits.futures)
        self.within("seed", seed, 0, 2**32 - 1)
        return self.submit("forecast", case, {"days": days, "futures": futures, "seed": seed})

    def forecast(self, case: str) -> Made | Job:
        """The first page's forecast where it is ready, else the job that makes it."""
        job = self.forecast_job(case)
        run = self.jobs.run(job)
        return job if run is None else read_made(run)

    def result(self, kind: str, case: str, asked: Mapping[str, Any]) -> Any | Job:
        """The result of a piece of work where it is ready, else the job that makes it."""
        run = self.finished(kind, case, asked)
        return run if isinstance(run, Job) else run.result()

    def finished(self, kind: str, case: str, asked: Mapping[str, Any]) -> Run | Job:
        """The same with its id and its files, for what is taken away."""
        job = self.submit(kind, case, asked)
        return self.jobs.run(job) or job

    def within(self, name: str, value: int, least: int, most: int) -> None:
        """Refuse what this server does not do, saying what it does."""
        if not least <= value <= most:
            raise ArmslengthError(
                f"{name} is {value:,}; on this page it must lie between {least:,} and {most:,}"
            )

    def _read_given(self, text: str) -> CaseRef:
        for ref in self._shipped:
            if ref.name == text:
                return ref
        folder = load(text).folder
        assert folder is not None
        return CaseRef(as_name(folder.resolve().name), folder.resolve(), False)


@lru_cache(maxsize=16)
def _load(folder: str, stamps: tuple[int, ...]) -> Scenario:
    return load(folder)


_made: OrderedDict[str, Made] = OrderedDict()


def read_made(run: Run) -> Made:
    """A finished forecast from its folder; the last few are kept at hand."""
    if run.id not in _made:
        _made[run.id] = Made(
            run,
            ForecastResult.from_json((run.folder / "forecast.json").read_bytes()),
            run.result("pictures.json"),
        )
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return _made[run.id]
