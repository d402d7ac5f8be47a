"""Who may ask: host, origin, token; what every answer carries; what settings refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from itsdangerous import TimestampSigner
from starlette.testclient import TestClient

from armslength.errors import ArmslengthError
from armslength.web import security
from armslength.web.server import add_login
from armslength.web.settings import Limits, Settings

TOKEN = "a-token-of-enough-letters"


def client(**settings: Any) -> TestClient:
    """A browser before a small application behind the checks: at `/` it answers with the length of what was sent."""
    app, made = FastAPI(), Settings(**settings)

    @app.api_route("/", methods=["GET", "POST"])
    async def count(request: Request) -> int:
        return len(await request.body())

    add_login(app, made)
    name = "localhost" if made.is_local else "example.org"
    scheme = "http" if made.is_local else "https"
    return TestClient(security.guard(app, made), base_url=f"{scheme}://{name}", follow_redirects=False)


def test_nothing_in_the_text_of_a_page_runs_and_no_string_is_compiled():
    policy = client().get("/login").headers["content-security-policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert "unsafe" not in policy


def test_every_answer_shuts_out_frames_and_other_sites():
    for path in ("/", "/nowhere"):
        headers = client().get(path).headers
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_refusal_carries_the_same_headers():
    refused = client().get("/", headers={"host": "evil.example"})
    assert refused.status_code == 400
    assert refused.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:80", 200),
        ("LocalHost", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
        ("evil.example", 400),
        ("127.evil.example", 400),
        ("localhost.evil.example", 400),
        ("", 400),
    ],
)
def test_a_local_page_answers_to_local_names_alone(host, status):
    assert client().get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize("host", ["127.0.0.53", "::1"])
def test_a_local_page_answers_to_the_address_that_it_was_given(host):
    name = f"[{host}]" if ":" in host else host
    assert client(host=host).get("/", headers={"host": f"{name}:8080"}).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), ("http://localhost", 200), ("http://evil.example", 403), ("null", 403)],
)
def test_another_site_cannot_change_anything(origin, status):
    headers = {} if origin is None else {"origin": origin}
    assert client().post("/", headers=headers).status_code == status
    assert client().get("/", headers=headers).status_code == 200


def test_a_request_may_carry_so_much_and_no_more():
    small = client(limits=Limits(upload_bytes=100))
    assert small.post("/", content=b"x" * 100).status_code == 200
    assert small.post("/", content=b"x" * 101).status_code == 413
    assert small.post("/", content=iter([b"x" * 60] * 2)).status_code == 413  # without saying so beforehand


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser before a server that others can reach, without the wait after a wrong token."""
    monkeypatch.setattr(security, "WRONG_TOKEN_SECONDS", 0)
    return client(host="0.0.0.0", token=TOKEN)


def test_beyond_this_machine_nobody_enters_without_the_token(outside):
    assert outside.get("/").status_code == 401
    assert outside.get("/", headers={"accept": "text/html"}).headers["location"] == "/login"
    assert outside.get("/login").status_code == 200
    assert outside.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert outside.get("/", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401


def test_who_signs_in_with_the_token_enters(outside):
    assert outside.post("/login", data={"token": f"{TOKEN}x"}).status_code == 401
    assert outside.get("/").status_code == 401
    assert outside.post("/login", data={"token": f" {TOKEN}\n"}).headers["location"] == "/"
    assert outside.get("/").status_code == 200


def test_a_wrong_token_waits_for_its_answer(outside, monkeypatch):
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(security, "WRONG_TOKEN_SECONDS", 1.0)
    monkeypatch.setattr(security.asyncio, "sleep", note)
    outside.post("/login", data={"token": "another"})
    outside.get("/", headers={"authorization": "Bearer another"})
    assert waits == [1.0, 1.0]
    outside.post("/login", data={"token": TOKEN})
    assert len(waits) == 2


def cookie_of(browser: TestClient) -> str:
    """Sign in, and return what the browser keeps."""
    return browser.post("/login", data={"token": TOKEN}).headers["set-cookie"]


def test_a_session_ends_and_cannot_be_moved_in_time(outside, monkeypatch):
    signed = cookie_of(outside).partition(";")[0].partition("=")[2]
    value, stamp, signature = signed.rsplit(".", 2)

    def enters(cookie: str) -> bool:
        return (
            client(host="0.0.0.0", token=TOKEN)
            .get("/", headers={"cookie": f"armslength={cookie}"})
            .is_success
        )

    assert enters(signed)
    moved = stamp[:-1] + (
        "Q" if stamp.endswith("A") else "A"
    )  # always another time than the one that was signed
    forged = signature[:-2] + ("BB" if signature.endswith("A") else "AA")
    for bad in (
        "",
        ".",
        "x.y",
        "9" * 40,
        f"{value}.{moved}.{signature}",
        f"{value}.{stamp}.{forged}",
    ):
        assert not enters(bad), bad
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(
        TimestampSigner, "get_timestamp", lambda signer: now(signer) + security.SESSION_SECONDS - 9
    )
    assert enters(signed)
    monkeypatch.setattr(
        TimestampSigner, "get_timestamp", lambda signer: now(signer) + security.SESSION_SECONDS + 9
    )
    assert not enters(signed)


def test_a_new_token_ends_every_session(outside):
    cookie = {"cookie": cookie_of(outside).partition(";")[0]}
    assert client(host="0.0.0.0", token=TOKEN).get("/", headers=cookie).status_code == 200
    assert client(host="0.0.0.0", token="another-token-as-long").get("/", headers=cookie).status_code == 401


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(outside):
    cookie = cookie_of(outside).lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "secure", "path=/"))
    assert TOKEN not in cookie


@pytest.mark.parametrize(("certificate", "is_secure"), [(None, False), (Path("made.pem"), True)])
def test_the_cookie_of_this_machine_needs_https_where_there_is_https(certificate, is_secure):
    cookie = cookie_of(client(token=TOKEN, certificate=certificate)).lower()
    assert ("secure" in cookie) == is_secure


def test_a_token_stands_in_no_message():
    assert TOKEN not in repr(Settings(token=TOKEN))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"host": "0.0.0.0"}, "needs a token"),
        ({"host": "192.0.2.1", "token": "short"}, "too short"),
        ({"port": 70000}, "port is 70000"),
        ({"futures": 10**7}, "futures is 10000000"),
        ({"certificate": Path("here.pem")}, "belong together"),
    ],
)
def test_settings_that_would_be_unsafe_are_refused(settings, message):
    with pytest.raises(ArmslengthError, match=message):
        Settings(**settings).checked()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.53"])
def test_this_machine_needs_no_token(host):
    assert Settings(host=host).checked().is_local
