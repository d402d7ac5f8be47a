"""Overview: the network at a glance, the answer in words with numbers, what changed last week."""

from __future__ import annotations

from fastapi.responses import Response
from markupsafe import Markup
from nicegui import ui

from armslength.report import legends
from armslength.report.network import linked
from armslength.web import entity_view, views
from armslength.web.app_state import AppState, ForecastRun
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import picture, render


def register(app_state: AppState) -> None:
    """Serve the page."""

    @page("/")
    async def overview(case: str = "") -> Response | None:
        case = app_state.case(case or app_state.first).name
        await run_in_thread(app_state.scenario, case)  # says at once that a case does not load
        with frame(app_state, case, "/"):
            html(render("overview_title.html.j2", case=case, scenario=app_state.scenario(case)))
            await AsyncPanel(
                app_state,
                lambda: _ask(app_state, case),
                lambda answer: show(case, *answer),
                "Making the first forecast of this case, which is kept",
            ).begin()
            with ui.element("section").props('aria-labelledby="h-week"').classes("week"):
                week = AsyncPanel(
                    app_state,
                    lambda: views.week(app_state, case),
                    lambda week: show_week(case, week),
                    "Looking back a week",
                )
            await week.begin()
        return None


def _ask(app_state: AppState, case: str) -> tuple[ForecastRun, views.OverviewView] | Job:
    forecast, view = app_state.forecast(case), views.overview(app_state, case)
    if isinstance(forecast, Job):
        return forecast
    return view if isinstance(view, Job) else (forecast, view)


def show(case: str, forecast: ForecastRun, view: views.OverviewView) -> None:
    """Show everything that the forecast alone says."""
    signs = [(Markup(sign), words) for sign, words in legends.network(view.actors.counted())]
    drawn = picture(forecast.pictures["network"])
    network = Markup(linked(drawn, entity_view.entity_links(case)))
    follows = picture(forecast.pictures["follow"]) if view.follow and "follow" in forecast.pictures else None
    html(render("overview.html.j2", case=case, network=network, signs=signs, follows=follows, **dict(view)))


def show_week(case: str, week: views.WeekView) -> None:
    """Show what the last reports changed."""
    html(render("week.html.j2", case=case, week=week))
