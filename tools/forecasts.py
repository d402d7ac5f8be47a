"""Make the forecasts that ship with the cases: `make forecasts`. A case at a time: `ARGS=classroom`.

A case whose forecast is up to date is only drawn anew; `--all` computes every one again.
"""

import sys
import tempfile
import zipfile
from pathlib import Path
from time import perf_counter

from armslength.forecasting.shipped import FORECAST, Made, outdated, pack, shipped_file
from armslength.report.render_figures import draw_all
from armslength.results.fit import FitResult
from armslength.results.forecast import ForecastResult
from armslength.scenario import Scenario, list_cases, load
from armslength.simulate import keep_compiled_code
from armslength.simulate.kept_code import clear_code
from armslength.web.computations import compute, fit_pictures
from armslength.web.pictures import pictures_of, write_pictures
from armslength.web.settings import Settings
from armslength.web.tasks import FIT_FILE, FitTask, ForecastTask, Task, WeekTask
from armslength.web.views import WEEK_DRAWS


def main(words: list[str]) -> None:
    """Make what is missing or out of date, or what is named."""
    keep_compiled_code()
    names = [word for word in words if word != "--all"] or [case.name for case in list_cases()]
    for name in names:
        start, case, file = perf_counter(), load(name), shipped_file(name)
        with tempfile.TemporaryDirectory() as folder:
            again = "--all" in words or outdated(case) is not None
            made = computed(case, Path(folder)) if again else drawn(case, file, Path(folder))
            pack(case, made, file)
        clear_code()  # no other case runs this code, and what all of them compile does not fit
        done = "computed" if again else "drawn"
        print(
            f"{name}: {done}, {perf_counter() - start:.0f} s, {file.stat().st_size / 1e3:.0f} kB", flush=True
        )


def first_tasks(case: Scenario) -> tuple[Task, ...]:
    """Return what the page asks for at a first visit."""
    whole = ForecastTask(days=case.days_ahead, futures=Settings().futures, seed=1)
    return whole, WeekTask(draws=WEEK_DRAWS, seed=1), FitTask()


def computed(case: Scenario, folder: Path) -> list[Made]:
    """Compute everything of a case."""
    for task in first_tasks(case):
        compute(task, case, folder / task.kind, lambda *_: None)
    return found(case, folder)


def drawn(case: Scenario, file: Path, folder: Path) -> list[Made]:
    """Keep the numbers of a case, and draw its pictures anew."""
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    result = ForecastResult.from_json((folder / FORECAST / "forecast.json").read_bytes())
    write_pictures(folder / FORECAST, pictures_of(draw_all(result)))
    fit = folder / FitTask().kind / FIT_FILE
    if fit.exists():
        write_pictures(fit.parent, fit_pictures(FitResult.from_json(fit.read_bytes())))
    return found(case, folder)


def found(case: Scenario, folder: Path) -> list[Made]:
    """Return the folders that were made, each with what was asked for."""
    return [
        Made(task.kind, task.model_dump(exclude={"kind"}), folder / task.kind) for task in first_tasks(case)
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
