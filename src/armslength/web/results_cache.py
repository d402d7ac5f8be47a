"""Results that take minutes, as the page Trust shows them: those at hand, and the tasks that make the others."""

from __future__ import annotations

from typing import Literal

from armslength.fitting.at_hand import fit_at_hand, fit_refused
from armslength.results.backtest import BacktestResult
from armslength.results.fit import FitResult, PredictedTotal
from armslength.scenario import Scenario
from armslength.scoring.verdicts import record_of
from armslength.web.app_state import AppState
from armslength.web.database import SavedRun
from armslength.web.figure_selection import FEW
from armslength.web.jobs import Job, run_id
from armslength.web.tasks import FIT_FILE, BacktestTask, FitTask, Task, TheoriesTask

Kind = Literal["backtest", "theories"]
#: what the buttons of the page ask for: as the command line does if left alone
TASKS: dict[Kind, Task] = {
    "backtest": BacktestTask(draws=100, seed=1, refitted=True),
    "theories": TheoriesTask(seed=1),
}


def at_hand(app_state: AppState, case: str, kind: Kind) -> SavedRun | Job | None:
    """Return the cached run for this case and code version, else its running job, else None."""
    id_ = run_id(TASKS[kind], app_state.scenario(case).hash)
    if run := app_state.database.run(id_):
        return run
    job = app_state.jobs.find(id_)
    return job if job and job.is_open else None


def outdated(app_state: AppState, case: str, kind: Kind) -> str | None:
    """Return when a result was made that no longer belongs: by other code, or from other files of the case."""
    run = app_state.database.latest_run(case, kind)
    current = run_id(TASKS[kind], app_state.scenario(case).hash)
    return run.finished if run and run.id != current else None


def compute(app_state: AppState, case: str, kind: Kind) -> SavedRun | Job:
    """Return the finished run, or the job that makes it."""
    return app_state.run_or_job(case, TASKS[kind])


def support(app_state: AppState, case: str) -> str:
    """Say how far past forecasts support the model: by a backtest made here, else by the one that ships."""
    made, scenario = at_hand(app_state, case, "backtest"), app_state.scenario(case)
    return record_of(
        scenario.name, scenario.hash, made.read(BacktestResult) if isinstance(made, SavedRun) else None
    )


_on_prior: dict[str, str | None] = {}  # by the hash of a scenario's files: reading a fit takes long


def on_prior(scenario: Scenario) -> str | None:
    """Say in a sentence why a case stands on its priors; None where a fit stands for it."""
    if scenario.hash not in _on_prior:
        _on_prior[scenario.hash] = None if fit_at_hand(scenario) else _why_prior(scenario)
    return _on_prior[scenario.hash]


def _why_prior(scenario: Scenario) -> str:
    drawn = "every number is drawn from its prior, and intervals are as wide as those priors."
    if refused := fit_refused(scenario):
        return f"{refused} {drawn[0].upper()}{drawn[1:]}"
    return f"Nothing was fitted to this case: {drawn}"


def read_fit(run: SavedRun) -> FitResult | None:
    """Return the fit that a run read; None where the case has none."""
    return run.read(FitResult, FIT_FILE) if (run.folder / FIT_FILE).exists() else None


def at_hand_fit(app_state: AppState, case: str) -> FitResult | None:
    """Return what is at hand of the fit, without waiting; None where it has not been read here yet, or there is none."""
    run = app_state.finished(case, FitTask())
    return read_fit(run) if run else None


def sparse_totals(fit: FitResult) -> list[PredictedTotal]:
    """Return the totals of series that have too few of them for a picture."""
    shown = {row.series for row in fit.coverage if row.tallies >= FEW}
    return [row for row in fit.predictive if row.series not in shown]
