"""The server: the API, the pages on top of it, the checks before both, and the workers beside them."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from armslength.errors import ArmslengthError
from armslength.scenario.own_mechanisms import refuse_code
from armslength.web import render, security
from armslength.web.api import make_api, no_such_page, unreadable
from armslength.web.app_state import AppState
from armslength.web.settings import NO_CODE, Settings

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="8" cy="16" r="6" fill="#00629d"/>'
    '<circle cx="25" cy="8" r="4" fill="#c45100"/><circle cx="25" cy="24" r="4" fill="#c45100"/>'
    '<path d="M8 16L25 8M8 16L25 24" stroke="#586173" stroke-width="2"/></svg>'
)


def make_app(app_state: AppState) -> FastAPI:
    """Return everything that one server answers."""
    os.environ.setdefault("NICEGUI_STORAGE_PATH", str(app_state.database.folder / "nicegui"))
    from nicegui import app as pages
    from nicegui import ui

    from armslength.web import (
        cases_page,
        evidence_page,
        glossary_page,
        overview_page,
        provenance,
        scenario_page,
        time_page,
        trust_page,
        what_if_page,
    )

    app = make_api(app_state)
    app.router.lifespan_context = _lifespan(app_state)
    _add_static_files(app)
    add_login(app, app_state.settings)
    for page in (
        cases_page,
        overview_page,
        time_page,
        what_if_page,
        evidence_page,
        trust_page,
        scenario_page,
        provenance,
        glossary_page,
    ):
        page.register(app_state)
    pages.add_exception_handler(RequestValidationError, unreadable)
    pages.add_exception_handler(404, no_such_page)
    ui.run_with(
        app,
        title="armslength",
        language="en-US",
        dark=False,
        tailwind=False,
        favicon=ICON,
        show_welcome_message=False,
        reconnect_timeout=10,
    )
    return app


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Answer until interrupted.

    `say` is told what listening beyond this machine means, and the address once it answers there.
    """
    refuse_code(NO_CODE)
    # uvicorn ends by the signal that it was sent: let that unwind, so that nothing shared is left behind
    signal.signal(signal.SIGTERM, _leave)
    with listen(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])  # port 0 asks for any that is free
        app_state = AppState(settings)
        if not settings.is_local:
            say(settings.exposes)
            if settings.certificate is None:
                say(
                    "Nothing is encrypted here: put a proxy with TLS before it, or give --certificate and --key; signing in needs https."
                )
        app = security.guard(make_app(app_state), settings)
        logging.getLogger("nicegui").setLevel(logging.WARNING)
        config = uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            server_header=False,
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.key,
            ws_max_size=2**22,
            timeout_graceful_shutdown=2,
        )
        server = AnnouncingServer(
            config, lambda: say(f"{app_state.first} is on {settings.address} (Ctrl-C ends it)")
        )
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


class AnnouncingServer(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]):
        super().__init__(config)
        self.on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self.on_listening()


def _leave(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def listen(settings: Settings) -> socket.socket:
    """Return a socket bound to the address, or say in one sentence that it cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        why = error.strerror or str(error)
        raise ArmslengthError(
            f"cannot listen on {settings.host}, port {settings.port}: {why}; choose another with --port"
        ) from None
    return listener


def _lifespan(app_state: AppState) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(app_state.jobs.start)
        await asyncio.to_thread(app_state.forecast, app_state.first)  # made before the first page is opened
        yield
        await asyncio.to_thread(app_state.jobs.stop)

    return lifespan


def _add_static_files(app: FastAPI) -> None:
    @app.get("/static/page.css", include_in_schema=False)
    def style() -> Response:
        return Response(render.style(), media_type="text/css", headers={"cache-control": "no-cache"})

    @app.get("/static/theme.js", include_in_schema=False)
    def theme() -> Response:
        return Response(
            render.script("theme.js"), media_type="text/javascript", headers={"cache-control": "no-cache"}
        )


def add_login(app: FastAPI, settings: Settings) -> None:
    """Add the page where the token is given; the browser keeps a signed session in its place."""

    @app.get("/login", include_in_schema=False)
    def show_login() -> HTMLResponse:
        return HTMLResponse(render.render("login.html.j2", why=""))

    @app.post("/login", include_in_schema=False)
    async def sign_in(request: Request, token: Annotated[str, Form(max_length=500)] = "") -> Response:
        if settings.token is not None:
            if not await security.is_token(settings.token, token.strip()):
                return HTMLResponse(render.render("login.html.j2", why="That is not the token."), 401)
            request.session[security.SIGNED_IN] = True
        return RedirectResponse("/", 303)
