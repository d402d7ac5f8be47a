"""Who may ask: the right host name, the right origin, the token; and the headers that every answer carries.

All of it is ASGI middleware around the whole application. A page of another site can make a browser send requests to
this machine: the host name stops those that come by a name of their own (DNS rebinding), the origin those that are
forged (CSRF).
"""

from __future__ import annotations

import asyncio
import hmac
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armslength.web.settings import Settings

COOKIE = "armslength"
SIGNED_IN = "signed_in"  # key of the session
SESSION_SECONDS = 12 * 3600
WRONG_TOKEN_SECONDS = 1.0  # that a wrong token waits for its answer
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = ("/login", "/static/")  # how the addresses begin that a stranger may load
CARDS = "/embed/"  #: where what other sites may show begins
# Everything comes from this server, scripts and styles from files of their own: nothing in a page's text runs.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with none at all, browsers send a form of ours as from nowhere
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


def guard(app: ASGIApp, settings: Settings) -> ASGIApp:
    """Return the application behind every check that the settings ask for."""
    app = RequestChecks(app, settings)
    if settings.token is not None:
        app = SessionMiddleware(
            app,
            secret_key=settings.token,  # a new token ends every session
            session_cookie=COOKIE,
            max_age=SESSION_SECONDS,
            same_site="strict",
            https_only=not settings.is_local or settings.certificate is not None,
        )
    if settings.is_local:
        own = f"[{settings.host}]" if ":" in settings.host else settings.host
        app = TrustedHostMiddleware(app, [*LOCAL_NAMES, own], www_redirect=False)
    return ResponseHeaders(app, settings)


class ResponseHeaders:
    """Adds to every answer the headers that shut out frames, other sites and foreign scripts."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self.app = app
        hsts = {"strict-transport-security": "max-age=31536000"} if settings.certificate else {}
        self.headers = HEADERS | hsts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class TooLarge(Exception):
    """More bytes came than one request may carry."""


@dataclass
class BodyCount:
    """How much of a request has come, and whether its answer has begun."""

    bytes: int = 0
    is_too_large: bool = False
    is_answered: bool = False


class RequestChecks:
    """Refuses forged requests, requests that are too large, and strangers."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self.app, self.token, self.most = app, settings.token, settings.limits.upload_bytes
        self.shows_cards = settings.embed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] != "http":  # the beginning and the end of the server: no web socket is served
            await self.app(scope, receive, send)
        elif refusal := await self._refusal(scope):
            await refusal(scope, receive, send)
        else:
            await self._pass_counted(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        changes = scope["method"] not in SAFE_METHODS
        if changes and not _is_same_origin(headers.get("origin"), headers.get("host", "")):
            return PlainTextResponse("a page of another site may not ask for this\n", 403)
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self.most:
            return self._too_large()
        is_card = self.shows_cards and not changes and scope["path"].startswith(CARDS)
        if (
            self.token is None
            or is_card
            or scope["path"].startswith(OPEN_PATHS)
            or await self._may_enter(scope, self.token)
        ):
            return None
        if not changes and "text/html" in headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        return PlainTextResponse(
            "this needs the token: sign in at /login, or send it as Authorization: Bearer\n", 401
        )

    async def _may_enter(self, scope: Scope, token: str) -> bool:
        """Return whether a request carries the token, or comes from a browser that signed in with it."""
        kind, _, candidate = Headers(scope=scope).get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return await is_token(token, candidate.strip())
        return HTTPConnection(scope).session.get(SIGNED_IN) is True

    async def _pass_counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and break it off as soon as its body is too large, whatever its header claims."""
        count = BodyCount()

        async def receive_counted() -> Message:
            message = await receive()
            count.bytes += len(message.get("body", b""))
            if count.bytes > self.most:
                count.is_too_large = True
                raise TooLarge
            return message

        async def send_unless_too_large(message: Message) -> None:
            if not count.is_too_large:
                count.is_answered = True
                await send(message)

        with suppress(TooLarge):
            await self.app(scope, receive_counted, send_unless_too_large)
        if count.is_too_large and not count.is_answered:
            await self._too_large()(scope, receive, send)

    def _too_large(self) -> Response:
        return PlainTextResponse(f"a request may carry at most {self.most / 1e6:.0f} MB\n", 413)


async def is_token(token: str, candidate: str) -> bool:
    """Return whether a candidate is the token, in a time that does not tell how much of it was right."""
    if hmac.compare_digest(token.encode(), candidate.encode()):
        return True
    await asyncio.sleep(WRONG_TOKEN_SECONDS)
    return False


def _is_same_origin(origin: str | None, host: str) -> bool:
    """Return whether a request comes from a page of this server, or from a program: those send no origin."""
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == host
    except ValueError:
        return False
