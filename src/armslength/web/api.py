"""The pages' JSON twins, with an OpenAPI description at /api/openapi.json."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response

from armslength import __version__
from armslength.errors import ArmslengthError
from armslength.web import downloads, scenario_files, strategy_views, views
from armslength.web.app_state import AppState, NotFound
from armslength.web.jobs import Job, TooBusy
from armslength.web.render import render
from armslength.web.schemas import (
    REFUSALS,
    WAIT,
    Case,
    CaseName,
    CompareRequest,
    Copy,
    Explained,
    Files,
    ForecastAsked,
    JobData,
    Report,
    SavedStrategy,
    Seed,
    StrategyAsked,
)


def make_api(app_state: AppState) -> FastAPI:
    """The application without its pages. No page of FastAPI's own: those would load from another site."""
    app = FastAPI(
        title="armslength", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="What will the commander do next, and will the clients follow? Each page's numbers as JSON.",
    )  # fmt: skip
    app.add_exception_handler(ArmslengthError, _wrong)
    app.add_exception_handler(RequestValidationError, unreadable)
    for router in (
        _pages(app_state),
        _what_if(app_state),
        _scenarios(app_state),
        downloads.of_cases(app_state),
        downloads.of_runs(app_state),
        _jobs(app_state),
    ):
        app.include_router(router, prefix="/api", responses=REFUSALS)
    return app


def answered(view: Any) -> Any:
    """A view, or 202 with the job that makes it."""
    if isinstance(view, Job):
        view = views.waiting(view)
    if isinstance(view, dict) and view.get("ready") is False:
        return JSONResponse(view, 202)
    return view


def _pages(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["pages"])

    @router.get("/cases")
    def list_the_cases() -> list[dict[str, Any]]:
        """Every case by name; those in the workspace may be edited."""
        return [{"name": ref.name, "editable": ref.is_copy} for ref in app_state.cases()]

    @router.get("/cases/{case}/overview", responses=WAIT)
    def overview(case: Case) -> dict[str, Any]:
        """The page Overview."""
        view: dict[str, Any] = answered(views.overview(app_state, case))
        return view

    @router.get("/cases/{case}/time", responses=WAIT)
    def time(
        case: Case,
        span: Annotated[str, Query(max_length=20, description="A named span of time.")] = "all",
        since: Annotated[
            str, Query(max_length=40, description="First day, YYYY-MM-DD; before the span.")
        ] = "",
        until: Annotated[str, Query(max_length=40, description="Last day, YYYY-MM-DD.")] = "",
        front: Annotated[
            str | None, Query(max_length=2000, description="Fronts, joined by commas; all if left out.")
        ] = None,
    ) -> dict[str, Any]:
        """The page Time."""
        fronts = None if front is None else [part for part in front.split(",") if part]
        view: dict[str, Any] = answered(views.time(app_state, case, span, fronts, since, until))
        return view

    @router.get("/cases/{case}/story", responses=WAIT)
    def story(case: Case, seed: Seed = 1) -> dict[str, Any]:
        """One future in sentences."""
        view: dict[str, Any] = answered(views.story(app_state, case, seed))
        return view

    @router.get("/cases/{case}/evidence")
    def evidence(case: Case) -> dict[str, Any]:
        """The page Evidence."""
        return views.evidence(app_state, case)

    @router.get("/cases/{case}/evidence/{table}.csv", response_class=Response)
    def evidence_table(case: Case, table: Literal["claims", "numbers", "sources"]) -> Response:
        """Claims, numbers or sources as CSV."""
        text = views.evidence_csv(app_state, case, table)
        return Response(text, media_type="text/csv", headers=downloads.saved_as(f"{case}-{table}.csv"))

    @router.get("/cases/{case}/about/{subject:path}")
    def about(case: Case, subject: Annotated[str, Path(max_length=200)]) -> dict[str, Any]:
        """One actor, front or tie (`tie:CLIENT`): how it stands, its numbers, the claims under them."""
        return views.about(app_state, case, subject)

    @router.get("/cases/{case}/numbers/{path:path}")
    def number(case: Case, path: Annotated[str, Path(max_length=200)]) -> dict[str, Any]:
        """The record of one number by its dotted path."""
        return views.number(app_state, case, path)

    return router


def _what_if(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["what if"])

    @router.get("/cases/{case}/what-if")
    def what_if(case: Case) -> dict[str, Any]:
        """The page What if: levers with their budgets, and strategies to start from."""
        return strategy_views.what_if(app_state, case)

    @router.post("/cases/{case}/what-if", responses=WAIT)
    def compare(case: Case, asked: CompareRequest) -> dict[str, Any]:
        """Compare strategies with doing nothing: the answer, or 202 with the job that makes it."""
        given = [one.model_dump() for one in asked.strategies]
        view: dict[str, Any] = answered(
            strategy_views.ask(app_state, case, given, asked.days, asked.futures, asked.seed)
        )
        return view

    @router.post("/cases/{case}/why", responses=WAIT)
    def why(case: Case, asked: Explained) -> dict[str, Any]:
        """Through what a strategy makes its difference: the answer, or 202 with the job that makes it."""
        given = [one.model_dump() for one in asked.strategies]
        view: dict[str, Any] = answered(
            strategy_views.explain(app_state, case, given, asked.days, asked.seed)
        )
        return view

    @router.post("/cases/{case}/strategies", status_code=201)
    def save(case: Case, asked: StrategyAsked) -> SavedStrategy:
        """Save a strategy."""
        return SavedStrategy(id=strategy_views.save(app_state, case, asked.name, asked.actions))

    @router.delete("/strategies/{id_}")
    def remove(id_: Annotated[str, Path(max_length=80)]) -> SavedStrategy:
        """Forget a saved strategy."""
        strategy_views.remove(app_state, id_)
        return SavedStrategy(id=id_)

    @router.get("/cases/{case}/trust")
    def trust(case: Case) -> dict[str, Any]:
        """The page Trust: fit, scores, theories and the ledger, as far as they are at hand."""
        return views.trust(app_state, case)

    return router


def _scenarios(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["scenarios"])

    @router.get("/cases/{case}/scenario")
    def scenario(case: Case) -> dict[str, Any]:
        """The page Scenario: files, what their check finds, what a copy changed."""
        return views.scenario(app_state, case)

    @router.post("/check")
    def check(asked: Files) -> Report:
        """Check texts as a scenario, without keeping them."""
        return Report(**scenario_files.check_texts({str(name): text for name, text in asked.files.items()}))

    @router.post("/scenarios", status_code=201)
    def copy(asked: Copy) -> CaseName:
        """Copy a case into the workspace, where it may be edited."""
        return CaseName(name=scenario_files.copy(app_state, asked.source, asked.name).name)

    @router.post("/scenarios/upload", status_code=201)
    def upload(file: UploadFile) -> CaseName:
        """Add a scenario from a zip of its folder, or a lone scenario.yaml."""
        data = file.file.read(app_state.limits.upload_bytes + 1)
        if len(data) > app_state.limits.upload_bytes:
            raise ArmslengthError(f"an upload may hold at most {app_state.limits.upload_bytes / 1e6:.0f} MB")
        name, texts = scenario_files.uploaded(file.filename or "", data, app_state.limits)
        return CaseName(
            name=scenario_files.add(app_state, scenario_files.free_name(app_state, name), texts).name
        )

    @router.put("/scenarios/{case}")
    def save(case: Case, asked: Files) -> Report:
        """Save the files of a copy; what is wrong with them is in the answer."""
        return Report(
            **scenario_files.save(app_state, case, {str(name): text for name, text in asked.files.items()})
        )

    @router.delete("/scenarios/{case}")
    def remove(case: Case) -> CaseName:
        """Remove a copy."""
        scenario_files.remove(app_state, case)
        return CaseName(name=case)

    return router


def _jobs(app_state: AppState) -> APIRouter:
    router = APIRouter(tags=["jobs"])

    @router.post("/cases/{case}/forecast", status_code=202)
    def ask(case: Case, asked: ForecastAsked) -> JobData:
        """Have a forecast made, within this server's limits; asked again, it is found."""
        job = app_state.forecast_job(case, asked.days, asked.futures, asked.seed)
        return JobData(**job.as_data())

    @router.get("/jobs")
    def jobs() -> list[JobData]:
        """Jobs that wait or run."""
        return [JobData(**job.as_data()) for job in app_state.jobs.open_jobs()]

    @router.get("/jobs/{id_}")
    def job(id_: Annotated[str, Path(max_length=80)]) -> JobData:
        """One job."""
        found = app_state.jobs.find(id_)
        if found is None:
            raise NotFound("no job has that name")
        return JobData(**found.as_data())

    @router.delete("/jobs/{id_}")
    def cancel(id_: Annotated[str, Path(max_length=80)]) -> dict[str, bool]:
        """Stop a job at its next step."""
        if app_state.jobs.find(id_) is None:
            raise NotFound("no job has that name")
        return {"stopped": app_state.jobs.cancel(id_)}

    return router


async def _wrong(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ArmslengthError)
    status = 404 if isinstance(error, NotFound) else 429 if isinstance(error, TooBusy) else 400
    return JSONResponse({"wrong": [str(fault) for fault in error.faults]}, status)


async def unreadable(request: Request, error: Exception) -> Response:
    """What is wrong with the form of a request: as JSON, or as a page where a page was asked for."""
    assert isinstance(error, RequestValidationError)
    said = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()[:20]]
    if not request.url.path.startswith("/api/"):  # somebody's address, to be answered in a page
        said = [
            f"{e['loc'][-1]} is '{str(e.get('input'))[:80]}': {e['msg'].lower()}" for e in error.errors()[:20]
        ]
        return HTMLResponse(render("wrong.html.j2", why="\n".join(said)), 422)
    return JSONResponse({"wrong": said}, 422)
