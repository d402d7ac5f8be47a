"""Cards that another page may show: the answer, its picture, its caveat. They start no work and run no script.

On this machine they can be shown by any page of this machine; with `--embed` by anyone's, without the token.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from armslength.report.brief_page import draw_brief
from armslength.report.png import png, standing
from armslength.results.brief import Brief
from armslength.results.forecast import ForecastResult
from armslength.web.app_state import AppState, NotFound, read_forecast
from armslength.web.render import card_style, render
from armslength.web.schemas import CaseName
from armslength.web.settings import Settings, is_loopback
from armslength.web.take_away import case_brief

HERE = "'self' http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*"
POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors"
)


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of cards and of their pictures."""
    router = APIRouter(tags=["embed"], include_in_schema=False)

    @router.get("/embed/{case}.{form}")
    def picture(case: CaseName, form: Literal["svg", "png"], request: Request) -> Response:
        """Return the picture of a card."""
        brief = _brief(app_state, case)
        if brief.picture is None:
            raise NotFound(f"the brief of {case} has no picture")
        drawn = draw_brief(brief.picture)
        content = standing(drawn).encode() if form == "svg" else png(drawn, 2)
        kind = "image/svg+xml" if form == "svg" else "image/png"
        return Response(content, media_type=kind, headers=_headers(app_state.settings, request))

    @router.get("/embed/{case}")
    def card(case: CaseName, request: Request) -> HTMLResponse:
        """Return a card: a page of its own that fits into a frame."""
        brief = _brief(app_state, case)
        drawn = draw_brief(brief.picture) if brief.picture else ""
        page = render("card.html.j2", brief=brief, drawn=drawn, style=card_style())
        return HTMLResponse(page, headers=_headers(app_state.settings, request))

    return router


def _brief(app_state: AppState, case: str) -> Brief:
    """Return the brief of a forecast that is made already: whoever looks at a card sets nothing to work."""
    settings = app_state.settings
    if not (settings.is_local or settings.embed):
        raise NotFound(
            "cards are shown on this machine alone; `armslength serve --embed` shows them to others"
        )
    run = app_state.finished(case, app_state.forecast_task(case))
    if run is None:
        raise NotFound(f"the forecast of {case} is not made yet; open its overview first")
    result: ForecastResult = read_forecast(run).result
    return case_brief(app_state, case, result)


def _headers(settings: Settings, request: Request) -> dict[str, str]:
    style = b64encode(sha256(card_style().encode()).digest()).decode()
    # browsers take two ports of 127.0.0.1 for two sites: a picture in a page of this machine needs to be let out
    shown = settings.embed or _is_here(request.headers.get("referer", ""))
    return {
        "content-security-policy": f"{POLICY.format(style=style)} {'*' if settings.embed else HERE}",
        "cross-origin-resource-policy": "cross-origin" if shown else "same-site",
        "x-frame-options": "SAMEORIGIN",  # for browsers that know no frame-ancestors, which stands above it
        "cache-control": "no-cache",
        "vary": "referer",
    }


def _is_here(address: str) -> bool:
    """Return whether an address is one of this machine."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return host == "localhost" or is_loopback(host)
