"""Time: what was reported, the as-of line and the fan of futures on one axis; one future as a story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup, escape

from armslength.errors import ArmslengthError
from armslength.formatting import day
from armslength.report import legends
from armslength.report.charts.timeline import anchor
from armslength.results.evidence import Report
from armslength.web import views
from armslength.web.addresses import NONE, TimePlace
from armslength.web.app_state import AppState
from armslength.web.jobs import Job
from armslength.web.layout import Part, is_part, page, patiently
from armslength.web.render import picture, render
from armslength.web.time_window import CHOSEN, SPANS, name_of, span_of

Days = Annotated[str, Query(max_length=40)]


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of the page, and of the choices that are made there."""
    router = APIRouter()

    @router.get("/time")
    def time(request: Request, place: Annotated[TimePlace, Query()]) -> Response:
        place = place.model_copy(update={"case": app_state.case(place.case or app_state.first).name})
        return _page(app_state, request, place)

    @router.get("/time/choose")
    def choose(
        request: Request,
        at: Annotated[str, Query(max_length=8_000)],
        do: Literal["show", "all", "tell", "next"] = "show",
        span: Days = "all",
        since: Days = "",
        until: Days = "",
        front: Annotated[list[str] | None, Query(max_length=500)] = None,
        future: Days = "",
    ) -> Response:
        """Lead to the address of what was chosen, or say what is wrong with it."""
        place = TimePlace.model_validate(dict(parse_qsl(urlsplit(at).query)))
        chosen = _Chosen(do, span, since, until, front or [], future)
        try:
            return RedirectResponse(_chosen(app_state, place, chosen).address, 303)
        except ArmslengthError as error:
            if is_part(request):  # what is shown stays: only what is wrong is said
                only = {"HX-Retarget": "#refusal", "HX-Reselect": "#refusal", "HX-Push-Url": "false"}
                return HTMLResponse(render("refusal.html.j2", why=f"{error}."), headers=only)
            return _page(app_state, request, place, f"{error}.", chosen)

    return router


@dataclass(frozen=True)
class _Chosen:
    """What the fields of the page hold."""

    do: str
    span: str
    since: str
    until: str
    fronts: list[str]
    future: str


def _chosen(app_state: AppState, place: TimePlace, chosen: _Chosen) -> TimePlace:
    """Return what is to be shown; what differs from what is shown was chosen, and a span goes before dates."""
    forecast = app_state.forecast(place.case)
    if isinstance(forecast, Job):
        return place
    result = forecast.result
    shown = span_of(result, place.span, place.since, place.until)
    dates = (chosen.since, chosen.until)
    changed: dict[str, str | None] = {}
    if chosen.do == "all" or chosen.span not in (CHOSEN, name_of(result, shown)):
        changed = {"span": "all" if chosen.do == "all" else chosen.span, "since": "", "until": ""}
    elif dates != (shown.first.isoformat(), shown.last.isoformat()):
        if not all(dates):
            raise ArmslengthError("That is no date; choose a day, or show everything")
        changed = {"span": CHOSEN, "since": chosen.since, "until": chosen.until}
    known = [front.id for front in result.actors.fronts_in_order]
    fronts = [front for front in known if front in chosen.fronts]
    changed["front"] = None if fronts == known else ",".join(fronts) or NONE
    if chosen.do in ("tell", "next"):
        changed["future"] = str(_whole(chosen.future) + (chosen.do == "next"))
    chosen_place = place.model_copy(update=changed)
    span_of(result, chosen_place.span, chosen_place.since, chosen_place.until)
    return chosen_place


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise ArmslengthError(f"'{text[:40]}' is no number of a future; write a whole number, such as 7")
    return int(text)


def _page(
    app_state: AppState, request: Request, place: TimePlace, why: str = "", typed: _Chosen | None = None
) -> Response:
    """Return the page; `why` says what was wrong with what was typed, which stays in its fields."""
    part = Part("time", "Drawing", place.address)
    drawing = Part("drawing", "Drawing", place.address, beside="#charts,#place")
    story = Part("told", "Playing one future", place.address)
    if place.future:
        seed = _whole(place.future)
        story.ask(
            lambda: patiently(request, lambda: views.story(app_state, place.case, seed)),
            lambda told: render("story.html.j2", case=place.case, view=told),
        )
    fronts = place.fronts
    view = views.time(app_state, place.case, place.span, fronts, place.since, place.until)
    part.ask(lambda: view, lambda view: _shown(app_state, request, place, view, drawing, why, typed))
    days = views.story_days(app_state, place.case)
    body = render("time.html.j2", part=part.html, story=story.html, days=days, future=place.future or "1")
    return page(
        app_state, place.case, "/time", body, ("brush.js",), part.waits or drawing.waits, place.address
    )


def _shown(
    app_state: AppState,
    request: Request,
    place: TimePlace,
    view: views.TimeView,
    drawing: Part,
    why: str,
    typed: _Chosen | None,
) -> str:
    """Return the controls and the charts as HTML; charts that are being drawn leave the ones before in their place."""
    shown = {"span": view.span, "since": view.since.isoformat(), "until": view.until.isoformat()}
    at = place.model_copy(
        update=shown if view.span == CHOSEN else {"span": view.span, "since": "", "until": ""}
    )
    drawing.here = at.address
    drawn = patiently(request, lambda: views.front_pictures(app_state, place.case, view))
    drawing.ask(lambda: drawn, lambda _: "")
    names = {key: span.title for key, span in SPANS.items()} | {CHOSEN: "As chosen"}
    return render(
        "time_shown.html.j2",
        at=at.address,
        names=names,
        view=view,
        fields={**shown, "since": typed.since, "until": typed.until} if typed else shown,
        why=why,
        drawing=drawing.html,
        charts=None if isinstance(drawn, Job) else _charts(app_state, place.case, view, drawn),
        keeps=isinstance(drawn, Job) and is_part(request),
    )


def _charts(app_state: AppState, case: str, view: views.TimeView, drawn: views.FrontPictures) -> Markup:
    """Return the charts of the fronts, the ladder and the records as HTML."""
    forecast = app_state.forecast(case)
    assert not isinstance(forecast, Job)
    names = {anchor(row.id): _event_name(row) for row in view.history}
    fronts = [
        {"id": id_, "name": front.title, "note": front.note, "picture": _with_names(picture(front), names)}
        for id_, front in drawn.fronts.items()
    ]
    occupancy = forecast.pictures.get("occupancy")
    return Markup(
        render(
            "time_charts.html.j2",
            case=case,
            view=view,
            signs=[(Markup(sign), words) for sign, words in legends.time(forecast.result)],
            counted=forecast.result.counted,
            fronts=fronts,
            drawn_by=drawn.run,
            occupancy=picture(occupancy) if occupancy else None,
            run=forecast.run.id,
        )
    )


def _event_name(row: Report) -> str:
    """Return an event in a line, for those who point at its mark or cannot see it."""
    return f"{day(row.start)}, {row.in_words}"


def _with_names(drawn: Markup, names: Mapping[str, str]) -> Markup:
    """Give the marks of events their names, as a title and for screen readers."""

    def add_name(mark: re.Match[str]) -> str:
        name = escape(names.get(mark.group(2), "the record of this event"))
        return f'{mark.group(1)} aria-label="{name}">\n<title>{name}</title>'.replace("\n", "")

    return Markup(re.sub(r'(<a\b[^>]*href="#(event-[^"]*)"[^>]*)>', add_name, drawn))
