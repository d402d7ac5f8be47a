"""Time: what was reported, the as-of line and the fan of futures on one axis; one future as a story."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi.responses import Response
from markupsafe import Markup
from nicegui import ui

from armslength.page import views
from armslength.page.controls import Tag, button, choice, entry, tick
from armslength.page.desk import Desk
from armslength.page.jobs import Job
from armslength.page.render import picture, render
from armslength.page.shell import Awaited, aside, frame, html, page
from armslength.page.zoom import SPANS
from armslength.report import legends


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/time")
    async def time(case: str = "", span: str = "all", front: str = "") -> Response | None:
        case = desk.case(case or desk.first).name
        shown = _Axis(desk, case, span, [f for f in front.split(",") if f])
        with frame(desk, case, "/time"):
            Tag("h1", "What was reported, what comes")
            await shown.build()
            Tag("h2", "One future as a story")
            await _Story(desk, case).build()
        return None


class _Axis:
    """The fronts on one axis, with the choices of span and fronts."""

    def __init__(self, desk: Desk, case: str, span: str, fronts: list[str]):
        self.desk, self.case, self.span, self.fronts = desk, case, span, fronts

    async def build(self) -> None:
        self.place = ui.element("div")
        await Awaited(
            self.desk, lambda: views.ready(self.desk, self.case), lambda _: None, "Forecasting"
        ).begin()
        with self.place:
            self.controls = Tag("div").classes("controls")
            self.charts = Awaited(self.desk, self._ask, self._show, "Drawing")
        view = await aside(views.time, self.desk, self.case, self.span, self.fronts)
        if view["ready"]:
            self._draw_controls(view)
        await self.charts.begin()

    def _draw_controls(self, view: Mapping[str, Any]) -> None:
        with self.controls:
            choice("Span", {key: words for key, (words, *_) in SPANS.items()}, self.span, self._choose_span)
            with Tag("fieldset"):
                Tag("legend", "Fronts")
                for front in view["fronts"]:
                    tick(front["name"], front["chosen"], partial(self._choose, front["id"]))
        self.fronts = [front["id"] for front in view["fronts"] if front["chosen"]]
        self.known = [front["id"] for front in view["fronts"]]

    async def _choose_span(self, span: str) -> None:
        self.span = span
        await self.charts.begin()

    async def _choose(self, front: str, on: bool) -> None:
        wanted = {*self.fronts, front} if on else {*self.fronts} - {front}
        self.fronts = [f for f in self.known if f in wanted]
        await self.charts.begin()

    def _ask(self) -> Any:
        if isinstance(job := views.ready(self.desk, self.case), Job):
            return job
        view = views.time(self.desk, self.case, self.span, self.fronts)
        pictures = views.time_pictures(self.desk, self.case, view)
        return pictures if isinstance(pictures, Job) else (view, pictures)

    def _show(self, found: tuple[views.View, list[dict[str, Any]]]) -> None:
        view, pictures = found
        made = self.desk.forecast(self.case)
        assert not isinstance(made, Job)
        if not hasattr(self, "known"):
            self._draw_controls(view)
        signs = [(Markup(sign), words) for sign, words in legends.time(made.document)]
        fronts = [{**drawn, "picture": picture(drawn)} for drawn in pictures]
        occupancy = picture(made.pictures["occupancy"]) if "occupancy" in made.pictures else None
        html(
            render("time.html.j2", case=self.case, view=view, fronts=fronts, signs=signs, occupancy=occupancy)
        )


class _Story:
    """One chosen future, told day by day."""

    def __init__(self, desk: Desk, case: str):
        self.desk, self.case, self.seed = desk, case, 1

    async def build(self) -> None:
        html(render("story_intro.html.j2", days=views.STORY_DAYS))
        with Tag("div").classes("controls"):
            self.field = entry("Future number", "1", self._choose, "number", min=0, max=2**32 - 1)
            button("Tell it", self._tell)
            button("Another", self._another, "quiet")
        self.told = Awaited(self.desk, self._ask, self._show, "Playing one future")

    def _choose(self, text: str) -> None:
        self.seed = int(text) if text.isdigit() else self.seed

    async def _tell(self) -> None:
        await self.told.begin()

    async def _another(self) -> None:
        self.seed += 1
        self.field.set(value=str(self.seed))
        await self.told.begin()

    def _ask(self) -> Any:
        return views.story(self.desk, self.case, self.seed)

    def _show(self, view: views.View) -> None:
        html(render("story.html.j2", view=view))
