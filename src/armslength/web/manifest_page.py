"""Manifest: what a forecast was made of, so that anyone can make it again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from armslength.results.forecast import ForecastManifest
from armslength.web.addresses import Place
from armslength.web.app_state import AppState
from armslength.web.layout import Part, page
from armslength.web.render import render


def router(app_state: AppState) -> APIRouter:
    """Return the address of the page."""
    router = APIRouter()

    @router.get("/manifest")
    def manifest(place: Annotated[Place, Query()]) -> HTMLResponse:
        case = app_state.case(place.case or app_state.first).name
        app_state.scenario(case)  # says at once that a case does not load
        part = Part("manifest", "Forecasting", f"/manifest?case={case}")
        part.ask(lambda: app_state.forecast(case), lambda made: _table(app_state, case, made.result.manifest))
        return page(app_state, case, "/", part.html, waits=part.waits)

    return router


def _table(app_state: AppState, case: str, manifest: ForecastManifest) -> str:
    """Return every entry as HTML, nested ones by their dotted name."""
    options = f"--days {manifest.days} --futures {manifest.futures} --seed {manifest.seed}"
    rows = [(key, value or "none") for key, value in flat(manifest.model_dump(mode="json"))]
    command = f"armslength forecast {case} {options}"
    return render("manifest.html.j2", is_copy=app_state.case(case).is_copy, rows=rows, command=command)


def flat(entries: dict[str, object], before: str = "") -> list[tuple[str, str]]:
    """Return nested entries by their dotted name.

    >>> flat({"seed": 1, "libraries": {"jax": "0.10"}})
    [('seed', '1'), ('libraries.jax', '0.10')]
    """
    rows: list[tuple[str, str]] = []
    for key, value in entries.items():
        rows += (
            flat(value, f"{before}{key}.") if isinstance(value, dict) else [(f"{before}{key}", str(value))]
        )
    return rows
