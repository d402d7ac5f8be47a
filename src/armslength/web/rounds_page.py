"""People's own forecasts: a form to answer, the umpire's page, the table at the end. Plain forms, no script."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from armslength.errors import ArmslengthError
from armslength.scenario.outcomes import outcomes_file
from armslength.scoring.round_questions import round_questions
from armslength.scoring.saved_forecast import open_forecast
from armslength.scoring.scoring_actors import actors_of_case
from armslength.tables.round_tables import answers_table, explained
from armslength.web.app_state import AppState, ForecastRun, NotFound
from armslength.web.render import render
from armslength.web.rounds import Round, Rounds

WRONG_SECONDS = 1.0  # that a wrong code or key waits for its answer
Words = Annotated[str, Form(max_length=200)]


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of rounds."""
    router = APIRouter(include_in_schema=False)
    rounds = Rounds(app_state.database.folder)

    @router.get("/rounds")
    def listed(case: str = "") -> HTMLResponse:
        return _list(app_state, rounds, case or app_state.first, "")

    @router.post("/rounds")
    def make(case: Words, days: Annotated[int, Form()], title: Words = "", code: Words = "") -> Response:
        try:
            one = _made(app_state, rounds, case, title, days, bool(code))
        except NotFound:
            raise
        except ArmslengthError as error:
            return _list(app_state, rounds, case, str(error))
        return RedirectResponse(f"/rounds/{one.id}/umpire/{one.key}", 303)

    @router.get("/rounds/{id_}")
    def form(id_: str) -> HTMLResponse:
        return _form(rounds.find(id_))

    @router.post("/rounds/{id_}")
    async def answer(id_: str, request: Request) -> Response:
        given = {name: str(value) for name, value in (await request.form()).items()}
        return await asyncio.to_thread(_answered, rounds, rounds.find(id_), given)

    @router.get("/rounds/{id_}/table")
    def table(id_: str) -> HTMLResponse:
        return _table(rounds, rounds.find(id_))

    @router.get("/rounds/{id_}/umpire/{key}")
    def umpire(id_: str, key: str) -> HTMLResponse:
        return _umpire(app_state, rounds, _own(rounds, id_, key), "")

    @router.post("/rounds/{id_}/umpire/{key}/reveal")
    def reveal(id_: str, key: str) -> Response:
        one = _own(rounds, id_, key)
        forecast = app_state.forecast_with_paths(one.case)
        rounds.reveal(one, forecast.run.folder if isinstance(forecast, ForecastRun) else None)
        return RedirectResponse(f"/rounds/{id_}/umpire/{key}", 303)

    @router.post("/rounds/{id_}/umpire/{key}/resolve")
    def resolve(id_: str, key: str, events: Annotated[UploadFile | None, File()] = None) -> Response:
        one = _own(rounds, id_, key)
        try:
            said = _resolved(app_state, rounds, one, events)
        except ArmslengthError as error:
            said = str(error)
        return _umpire(app_state, rounds, one, said)

    return router


def _made(app_state: AppState, rounds: Rounds, case: str, title: str, days: int, with_code: bool) -> Round:
    """Make a round about the days ahead; where a forecast is at hand, counts are asked at its middle."""
    scenario = app_state.scenario(case)
    app_state.check_days(case, days)
    forecast = app_state.forecast_with_paths(case)
    if not isinstance(forecast, ForecastRun):
        raise ArmslengthError("the sample paths of this case are being made; ask again in a minute or two")
    paths = open_forecast(forecast.run.folder).paths
    ahead = np.arange(1, days + 1)
    actors = actors_of_case(scenario)
    targets = dict.fromkeys(
        actors.target_of(e) for e in scenario.events if e.kind == "tally" and not actors.is_secondary(e)
    )
    middle = {t: max(1, int(np.median(paths.total(t.split(";"), ahead)))) for t in targets if t}
    asked = round_questions(scenario, forecast.result.actors, days, middle)
    return rounds.make(case, title, asked, actors, with_code)


def _own(rounds: Rounds, id_: str, key: str) -> Round:
    one = rounds.find(id_)
    try:
        rounds.check_key(one, key)
    except NotFound:
        time.sleep(WRONG_SECONDS)
        raise
    return one


def _list(app_state: AppState, rounds: Rounds, case: str, why: str) -> HTMLResponse:
    case = app_state.case(case).name
    windows = sorted({app_state.days_ahead(case, days) for days in (7, 30, 90)})
    page = render("rounds.html.j2", case=case, rounds=rounds.of_case(case), windows=windows, why=why)
    return HTMLResponse(page, 400 if why else 200)


def _form(one: Round, why: str = "", given: dict[str, str] | None = None) -> HTMLResponse:
    page = render("round_form.html.j2", round=one, why=why, given=given or {})
    return HTMLResponse(page, 400 if why else 200)


def _answered(rounds: Rounds, one: Round, given: dict[str, str]) -> HTMLResponse:
    try:
        chances = [_chance(given.get(f"q{n}", ""), n) for n in range(len(one.questions))]
        who = rounds.answer(one, given.get("name", ""), given.get("code", ""), chances)
    except ArmslengthError as error:
        time.sleep(WRONG_SECONDS)
        return _form(one, str(error), given)
    return HTMLResponse(render("round_thanks.html.j2", round=one, who=who))


def _chance(text: str, place: int) -> float:
    """Return a probability written in per cent."""
    try:
        per_cent = float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        per_cent = -1.0
    if not 0 <= per_cent <= 100:
        raise ArmslengthError(f"question {place + 1}: write a number from 0 to 100, in per cent")
    return per_cent / 100


def _table(rounds: Rounds, one: Round) -> HTMLResponse:
    from armslength.web.trust_page import ledger_html

    if not one.revealed:
        page = render("round_table.html.j2", round=one, answers=None, explained=(), record="")
        return HTMLResponse(page)
    record = rounds.record(one)
    answers = answers_table([(q.asks.question, q.words) for q in one.questions], record)
    page = render(
        "round_table.html.j2",
        round=one,
        answers=answers,
        explained=explained(record),
        record=ledger_html(record),
    )
    return HTMLResponse(page)


def _umpire(app_state: AppState, rounds: Rounds, one: Round, said: str) -> HTMLResponse:
    shipped = outcomes_file(app_state.scenario(one.case)) is not None
    page = render(
        "round_umpire.html.j2", round=one, who=rounds.who_answered(one), said=said, outcomes=shipped
    )
    return HTMLResponse(page)


def _resolved(app_state: AppState, rounds: Rounds, one: Round, events: UploadFile | None) -> str:
    """Settle what an uploaded file of events settles, or what the case itself holds of what happened since."""
    if not one.revealed:
        raise ArmslengthError("reveal the answers first: nobody may answer once it is known what happened")
    if events is not None and events.filename:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "events.csv"
            file.write_bytes(events.file.read(app_state.limits.file_bytes))
            made = rounds.resolve(one, file)
    elif (own := outcomes_file(app_state.scenario(one.case))) is not None:
        made = rounds.resolve(one, own)
    else:
        raise ArmslengthError("this case ships no outcomes.csv; choose a file with the columns of events.csv")
    void = sum(row.state == "void" for row in made)
    return f"{len(made) - void} forecasts resolved, {void} void; the rest waits for what is reported."
