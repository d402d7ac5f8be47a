"""The pages' JSON twins, with an OpenAPI description at /api/openapi.json."""

from __future__ import annotations

import html
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from armslength import __version__
from armslength.errors import ArmslengthError
from armslength.page import copies, exports, strategies, views
from armslength.page.desk import Desk, Unknown
from armslength.page.jobs import Job, TooBusy
from armslength.page.render import render
from armslength.page.store import Run

Case = Annotated[str, Path(description="Name of a case.", max_length=80)]
RunId = Annotated[str, Path(description="Id of a finished run: that of its job.", max_length=80)]
FileIn = Annotated[str, Path(description="Name of a file of the run.", max_length=80)]
PictureIn = Annotated[str, Path(description="Name of a picture of the run.", max_length=120)]
Form = Literal["svg", "png"]
Seed = Annotated[int, Query(ge=0, le=2**32 - 1, description="Same seed, same futures.")]


class Wrong(BaseModel):
    """Why a request was not answered, one sentence a fault."""

    wrong: list[str]


class JobData(BaseModel):
    """A piece of work."""

    id: str
    kind: str
    case: str
    asked: dict[str, Any]
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    stage: str
    done: int
    total: int
    why: str


class RunData(BaseModel):
    """A finished piece of work, and what of it can be taken away."""

    id: str
    kind: str
    case: str
    asked: dict[str, Any]
    finished: str
    files: list[str]
    pictures: dict[str, str]  #: what each shows, by name


FileName = Literal["scenario.yaml", "claims.yaml", "sources.yaml", "events.csv", "trigger.csv"]


class Files(BaseModel):
    """The files of a scenario as text."""

    model_config = ConfigDict(extra="forbid", strict=True)
    files: dict[FileName, Annotated[str, Field(max_length=4_000_000)]]


class Copy(BaseModel):
    """A copy to be made."""

    model_config = ConfigDict(extra="forbid", strict=True)
    source: str = Field(max_length=80)
    name: str = Field(min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9-]*$")


class Report(BaseModel):
    """What a check found."""

    sound: bool
    faults: list[dict[str, str | int | None]]
    cannot_answer: list[str]
    warnings: list[str]


class Named(BaseModel):
    """A case by its name."""

    name: str


class StrategyAsked(BaseModel):
    """A strategy: a name, and its actions in words."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=1, max_length=120)
    actions: list[Annotated[str, Field(max_length=200)]] = Field(max_length=60)


class Compared(BaseModel):
    """Strategies to compare with doing nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)
    strategies: list[StrategyAsked] = Field(min_length=1, max_length=4)
    days: int = Field(90, ge=1, le=10_000)
    futures: int = Field(2_000, ge=1, le=10_000_000)
    seed: int = Field(1, ge=0, le=2**32 - 1)


class Kept(BaseModel):
    """A saved strategy by its id."""

    id: str


class ForecastAsked(BaseModel):
    """What to forecast; left out, as the first page does."""

    model_config = ConfigDict(extra="forbid", strict=True)
    days: int | None = Field(None, ge=1, le=10_000)
    futures: int | None = Field(None, ge=1, le=10_000_000)
    seed: int = Field(1, ge=0, le=2**32 - 1)


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Wrong, "description": "It cannot be asked so."},
    404: {"model": Wrong, "description": "Nothing has that name."},
    422: {"model": Wrong, "description": "The request does not have the described form."},
    429: {"model": Wrong, "description": "As many jobs are open as the server takes."},
}
WAIT: dict[int | str, dict[str, Any]] = {
    202: {"model": dict, "description": "Being made: the job is in the answer."}
}


def make_api(desk: Desk) -> FastAPI:
    """The application without its pages. No page of FastAPI's own: those would load from another site."""
    app = FastAPI(
        title="armslength", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="What will the commander do next, and will the clients follow? Each page's numbers as JSON.",
    )  # fmt: skip
    app.add_exception_handler(ArmslengthError, _wrong)
    app.add_exception_handler(RequestValidationError, unreadable)
    for router in (_pages(desk), _what_if(desk), _scenarios(desk), _files(desk), _runs(desk), _jobs(desk)):
        app.include_router(router, prefix="/api", responses=REFUSALS)
    return app


def answered(view: Any) -> Any:
    """A view, or 202 with the job that makes it."""
    if isinstance(view, Job):
        view = views.waiting(view)
    if isinstance(view, dict) and view.get("ready") is False:
        return JSONResponse(view, 202)
    return view


def _pages(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["pages"])

    @router.get("/cases")
    def list_the_cases() -> list[dict[str, Any]]:
        """Every case by name; those in the workspace may be edited."""
        return [{"name": ref.name, "editable": ref.is_copy} for ref in desk.cases()]

    @router.get("/cases/{case}/overview", responses=WAIT)
    def overview(case: Case) -> dict[str, Any]:
        """The page Overview."""
        view: dict[str, Any] = answered(views.overview(desk, case))
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
        view: dict[str, Any] = answered(views.time(desk, case, span, fronts, since, until))
        return view

    @router.get("/cases/{case}/story", responses=WAIT)
    def story(case: Case, seed: Seed = 1) -> dict[str, Any]:
        """One future in sentences."""
        view: dict[str, Any] = answered(views.story(desk, case, seed))
        return view

    @router.get("/cases/{case}/evidence")
    def evidence(case: Case) -> dict[str, Any]:
        """The page Evidence."""
        return views.evidence(desk, case)

    @router.get("/cases/{case}/evidence/{table}.csv", response_class=Response)
    def evidence_table(case: Case, table: Literal["claims", "numbers", "sources"]) -> Response:
        """Claims, numbers or sources as CSV."""
        text = views.evidence_csv(desk, case, table)
        return Response(text, media_type="text/csv", headers=_saved_as(f"{case}-{table}.csv"))

    @router.get("/cases/{case}/about/{subject:path}")
    def about(case: Case, subject: Annotated[str, Path(max_length=200)]) -> dict[str, Any]:
        """One actor, front or tie (`tie:CLIENT`): how it stands, its numbers, the claims under them."""
        return views.about(desk, case, subject)

    @router.get("/cases/{case}/numbers/{path:path}")
    def number(case: Case, path: Annotated[str, Path(max_length=200)]) -> dict[str, Any]:
        """The record of one number by its dotted path."""
        return views.number(desk, case, path)

    return router


def _what_if(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["what if"])

    @router.get("/cases/{case}/what-if")
    def what_if(case: Case) -> dict[str, Any]:
        """The page What if: levers with their budgets, and strategies to start from."""
        return strategies.what_if(desk, case)

    @router.post("/cases/{case}/what-if", responses=WAIT)
    def compare(case: Case, asked: Compared) -> dict[str, Any]:
        """Compare strategies with doing nothing: the answer, or 202 with the job that makes it."""
        given = [one.model_dump() for one in asked.strategies]
        view: dict[str, Any] = answered(
            strategies.ask(desk, case, given, asked.days, asked.futures, asked.seed)
        )
        return view

    @router.post("/cases/{case}/strategies", status_code=201)
    def save(case: Case, asked: StrategyAsked) -> Kept:
        """Save a strategy."""
        return Kept(id=strategies.save(desk, case, asked.name, asked.actions))

    @router.delete("/strategies/{id_}")
    def remove(id_: Annotated[str, Path(max_length=80)]) -> Kept:
        """Forget a saved strategy."""
        strategies.remove(desk, id_)
        return Kept(id=id_)

    @router.get("/cases/{case}/trust")
    def trust(case: Case) -> dict[str, Any]:
        """The page Trust: fit, scores, theories and the ledger, as far as they are at hand."""
        return views.trust(desk, case)

    return router


def _scenarios(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["scenarios"])

    @router.get("/cases/{case}/scenario")
    def scenario(case: Case) -> dict[str, Any]:
        """The page Scenario: files, what their check finds, what a copy changed."""
        return views.scenario(desk, case)

    @router.post("/check")
    def check(asked: Files) -> Report:
        """Check texts as a scenario, without keeping them."""
        return Report(**copies.check_texts({str(name): text for name, text in asked.files.items()}))

    @router.post("/scenarios", status_code=201)
    def copy(asked: Copy) -> Named:
        """Copy a case into the workspace, where it may be edited."""
        return Named(name=copies.copy(desk, asked.source, asked.name).name)

    @router.post("/scenarios/upload", status_code=201)
    def upload(file: UploadFile) -> Named:
        """Add a scenario from a zip of its folder, or a lone scenario.yaml."""
        data = file.file.read(desk.limits.upload_bytes + 1)
        if len(data) > desk.limits.upload_bytes:
            raise ArmslengthError(f"an upload may hold at most {desk.limits.upload_bytes / 1e6:.0f} MB")
        name, texts = copies.uploaded(file.filename or "", data, desk.limits)
        return Named(name=copies.add(desk, copies.free_name(desk, name), texts).name)

    @router.put("/scenarios/{case}")
    def save(case: Case, asked: Files) -> Report:
        """Save the files of a copy; what is wrong with them is in the answer."""
        return Report(**copies.save(desk, case, {str(name): text for name, text in asked.files.items()}))

    @router.delete("/scenarios/{case}")
    def remove(case: Case) -> Named:
        """Remove a copy."""
        copies.remove(desk, case)
        return Named(name=case)

    return router


def _files(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["files"])

    @router.get("/cases/{case}/files/{name}", responses=WAIT, response_class=Response)
    def file(case: Case, name: FileIn) -> Response:
        """A file of the first page's forecast: report, JSON, netCDF or CSV."""
        found = desk.forecast(case)
        return JSONResponse(views.waiting(found), 202) if isinstance(found, Job) else _file(found.run, name)

    @router.get("/cases/{case}/pictures/{name:path}.{form}", responses=WAIT, response_class=Response)
    def picture(case: Case, name: PictureIn, form: Form) -> Response:
        """A picture of the first page's forecast as SVG or PNG."""
        found = desk.forecast(case)
        if isinstance(found, Job):
            return JSONResponse(views.waiting(found), 202)
        return _picture(found.run, name, form)

    @router.get("/cases/{case}/folder.zip", response_class=Response)
    def folder(case: Case) -> Response:
        """The scenario as a folder."""
        return Response(
            exports.folder_of(desk, case), media_type="application/zip", headers=_saved_as(f"{case}.zip")
        )

    return router


def _runs(desk: Desk) -> APIRouter:
    """Whatever was made here, by the id of the job that made it."""
    router = APIRouter(tags=["files"])

    @router.get("/runs/{id_}")
    def run(id_: RunId) -> RunData:
        """What a finished run was asked, and which files and pictures it holds."""
        found = exports.run_of(desk, id_)
        titles = {
            name: html.unescape(exports.title_of(drawn)) for name, drawn in exports.pictures(found).items()
        }
        return RunData(
            id=found.id, kind=found.kind, case=found.case, asked=found.asked, finished=found.finished,
            files=list(exports.files(found)), pictures=titles,
        )  # fmt: skip

    @router.get("/runs/{id_}/files/{name}", response_class=Response)
    def file(id_: RunId, name: FileIn) -> Response:
        """A file of a finished run."""
        return _file(exports.run_of(desk, id_), name)

    @router.get("/runs/{id_}/pictures/{name:path}.{form}", response_class=Response)
    def picture(id_: RunId, name: PictureIn, form: Form) -> Response:
        """A picture of a finished run as SVG or PNG."""
        return _picture(exports.run_of(desk, id_), name, form)

    return router


def _file(run: Run, name: str) -> Response:
    path, kind = exports.file_of(run, name)
    return Response(path.read_bytes(), media_type=kind, headers=_saved_as(f"{run.case}-{name}"))


def _picture(run: Run, name: str, form: str) -> Response:
    kind = "image/svg+xml" if form == "svg" else "image/png"
    drawn = exports.picture_of(run, name, form)
    return Response(drawn, media_type=kind, headers=_saved_as(f"{run.case}-{name}.{form}"))


def _jobs(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["jobs"])

    @router.post("/cases/{case}/forecast", status_code=202)
    def ask(case: Case, asked: ForecastAsked) -> JobData:
        """Have a forecast made, within this server's limits; asked again, it is found."""
        job = desk.forecast_job(case, asked.days, asked.futures, asked.seed)
        return JobData(**job.as_data())

    @router.get("/jobs")
    def jobs() -> list[JobData]:
        """Jobs that wait or run."""
        return [JobData(**job.as_data()) for job in desk.jobs.open_jobs()]

    @router.get("/jobs/{id_}")
    def job(id_: Annotated[str, Path(max_length=80)]) -> JobData:
        """One job."""
        found = desk.jobs.find(id_)
        if found is None:
            raise Unknown("no job has that name")
        return JobData(**found.as_data())

    @router.delete("/jobs/{id_}")
    def cancel(id_: Annotated[str, Path(max_length=80)]) -> dict[str, bool]:
        """Stop a job at its next step."""
        if desk.jobs.find(id_) is None:
            raise Unknown("no job has that name")
        return {"stopped": desk.jobs.cancel(id_)}

    return router


def _saved_as(name: str) -> dict[str, str]:
    plain = "".join(c if c.isalnum() or c in "-." else "-" for c in name if c.isascii())
    return {"content-disposition": f'attachment; filename="{plain}"'}


async def _wrong(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ArmslengthError)
    status = 404 if isinstance(error, Unknown) else 429 if isinstance(error, TooBusy) else 400
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
