"""Overview: the network at a glance, the answer in words with numbers, what changed last week."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response
from markupsafe import Markup
from nicegui import ui

from armslength.page import about, views
from armslength.page.desk import Desk
from armslength.page.jobs import Job
from armslength.page.render import picture, render
from armslength.page.shell import Awaited, aside, frame, html, page
from armslength.report import legends
from armslength.report.network import linked


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/")
    async def overview(case: str = "") -> Response | None:
        case = desk.case(case or desk.first).name
        await aside(desk.scenario, case)  # one that does not load is said at once
        with frame(desk, case, "/"):
            await Awaited(
                desk, lambda: _ready(desk, case), lambda made: show(desk, case, made), "Forecasting"
            ).begin()
            with ui.element("section").props('aria-labelledby="h-week"').classes("week"):
                week = Awaited(
                    desk,
                    lambda: views.week(desk, case),
                    lambda found: show_week(case, found),
                    "Looking back a week",
                )
            await week.begin()
        return None


def _ready(desk: Desk, case: str) -> Any:
    found = views.ready(desk, case)
    return found if isinstance(found, Job) else views.overview(desk, case)


def show(desk: Desk, case: str, view: views.View) -> None:
    """Everything that the forecast alone says."""
    made = desk.forecast(case)
    assert not isinstance(made, Job)
    signs = [(Markup(sign), words) for sign, words in legends.network()]
    network = Markup(linked(picture(made.pictures["network"]), about.leads(case)))
    html(render("overview.html.j2", case=case, network=network, signs=signs, **view))


def show_week(case: str, week: views.View) -> None:
    """What the last reports changed."""
    html(render("week.html.j2", case=case, week=week))
