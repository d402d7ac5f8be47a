"""Overview: the network at a glance, the answer in words with numbers, what changed last week."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response
from markupsafe import Markup
from nicegui import ui

from armslength.report import legends
from armslength.report.network import linked
from armslength.web import entity_view, views
from armslength.web.app_state import AppState
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import picture, render


def register(app_state: AppState) -> None:
    """Take the address of the page."""

    @page("/")
    async def overview(case: str = "") -> Response | None:
        case = app_state.case(case or app_state.first).name
        await run_in_thread(app_state.scenario, case)  # one that does not load is said at once
        with frame(app_state, case, "/"):
            await AsyncPanel(
                app_state,
                lambda: _ready(app_state, case),
                lambda made: show(app_state, case, made),
                "Forecasting",
            ).begin()
            with ui.element("section").props('aria-labelledby="h-week"').classes("week"):
                week = AsyncPanel(
                    app_state,
                    lambda: views.week(app_state, case),
                    lambda found: show_week(case, found),
                    "Looking back a week",
                )
            await week.begin()
        return None


def _ready(app_state: AppState, case: str) -> Any:
    found = views.ready(app_state, case)
    return found if isinstance(found, Job) else views.overview(app_state, case)


def show(app_state: AppState, case: str, view: views.View) -> None:
    """Everything that the forecast alone says."""
    made = app_state.forecast(case)
    assert not isinstance(made, Job)
    signs = [(Markup(sign), words) for sign, words in legends.network()]
    network = Markup(linked(picture(made.pictures["network"]), entity_view.leads(case)))
    html(render("overview.html.j2", case=case, network=network, signs=signs, **view))


def show_week(case: str, week: views.View) -> None:
    """What the last reports changed."""
    html(render("week.html.j2", case=case, week=week))
