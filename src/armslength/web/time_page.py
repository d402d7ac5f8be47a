"""Time: what was reported, the as-of line and the fan of futures on one axis; one future as a story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from armslength.errors import ArmslengthError
from armslength.report import legends
from armslength.report.charts.timeline import Axis
from armslength.report.render_figures import TOGETHER
from armslength.web import views
from armslength.web.addresses import NONE, TimePlace
from armslength.web.app_state import AppState, ForecastRun
from armslength.web.exports import alt_text
from armslength.web.jobs import Job
from armslength.web.layout import Part, is_part, page, patiently
from armslength.web.pictures import Picture
from armslength.web.render import picture, render
from armslength.web.schemas import accepted
from armslength.web.time_window import CHOSEN, SPANS, definitions, drawn_fronts, name_of, span_of, words_of

Days = Annotated[str, Query(max_length=40)]


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of the page, and of the choices that are made there."""
    router = APIRouter()

    @router.get("/time")
    def time(request: Request, place: Annotated[TimePlace, Query()]) -> Response:
        place = place.model_copy(update={"case": app_state.case(place.case or app_state.first).name})
        return _page(app_state, request, place)

    @router.get("/time/charts")
    def charts(case: Annotated[str, Query(max_length=80)] = "") -> Response:
        """Return the charts' definitions, which a browser draws itself."""
        forecast = app_state.forecast(app_state.case(case or app_state.first).name)
        if isinstance(forecast, Job):
            return accepted(forecast)
        return Response(definitions(forecast.run), media_type="application/json")

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
            place = _chosen(app_state, place, chosen)
        except ArmslengthError as error:
            if is_part(request):  # what is shown stays: only what is wrong is said
                only = {"HX-Retarget": "#refusal", "HX-Reselect": "#refusal", "HX-Push-Url": "false"}
                return HTMLResponse(render("refusal.html.j2", why=f"{error}."), headers=only)
            return _page(app_state, request, place, f"{error}.", chosen)
        drawn = "" if is_part(request) else "1"
        return RedirectResponse(place.model_copy(update={"drawn": drawn}).address, 303)

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
    if chosen.do == "all" or chosen.span not in (CHOSEN, name_of(result, shown)):
        shown = span_of(result, "all" if chosen.do == "all" else chosen.span)
    elif dates != (shown.first.isoformat(), shown.last.isoformat()):
        if not all(dates):
            raise ArmslengthError("That is no date; choose a day, or show everything")
        shown = span_of(result, CHOSEN, *dates)
    changed: dict[str, str | None] = dict(words_of(result, shown))
    known = [front.id for front in result.actors.fronts_in_order]
    fronts = [front for front in known if front in chosen.fronts]
    changed["front"] = None if fronts == known else ",".join(fronts) or NONE
    if chosen.do in ("tell", "next"):
        changed["future"] = str(_whole(chosen.future) + (chosen.do == "next"))
    return place.model_copy(update=changed)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise ArmslengthError(f"'{text[:40]}' is no number of a future; write a whole number, such as 7")
    return int(text)


def _page(
    app_state: AppState, request: Request, place: TimePlace, why: str = "", typed: _Chosen | None = None
) -> Response:
    """Return the page; `why` says what was wrong with what was typed, which stays in its fields."""
    part = Part("time", "Drawing", place.address)
    story = Part("told", "Playing one future", place.address)
    if place.future:
        seed = _whole(place.future)
        story.ask(
            lambda: patiently(request, lambda: views.story(app_state, place.case, seed)),
            lambda told: render("story.html.j2", case=place.case, view=told),
        )
    view = views.time(app_state, place.case, place.span, place.fronts, place.since, place.until)
    part.ask(lambda: view, lambda view: _shown(app_state, place, view, why, typed))
    days = views.story_days(app_state, place.case)
    body = render("time.html.j2", part=part.html, story=story.html, days=days, future=place.future or "1")
    waits = part.waits
    if not (waits or place.drawn) and isinstance(view, views.TimeView) and view.span != "all":
        waits = place.model_copy(update={"drawn": "1"}).address  # without scripts
    scripts = ("vega.min.js", "time.js")
    return page(app_state, place.case, "/time", body, scripts, waits, place.address)


def _shown(
    app_state: AppState, place: TimePlace, view: views.TimeView, why: str, typed: _Chosen | None
) -> str:
    """Return the controls, the charts of the fronts, the ladder and the records as HTML.

    Everything is there, hidden where it was not chosen, so that a script shows it without asking for it.
    """
    forecast = app_state.forecast(place.case)
    assert not isinstance(forecast, Job)
    result = forecast.result
    shown = {"span": view.span, "since": view.since.isoformat(), "until": view.until.isoformat()}
    whole = views.time(app_state, place.case)
    assert not isinstance(whole, Job)
    axis, listed = Axis(view.since, view.until), {row.id for row in view.history}
    occupancy = forecast.pictures.get("occupancy")
    return render(
        "time_shown.html.j2",
        at=place.model_copy(update={**words_of(result, axis), "drawn": ""}).address,
        spans=[(key, span.title, span_of(result, key)) for key, span in SPANS.items()],
        view=view,
        fields={**shown, "since": typed.since, "until": typed.until} if typed else shown,
        why=why,
        case=place.case,
        records=[(row, row.id in listed) for row in whole.history],
        signs=[(Markup(sign), words) for sign, words in legends.time(result)],
        counted=result.counted,
        fronts=_fronts(forecast, place, view, axis),
        occupancy=picture(occupancy) if occupancy else None,
        run=forecast.run.id,
    )


def _fronts(
    forecast: ForecastRun, place: TimePlace, view: views.TimeView, axis: Axis
) -> list[dict[str, object]]:
    """Return the charts of fronts: the forecast's own pictures, or of a shorter time fresh ones, where they are asked for."""
    chosen = [front.id for front in view.fronts if front.chosen]
    drawn: Mapping[str, Picture] = forecast.pictures
    if view.span != "all":
        drawn = drawn_fronts(forecast.result, axis, chosen) if place.drawn else {}
    return [
        {
            "id": (id_ := name.removeprefix("time/")),
            "name": front.title,
            "note": front.note,
            "label": unescape(alt_text(front)),
            "shown": set(id_.split(TOGETHER)) <= set(chosen),
            "picture": picture(drawn[name]) if name in drawn else "",
        }
        for name, front in forecast.pictures.items()
        if name.startswith("time/")
    ]
