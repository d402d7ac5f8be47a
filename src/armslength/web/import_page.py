"""Import: a data set or a spreadsheet into a case, in three steps: the file, what it means, what becomes of each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from armslength.counted import MEANINGS
from armslength.errors import ArmslengthError
from armslength.formatting import csv_text
from armslength.importing.account import DROPPED, AccountRow, counts
from armslength.importing.into_case import beside, replaced, with_addition
from armslength.importing.stored_file import ENCODINGS
from armslength.scenario.edit import in_short
from armslength.scoring.brought_file import KINDS, BroughtFile
from armslength.web import downloads, scenario_files
from armslength.web.app_state import AppState
from armslength.web.evidence_view import plain_cell
from armslength.web.layout import page
from armslength.web.render import render
from armslength.web.uploads import UNPACKED, Upload, Uploads, guessed, on_page

SHOWN = 12  # rows that were left out, as examples
Name = Annotated[str, Form(max_length=200)]


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of an import."""
    router = APIRouter(prefix="/scenario/import")
    uploads = Uploads()

    @router.get("")
    def begin(case: str = "") -> HTMLResponse:
        return _page(app_state, app_state.case(case or app_state.first).name)

    @router.post("")
    def look(
        case: Name,
        kind: Name,
        file: Annotated[UploadFile, File()],
        encoding: Name = "",
        sheet: Name = "",
        actors: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        """Hold a file that can be read."""
        try:
            data, listed = (
                scenario_files.read_limited(app_state, f.file) if f else b"" for f in (file, actors)
            )
            most = UNPACKED * app_state.limits.upload_bytes
            brought = BroughtFile(kind, file.filename or "", data, encoding or None, sheet or None, most)
            held = uploads.hold(case, brought, listed)
        except ArmslengthError as error:
            return _page(app_state, case, refused=on_page(in_short(error)), given={"kind": kind})
        return RedirectResponse(f"/scenario/import/{held.id}", 303)

    @router.get("/{id_}")
    def show(id_: str) -> HTMLResponse:
        held = uploads.find(id_)
        return _page(app_state, held.case, held)

    @router.post("/{id_}/{do}")
    async def act(id_: str, do: Literal["read", "keep", "drop"], request: Request) -> Response:
        """Read an upload as its form says, keep what was read in a case, or forget it."""
        form = await request.form()
        given = {name: str(value)[:400] for name, value in form.items()}
        return await run_in_threadpool(_done, app_state, uploads, uploads.find(id_), do, given)

    @router.get("/{id_}/rows.csv")
    def account(id_: str) -> Response:
        """Return what became of each row."""
        held = uploads.find(id_)
        rows = [AccountRow._fields, *(held.addition.account if held.addition else ())]
        text = csv_text(map(plain_cell, row) for row in rows)
        return downloads.attachment(text, "text/csv", f"{held.file.name}.rows.csv")

    return router


def _done(app_state: AppState, uploads: Uploads, held: Upload, do: str, given: Mapping[str, str]) -> Response:
    """Make one step, or say beside it why it cannot be made."""
    case = held.case
    if do == "drop":
        uploads.drop(held.id)
        return RedirectResponse(f"/scenario?case={case}", 303)
    try:
        if do == "read":
            held.read(app_state.scenario(case), given)
            return RedirectResponse(f"/scenario/import/{held.id}#becomes", 303)
        if held.addition is None:
            raise ArmslengthError("say first what the file means")
        later = with_addition(app_state.scenario(case), held.addition)
        scenario_files.refuse_unfit(later.files.texts, app_state.limits)
        if given.get("name"):
            case = scenario_files.copy(app_state, case, given["name"]).name
        scenario_files.keep(app_state, case, later)
    except ArmslengthError as error:
        return _page(app_state, held.case, held, on_page(in_short(error)), given)
    uploads.drop(held.id)
    return RedirectResponse(f"/scenario?case={case}&file=events.csv", 303)


def _page(
    app_state: AppState,
    case: str,
    held: Upload | None = None,
    refused: str = "",
    given: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Return the page of an import as far as it has come."""
    ref, scenario = app_state.case(case), app_state.scenario(case)
    days = {"within_from": str(scenario.start), "within_to": str(scenario.as_of)}
    shown: dict[str, object] = {
        "held": held,
        "kinds": KINDS,
        "encodings": ENCODINGS,
        "counted": MEANINGS,
        "refused": refused,
        "case": ref.name,
        "editable": ref.is_copy,
        "scenario": scenario,
        "most": app_state.limits.upload_bytes / 1e6,
        "fronts": {one.id: one.name for one in scenario.fronts.values()},
        "series": {one.id: one.title for one in scenario.series.values()},
        "sources": {one.id: one.title for one in scenario.sources.values()},
        "name": scenario_files.free_name(app_state, ref.name),
    }
    if held:
        guesses = {f"who-{i}": guessed(scenario, name) for i, name in enumerate(held.names)}
        shown["given"] = {**days, **guesses, **held.given, **(given or {})}
        if held.addition:
            rows = held.addition.account
            shown["account"] = counts(rows)
            shown["left_out"] = [row for row in rows if row.outcome == DROPPED][:SHOWN]
            shown["replaced"] = len(replaced(scenario, held.addition))
            shown["beside"] = beside(scenario, held.addition)
    else:
        shown["given"] = given or {}
    answer = page(app_state, ref.name, "/scenario", render("import.html.j2", **shown))
    answer.status_code = 400 if refused else 200
    return answer
