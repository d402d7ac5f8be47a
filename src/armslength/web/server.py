"""The server: the API, the pages on top of it, the guard before both, and the workers beside them."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Form
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from armslength.errors import ArmslengthError
from armslength.web import render, security
from armslength.web.api import make_api, unreadable
from armslength.web.app_state import AppState
from armslength.web.settings import Settings

LATE = 1.0  # seconds that a wrong token waits for its answer


def make_app(app_state: AppState) -> FastAPI:
    """Everything that one server answers."""
    os.environ.setdefault("NICEGUI_STORAGE_PATH", str(app_state.store.folder / "nicegui"))
    from nicegui import app as pages
    from nicegui import ui

    from armslength.web import (
        evidence_page,
        overview_page,
        provenance,
        scenario_page,
        time_page,
        trust_page,
        what_if_page,
    )

    app = make_api(app_state)
    app.router.lifespan_context = _lifespan(app_state)
    _static(app)
    _door(app, app_state.settings)
    for page in (
        overview_page,
        time_page,
        what_if_page,
        evidence_page,
        trust_page,
        scenario_page,
        provenance,
    ):
        page.register(app_state)
    pages.add_exception_handler(RequestValidationError, unreadable)
    ui.run_with(
        app, title="armslength", language="en-US", dark=False, tailwind=False, favicon=ICON, show_welcome_message=False,
        reconnect_timeout=10,
    )  # fmt: skip
    return app


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="8" cy="16" r="6" fill="#00629d"/>'
    '<circle cx="25" cy="8" r="4" fill="#c45100"/><circle cx="25" cy="24" r="4" fill="#c45100"/>'
    '<path d="M8 16L25 8M8 16L25 24" stroke="#586173" stroke-width="2"/></svg>'
)


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Answer until interrupted; `say` is told the address, and what listening there means."""
    import uvicorn

    # uvicorn ends by the signal that it was sent: let that unwind, so that nothing shared is left behind
    signal.signal(signal.SIGTERM, _leave)
    _check_free(settings)
    app_state = AppState(settings)
    if not settings.is_local:
        say(settings.exposes)
        if settings.certificate is None:
            say(
                "Nothing is encrypted here: put a proxy with TLS before it, or give --certificate and --key; signing in needs https."
            )
    say(f"{app_state.first} is on {settings.address} (Ctrl-C ends it)")
    app = security.Guard(make_app(app_state), settings)
    logging.getLogger("nicegui").setLevel(logging.WARNING)
    uvicorn.run(
        app, host=settings.host, port=settings.port, access_log=False, log_level="warning", server_header=False,
        ssl_certfile=settings.certificate, ssl_keyfile=settings.key, ws_max_size=2**22, timeout_graceful_shutdown=2,
    )  # fmt: skip


def _leave(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def _check_free(settings: Settings) -> None:
    """Say in one sentence that an address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        why = error.strerror or str(error)
        raise ArmslengthError(
            f"cannot listen on {settings.host}, port {settings.port}: {why}; choose another with --port"
        ) from None


def _lifespan(app_state: AppState) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(app_state.jobs.start)
        await asyncio.to_thread(
            app_state.forecast, app_state.first
        )  # what the first page shows is made before it is asked for
        yield
        await asyncio.to_thread(app_state.jobs.stop)

    return lifespan


def _static(app: FastAPI) -> None:
    @app.get("/static/page.css", include_in_schema=False)
    def style() -> Response:
        return Response(render.style(), media_type="text/css", headers={"cache-control": "no-cache"})

    @app.get("/static/theme.js", include_in_schema=False)
    def theme() -> Response:
        return Response(
            render.script("theme.js"), media_type="text/javascript", headers={"cache-control": "no-cache"}
        )


def _door(app: FastAPI, settings: Settings) -> None:
    """Where the token is given; the browser keeps a signed ticket in its place."""

    @app.get("/login", include_in_schema=False)
    def door() -> HTMLResponse:
        return HTMLResponse(render.render("login.html.j2", why=""))

    @app.post("/login", include_in_schema=False)
    async def enter(token: Annotated[str, Form(max_length=500)] = "") -> Response:
        if settings.token is None:
            return RedirectResponse("/", 303)
        if not security.is_token(settings.token, token.strip()):
            await asyncio.sleep(LATE)
            return HTMLResponse(render.render("login.html.j2", why="That is not the token."), 401)
        return RedirectResponse("/", 303, headers={"set-cookie": security.cookie(settings)})
