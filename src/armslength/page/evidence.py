"""Evidence: claims, sources, and the record of every number, one step from wherever it is shown."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.page import views
from armslength.page.desk import Desk, Unknown
from armslength.page.jobs import Job
from armslength.page.render import render
from armslength.page.shell import Awaited, aside, frame, html, page
from armslength.scenario.nearest import did_you_mean


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/evidence")
    async def evidence(
        case: str = "", find: str = "", driver: str = "", number: str = "", about: str = ""
    ) -> Response | None:
        case = desk.case(case or desk.first).name
        one = await aside(views.number, desk, case, number) if number else None
        part = await aside(views.about, desk, case, about) if about else None
        view = await aside(views.evidence, desk, case)
        rests = await aside(_drivers, desk, case, driver)

        def show(drivers: list[views.View]) -> None:
            html(
                render(
                    "evidence.html.j2", case=case, view=view, one=one, part=part, find=find, driver=driver,
                    drivers=drivers,
                )
            )  # fmt: skip

        with frame(desk, case, "/evidence"):
            if driver and isinstance(rests, Job):  # asked for by name: worth waiting for
                await Awaited(desk, lambda: _drivers(desk, case, driver), show, "Forecasting").begin()
            else:
                show([] if isinstance(rests, Job) else rests)
            if one:
                await Awaited(
                    desk,
                    lambda: views.fitted(desk, case),
                    lambda fit: _show_posterior(fit, number),
                    "Reading the fit",
                ).begin()
        return None


def _show_posterior(found: views.View, path: str) -> None:
    """What the fit says of a number."""
    fit = found["document"]
    html(render("posterior.html.j2", fit=fit, learned=views.learned(fit, path)))


def _drivers(desk: Desk, case: str, about: str) -> list[views.View] | Job:
    made = desk.forecast(case)
    if isinstance(made, Job):
        return made
    known = [row["number"] for row in views.drivers(made.document)]
    if about and about not in known:
        raise Unknown(
            f"no number of the first page is called '{about[:80]}'; {did_you_mean(about[:80], known)}"
        )
    return [dict(row) for row in views.drivers(made.document, about or None)]
