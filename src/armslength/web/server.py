"""The server: the API, the pages on top of it, the checks before both, and the workers beside them."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.middleware.gzip import GZipMiddleware

from armslength.errors import ArmslengthError
from armslength.scenario.own_mechanisms import refuse_code
from armslength.web import (
    cases_page,
    evidence_page,
    glossary_page,
    import_page,
    jobs_page,
    manifest_page,
    overview_page,
    render,
    rounds_page,
    scenario_page,
    security,
    time_page,
    trust_page,
    what_if_page,
)
from armslength.web.api import make_api
from armslength.web.app_state import AppState, NotFound
from armslength.web.settings import NO_CODE, Settings


def make_app(app_state: AppState) -> FastAPI:
    """Return everything that one server answers."""
    app = make_api(app_state)
    app.router.lifespan_context = _lifespan(app_state)
    add_static_files(app)
    add_login(app, app_state.settings)
    for page in (
        cases_page,
        overview_page,
        time_page,
        what_if_page,
        evidence_page,
        trust_page,
        import_page,
        scenario_page,
        manifest_page,
        glossary_page,
        jobs_page,
        rounds_page,
    ):
        app.include_router(page.router(app_state), include_in_schema=False)
    app.add_middleware(GZipMiddleware, minimum_size=2_000)
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
        config = uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            server_header=False,
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.key,
            ws="none",
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
        watch = asyncio.create_task(_watch(app_state))
        yield
        watch.cancel()
        await asyncio.to_thread(app_state.jobs.stop)

    return lifespan


async def _watch(app_state: AppState) -> None:
    """Give up what every page has left, as long as the server runs."""
    while True:
        await asyncio.sleep(1)
        app_state.jobs.give_up_unwatched()


def add_static_files(app: FastAPI) -> None:
    """Add the style sheet and the scripts: everything comes from this server, and a browser may keep it."""

    @app.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        if name not in render.assets():
            raise NotFound(f"no file is named '{name[:40]}'")
        text, media_type = render.assets()[name]
        return Response(text, media_type=media_type, headers={"cache-control": "max-age=31536000, immutable"})


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
