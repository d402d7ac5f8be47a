"""Overview: the network at a glance, the answer in words with numbers, what changed last week."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from armslength.report import legends
from armslength.report.network import linked
from armslength.web import entity_view, views
from armslength.web.addresses import Place
from armslength.web.app_state import AppState, ForecastRun
from armslength.web.jobs import Job
from armslength.web.layout import Part, page
from armslength.web.render import picture, render


def router(app_state: AppState) -> APIRouter:
    """Return the address of the page."""
    router = APIRouter()

    @router.get("/")
    def overview(place: Annotated[Place, Query()]) -> HTMLResponse:
        case = app_state.case(place.case or app_state.first).name
        scenario = app_state.scenario(case)  # says at once that a case does not load
        here = place.on_tour(f"/?case={quote(case)}")
        answer = Part("overview", "Making the first forecast of this case, which is kept", here)
        answer.ask(lambda: _ask(app_state, case), lambda answer: _answer(case, *answer))
        week = Part("week", "Looking back a week", here)
        week.ask(
            lambda: views.week(app_state, case), lambda week: render("week.html.j2", case=case, week=week)
        )
        body = render(
            "overview_title.html.j2", case=case, scenario=scenario, answer=answer.html, week=week.html
        )
        return page(app_state, case, "/", body, waits=answer.waits, at=here)

    return router


def _ask(app_state: AppState, case: str) -> tuple[ForecastRun, views.OverviewView] | Job:
    forecast, view = app_state.forecast(case), views.overview(app_state, case)
    if isinstance(forecast, Job):
        return forecast
    return view if isinstance(view, Job) else (forecast, view)


def _answer(case: str, forecast: ForecastRun, view: views.OverviewView) -> str:
    """Return everything that the forecast alone says as HTML."""
    signs = [(Markup(sign), words) for sign, words in legends.network(view.actors.counted())]
    drawn = picture(forecast.pictures["network"])
    network = Markup(linked(drawn, entity_view.entity_links(case)))
    follows = picture(forecast.pictures["follow"]) if view.follow and "follow" in forecast.pictures else None
    return render("overview.html.j2", case=case, network=network, signs=signs, follows=follows, **dict(view))
