"""Manifest: what a forecast was made of, so that anyone can make it again."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.web import views
from armslength.web.app_state import AppState
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import render


def register(app_state: AppState) -> None:
    """Take the address of the page."""

    @page("/manifest")
    async def manifest(case: str = "") -> Response | None:
        case = app_state.case(case or app_state.first).name
        await run_in_thread(app_state.scenario, case)  # one that does not load is said at once
        with frame(app_state, case, "/"):
            await AsyncPanel(
                app_state,
                lambda: views.ready(app_state, case),
                lambda _: show(app_state, case),
                "Forecasting",
            ).begin()
        return None


def show(app_state: AppState, case: str) -> None:
    """Every entry, nested ones by their dotted name."""
    made = app_state.forecast(case)
    assert not isinstance(made, Job)
    manifest = made.result.manifest
    asked = f"--days {manifest.days} --futures {manifest.futures} --seed {manifest.seed}"
    rows = [(key, value or "none") for key, value in flat(manifest.model_dump(mode="json"))]
    html(
        render(
            "manifest.html.j2",
            is_copy=app_state.case(case).is_copy,
            rows=rows,
            command=f"armslength forecast {case} {asked}",
        )
    )


def flat(entries: dict[str, object], before: str = "") -> list[tuple[str, str]]:
    """
    >>> flat({"seed": 1, "libraries": {"jax": "0.10"}})
    [('seed', '1'), ('libraries.jax', '0.10')]
    """
    rows: list[tuple[str, str]] = []
    for key, value in entries.items():
        rows += (
            flat(value, f"{before}{key}.") if isinstance(value, dict) else [(f"{before}{key}", str(value))]
        )
    return rows
