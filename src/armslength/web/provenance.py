"""Manifest: what a forecast was made of, so that anyone can make it again."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.results.forecast import ForecastManifest
from armslength.web.app_state import AppState
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import render


def register(app_state: AppState) -> None:
    """Serve the page."""

    @page("/manifest")
    async def manifest(case: str = "") -> Response | None:
        case = app_state.case(case or app_state.first).name
        await run_in_thread(app_state.scenario, case)  # says at once that a case does not load
        with frame(app_state, case, "/"):
            await AsyncPanel(
                app_state,
                lambda: app_state.forecast(case),
                lambda forecast: show(app_state, case, forecast.result.manifest),
                "Forecasting",
            ).begin()
        return None


def show(app_state: AppState, case: str, manifest: ForecastManifest) -> None:
    """Show every entry, nested ones by their dotted name."""
    options = f"--days {manifest.days} --futures {manifest.futures} --seed {manifest.seed}"
    rows = [(key, value or "none") for key, value in flat(manifest.model_dump(mode="json"))]
    command = f"armslength forecast {case} {options}"
    is_copy = app_state.case(case).is_copy
    html(render("manifest.html.j2", is_copy=is_copy, rows=rows, command=command))


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
