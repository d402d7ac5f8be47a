"""Manifest: what a forecast was made of, so that anyone can make it again."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.page import views
from armslength.page.desk import Desk
from armslength.page.jobs import Job
from armslength.page.render import render
from armslength.page.shell import Awaited, aside, frame, html, page


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/manifest")
    async def manifest(case: str = "") -> Response | None:
        case = desk.case(case or desk.first).name
        await aside(desk.scenario, case)  # one that does not load is said at once
        with frame(desk, case, "/"):
            await Awaited(
                desk, lambda: views.ready(desk, case), lambda _: show(desk, case), "Forecasting"
            ).begin()
        return None


def show(desk: Desk, case: str) -> None:
    """Every entry, nested ones by their dotted name."""
    made = desk.forecast(case)
    assert not isinstance(made, Job)
    manifest = made.document["manifest"]
    asked = " ".join(f"--{key} {manifest[key]}" for key in ("days", "futures", "seed") if key in manifest)
    rows = [(key, value or "none") for key, value in flat(manifest)]
    html(
        render(
            "manifest.html.j2",
            is_copy=desk.case(case).is_copy,
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
