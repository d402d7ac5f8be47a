"""Where files and pictures are had from: of the first page's forecast by case, of everything else by its run."""

from __future__ import annotations

import html

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from armslength.web import exports, views
from armslength.web.app_state import AppState
from armslength.web.database import Run
from armslength.web.jobs import Job
from armslength.web.schemas import WAIT, Case, FileIn, Form, PictureIn, RunData, RunId


def of_cases(app_state: AppState) -> APIRouter:
    """Files and pictures of the first page's forecast, and a scenario's folder."""
    router = APIRouter(tags=["files"])

    @router.get("/cases/{case}/files/{name}", responses=WAIT, response_class=Response)
    def file(case: Case, name: FileIn) -> Response:
        """A file of the first page's forecast: report, JSON, netCDF or CSV."""
        found = app_state.forecast(case)
        return JSONResponse(views.waiting(found), 202) if isinstance(found, Job) else _file(found.run, name)

    @router.get("/cases/{case}/pictures/{name:path}.{form}", responses=WAIT, response_class=Response)
    def picture(case: Case, name: PictureIn, form: Form) -> Response:
        """A picture of the first page's forecast as SVG or PNG."""
        found = app_state.forecast(case)
        if isinstance(found, Job):
            return JSONResponse(views.waiting(found), 202)
        return _picture(found.run, name, form)

    @router.get("/cases/{case}/pictures.zip", responses=WAIT, response_class=Response)
    def pictures(case: Case) -> Response:
        """All pictures of the first page's forecast, each as SVG and PNG."""
        found = app_state.forecast(case)
        return JSONResponse(views.waiting(found), 202) if isinstance(found, Job) else _pictures(found.run)

    @router.get("/cases/{case}/folder.zip", response_class=Response)
    def folder(case: Case) -> Response:
        """The scenario as a folder."""
        return Response(
            exports.folder_of(app_state, case), media_type="application/zip", headers=saved_as(f"{case}.zip")
        )

    return router


def of_runs(app_state: AppState) -> APIRouter:
    """Whatever was made here, by the id of the job that made it."""
    router = APIRouter(tags=["files"])

    @router.get("/runs/{id_}")
    def run(id_: RunId) -> RunData:
        """What a finished run was asked, and which files and pictures it holds."""
        found = exports.run_of(app_state, id_)
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
        return _file(exports.run_of(app_state, id_), name)

    @router.get("/runs/{id_}/pictures/{name:path}.{form}", response_class=Response)
    def picture(id_: RunId, name: PictureIn, form: Form) -> Response:
        """A picture of a finished run as SVG or PNG."""
        return _picture(exports.run_of(app_state, id_), name, form)

    @router.get("/runs/{id_}/pictures.zip", response_class=Response)
    def pictures(id_: RunId) -> Response:
        """All pictures of a finished run, each as SVG and PNG."""
        return _pictures(exports.run_of(app_state, id_))

    return router


def _file(run: Run, name: str) -> Response:
    path, kind = exports.file_of(run, name)
    return Response(path.read_bytes(), media_type=kind, headers=saved_as(f"{run.case}-{name}"))


def _picture(run: Run, name: str, form: str) -> Response:
    kind = "image/svg+xml" if form == "svg" else "image/png"
    drawn = exports.picture_of(run, name, form)
    return Response(drawn, media_type=kind, headers=saved_as(f"{run.case}-{name}.{form}"))


def _pictures(run: Run) -> Response:
    name = saved_as(f"{run.case}-pictures.zip")
    return Response(exports.pictures_of(run), media_type="application/zip", headers=name)


def saved_as(name: str) -> dict[str, str]:
    """The header under which a browser keeps an answer as a file."""
    plain = "".join(c if c.isalnum() or c in "-." else "-" for c in name if c.isascii())
    return {"content-disposition": f'attachment; filename="{plain}"'}
