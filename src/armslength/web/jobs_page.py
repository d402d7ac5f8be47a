"""How far work is: a fragment that pages look at while they wait, a page of its own without scripts, and Cancel."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from armslength.results import Record, described
from armslength.web.addresses import local
from armslength.web.app_state import AppState
from armslength.web.jobs import Job, JobState
from armslength.web.layout import is_part
from armslength.web.render import render

STOP_LOOKING = 286  #: the status by which htmx ends its looks


class Awaited(Record):
    """What is waited for, and where."""

    title: str = described("what is made, in words", default="Working", max_length=200)
    then: str = described("address of the page that waits", default="/", max_length=20_000)


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of jobs."""
    router = APIRouter(include_in_schema=False)

    @router.get("/jobs/{id_}/progress")
    def progress(id_: str, awaited: Annotated[Awaited, Query()]) -> Response:
        """Return how far a job is; once it is done, or unknown to a server that began anew, the page asks again."""
        job = app_state.jobs.look(id_)
        if job is None or job.state == JobState.DONE:
            return HTMLResponse(_how_far(job, awaited), STOP_LOOKING, {"HX-Trigger": "done"})
        return HTMLResponse(_how_far(job, awaited), 200 if job.is_open else STOP_LOOKING)

    @router.get("/jobs/{id_}")
    def waiting(id_: str, awaited: Annotated[Awaited, Query()]) -> Response:
        """Return a page that looks again by itself, without scripts, and leads back once the work is done."""
        job = app_state.jobs.look(id_)
        if job is None or job.state == JobState.DONE:
            return RedirectResponse(local(awaited.then), 303)
        asked = urlencode(awaited.model_dump())
        page = render("job.html.j2", job=job, title=awaited.title, then=local(awaited.then), asked=asked)
        return HTMLResponse(page)

    @router.post("/jobs/{id_}/cancel")
    def cancel(id_: str, request: Request, awaited: Annotated[Awaited, Query()]) -> Response:
        """Stop a job at its next step."""
        app_state.jobs.cancel(id_)
        if is_part(request):
            return HTMLResponse(_how_far(app_state.jobs.find(id_), awaited))
        return RedirectResponse(f"/jobs/{id_}?{urlencode(awaited.model_dump())}", 303)

    return router


def _how_far(job: Job | None, awaited: Awaited) -> str:
    return render("how_far.html.j2", job=job, title=awaited.title)
