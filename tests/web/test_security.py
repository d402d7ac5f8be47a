"""Who may ask: host, origin, token; what every answer carries; what settings refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from armslength.errors import ArmslengthError
from armslength.web import security
from armslength.web.settings import Limits, Settings

TOKEN = "a-token-of-enough-letters"


async def answer(request):
    return PlainTextResponse(f"{len(await request.body())}")


def client(**settings) -> TestClient:
    app = Starlette(routes=[Route("/", answer, methods=["GET", "POST"]), Route("/login", answer)])
    name = "localhost" if "host" not in settings else "example.org"
    return TestClient(security.Guard(app, Settings(**settings)), base_url=f"http://{name}")


def test_every_answer_shuts_out_frames_and_other_sites():
    headers = client().get("/").headers
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:80", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
        ("evil.example", 400),
        ("127.evil.example", 400),
        ("", 400),
    ],
)
def test_a_local_page_answers_to_local_names_alone(host, status):
    assert client().get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), ("http://localhost", 200), ("http://evil.example", 403), ("null", 403)],
)
def test_another_site_cannot_change_anything(origin, status):
    headers = {} if origin is None else {"origin": origin}
    assert client().post("/", headers=headers).status_code == status


def test_a_request_may_carry_so_much_and_no_more():
    small = client(limits=Limits(upload_bytes=100))
    assert small.post("/", content=b"x" * 100).status_code == 200
    assert small.post("/", content=b"x" * 101).status_code == 413
    assert small.post("/", content=iter([b"x" * 60] * 2)).status_code == 413  # without saying so beforehand


def test_beyond_this_machine_nobody_enters_without_the_token():
    outside = client(host="0.0.0.0", token=TOKEN)
    assert outside.get("/").status_code == 401
    assert (
        outside.get("/", headers={"accept": "text/html"}, follow_redirects=False).headers["location"]
        == "/login"
    )
    assert outside.get("/login").status_code == 200
    assert outside.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert outside.get("/", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert (
        outside.get("/", headers={"cookie": f"armslength={security.session_token(TOKEN)}"}).status_code == 200
    )
    assert (
        outside.get(
            "/", headers={"cookie": f"armslength={security.session_token('another-token-as-long')}"}
        ).status_code
        == 401
    )


def test_a_ticket_ends_and_cannot_be_moved_in_time():
    made = security.session_token(TOKEN, at=1_000_000)
    assert security.is_session_token(TOKEN, made, at=1_000_100)
    assert not security.is_session_token(TOKEN, made, at=1_000_000 + security.LASTS + 1)
    assert not security.is_session_token(TOKEN, f"1000500.{made.partition('.')[2]}", at=1_000_600)
    assert not any(security.is_session_token(TOKEN, bad) for bad in ("", ".", "x.y", "9" * 40, "-1.0", "²."))


def test_the_cookie_is_kept_from_scripts_and_from_other_sites():
    made = security.cookie(Settings(host="0.0.0.0", token=TOKEN))
    assert all(word in made for word in ("HttpOnly", "SameSite=Strict", "Secure"))
    assert TOKEN not in made


def test_a_token_stands_in_no_message():
    assert TOKEN not in repr(Settings(token=TOKEN))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"host": "0.0.0.0"}, "needs a token"),
        ({"host": "192.0.2.1", "token": "short"}, "too short"),
        ({"port": 70000}, "port is 70000"),
        ({"futures": 10**7}, "futures is 10000000"),
        ({"certificate": Path("here.pem")}, "belong together"),
    ],
)
def test_settings_that_would_be_unsafe_are_refused(settings, said):
    with pytest.raises(ArmslengthError, match=said):
        Settings(**settings).checked()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.53"])
def test_this_machine_needs_no_token(host):
    assert Settings(host=host).checked().is_local
