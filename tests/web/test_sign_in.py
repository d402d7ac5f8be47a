"""Beyond this machine: over https, with a token, in a real browser; and nothing secret in what the server says."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import HANG, Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
TOKEN = "a-token-that-nobody-guesses-4711"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A throwaway certificate for this machine's address, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on this machine to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "made.pem", folder / "key.pem"
    command = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(made), "-keyout", str(key)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@pytest.fixture(scope="module")
def guarded(
    serve: Callable[..., Served], certificate: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Served:
    folder = tmp_path_factory.mktemp("guarded")
    token = folder / "token"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    made, key = certificate
    return serve(
        folder / "page",
        "--host",
        "0.0.0.0",
        "--token-file",
        str(token),
        "--certificate",
        str(made),
        "--key",
        str(key),
    )


@pytest.fixture
def stranger(new_page: Callable[..., Page]) -> Page:
    """A browser that trusts the throwaway certificate and holds no cookie."""
    return new_page(ignore_https_errors=True)


def signed_in(page: Page, served: Served, token: str = TOKEN) -> None:
    page.goto(served.address + "/")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()


def test_who_has_the_token_comes_in_and_the_page_is_live(stranger, guarded):
    said: list[str] = []
    stranger.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    signed_in(stranger, guarded)
    stranger.wait_for_url(f"{guarded.address}/")
    held = next(c for c in stranger.context.cookies() if c["name"] == "armslength")
    assert held["secure"]
    assert held["httpOnly"]
    assert held["sameSite"] == "Strict"
    stranger.wait_for_selector(".tile")  # put in its place where it was not ready
    stranger.goto(f"{guarded.address}/time")
    stranger.get_by_label("Future number").fill("5")
    stranger.get_by_label("Future number").blur()
    stranger.get_by_role("button", name="Tell it").click()
    stranger.get_by_role("link", name="A link to future 5").wait_for()
    assert stranger.url.endswith("future=5")
    assert not said


def test_a_wrong_token_opens_nothing(stranger, guarded):
    signed_in(stranger, guarded, "another-token-as-long-as-it")
    assert "not the token" in stranger.get_by_role("alert").inner_text()
    assert not stranger.context.cookies()
    stranger.goto(f"{guarded.address}/time")
    assert stranger.url.endswith("/login")


def test_a_cookie_that_was_made_up_opens_nothing(stranger, guarded):
    made_up = {
        "name": "armslength",
        "value": "eyJzaWduZWRfaW4iOiB0cnVlfQ==.aR2Xyz.0000",
        "url": guarded.address,
    }
    stranger.context.add_cookies([made_up])
    stranger.goto(f"{guarded.address}/")
    assert stranger.url.endswith("/login")


def test_a_program_sends_the_token_as_a_bearer(guarded):
    anyone = ssl._create_unverified_context()
    asked = urllib.request.Request(f"{guarded.address}/api/cases")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(asked, timeout=HANG, context=anyone)
    asked.add_header("Authorization", f"Bearer {TOKEN}")
    with urllib.request.urlopen(asked, timeout=HANG, context=anyone) as answer:
        assert answer.status == 200
        assert "max-age" in answer.headers["strict-transport-security"]


def test_the_server_says_what_it_exposes_and_nothing_secret(stranger, guarded):
    """The last here: it ends the server to read all that it said."""
    page = stranger
    signed_in(page, guarded, "another-token-as-long-as-it")
    signed_in(page, guarded)
    page.wait_for_url(f"{guarded.address}/")
    held = next(c["value"] for c in page.context.cookies() if c["name"] == "armslength")
    page.goto(f"{guarded.address}/?case=no-such-case")
    guarded.end()
    assert "Listening on 0.0.0.0" in guarded.output
    for secret in (TOKEN, held, "another-token-as-long-as-it"):
        assert secret not in guarded.output
