"""What is at hand of scores, theories and people's forecasts, and what it says of calibration, as Trust shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from armslength.fitting.bundled import fit_refused, shipped
from armslength.results.fit import FitResult, PredictedTotal
from armslength.scenario import Scenario
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_service import record
from armslength.scoring.scores import reliability
from armslength.web.app_state import AppState
from armslength.web.database import SavedRun
from armslength.web.figure_selection import FEW
from armslength.web.jobs import Job, run_id
from armslength.web.tasks import FIT_FILE, BacktestTask, Task, TheoriesTask, Untyped

Kind = Literal["backtest", "theories"]
#: what the buttons of the page ask for: as the command line does if left alone
TASKS: dict[Kind, Task] = {
    "backtest": BacktestTask(draws=100, seed=1, refitted=True),
    "theories": TheoriesTask(seed=1),
}
MODEL = "model"


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


_on_prior: dict[str, str | None] = {}  # by the hash of a scenario's files: reading a fit takes long


def on_prior(scenario: Scenario) -> str | None:
    """Say in a sentence why a case stands on its priors; None where a fit stands for it."""
    if scenario.hash not in _on_prior:
        _on_prior[scenario.hash] = None if shipped(scenario) else _why_prior(scenario)
    return _on_prior[scenario.hash]


def _why_prior(scenario: Scenario) -> str:
    drawn = "every number is drawn from its prior, and intervals are as wide as those priors."
    if refused := fit_refused(scenario):
        return f"{refused} {drawn[0].upper()}{drawn[1:]}"
    return f"Nothing was fitted to this case: {drawn}"


def read_fit(run: SavedRun) -> FitResult | None:
    """Return the fit that a run read; None where the case has none."""
    return run.read(FitResult, FIT_FILE) if (run.folder / FIT_FILE).exists() else None


def sparse_totals(fit: FitResult) -> list[PredictedTotal]:
    """Return the totals of series that have too few of them for a picture."""
    shown = {row.series for row in fit.coverage if row.tallies >= FEW}
    return [row for row in fit.predictive if row.series not in shown]


def calibration(backtest: Untyped) -> Untyped:
    """Return how often a backtest's intervals held what came, and what its probabilities were worth."""
    counts = backtest["exploratory"]["counts"]
    rows = [row["forecasters"][MODEL] for row in counts if MODEL in row["forecasters"]]
    windows = sum(row["n"] for row in rows)
    bins: dict[tuple[float, float], list[Untyped]] = {}
    for row in (b for entry in backtest["exploratory"]["yes_no"] for b in entry["reliability"]):
        bins.setdefault((row["from"], row["to"]), []).append(row)
    return {
        "windows": windows,
        "in_50": sum(row["in_50"] * row["n"] for row in rows) / windows if windows else None,
        "in_90": sum(row["in_90"] * row["n"] for row in rows) / windows if windows else None,
        "reliability": [_pooled(bins[key]) for key in sorted(bins)],
        "yes_no": [_against_best(entry) for entry in backtest["exploratory"]["yes_no"]],
    }


def _pooled(rows: Sequence[Untyped]) -> Untyped:
    total = sum(row["n"] for row in rows)
    means = {key: sum(row[key] * row["n"] for row in rows) / total for key in ("said", "came_true")}
    return {"from": rows[0]["from"], "to": rows[0]["to"], "n": total, **means}


def _against_best(entry: Untyped) -> Untyped:
    """Return one kind of event, beside the baseline that scored best on it."""
    scores = {name: row["brier"] for name, row in entry["forecasters"].items()}
    best = min((name for name in scores if name != MODEL), key=lambda name: scores[name], default=None)
    skill = next((row for row in entry["skill"] if row["rival"] == best), None)
    return {
        **{key: entry[key] for key in ("kind", "horizon", "n", "happened", "said")},
        "brier": scores.get(MODEL),
        "rival": best,
        "rival_brier": scores.get(best or ""),
        "verdict": skill["verdict"] if skill else "",
    }


def ledger(book: Ledger | None = None) -> Untyped:
    """Return everyone's record, and of what each said with a probability, how much came true."""
    everyone = record(book or Ledger())
    bins: dict[str, list[Untyped]] = {}
    for row in everyone["forecasters"]:
        name = row["forecaster"]
        own = [f for f in everyone["forecasts"] if f["forecaster"] == name and f["state"] == "resolved"]
        outcomes = [(f["probability"], bool(f["value"])) for f in own if f["probability"] is not None]
        if outcomes:
            bins[name] = reliability([p for p, _ in outcomes], [happened for _, happened in outcomes])
    return {**everyone, "calibration": bins}
