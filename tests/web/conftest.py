"""One server of the classroom for all tests, started as a user starts it; each test that changes things has its own names."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 90  # seconds until a server answers, on a machine that does other things as well


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running server."""

    address: str
    workspace: Path
    process: subprocess.Popen[str]

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        unverified = ssl._create_unverified_context()  # a test's certificate is nobody's
        with urllib.request.urlopen(self.address + path, timeout=30, context=unverified) as answer:
            return answer.status, answer.read().decode()


def start(workspace: Path, *options: str) -> Served:
    """`armslength serve classroom`, once it answers."""
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "from armslength.cli import main; main()",
        "serve",
        "classroom",
        "--port",
        str(port),
        "--futures",
        "500",
    ]
    process = subprocess.Popen(
        [*command, "--workspace", str(workspace), *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "XDG_DATA_HOME": str(workspace)},
    )  # fmt: skip
    scheme = "https" if "--certificate" in options else "http"
    served = Served(f"{scheme}://127.0.0.1:{port}", workspace, process)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            served.get("/login")  # open to everyone, with a token or without
            return served
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise AssertionError(f"the server did not answer: {process.communicate()[0]}")


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., Served]]:
    """Starts servers, and ends those that a test left running."""
    started: list[Served] = []

    def begin(workspace: Path, *options: str) -> Served:
        started.append(start(workspace, *options))
        return started[-1]

    yield begin
    for served in started:
        if served.process.poll() is None:
            served.stop()


@contextmanager
def watched(browser: Browser, height: int = 900) -> Iterator[Page]:
    """A page that may say nothing on the console and ask nobody else for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": height})
    made = context.new_page()
    said: list[str] = []
    made.on(
        "console", lambda m: said.append(f"{m.text} {m.location}") if m.type in ("error", "warning") else None
    )
    made.on("pageerror", lambda error: said.append(str(error)))
    made.on(
        "request",
        lambda r: None if r.url.startswith(("http://127.0.0.1:", "data:", "blob:")) else said.append(r.url),
    )
    yield made
    assert not said
    context.close()


def everyone_can_use(page: Page) -> None:
    """No wider than the screen, and without a serious finding of axe."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found]


@pytest.fixture(scope="session")
def served(serve: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The server that most tests share: each keeps to names of its own."""
    return serve(tmp_path_factory.mktemp("page"))
