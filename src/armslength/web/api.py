"""The pages' JSON twins, with an OpenAPI description at /api/openapi.json."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, FastAPI, Path, Query, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from armslength import __version__
from armslength.errors import ArmslengthError
from armslength.web import (
    downloads,
    embed,
    evidence_view,
    scenario_files,
    strategy_views,
    take_away,
    views,
)
from armslength.web.app_state import AppState, NotFound
from armslength.web.entity_view import EntityView
from armslength.web.evidence_view import EvidenceTable, EvidenceView, NumberView
from armslength.web.jobs import TooBusy
from armslength.web.layout import wrong_page
from armslength.web.render import render
from armslength.web.scenario_files import CheckReport
from armslength.web.schemas import (
    REFUSALS,
    WAITING,
    CaseAnswer,
    CaseName,
    CompareRequest,
    CopyRequest,
    FilesRequest,
    ForecastRequest,
    JobAnswer,
    JobId,
    NameAnswer,
    SeedQuery,
    StoppedAnswer,
    StrategyAnswer,
    StrategyRequest,
    WhyRequest,
    answered,
    job_answer,
)
from armslength.web.story import StoryView
from armslength.web.strategy_views import ComparisonAnswer, WhatIfView, WhyAnswer
from armslength.web.views import OverviewView, ScenarioView, TimeView, TrustView


def make_api(app_state: AppState) -> FastAPI:
    """Return the application without its pages. No page of FastAPI's own: those would load from another site."""
    app = FastAPI(
        title="armslength",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        description="What will the commander do next, and will the clients follow? Each page's numbers as JSON.",
    )
    app.add_exception_handler(ArmslengthError, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _no_such_address)
    for router in (
        _pages(app_state),
        _what_if(app_state),
        _scenarios(app_state),
        downloads.case_router(app_state),
        downloads.run_router(app_state),
        take_away.router(app_state),
        _jobs(app_state),
    ):
        app.include_router(router, prefix="/api", responses=REFUSALS)
    app.include_router(embed.router(app_state))
    return app


def _pages(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["pages"])

    @router.get("/cases")
    def list_the_cases() -> list[CaseAnswer]:
        """Return every case by name; those in the workspace may be edited."""
        return [CaseAnswer(name=ref.name, editable=ref.is_copy) for ref in app_state.cases()]

    @router.get("/cases/{case}/overview", responses=WAITING, response_model=OverviewView)
    def overview(case: CaseName) -> OverviewView | Response:
        """Return the page Overview."""
        return answered(views.overview(app_state, case))

    @router.get("/cases/{case}/time", responses=WAITING, response_model=TimeView)
    def time(
        case: CaseName,
        span: Annotated[str, Query(max_length=20, description="A named span of time.")] = "all",
        since: Annotated[
            str, Query(max_length=40, description="First day, YYYY-MM-DD; before the span.")
        ] = "",
        until: Annotated[str, Query(max_length=40, description="Last day, YYYY-MM-DD.")] = "",
        front: Annotated[
            str | None, Query(max_length=2000, description="Fronts, joined by commas; all if left out.")
        ] = None,
    ) -> TimeView | Response:
        """Return the page Time."""
        fronts = None if front is None else [part for part in front.split(",") if part]
        return answered(views.time(app_state, case, span, fronts, since, until))

    @router.get("/cases/{case}/story", responses=WAITING, response_model=StoryView)
    def story(case: CaseName, seed: SeedQuery = 1) -> StoryView | Response:
        """Return one future in sentences."""
        return answered(views.story(app_state, case, seed))

    @router.get("/cases/{case}/evidence")
    def evidence(case: CaseName) -> EvidenceView:
        """Return the page Evidence."""
        return evidence_view.evidence(app_state, case)

    @router.get("/cases/{case}/evidence/{table}.csv", response_class=Response, responses=downloads.CSV)
    def evidence_table(case: CaseName, table: EvidenceTable) -> Response:
        """Return claims, numbers or sources as CSV."""
        text = evidence_view.evidence_csv(evidence_view.evidence(app_state, case), table)
        return downloads.attachment(text, "text/csv", f"{case}-{table}.csv")

    @router.get("/cases/{case}/about/{subject:path}")
    def about(case: CaseName, subject: Annotated[str, Path(max_length=200)]) -> EntityView:
        """Return one actor, front or tie (`tie:CLIENT`): how it stands, its numbers, the claims under them."""
        return views.entity_view(app_state, case, subject)

    @router.get("/cases/{case}/numbers/{path:path}")
    def number(case: CaseName, path: Annotated[str, Path(max_length=200)]) -> NumberView:
        """Return the record of one number by its dotted path."""
        return views.number_view(app_state, case, path)

    return router


USUAL = 90  # days ahead, in whole steps of the case


def _what_if(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["what if"])

    @router.get("/cases/{case}/what-if")
    def what_if(case: CaseName) -> WhatIfView:
        """Return the page What if: levers with their budgets, and strategies to start from."""
        return strategy_views.what_if(app_state, case)

    @router.post("/cases/{case}/what-if", responses=WAITING, response_model=ComparisonAnswer)
    def compare(case: CaseName, request: CompareRequest) -> ComparisonAnswer | Response:
        """Compare strategies with doing nothing: the answer, or 202 with the job that makes it."""
        strategies = [one.as_named() for one in request.strategies]
        days = app_state.days_ahead(case, USUAL) if request.days is None else request.days
        return answered(
            strategy_views.compare(app_state, case, strategies, days, request.futures, request.seed)
        )

    @router.post("/cases/{case}/why", responses=WAITING, response_model=WhyAnswer)
    def why(case: CaseName, request: WhyRequest) -> WhyAnswer | Response:
        """Return through what a strategy makes its difference: the answer, or 202 with the job that makes it."""
        strategies = [one.as_named() for one in request.strategies]
        days = app_state.days_ahead(case, USUAL) if request.days is None else request.days
        return answered(strategy_views.explain(app_state, case, strategies, days, request.seed))

    @router.post("/cases/{case}/strategies", status_code=201)
    def save(case: CaseName, request: StrategyRequest) -> StrategyAnswer:
        """Save a strategy."""
        return StrategyAnswer(id=strategy_views.save(app_state, case, request.name, request.actions))

    @router.delete("/strategies/{id_}")
    def delete(id_: Annotated[str, Path(max_length=80)]) -> StrategyAnswer:
        """Delete a saved strategy."""
        strategy_views.delete(app_state, id_)
        return StrategyAnswer(id=id_)

    @router.get("/cases/{case}/trust")
    def trust(case: CaseName) -> TrustView:
        """Return the page Trust: fit, scores, theories and the ledger, as far as they are at hand."""
        return views.trust(app_state, case)

    return router


def _scenarios(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["scenarios"])

    @router.get("/cases/{case}/scenario")
    def scenario(case: CaseName) -> ScenarioView:
        """Return the page Scenario: files, what their check finds, what a copy changed."""
        return views.scenario(app_state, case)

    @router.post("/check")
    def check(request: FilesRequest) -> CheckReport:
        """Check texts as a scenario, without keeping them."""
        return scenario_files.check_texts(request.texts)

    @router.post("/scenarios", status_code=201)
    def copy(request: CopyRequest) -> NameAnswer:
        """Copy a case into the workspace, where it may be edited."""
        return NameAnswer(name=scenario_files.copy(app_state, request.source, request.name).name)

    @router.post("/scenarios/upload", status_code=201)
    def upload(file: UploadFile) -> NameAnswer:
        """Add a scenario from a zip of its folder, or a lone scenario.yaml."""
        return NameAnswer(name=scenario_files.add_upload(app_state, file.filename or "", file.file).name)

    @router.put("/scenarios/{case}")
    def save(case: CaseName, request: FilesRequest) -> CheckReport:
        """Save the files of a copy; what is wrong with them is in the answer."""
        return scenario_files.save(app_state, case, request.texts)

    @router.delete("/scenarios/{case}")
    def remove(case: CaseName) -> NameAnswer:
        """Remove a copy."""
        scenario_files.remove(app_state, case)
        return NameAnswer(name=case)

    return router


def _jobs(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["jobs"])

    @router.post("/cases/{case}/forecast", status_code=202)
    def forecast(case: CaseName, request: ForecastRequest) -> JobAnswer:
        """Have a forecast made, within this server's limits; asked again, it is found."""
        task = app_state.forecast_task(case, request.days, request.futures, request.seed)
        return job_answer(app_state.submit(case, task))

    @router.get("/jobs")
    def jobs() -> list[JobAnswer]:
        """Return the jobs that wait or run."""
        return [job_answer(job) for job in app_state.jobs.open_jobs()]

    @router.get("/jobs/{id_}")
    def find(id_: JobId) -> JobAnswer:
        """Return one job."""
        job = app_state.jobs.find(id_)
        if job is None:
            raise NotFound("no job has that name")
        return job_answer(job)

    @router.delete("/jobs/{id_}")
    def cancel(id_: JobId) -> StoppedAnswer:
        """Stop a job at its next step."""
        if app_state.jobs.find(id_) is None:
            raise NotFound("no job has that name")
        return StoppedAnswer(stopped=app_state.jobs.cancel(id_))

    return router


async def _refused(request: Request, error: Exception) -> Response:
    """Say why something cannot be had: as JSON, or as a page where a page was asked for."""
    assert isinstance(error, ArmslengthError)
    if not _is_api(request):
        return wrong_page(error)
    status = 404 if isinstance(error, NotFound) else 429 if isinstance(error, TooBusy) else 400
    return JSONResponse({"wrong": [str(fault) for fault in error.faults]}, status)


async def _no_such_address(request: Request, error: Exception) -> Response:
    """Say what the router cannot answer in the form of every other refusal."""
    assert isinstance(error, HTTPException)
    path = request.url.path[:80]
    if not _is_api(request):
        said = f"no page is at {path}" if error.status_code == 404 else f"{path}: {error.detail.lower()}"
        return HTMLResponse(render("wrong.html.j2", why=said), error.status_code)
    what = f"{request.method} {path}: {error.detail.lower()}"
    return JSONResponse({"wrong": [f"{what}; /api/openapi.json lists what can be asked"]}, error.status_code)


async def _unreadable(request: Request, error: Exception) -> Response:
    """Say what is wrong with the form of a request."""
    assert isinstance(error, RequestValidationError)
    faults = error.errors()[:20]
    if _is_api(request):
        wrong = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in faults]
        return JSONResponse({"wrong": wrong}, 422)
    sentences = [f"{e['loc'][-1]} is '{str(e.get('input'))[:80]}': {e['msg'].lower()}" for e in faults]
    return HTMLResponse(render("wrong.html.j2", why="\n".join(sentences)), 422)


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")
