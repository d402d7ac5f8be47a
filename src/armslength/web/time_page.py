"""Time: what was reported, the as-of line and the fan of futures on one axis; one future as a story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from fastapi.responses import Response
from markupsafe import Markup, escape
from nicegui import ui
from nicegui.element import Element

from armslength.errors import ArmslengthError
from armslength.formatting import day
from armslength.report import legends
from armslength.report.charts.timeline import anchor
from armslength.results.evidence import Report
from armslength.web import views
from armslength.web.app_state import AppState
from armslength.web.elements import HtmlElement, button, checkbox, choice, entry, write
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import picture, render
from armslength.web.story import StoryView
from armslength.web.time_window import CHOSEN, SPANS, span_of

NONE = "none"  #: in the address, where no front is chosen


def register(app_state: AppState) -> None:
    """Serve the page."""

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
        # says at once what cannot be shown
        await run_in_thread(views.time, app_state, case, span, fronts, since, until)
        with frame(app_state, case, "/time"):
            HtmlElement("h1", "What was reported, what comes")
            await _Axis(app_state, place).build()
            with HtmlElement("section", id="story"):
                HtmlElement("h2", "One future as a story")
                await _StoryTeller(app_state, place).build()
        return None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise ArmslengthError(f"'{text[:40]}' is no number of a future; write a whole number, such as 7")
    return int(text)


@dataclass
class _Place:
    """What the page shows, as its address says it."""

    case: str
    span: str
    fronts: list[str] | None  #: all where None
    since: str
    until: str
    future: int | None

    def write_address(self) -> None:
        """Put it into the browser's address, so that the address reproduces the page."""
        query: dict[str, str] = {"case": self.case}
        if self.span == CHOSEN:
            query |= {"since": self.since, "until": self.until}
        elif self.span != "all":
            query["span"] = self.span
        if self.fronts is not None:
            query["front"] = ",".join(self.fronts) or NONE
        if self.future is not None:
            query["future"] = str(self.future)
        ui.navigate.history.replace(f"/time?{urlencode(query, safe='/,:')}")


class Brush(Element, component="static/brush.js"):
    """Charts across which a stretch of time is chosen by dragging."""

    def __init__(self, since: str, until: str) -> None:
        super().__init__()
        self._props.update(since=since, until=until)


class _Axis:
    """The fronts on one axis, with the choices of time and fronts."""

    def __init__(self, app_state: AppState, place: _Place):
        self.app_state, self.place = app_state, place
        self.has_controls = False
        self.are_typed = False  #: whether the dates are what somebody typed last: nothing writes over those

    async def build(self) -> None:
        """Draw the controls, then the charts; both wait for the forecast."""
        self.controls = HtmlElement("div")
        self.refusal = HtmlElement("p", "", role="alert").classes("refusal")
        self.charts = AsyncPanel(
            self.app_state, self._ask, lambda answer: self._show(*answer), "Drawing", keeps=True
        )
        await self.charts.begin()

    def _draw_controls(self, view: views.TimeView) -> None:
        self.known = [front.id for front in view.fronts]
        names = {key: span.title for key, span in SPANS.items()} | {CHOSEN: "As chosen"}
        with self.controls:
            with HtmlElement("div").classes("controls"):
                self.spans = choice("Span", names, view.span, self._choose_span)
                self.fields = {
                    "since": entry("From", self.dates["since"], partial(self._choose_date, "since"), "date"),
                    "until": entry("To", self.dates["until"], partial(self._choose_date, "until"), "date"),
                }
                button("Show everything", self._show_everything, "quiet")
            with HtmlElement("fieldset"):
                HtmlElement("legend", "Fronts")
                for front in view.fronts:
                    checkbox(
                        front.name,
                        front.chosen,
                        partial(self._choose_front, front.id),
                        **{"data-front": front.id},
                    )
        self.has_controls = True

    async def _choose_span(self, span: str) -> None:
        self.are_typed = False
        if span != CHOSEN:
            await self._go(span, "", "")

    async def _show_everything(self) -> None:
        self.are_typed = False
        await self._go("all", "", "")

    async def _choose_date(self, which: str, text: str) -> None:
        self.are_typed = True
        self.dates[which] = text
        if text:
            await self._go(CHOSEN, self.dates["since"], self.dates["until"])
        else:
            self.refusal.set_text("That is no date; choose a day, or show everything.")

    async def _drag(self, days: object) -> None:
        if isinstance(days, list) and len(days) == 2:
            self.are_typed = False
            await self._go(CHOSEN, str(days[0]), str(days[1]))

    async def _go(self, span: str, since: str, until: str) -> None:
        """Show another stretch of time, or say why it cannot be drawn."""
        forecast = self.app_state.forecast(self.place.case)
        if isinstance(forecast, Job):
            return
        try:
            span_of(forecast.result, span, since, until)
        except ArmslengthError as error:
            self.refusal.set_text(f"{error}.")
            return
        self.refusal.set_text("")
        self.place.span, self.place.since, self.place.until = span, since, until
        await self.charts.begin()

    async def _choose_front(self, front: str, on: bool) -> None:
        shown = set(self.known if self.place.fronts is None else self.place.fronts)
        wanted = shown | {front} if on else shown - {front}
        self.place.fronts = None if wanted == set(self.known) else [f for f in self.known if f in wanted]
        await self.charts.begin()

    def _ask(self) -> tuple[views.TimeView, views.FrontPictures] | Job:
        p = self.place
        view = views.time(self.app_state, p.case, p.span, p.fronts, p.since, p.until)
        if isinstance(view, Job):
            return view
        pictures = views.front_pictures(self.app_state, p.case, view)
        return pictures if isinstance(pictures, Job) else (view, pictures)

    def _show(self, view: views.TimeView, drawn: views.FrontPictures) -> None:
        forecast = self.app_state.forecast(self.place.case)
        assert not isinstance(forecast, Job)
        self._show_place(view)
        names = {anchor(row.id): _event_name(row) for row in view.history}
        signs = [(Markup(sign), words) for sign, words in legends.time(forecast.result)]
        fronts = [
            {
                "id": id_,
                "name": front.title,
                "note": front.note,
                "picture": _with_names(picture(front), names),
            }
            for id_, front in drawn.fronts.items()
        ]
        occupancy = forecast.pictures.get("occupancy")
        shared: dict[str, object] = {"case": self.place.case, "view": view}
        html(render("time_intro.html.j2", signs=signs, counted=forecast.result.counted, **shared))
        with Brush(view.since.isoformat(), view.until.isoformat()) as brush:
            html(render("time_fronts.html.j2", fronts=fronts, run=drawn.run, **shared))
        brush.on("chosen", lambda e: self._drag(e.args))
        ladder = picture(occupancy) if occupancy else None
        html(render("time.html.j2", occupancy=ladder, run=forecast.run.id, **shared))

    def _show_place(self, view: views.TimeView) -> None:
        """Make the controls and the address say what is shown."""
        shown = {"since": view.since.isoformat(), "until": view.until.isoformat()}
        self.place.span, self.place.since, self.place.until = view.span, *shown.values()
        if not self.are_typed:
            self.dates = shown
        if not self.has_controls:
            self._draw_controls(view)
            return
        write(self.spans, view.span)
        if not self.are_typed:
            for which, field in self.fields.items():
                write(field, shown[which])
        self.place.write_address()


class _StoryTeller:
    """One chosen future, told day by day."""

    def __init__(self, app_state: AppState, place: _Place):
        self.app_state, self.place = app_state, place
        self.seed = 1 if place.future is None else place.future

    async def build(self) -> None:
        """Draw the number, two buttons, and the story if the address names one."""
        html(render("story_intro.html.j2", days=views.story_days(self.app_state, self.place.case)))
        with HtmlElement("div").classes("controls"):
            self.field = entry("Future number", str(self.seed), self._choose, "number", min=0, max=2**32 - 1)
            button("Tell it", self._tell)
            button("Another", self._tell_next, "quiet")
        self.refusal = HtmlElement("p", "", role="alert").classes("refusal")
        self.story = AsyncPanel(self.app_state, self._ask, self._show, "Playing one future")
        if self.place.future is not None:
            await self.story.begin()

    def _choose(self, text: str) -> None:
        try:
            self.seed = _whole(text)
        except ArmslengthError as error:
            self.refusal.set_text(f"{error}.")
            return
        self.refusal.set_text("")

    async def _tell(self) -> None:
        self.place.future = self.seed
        self.place.write_address()
        await self.story.begin()

    async def _tell_next(self) -> None:
        self.seed += 1
        write(self.field, str(self.seed))
        await self._tell()

    def _ask(self) -> StoryView | Job:
        return views.story(self.app_state, self.place.case, self.seed)

    def _show(self, view: StoryView) -> None:
        html(render("story.html.j2", case=self.place.case, view=view))


def _event_name(row: Report) -> str:
    """Return an event in a line, for those who point at its mark or cannot see it."""
    return f"{day(row.start)}, {row.in_words}"


def _with_names(drawn: Markup, names: Mapping[str, str]) -> Markup:
    """Give the marks of events their names, as a title and for screen readers."""

    def add_name(mark: re.Match[str]) -> str:
        name = escape(names.get(mark.group(2), "the record of this event"))
        return f'{mark.group(1)} aria-label="{name}">\n<title>{name}</title>'.replace("\n", "")

    return Markup(re.sub(r'(<a\b[^>]*href="#(event-[^"]*)"[^>]*)>', add_name, drawn))
