"""Evidence: claims, sources, and the record of every number, one step from wherever it is shown."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.results.evidence import Driver
from armslength.results.fit import FitResult
from armslength.scenario.suggest import did_you_mean
from armslength.web import views
from armslength.web.app_state import AppState, NotFound
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import render


def register(app_state: AppState) -> None:
    """Take the address of the page."""

    @page("/evidence")
    async def evidence(
        case: str = "", find: str = "", driver: str = "", number: str = "", about: str = ""
    ) -> Response | None:
        case = app_state.case(case or app_state.first).name
        one = await run_in_thread(views.number, app_state, case, number) if number else None
        part = await run_in_thread(views.about, app_state, case, about) if about else None
        view = await run_in_thread(views.evidence, app_state, case)
        rests = await run_in_thread(_drivers, app_state, case, driver)

        def show(drivers: list[Driver]) -> None:
            html(
                render(
                    "evidence.html.j2", case=case, view=view, one=one, part=part, find=find, driver=driver,
                    drivers=drivers,
                )
            )  # fmt: skip

        with frame(app_state, case, "/evidence"):
            if driver and isinstance(rests, Job):  # asked for by name: worth waiting for
                await AsyncPanel(
                    app_state, lambda: _drivers(app_state, case, driver), show, "Forecasting"
                ).begin()
            else:
                show([] if isinstance(rests, Job) else rests)
            if one:
                await AsyncPanel(
                    app_state,
                    lambda: views.fitted(app_state, case),
                    lambda fit: _show_posterior(fit, number),
                    "Reading the fit",
                ).begin()
        return None


def _show_posterior(fit: FitResult | None, path: str) -> None:
    """Show what the fit says of a number."""
    html(render("posterior.html.j2", fit=fit, learned=views.learned(fit, path)))


def _drivers(app_state: AppState, case: str, about: str) -> list[Driver] | Job:
    made = app_state.forecast(case)
    if isinstance(made, Job):
        return made
    known = [row.number for row in made.result.drivers]
    if about and about not in known:
        raise NotFound(
            f"no number of the first page is called '{about[:80]}'; {did_you_mean(about[:80], known)}"
        )
    return views.drivers(made.result, about or None)
