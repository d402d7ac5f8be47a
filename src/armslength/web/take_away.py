"""Where the brief, the slides and the tables are had from: of the first page's forecast, and of comparisons by their run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from armslength.report.brief_file import Form, brief_file
from armslength.report.brief_of_comparison import brief_of_comparison
from armslength.report.brief_of_forecast import brief_of_forecast
from armslength.report.csv_tables import comparison_files, forecast_files
from armslength.results.brief import Brief
from armslength.results.comparison import ComparisonResult
from armslength.results.forecast import ForecastResult
from armslength.web import results_cache
from armslength.web.app_state import AppState, NotFound
from armslength.web.database import SavedRun
from armslength.web.downloads import ZIP, attachment, binary
from armslength.web.exports import find_run
from armslength.web.jobs import Job
from armslength.web.schemas import WAITING, CaseName, RunId, accepted
from armslength.web.tasks import CompareTask

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TYPES: Mapping[Form, str] = {"html": "text/html", "pdf": "application/pdf", "pptx": PPTX}
BRIEF = binary("A brief on one page, or the same as slides.", *TYPES.values())


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of what people take away."""
    router = APIRouter(tags=["files"])

    @router.get("/cases/{case}/brief.{form}", responses=WAITING | BRIEF, response_class=Response)
    def brief(case: CaseName, form: Form) -> Response:
        """Return the first page's forecast as a brief: one page, or slides."""
        forecast = app_state.forecast(case)
        if isinstance(forecast, Job):
            return accepted(forecast)
        made = case_brief(app_state, case, forecast.result)
        network = forecast.pictures.get("network")
        drawn = network.wide if network else ""
        return _written(made, forecast.result.manifest.created, form, case, drawn)

    @router.get("/cases/{case}/tables.zip", responses=WAITING | ZIP, response_class=Response)
    def tables(case: CaseName) -> Response:
        """Return every table of the first page's forecast as CSV, with units."""
        forecast = app_state.forecast(case)
        if isinstance(forecast, Job):
            return accepted(forecast)
        return attachment(_zipped(forecast_files(forecast.result)), "application/zip", f"{case}-tables.zip")

    @router.get("/runs/{id_}/brief.{form}", responses=BRIEF, response_class=Response)
    def brief_of_run(id_: RunId, form: Form) -> Response:
        """Return a comparison as a brief."""
        run, result = _comparison(app_state, id_)
        again = [f"{app_state.settings.address}what-if?case={run.case}&run={run.id}"]
        made = brief_of_comparison(result, again, results_cache.support(app_state, run.case))
        return _written(made, result.manifest.created, form, run.case)

    @router.get("/runs/{id_}/tables.zip", responses=ZIP, response_class=Response)
    def tables_of_run(id_: RunId) -> Response:
        """Return every table of a comparison as CSV, with units."""
        run, result = _comparison(app_state, id_)
        return attachment(_zipped(comparison_files(result)), "application/zip", f"{run.case}-tables.zip")

    return router


def case_brief(app_state: AppState, case: str, result: ForecastResult) -> Brief:
    """Return the brief of a case's forecast, with what the page says of its record."""
    run = result.manifest
    again = [f"armslength brief {case} --futures {run.futures} --seed {run.seed} --out brief.pdf"]
    return brief_of_forecast(result, again, results_cache.support(app_state, case))


def _comparison(app_state: AppState, id_: str) -> tuple[SavedRun, ComparisonResult]:
    run = find_run(app_state, id_)
    file = run.folder / "comparison.json"
    if not isinstance(run.task, CompareTask) or not file.is_file():
        raise NotFound(f"{run.id} is no comparison of which a brief could be written")
    return run, run.read(ComparisonResult, file.name)


def _written(brief: Brief, created: str, form: Form, case: str, network: str = "") -> Response:
    content = brief_file(brief, created, form, network)
    return attachment(content, TYPES[form], f"{case}-brief.{form}")


def _zipped(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()
