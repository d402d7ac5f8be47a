"""Evidence: claims, sources, and the record of every number, one step from wherever it is shown."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from armslength.results.evidence import Driver
from armslength.scenario.suggest import did_you_mean
from armslength.web import evidence_view, views
from armslength.web.addresses import EvidencePlace
from armslength.web.app_state import AppState, NotFound
from armslength.web.jobs import Job
from armslength.web.layout import Part, page
from armslength.web.render import render


def router(app_state: AppState) -> APIRouter:
    """Return the address of the page."""
    router = APIRouter()

    @router.get("/evidence")
    def evidence(place: Annotated[EvidencePlace, Query()]) -> HTMLResponse:
        case = app_state.case(place.case or app_state.first).name
        shown = place.named(case)
        here = f"/evidence?{urlencode({name: value for name, value in shown.items() if value})}"
        one = views.number_view(app_state, case, place.number) if place.number else None
        part = views.entity_view(app_state, case, place.about) if place.about else None
        view = evidence_view.evidence(app_state, case)

        def show(drivers: list[Driver]) -> str:
            return render("evidence.html.j2", view=view, one=one, part=part, drivers=drivers, **shown)

        drivers = _drivers(app_state, case, place.driver)
        asked = Part("evidence", "Forecasting", here)
        if place.driver:  # asked for by name: worth waiting for
            asked.ask(lambda: drivers, show)
        else:
            asked.shown = show([] if isinstance(drivers, Job) else drivers)
        body = asked.html
        if one:
            fit = Part("fit", "Reading the fit", here)
            fit.ask(lambda: views.fitted(app_state, case), lambda fit: _posterior(fit, place.number))
            body += fit.html
        return page(app_state, case, "/evidence", body, waits=asked.waits, at=here)

    return router


def _posterior(view: views.FitView, path: str) -> str:
    """Return what the fit says of a number as HTML."""
    learned = evidence_view.learned(view.document, path)
    return render("posterior.html.j2", fit=view.document, learned=learned)


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
