"""Evidence: claims, sources, and the record of every number, one step from wherever it is shown."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.page import views
from armslength.page.desk import Desk
from armslength.page.jobs import Job
from armslength.page.render import render
from armslength.page.shell import aside, frame, html, page


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/evidence")
    async def evidence(case: str = "", find: str = "", driver: str = "", number: str = "") -> Response | None:
        case = desk.case(case or desk.first).name
        one = await aside(views.number, desk, case, number) if number else None
        view = await aside(views.evidence, desk, case)
        rests = await aside(_drivers, desk, case, driver)
        with frame(desk, case, "/evidence"):
            html(
                render(
                    "evidence.html.j2", case=case, view=view, one=one, find=find, driver=driver, drivers=rests
                )
            )
        return None


def _drivers(desk: Desk, case: str, about: str) -> list[views.View]:
    made = desk.forecast(case)
    return [] if isinstance(made, Job) else [dict(row) for row in views.drivers(made.document, about or None)]
