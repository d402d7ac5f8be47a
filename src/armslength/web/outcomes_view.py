"""What happened since, beside what the first page forecast: shown where the case carries `outcomes.csv`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from armslength.errors import ArmslengthError
from armslength.results.score import ScoreResult
from armslength.scenario.outcomes import outcomes_file
from armslength.scoring.score_saved import score_forecast
from armslength.tables.outcome_tables import resolved_table
from armslength.web.app_state import AppState
from armslength.web.jobs import Job
from armslength.web.render import render


def outcomes_html(app_state: AppState, case: str) -> str:
    """Return the section of resolved questions as HTML; empty where the case does not say what happened since."""
    file = outcomes_file(app_state.scenario(case))
    if file is None:
        return ""
    forecast = app_state.forecast_with_paths(case)
    if isinstance(forecast, Job):
        return render(
            "outcomes.html.j2", table=None, why="The forecast is being made; look again in a while."
        )
    try:
        result = _scored(forecast.run.folder, file, file.stat().st_mtime_ns)
    except ArmslengthError as error:
        return render("outcomes.html.j2", table=None, why=str(error))
    return render("outcomes.html.j2", table=resolved_table(result), why="")


@lru_cache(maxsize=8)
def _scored(folder: Path, events: Path, stamp: int) -> ScoreResult:
    return score_forecast(folder, events)
