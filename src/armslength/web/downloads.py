"""Where files and pictures are had from: of the first page's forecast by case, of everything else by its run."""

from __future__ import annotations

import html

from fastapi import APIRouter
from fastapi.responses import Response

from armslength.forecasting.storage import DATA
from armslength.report import write_report
from armslength.web import exports
from armslength.web.app_state import AppState
from armslength.web.database import SavedRun
from armslength.web.exports import TYPES
from armslength.web.jobs import Job
from armslength.web.pictures import drawn_of, read_pictures
from armslength.web.schemas import (
    WAITING,
    CaseName,
    FileName,
    PictureFormat,
    PictureName,
    Responses,
    RunAnswer,
    RunId,
    accepted,
)


def binary(description: str, *media_types: str) -> Responses:
    """Return the description of an answer that is a file."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": description, "content": dict.fromkeys(media_types, schema)}}


REPORT = "report.html"
CSV = binary("A table.", "text/csv")
FILE = binary("A file.", *TYPES.values())
PICTURE = binary("A picture.", "image/svg+xml", "image/png")
ZIP = binary("A zip.", "application/zip")


def case_router(app_state: AppState) -> APIRouter:
    """Return the addresses of the first page's files and pictures, and of a scenario's folder."""
    router = APIRouter(tags=["files"])

    @router.get("/cases/{case}/files/{name}", responses=WAITING | FILE, response_class=Response)
    def file(case: CaseName, name: FileName) -> Response:
        """Return a file of the first page's forecast: report, JSON, netCDF or CSV."""
        forecast = app_state.forecast_with_paths(case) if name == DATA else app_state.forecast(case)
        if isinstance(forecast, Job):
            return accepted(forecast)
        if (
            name == REPORT and not (forecast.run.folder / REPORT).exists()
        ):  # a forecast that ships has its pictures
            page = write_report(forecast.result, drawn_of(forecast.result, forecast.pictures))
            return attachment(page, TYPES[".html"], f"{case}-{name}")
        return _file(forecast.run, name)

    @router.get(
        "/cases/{case}/pictures/{name:path}.{form}", responses=WAITING | PICTURE, response_class=Response
    )
    def picture(case: CaseName, name: PictureName, form: PictureFormat) -> Response:
        """Return a picture of the first page's forecast as SVG or PNG."""
        forecast = app_state.forecast(case)
        return accepted(forecast) if isinstance(forecast, Job) else _picture(forecast.run, name, form)

    @router.get("/cases/{case}/pictures.zip", responses=WAITING | ZIP, response_class=Response)
    def pictures(case: CaseName) -> Response:
        """Return all pictures of the first page's forecast, each as SVG and PNG."""
        forecast = app_state.forecast(case)
        return accepted(forecast) if isinstance(forecast, Job) else _pictures(forecast.run)

    @router.get("/cases/{case}/folder.zip", responses=ZIP, response_class=Response)
    def folder(case: CaseName) -> Response:
        """Return the scenario as a folder."""
        packed = exports.zip_scenario(app_state, case)
        return attachment(packed, "application/zip", f"{case}.zip")

    return router


def run_router(app_state: AppState) -> APIRouter:
    """Return the addresses of whatever was made here, by the id of the job that made it."""
    router = APIRouter(tags=["files"])

    @router.get("/runs/{id_}")
    def describe(id_: RunId) -> RunAnswer:
        """Return what a finished run was asked, and which files and pictures it holds."""
        run = exports.find_run(app_state, id_)
        titles = {
            name: html.unescape(exports.alt_text(picture))
            for name, picture in read_pictures(run.folder).items()
        }
        return RunAnswer(
            id=run.id,
            kind=run.task.kind,
            case=run.case,
            task=run.task,
            finished=run.finished,
            files=list(exports.files(run)),
            pictures=titles,
        )

    @router.get("/runs/{id_}/files/{name}", responses=FILE, response_class=Response)
    def file(id_: RunId, name: FileName) -> Response:
        """Return a file of a finished run."""
        return _file(exports.find_run(app_state, id_), name)

    @router.get("/runs/{id_}/pictures/{name:path}.{form}", responses=PICTURE, response_class=Response)
    def picture(id_: RunId, name: PictureName, form: PictureFormat) -> Response:
        """Return a picture of a finished run as SVG or PNG."""
        return _picture(exports.find_run(app_state, id_), name, form)

    @router.get("/runs/{id_}/pictures.zip", responses=ZIP, response_class=Response)
    def pictures(id_: RunId) -> Response:
        """Return all pictures of a finished run, each as SVG and PNG."""
        return _pictures(exports.find_run(app_state, id_))

    return router


def _file(run: SavedRun, name: str) -> Response:
    path, media_type = exports.find_file(run, name)
    return attachment(path.read_bytes(), media_type, f"{run.case}-{name}")


def _picture(run: SavedRun, name: str, form: PictureFormat) -> Response:
    media_type = "image/svg+xml" if form == "svg" else "image/png"
    return attachment(exports.export_picture(run, name, form), media_type, f"{run.case}-{name}.{form}")


def _pictures(run: SavedRun) -> Response:
    return attachment(exports.zip_pictures(run), "application/zip", f"{run.case}-pictures.zip")


def attachment(content: bytes | str, media_type: str, name: str) -> Response:
    """Return an answer that a browser keeps as a file of this name."""
    plain = "".join(c if c.isalnum() or c in "-." else "-" for c in name if c.isascii())
    disposition = {"content-disposition": f'attachment; filename="{plain}"'}
    return Response(content, media_type=media_type, headers=disposition)
