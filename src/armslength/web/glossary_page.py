"""Glossary: what the terms of the pages mean."""

from __future__ import annotations

from fastapi.responses import Response

from armslength.web.app_state import AppState
from armslength.web.layout import frame, html, page
from armslength.web.render import render


def register(app_state: AppState) -> None:
    """Serve the page."""

    @page("/glossary")
    async def terms(case: str = "") -> Response | None:
        with frame(app_state, app_state.case(case or app_state.first).name, "/"):
            html(render("glossary.html.j2"))
        return None
