"""Scenario: edit a copy with its faults beside the line, see what differs from the original, run it, take it away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import ImmutableMultiDict

from armslength.errors import ArmslengthError
from armslength.formatting import number
from armslength.scenario import Scenario
from armslength.scenario.edit import in_short
from armslength.scenario.files import plain_lines
from armslength.web import change_forms, scenario_files, views
from armslength.web.addresses import ScenarioPlace
from armslength.web.app_state import AppState, NotFound
from armslength.web.layout import is_part, page
from armslength.web.render import render
from armslength.web.scenario_files import CheckReport, FaultRow

TEXT = "text:"  #: before the name of a file, in the name of its field
MOST_FAULTS = 40  #: kinds of fault that are listed
LONGEST = 4_000  #: letters of one field
What = Literal["dates", "count", "number", "strategy"]
Name = Annotated[str, Form(max_length=80)]


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of the page, and of the changes that are made there."""
    router = APIRouter()

    @router.get("/scenario")
    def scenario(place: Annotated[ScenarioPlace, Query()]) -> HTMLResponse:
        return _page(app_state, place.case, place=place)

    @router.post("/scenario/copy")
    def copy(source: Name, name: Annotated[str, Form(max_length=200)]) -> Response:
        try:
            return _opened(scenario_files.copy(app_state, source, name).name)
        except ArmslengthError as error:
            return _page(app_state, source, {"copy": str(error)}, refused="copy")

    @router.post("/scenario/upload")
    def upload(case: Name, file: Annotated[UploadFile, File()]) -> Response:
        try:
            return _opened(scenario_files.add_upload(app_state, file.filename or "", file.file).name)
        except ArmslengthError as error:
            return _page(app_state, case, {"upload": str(error)}, refused="upload")

    @router.post("/scenario/remove")
    def remove(case: Name) -> Response:
        scenario_files.remove(app_state, case)
        return _opened(app_state.first)

    @router.post("/scenario/check")
    async def check(request: Request) -> Response:
        """Check what is being written, without keeping it."""
        return await run_in_threadpool(_checked, app_state, await request.form())

    @router.post("/scenario/save")
    async def save(request: Request) -> Response:
        """Keep what was written, and open its forecast where that was asked for and it loads."""
        return await run_in_threadpool(_saved, app_state, is_part(request), await request.form())

    @router.post("/scenario/change/{what}")
    async def change(what: What, request: Request) -> Response:
        """Make the change of a form, where the case loads with it."""
        form = await request.form()
        given = {name: str(value)[:LONGEST] for name, value in form.items()}
        return await run_in_threadpool(_changed, app_state, what, given)

    return router


def _opened(case: str) -> RedirectResponse:
    return RedirectResponse(f"/scenario?case={case}", 303)


def _page(
    app_state: AppState,
    case: str,
    said: Mapping[str, str] | None = None,
    place: ScenarioPlace | None = None,
    refused: str = "",
    given: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Return the page; `said` is said beside the form of that name, and beside the editor (`saved`)."""
    place = place or ScenarioPlace()
    view = views.scenario(app_state, app_state.case(case or app_state.first).name)
    is_open = view.editable and view.check.sound
    body = render(
        "scenario.html.j2",
        view=view,
        file=place.file if place.file in view.files else next(iter(view.files)),
        case=view.case,
        editable=view.editable,
        name=scenario_files.free_name(app_state, f"{view.case}-mine"),
        forms=change_forms.forms(app_state.scenario(view.case), place, refused, given or {})
        if is_open
        else None,
        said={"copy": "", "upload": "", "saved": view.on_prior or "", **(said or {})},
        refused=refused,
        **_findings(view.check, view.difference),
    )
    answer = page(app_state, view.case, "/scenario", body, ("editor.js",))
    answer.status_code = 400 if refused else 200
    return answer


def _findings(report: CheckReport, difference: str) -> dict[str, object]:
    """Return what the template shows of a check: faults by kind, all of them for the lines, and the difference."""
    marks = [{"file": fault.where, "line": fault.line, "says": fault.text} for fault in report.faults]
    grouped = _grouped(report.faults)[:MOST_FAULTS]
    return {"report": report, "grouped": grouped, "marks": marks, "lines": difference.splitlines()}


def _written(app_state: AppState, fields: ImmutableMultiDict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return a case and those of its texts that were sent; a text that was not is as it was saved."""
    case = app_state.case(str(fields.get("case", ""))).name
    texts = {k.removeprefix(TEXT): plain_lines(str(v)) for k, v in fields.items() if k.startswith(TEXT)}
    scenario_files.refuse_unfit(texts, app_state.limits)
    return case, texts


def _checked(app_state: AppState, fields: ImmutableMultiDict[str, Any]) -> Response:
    try:
        case, sent = _written(app_state, fields)
    except ArmslengthError as error:
        return _found(scenario_files.report_of(error.faults), "")
    texts = scenario_files.texts_of(app_state.case(case).folder) | sent
    difference = scenario_files.difference(app_state, case, texts)
    return _found(scenario_files.check_texts(texts), difference)


def _found(report: CheckReport, difference: str) -> HTMLResponse:
    """Return what a check found as the two parts of the page that show it."""
    parts = ("scenario_faults.html.j2", "scenario_changes.html.j2")
    shown = {"editable": True, **_findings(report, difference)}
    return HTMLResponse("".join(render(part, **shown) for part in parts))


def _saved(app_state: AppState, is_part: bool, fields: ImmutableMultiDict[str, Any]) -> Response:
    case = str(fields.get("case", ""))
    try:
        case, texts = _written(app_state, fields)
        report = scenario_files.save(app_state, case, texts)
    except ArmslengthError as error:
        return _page(app_state, case, {"saved": f"Not saved: {error}"})
    if fields.get("do") == "run" and report.sound:
        to = f"/?case={case}"
        return Response(headers={"HX-Redirect": to}) if is_part else RedirectResponse(to, 303)
    more = "" if report.sound else " It cannot be run until its faults are mended."
    said = " ".join(filter(None, (f"Saved.{more}", views.prior_only(app_state, case))))
    answer = _page(app_state, case, {"saved": said})
    answer.headers["HX-Trigger"] = "saved"
    return answer


def _changed(app_state: AppState, what: What, given: Mapping[str, str]) -> Response:
    """Make the change that a form asks for, or say beside it why not."""
    case = given.get("case", "")
    place = ScenarioPlace.model_validate(dict(given))
    try:
        scenario = scenario_files.editable(app_state, case)
        if given.get("of") != change_forms.version(scenario):
            raise ArmslengthError(
                "the case has changed since this form was drawn; look again, and send it anew"
            )
        later = scenario_files.change(app_state, case, change_forms.change_of(scenario, what, given))
    except NotFound:
        raise
    except ArmslengthError as error:
        return _page(app_state, case, {what: f"Not changed: {in_short(error)}"}, place, what, given)
    return _page(app_state, case, {what: _done(later, what, given)}, place.model_copy(update={"row": ""}))


def _done(scenario: Scenario, what: What, given: Mapping[str, str]) -> str:
    """Say what was changed."""
    if what != "number":
        return "Saved."
    prior = scenario.site(given["number"]).prior
    low, high = prior.interval(0.9)
    width = "pinned" if low == high else f"90% from {number(low)} to {number(high)}"
    return f"Saved: the middle is {number(prior.median)}, {width}."


def _grouped(faults: Sequence[FaultRow]) -> list[tuple[FaultRow, int]]:
    """Return the first of each kind of fault, and how many more say the same of other lines, dates or names."""
    kinds: dict[tuple[str | None, str], list[FaultRow]] = {}
    for fault in faults:
        said = re.sub(r"'[^']*'|[\w.-]*\d[\w.-]*", "…", fault.text)
        kinds.setdefault((fault.where, said), []).append(fault)
    return [(alike[0], len(alike) - 1) for alike in kinds.values()]
