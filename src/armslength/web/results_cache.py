"""What is at hand of scores, theories and people's forecasts, and what it says of calibration, as Trust shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from armslength.fitting.bundled import fit_refused, shipped
from armslength.results.fit import FitResult, PredictedTotal
from armslength.scenario import Scenario
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_service import record
from armslength.scoring.scores import reliability
from armslength.web.app_state import AppState
from armslength.web.database import Run
from armslength.web.figure_selection import FEW
from armslength.web.jobs import Job, run_id

View = dict[str, Any]
ASKED: dict[str, View] = {  # what the buttons ask for: as the command line does if left alone
    "backtest": {"draws": 100, "seed": 1, "refitted": True},
    "theories": {"seed": 1},
}
MODEL = "model"


def at_hand(app_state: AppState, case: str, kind: str) -> Run | Job | None:
    """What this code found of this very case, or the job that is at it; nothing where neither is."""
    id_ = run_id(kind, app_state.scenario(case).hash, ASKED[kind])
    if run := app_state.store.run(id_):
        return run
    job = app_state.jobs.find(id_)
    return job if job and job.is_open else None


def outdated(app_state: AppState, case: str, kind: str) -> str | None:
    """When a result was made that no longer belongs: by other code, or from other files of the case."""
    run = app_state.store.latest(case, kind)
    return (
        run.finished if run and run.id != run_id(kind, app_state.scenario(case).hash, ASKED[kind]) else None
    )


def make(app_state: AppState, case: str, kind: str) -> Run | Job:
    """The finished run, or the job that makes it."""
    return app_state.finished(kind, case, ASKED[kind])


_on_prior: dict[
    str, str | None
] = {}  # by the hash of a scenario's files: whether the fit belongs is read from its file


def on_prior(scenario: Scenario) -> str | None:
    """Why a case stands on its priors, in a sentence; nothing where a fit stands for it."""
    if scenario.hash not in _on_prior:
        _on_prior[scenario.hash] = None if shipped(scenario) else _why_not(scenario)
    return _on_prior[scenario.hash]


def _why_not(scenario: Scenario) -> str:
    drawn = "every number is drawn from its prior, and intervals are as wide as those priors."
    if refused := fit_refused(scenario):
        return f"{refused} {drawn[0].upper()}{drawn[1:]}"
    return f"Nothing was fitted to this case: {drawn}"


def fit_of(run: Run) -> FitResult | None:
    """Return the fit that a run read; None where the case has none."""
    file = run.folder / "fit.json"
    return FitResult.from_json(file.read_bytes(), str(file)) if file.exists() else None


def sparse_totals(fit: FitResult) -> list[PredictedTotal]:
    """Return the totals of series that have too few of them for a picture."""
    shown = {row.series for row in fit.coverage if row.tallies >= FEW}
    return [row for row in fit.predictive if row.series not in shown]


def backtested(found: Mapping[str, Any]) -> View:
    """Calibration of a backtest: how often its intervals held what came, and what its probabilities were worth."""
    counts = found["exploratory"]["counts"]
    held = [row["forecasters"][MODEL] for row in counts if MODEL in row["forecasters"]]
    whole = sum(row["n"] for row in held)
    bins: dict[tuple[float, float], list[Mapping[str, Any]]] = {}
    for row in (b for entry in found["exploratory"]["yes_no"] for b in entry["reliability"]):
        bins.setdefault((row["from"], row["to"]), []).append(row)
    return {
        "windows": whole,
        "in_50": sum(row["in_50"] * row["n"] for row in held) / whole if whole else None,
        "in_90": sum(row["in_90"] * row["n"] for row in held) / whole if whole else None,
        "reliability": [_together(bins[key]) for key in sorted(bins)],
        "yes_no": [_best(entry) for entry in found["exploratory"]["yes_no"]],
    }


def _together(rows: Sequence[Mapping[str, Any]]) -> View:
    whole = sum(row["n"] for row in rows)
    return {
        "from": rows[0]["from"], "to": rows[0]["to"], "n": whole,
        **{key: sum(row[key] * row["n"] for row in rows) / whole for key in ("said", "came_true")},
    }  # fmt: skip


def _best(entry: Mapping[str, Any]) -> View:
    """One kind of event, beside the rival that scored best on it."""
    scores = {name: row["brier"] for name, row in entry["forecasters"].items()}
    rival = min((name for name in scores if name != MODEL), key=lambda name: scores[name], default=None)
    against = next((row for row in entry["skill"] if row["rival"] == rival), None)
    return {
        **{key: entry[key] for key in ("kind", "horizon", "n", "happened", "said")}, "brier": scores.get(MODEL),
        "rival": rival, "rival_brier": scores.get(rival or ""), "verdict": against["verdict"] if against else "",
    }  # fmt: skip


def ledger(book: Ledger | None = None) -> View:
    """Everyone's record, and of what each said with a probability, how much came true."""
    made = record(book or Ledger())
    bins: dict[str, list[View]] = {}
    for row in made["forecasters"]:
        who = row["forecaster"]
        mine = [f for f in made["forecasts"] if f["forecaster"] == who and f["state"] == "resolved"]
        said = [(f["probability"], bool(f["value"])) for f in mine if f["probability"] is not None]
        if said:
            bins[who] = reliability([p for p, _ in said], [happened for _, happened in said])
    return {**made, "calibration": bins}
