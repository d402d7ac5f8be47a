"""What every page has around it: head, navigation, the case, exports, light and dark; and waiting for work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import isawaitable
from typing import Generic, ParamSpec, TypeVar

from fastapi.responses import HTMLResponse, Response
from nicegui import ui

from armslength.errors import ArmslengthError
from armslength.web.app_state import AppState, InvalidScenario, NotFound
from armslength.web.elements import HtmlElement, button
from armslength.web.jobs import Job, JobState
from armslength.web.render import render

PAGES = {  # address: what the navigation calls it
    "/": "Overview",
    "/time": "Time",
    "/what-if": "What if",
    "/evidence": "Evidence",
    "/trust": "Trust",
    "/scenario": "Scenario",
}
HEAD = '<link rel="stylesheet" href="/static/page.css"><script src="/static/theme.js"></script>'
POLL = 0.1  # seconds between looks at a job
SLOWEST = 60.0  # seconds that a page may take before it is given up, on a busy machine
P = ParamSpec("P")
T = TypeVar("T")
PageBuilder = Callable[P, Awaitable[Response | None]]


@contextmanager
def frame(app_state: AppState, case: str, here: str) -> Iterator[None]:
    """Put the navigation around what is shown in a page."""
    ui.add_head_html(HEAD)
    ui.page_title(f"{PAGES.get(here, 'Cases')}: {case} · armslength")
    cases = [ref.name for ref in app_state.cases()]
    with ui.header(fixed=False).classes("bar"):
        html(render("bar.html.j2", pages=PAGES, here=here, case=case, cases=cases))
    with ui.element("div").classes("sheet").props('id="content" tabindex="-1"'):
        yield
        html(render("foot.html.j2", case=case), "foot")


def html(text: str, classes: str = "") -> ui.html:
    """Add HTML that a template made, and so escaped."""
    return ui.html(text, sanitize=False).classes(classes)


def page(address: str) -> Callable[[PageBuilder[P]], PageBuilder[P]]:
    """Serve a page at an address; it answers bad input with one clear sentence and the right status."""

    def decorate(build: PageBuilder[P]) -> PageBuilder[P]:
        @wraps(build)
        async def build_or_refuse(*arguments: P.args, **named: P.kwargs) -> Response | None:
            try:
                return await build(*arguments, **named)
            except ArmslengthError as error:
                status = 404 if isinstance(error, NotFound) else 400
                broken = error.case if isinstance(error, InvalidScenario) else None
                return HTMLResponse(render("wrong.html.j2", why=str(error), broken=broken), status)

        registered: PageBuilder[P] = ui.page(address, response_timeout=SLOWEST)(build_or_refuse)
        return registered

    return decorate


async def run_in_thread(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Make a call that reads files, off the event loop."""
    return await asyncio.to_thread(call, *arguments, **named)


class AsyncPanel(Generic[T]):
    """A part of a page that shows a job's progress until there is a result, then the result."""

    def __init__(
        self,
        app_state: AppState,
        ask: Callable[[], T | Job],
        show: Callable[[T], Awaitable[None] | None],
        title: str,
        keeps: bool = False,
    ):
        """Take what to ask and how to show it; with `keeps` the last answer stays until the next one is there."""
        self.app_state, self.ask, self.show, self.title = app_state, ask, show, title
        self.keeps, self.is_shown = keeps, False
        self.progress: ui.element | None = None
        self.refused: Callable[[], object] | None = None  #: told that there is no answer
        self.job: Job | None = None
        self.turn = 0  # of asking and clearing: an answer that comes late finds that another question stands
        self.place = ui.element("div").classes("awaited").props('aria-live="polite"')
        self.timer: ui.timer | None = None  # made once something is awaited: with one, a page is sent half

    async def begin(self) -> None:
        """Ask, and show the answer or the progress of its job, unless another question stands by then."""
        self.job, self.turn = None, self.turn + 1
        turn = self.turn
        try:
            answer: T | Job = await run_in_thread(self.ask)
        except ArmslengthError as error:
            if self._is_wanted(turn):
                self._refuse(str(error))
            return
        if not self._is_wanted(turn):
            return
        if self.progress is not None and not self.progress.is_deleted:
            self.progress.delete()
        if not (self.keeps and self.is_shown and isinstance(answer, Job)):
            self.place.clear()
        if isinstance(answer, Job):
            self.job = answer
            self._draw_progress(answer)
            self._watch()
            return
        self._rest()
        with self.place:
            shown = self.show(answer)
            if isawaitable(shown):
                await shown
        self.is_shown = True

    def _is_wanted(self, turn: int) -> bool:
        """Return whether the question still stands, on a page that is still open."""
        return turn == self.turn and not self.place.is_deleted

    def clear(self) -> None:
        """Show nothing; what is being made goes on and is kept."""
        self.turn += 1
        self._rest()
        self.place.clear()
        self.is_shown = False

    def _watch(self) -> None:
        if self.timer is None:
            assert self.place.parent_slot is not None
            with self.place.parent_slot:
                self.timer = ui.timer(POLL, self._look)
        self.timer.activate()

    def _rest(self) -> None:
        if self.timer is not None:
            self.timer.deactivate()

    async def _look(self) -> None:
        job = self.app_state.jobs.find(self.job.id) if self.job else None
        if job is None:
            return
        if job.is_open:
            self._update(job)
            return
        self._rest()
        if job.state == JobState.DONE:
            await self.begin()
        else:
            self._refuse(job.why if job.state == JobState.FAILED else "This was cancelled.")

    def _draw_progress(self, job: Job) -> None:
        with self.place, ui.element("div").classes("progress") as self.progress:
            self._line = HtmlElement("p", f"{self.title}: {job.said}")
            self._bar = HtmlElement("progress", max=1).set(**{"aria-label": self.title})
            button("Cancel", lambda: self.app_state.jobs.cancel(job.id), "quiet")
        self.progress.move(target_index=0)

    def _update(self, job: Job) -> None:
        self._line.set_text(f"{self.title}: {job.said}")
        if job.total > 1:
            self._bar.set(value=round(job.done / job.total, 3))

    def _refuse(self, why: str) -> None:
        self.place.clear()
        self.is_shown = False
        with self.place:
            html(render("refused.html.j2", why=why))
        if self.refused is not None:
            self.refused()
