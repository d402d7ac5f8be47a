"""Who may ask: the right host name, the right origin, the token; and the headers that every answer carries.

Pure ASGI, so that it stands before the web socket as well. A page of another site can make a browser send requests
to this machine: the host name stops those that come by a name of their own (DNS rebinding), the origin those that
are forged (CSRF).
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from armslength.web.settings import Settings, is_loopback

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

COOKIE = "armslength"
LASTS = 12 * 3600  # seconds
READS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = frozenset({"/login", "/static/page.css", "/static/theme.js"})  # what a stranger may load
# NiceGUI mounts with inline scripts and compiles its templates in the browser; all else is shut.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),  # with none at all, browsers send a form of ours as from nowhere
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
)


class TooLarge(Exception):
    """More bytes came than one request may carry."""


@dataclass
class RequestStats:
    """How much of a request has come, and whether its answer has begun."""

    bytes: int = 0
    too_large: bool = False
    started: bool = False


class Guard:
    """Stands before the application."""

    def __init__(self, app: Any, settings: Settings):
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = self._refuses(scope)
        if refused and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif refused:
            await _answer(self._with_headers(send), *refused)
        else:
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        seen = RequestStats()
        send = self._with_headers(send)

        async def unless_too_large(message: MutableMapping[str, Any]) -> None:
            if not seen.too_large:
                seen.started = True
                await send(message)

        with suppress(TooLarge):
            await self.app(scope, self._counted(receive, seen), unless_too_large)
        if seen.too_large and not seen.started:
            await _answer(send, 413, self._too_large())

    def _refuses(self, scope: Scope) -> tuple[int, str] | tuple[int, str, list[tuple[str, str]]] | None:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        host = headers.get("host", "")
        if self.settings.is_local and not _local(host):
            return 400, f"this page answers to localhost, not to the name '{host[:80]}'"
        changes = scope["type"] == "websocket" or scope["method"] not in READS
        if changes and not _same_origin(headers.get("origin"), host):
            return 403, "a page of another site may not ask for this"
        if int(headers["content-length"] if headers.get("content-length", "").isdigit() else 0) > (
            self.settings.limits.upload_bytes
        ):
            return 413, self._too_large()
        if self.settings.token is None or scope["path"] in OPEN or self._may_enter(headers):
            return None
        if scope["type"] == "http" and "text/html" in headers.get("accept", "") and not changes:
            return 303, "please sign in", [("location", "/login")]
        return 401, "this needs the token: sign in at /login, or send it as Authorization: Bearer"

    def _may_enter(self, headers: MutableMapping[str, str]) -> bool:
        assert self.settings.token is not None
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and is_token(self.settings.token, given.strip()):
            return True
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return held is not None and is_session_token(self.settings.token, held.value)

    def _counted(self, receive: Receive, seen: RequestStats) -> Receive:
        async def counted() -> MutableMapping[str, Any]:
            message = await receive()
            seen.bytes += len(message.get("body", b""))
            if seen.bytes > self.settings.limits.upload_bytes:
                seen.too_large = True
                raise TooLarge
            return message

        return counted

    def _with_headers(self, send: Send) -> Send:
        async def headed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message.get("headers", [])}
                added = [(n.encode(), v.encode()) for n, v in HEADERS if n.encode() not in own]
                if self.settings.certificate:
                    added.append((b"strict-transport-security", b"max-age=31536000"))
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        return headed

    def _too_large(self) -> str:
        return f"a request may carry at most {self.settings.limits.upload_bytes / 1e6:.0f} MB"


def is_token(token: str, given: str) -> bool:
    """Compare in a time that does not tell how much of it was right."""
    return hmac.compare_digest(token.encode(), given.encode())


def session_token(token: str, at: float | None = None) -> str:
    """What a browser keeps instead of the token: a time and its signature."""
    stamp = str(int(time.time() if at is None else at))
    return f"{stamp}.{hmac.new(token.encode(), stamp.encode(), hashlib.sha256).hexdigest()}"


def is_session_token(token: str, given: str, at: float | None = None) -> bool:
    """Whether this server signed it, not too long ago."""
    stamp, _, _ = given.partition(".")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16):
        return False
    age = (time.time() if at is None else at) - int(stamp)
    return 0 <= age + 60 <= LASTS + 60 and hmac.compare_digest(
        session_token(token, int(stamp)).encode(), given.encode()
    )


def cookie(settings: Settings) -> str:
    """The header that keeps somebody signed in; secure wherever others could listen."""
    assert settings.token is not None
    secure = "" if settings.is_local and not settings.certificate else "; Secure"
    return f"{COOKIE}={session_token(settings.token)}; HttpOnly; SameSite=Strict; Path=/; Max-Age={LASTS}{secure}"


def _local(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name == "localhost" or is_loopback(name or "")


def _same_origin(origin: str | None, host: str) -> bool:
    """Programs send no origin; browsers do."""
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == host
    except ValueError:
        return False


async def _answer(send: Send, status: int, why: str, headers: Iterable[tuple[str, str]] = ()) -> None:
    fields = [("content-type", "text/plain; charset=utf-8"), *headers]
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [(n.encode(), v.encode()) for n, v in fields],
    }
    await send(start)
    await send({"type": "http.response.body", "body": f"{why}\n".encode()})
