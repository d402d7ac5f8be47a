"""Glossary: what the terms of the pages mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from armslength.web.addresses import Place
from armslength.web.app_state import AppState
from armslength.web.layout import page
from armslength.web.render import render


def router(app_state: AppState) -> APIRouter:
    """Return the address of the page."""
    router = APIRouter()

    @router.get("/glossary")
    def terms(place: Annotated[Place, Query()]) -> HTMLResponse:
        case = app_state.case(place.case or app_state.first).name
        return page(app_state, case, "/", render("glossary.html.j2"))

    return router
