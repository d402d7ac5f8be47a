"""What every page has around it: head, navigation, the case, exports, light and dark; and parts that wait for work.

A page is rendered whole on the server and works without scripts. With them, htmx asks for the same addresses and puts
only the part that changed in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from armslength.errors import ArmslengthError
from armslength.web.app_state import AppState, InvalidScenario, NotFound
from armslength.web.jobs import Job, JobState
from armslength.web.render import render
from armslength.web.tour import tour_box

PAGES = {  # address: what the navigation calls it
    "/": "Overview",
    "/time": "Time",
    "/what-if": "What if",
    "/evidence": "Evidence",
    "/trust": "Trust",
    "/scenario": "Scenario",
}
PATIENCE = 1.5  # seconds that a change of a page waits for its answer, so that the old one stays until then
T = TypeVar("T")


def is_part(request: Request) -> bool:
    """Return whether a script asks, for a part of the page."""
    return "hx-request" in request.headers


def page(
    app_state: AppState,
    case: str,
    here: str,
    body: str,
    scripts: tuple[str, ...] = (),
    waits: str = "",
    at: str = "",
) -> HTMLResponse:
    """Return a page with the navigation around what it shows.

    `waits` is the address that tells how far the work is for which the page waits; without scripts it follows by itself.
    `at` is the whole address of what is shown, where a step of the tour may stand on the page.
    """
    cases = [ref.name for ref in app_state.cases()]
    title = f"{PAGES.get(here, 'Cases')}: {case}"
    shown = {"title": title, "here": here, "case": case, "cases": cases, "pages": PAGES}
    tour = tour_box(app_state, case, at)
    return HTMLResponse(
        render("page.html.j2", body=Markup(body), scripts=scripts, waits=waits, tour=tour, **shown)
    )


def wrong_page(error: ArmslengthError) -> HTMLResponse:
    """Return a page that says in a sentence why there is none, with the right status."""
    status = 404 if isinstance(error, NotFound) else 400
    broken = error.case if isinstance(error, InvalidScenario) else None
    return HTMLResponse(render("wrong.html.j2", why=str(error), broken=broken), status)


class Part:
    """A part of a page that is there, or being made, or cannot be had; and the address that asks for it again."""

    def __init__(self, name: str, title: str, here: str, beside: str = ""):
        """Take its id, what is said while it is made, the page's address, and ids that change together with it."""
        self.name, self.title, self.here, self.beside = name, title, here, beside
        self.shown, self.why = "", ""
        self.job: Job | None = None

    def ask(self, ask: Callable[[], T | Job], show: Callable[[T], str]) -> Part:
        """Show an answer, note the job that makes it, or say why there is none."""
        try:
            answer = ask()
        except ArmslengthError as error:
            self.why = str(error)
            return self
        if isinstance(answer, Job):
            self.job = answer
        else:
            self.shown, self.job = show(answer), None
        return self

    @property
    def waits(self) -> str:
        """The address of a page of its own that tells how far the work is; empty where there is something to read."""
        return f"/jobs/{self.job.id}?{self._asked}" if self.job and not self.shown else ""

    @property
    def _asked(self) -> str:
        return urlencode({"title": self.title, "then": self.here})

    @property
    def html(self) -> Markup:
        """The part as HTML."""
        shown = {"part": self, "job": self.job, "title": self.title, "asked": self._asked}
        return Markup(render("part.html.j2", **shown))


def patiently(request: Request, ask: Callable[[], T | Job], seconds: float = PATIENCE) -> T | Job:
    """Ask, and wait a moment for the answer where a script asks, which leaves the old one in its place meanwhile."""
    answer, end = ask(), monotonic() + seconds
    if not (is_part(request) and isinstance(answer, Job)):
        return answer
    while answer.is_open and monotonic() < end:
        answer.looked = monotonic()
        sleep(0.01)
    if answer.state == JobState.FAILED:
        raise ArmslengthError(answer.why)
    return answer if answer.is_open else ask()
