"""Time: what was reported, the as-of line and the fan of futures on one axis; one future as a story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import Response
from markupsafe import Markup, escape
from nicegui import ui
from nicegui.element import Element

from armslength.errors import ArmslengthError
from armslength.formatting import day
from armslength.report import legends
from armslength.report.charts.timeline import anchor
from armslength.web import views
from armslength.web.app_state import AppState
from armslength.web.elements import HtmlElement, button, checkbox, choice, entry
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import picture, render
from armslength.web.time_window import CHOSEN, SPANS, span_of

NONE = "none"  #: in the address, where no front is chosen


def register(app_state: AppState) -> None:
    """Take the address of the page."""

    @page("/time")
    async def time(
        case: str = "",
        span: str = "all",
        front: str | None = None,
        since: str = "",
        until: str = "",
        future: str = "",
    ) -> Response | None:
        case = app_state.case(case or app_state.first).name
        fronts = None if front is None else [f for f in front.split(",") if f and f != NONE]
        place = _Place(case, span, fronts, since, until, _whole(future) if future else None)
        await run_in_thread(
            views.time, app_state, case, span, fronts, since, until
        )  # what cannot be shown is said at once
        with frame(app_state, case, "/time"):
            HtmlElement("h1", "What was reported, what comes")
            await _Axis(app_state, place).build()
            with HtmlElement("section", id="story"):
                HtmlElement("h2", "One future as a story")
                await _Story(app_state, place).build()
        return None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise ArmslengthError(f"'{text[:40]}' is no number of a future; write a whole number, such as 7")
    return int(text)


class _Place:
    """What the page shows, as its address says it."""

    def __init__(
        self, case: str, span: str, fronts: list[str] | None, since: str, until: str, future: int | None
    ):
        self.case, self.span, self.fronts, self.since, self.until, self.future = (
            case, span, fronts, since, until, future,
        )  # fmt: skip

    def keep(self) -> None:
        """Put it into the browser's address, so that the address reproduces it."""
        said: dict[str, str] = {"case": self.case}
        if self.span == CHOSEN:
            said |= {"since": self.since, "until": self.until}
        elif self.span != "all":
            said["span"] = self.span
        if self.fronts is not None:
            said["front"] = ",".join(self.fronts) or NONE
        if self.future is not None:
            said["future"] = str(self.future)
        ui.navigate.history.replace(f"/time?{urlencode(said, safe='/,:')}")


class Brush(Element, component="static/brush.js"):
    """Charts across which a stretch of time is chosen by dragging."""

    def __init__(self, since: str, until: str) -> None:
        super().__init__()
        self._props.update(since=since, until=until)


class _Axis:
    """The fronts on one axis, with the choices of time and fronts."""

    def __init__(self, app_state: AppState, place: _Place):
        self.app_state, self.place = app_state, place
        self.drawn = False

    async def build(self) -> None:
        """Controls, then charts; both wait for the forecast."""
        self.controls = HtmlElement("div")
        self.said = HtmlElement("p", "", role="alert").classes("refusal")
        self.charts = AsyncPanel(self.app_state, self._ask, self._show, "Drawing")
        await self.charts.begin()

    def _ready(self) -> Any:
        return views.ready(self.app_state, self.place.case)

    def _draw_controls(self, view: Mapping[str, Any]) -> None:
        """Once, when the forecast is there."""
        self.known = [front["id"] for front in view["fronts"]]
        names = {key: words for key, (words, *_) in SPANS.items()} | {CHOSEN: "As chosen"}
        with self.controls:
            with HtmlElement("div").classes("controls"):
                self.list = choice("Span", names, view["span"], self._choose_span)
                self.fields = {
                    "since": entry("From", view["since"], partial(self._date, "since"), "date"),
                    "until": entry("To", view["until"], partial(self._date, "until"), "date"),
                }
                button("Show everything", self._everything, "quiet")
            with HtmlElement("fieldset"):
                HtmlElement("legend", "Fronts")
                for front in view["fronts"]:
                    checkbox(front["name"], front["chosen"], partial(self._choose, front["id"]))
        self.drawn = True

    async def _choose_span(self, span: str) -> None:
        if span != CHOSEN:
            await self._go(span, "", "")

    async def _everything(self) -> None:
        await self._go("all", "", "")

    async def _date(self, which: str, text: str) -> None:
        self.typed[which] = text
        if text:
            await self._go(CHOSEN, self.typed["since"], self.typed["until"])
        else:
            self.said.set_text("That is no date; choose a day, or show everything.")

    async def _dragged(self, days: Any) -> None:
        if isinstance(days, list) and len(days) == 2:
            await self._go(CHOSEN, str(days[0]), str(days[1]))

    async def _go(self, span: str, since: str, until: str) -> None:
        """Another stretch of time, unless it cannot be drawn: then why."""
        made = self.app_state.forecast(self.place.case)
        if isinstance(made, Job):
            return
        try:
            span_of(made.result, span, since, until)
        except ArmslengthError as error:
            self.said.set_text(f"{error}.")
            return
        self.said.set_text("")
        self.place.span, self.place.since, self.place.until = span, since, until
        await self.charts.begin()

    async def _choose(self, front: str, on: bool) -> None:
        shown = set(self.known if self.place.fronts is None else self.place.fronts)
        wanted = shown | {front} if on else shown - {front}
        self.place.fronts = None if wanted == set(self.known) else [f for f in self.known if f in wanted]
        await self.charts.begin()

    def _ask(self) -> Any:
        if isinstance(job := self._ready(), Job):
            return job
        p = self.place
        view = views.time(self.app_state, p.case, p.span, p.fronts, p.since, p.until)
        pictures = views.time_pictures(self.app_state, p.case, view)
        return pictures if isinstance(pictures, Job) else (view, *pictures)

    def _show(self, found: tuple[views.View, str, list[dict[str, Any]]]) -> None:
        view, run, pictures = found
        made = self.app_state.forecast(self.place.case)
        assert not isinstance(made, Job)
        p = self.place
        p.span, p.since, p.until = view["span"], view["since"], view["until"]
        self.typed = {"since": p.since, "until": p.until}
        if not self.drawn:
            self._draw_controls(view)
        else:
            self.list.set(value=p.span)
            for which, field in self.fields.items():
                field.set(value=self.typed[which])
            p.keep()
        names = {anchor(str(row["id"])): _named(row) for row in view["history"]}
        signs = [(Markup(sign), words) for sign, words in legends.time(made.result)]
        fronts = [{**drawn, "picture": _with_names(picture(drawn), names)} for drawn in pictures]
        occupancy = picture(made.pictures["occupancy"]) if "occupancy" in made.pictures else None
        shared = {"case": self.place.case, "view": view, "run": run, "whole": made.run.id}
        html(render("time_intro.html.j2", signs=signs, **shared))
        with Brush(view["since"], view["until"]) as brush:
            html(render("time_fronts.html.j2", fronts=fronts, **shared))
        brush.on("chosen", lambda e: self._dragged(e.args))
        html(render("time.html.j2", occupancy=occupancy, **shared))


class _Story:
    """One chosen future, told day by day."""

    def __init__(self, app_state: AppState, place: _Place):
        self.app_state, self.place = app_state, place
        self.seed = 1 if place.future is None else place.future

    async def build(self) -> None:
        """The number, two buttons, and the story if the address names one."""
        html(render("story_intro.html.j2", days=views.STORY_DAYS))
        with HtmlElement("div").classes("controls"):
            self.field = entry("Future number", str(self.seed), self._choose, "number", min=0, max=2**32 - 1)
            button("Tell it", self._tell)
            button("Another", self._another, "quiet")
        self.said = HtmlElement("p", "", role="alert").classes("refusal")
        self.told = AsyncPanel(self.app_state, self._ask, self._show, "Playing one future")
        if self.place.future is not None:
            await self.told.begin()

    def _choose(self, text: str) -> None:
        try:
            self.seed = _whole(text)
        except ArmslengthError as error:
            self.said.set_text(f"{error}.")
            return
        self.said.set_text("")

    async def _tell(self) -> None:
        self.place.future = self.seed
        self.place.keep()
        await self.told.begin()

    async def _another(self) -> None:
        self.seed += 1
        self.field.set(value=str(self.seed))
        await self._tell()

    def _ask(self) -> Any:
        return views.story(self.app_state, self.place.case, self.seed)

    def _show(self, view: views.View) -> None:
        html(render("story.html.j2", case=self.place.case, view=view))


def _named(row: Mapping[str, Any]) -> str:
    """An event in a line, for those who point at its mark or cannot see it."""
    return f"{day(row['start'])}, {row['kind'].replace('_', ' ')}: {row['label']}"


def _with_names(drawn: Markup, names: Mapping[str, str]) -> Markup:
    """The marks of events with their names, as a title and for screen readers."""

    def name(found: re.Match[str]) -> str:
        said = escape(names.get(found.group(2), "the record of this event"))
        return f'{found.group(1)} aria-label="{said}">\n<title>{said}</title>'.replace("\n", "")

    return Markup(re.sub(r'(<a\b[^>]*href="#(event-[^"]*)"[^>]*)>', name, drawn))
