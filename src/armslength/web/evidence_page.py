"""Evidence: claims, sources, and the record of every number, one step from wherever it is shown."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.results.evidence import Driver
from armslength.scenario.suggest import did_you_mean
from armslength.web import evidence_view, views
from armslength.web.app_state import AppState, NotFound
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import render


def register(app_state: AppState) -> None:
    """Serve the page."""

    @page("/evidence")
    async def evidence(
        case: str = "", find: str = "", driver: str = "", number: str = "", about: str = ""
    ) -> Response | None:
        case = app_state.case(case or app_state.first).name
        one = await run_in_thread(views.number_view, app_state, case, number) if number else None
        part = await run_in_thread(views.entity_view, app_state, case, about) if about else None
        view = await run_in_thread(evidence_view.evidence, app_state, case)
        drivers = await run_in_thread(_drivers, app_state, case, driver)

        def show(drivers: list[Driver]) -> None:
            html(
                render(
                    "evidence.html.j2",
                    case=case,
                    view=view,
                    one=one,
                    part=part,
                    find=find,
                    driver=driver,
                    drivers=drivers,
                )
            )

        with frame(app_state, case, "/evidence"):
            if driver and isinstance(drivers, Job):  # asked for by name: worth waiting for
                ask = AsyncPanel(app_state, lambda: _drivers(app_state, case, driver), show, "Forecasting")
                await ask.begin()
            else:
                show([] if isinstance(drivers, Job) else drivers)
            if one:
                await AsyncPanel(
                    app_state,
                    lambda: views.fitted(app_state, case),
                    lambda fit: _show_posterior(fit, number),
                    "Reading the fit",
                ).begin()
        return None


def _show_posterior(view: views.FitView, path: str) -> None:
    """Show what the fit says of a number."""
    learned = evidence_view.learned(view.document, path)
    html(render("posterior.html.j2", fit=view.document, learned=learned))


def _drivers(app_state: AppState, case: str, number: str) -> list[Driver] | Job:
    """Return what one number of the first page rests on, or all of them; else the job that makes the forecast.

    Raises:
        NotFound: with the nearest name.
    """
    forecast = app_state.forecast(case)
    if isinstance(forecast, Job):
        return forecast
    known = [row.number for row in forecast.result.drivers]
    if number and number not in known:
        near = did_you_mean(number[:80], known)
        raise NotFound(f"no number of the first page is called '{number[:80]}'; {near}")
    return [row for row in forecast.result.drivers if number in ("", row.number)]
