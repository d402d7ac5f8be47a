"""One server of the classroom for all tests, started as a user starts it; each test that changes things has its own names.

Nothing here measures time: a wait ends when what it waits for is there, and its limit only keeps a test from hanging.
"""

from __future__ import annotations

import json
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.held_server import hold_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

HANG = (
    300  # seconds after which a test that waits is taken to hang; compiling on a busy machine takes minutes
)
ROOT = Path(__file__).parents[2]


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait until a condition holds. In a page, so and not by `wait_for_function`: its policy lets no string be compiled."""
    end = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < end, f"still waiting until {what}"
        time.sleep(0.05)


class Served:
    """A running server of the classroom; `address` is the one that it printed."""

    def __init__(self, workspace: Path, *options: str):
        self.workspace = workspace
        start = "from tests.web.held_server import serve; serve()"
        command = [sys.executable, "-c", start, "serve", "classroom", "--port", "0", "--futures", "500"]
        self.process = subprocess.Popen(
            [*command, "--workspace", str(workspace), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env={**os.environ, "XDG_DATA_HOME": str(workspace)},
        )
        self.output = ""
        self.address = ""
        self._told = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._told.wait(HANG), f"the server printed no address: {self.output}"
        assert self.address, f"the server ended: {self.output}"

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.output += line
            if found := re.search(r"is on (https?://\S+)/ ", line):
                self.address = found.group(1).replace("0.0.0.0", "127.0.0.1")
                self._told.set()
        self._told.set()

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Send a signal, Ctrl-C if none is named, and wait for the end; return the exit status."""
        self.process.send_signal(how)
        self.process.wait(HANG)
        self._reader.join(HANG)
        return self.process.returncode

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body."""
        status, body = self._ask(urllib.request.Request(self.address + path))
        return status, body

    def ask(self, path: str, body: Any = None, method: str | None = None) -> tuple[int, Any]:
        """Return status and answer of the API."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        status, text = self._ask(urllib.request.Request(self.address + path, data, headers, method=method))
        return status, json.loads(text)

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        unverified = ssl._create_unverified_context()  # a test's certificate is nobody's
        with urllib.request.urlopen(request, timeout=HANG, context=unverified) as answer:
            return answer.status, answer.read().decode()

    def state_of(self, job: str) -> str:
        """Return how far a job is."""
        return str(self.ask(f"/api/jobs/{job}")[1]["state"])

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold long comparisons in their midst."""
        file = hold_file(self.workspace)
        file.touch()
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., Served]]:
    """Starts servers, and ends those that a test left running."""
    started: list[Served] = []

    def begin(workspace: Path, *options: str) -> Served:
        started.append(Served(workspace, *options))
        return started[-1]

    yield begin
    for served in started:
        if served.process.poll() is None:
            served.end()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in browsers of their own, which wait as long as a busy machine needs."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(1000 * HANG)
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Iterator[Page]:
    """A page that may say nothing on the console and ask nobody else for anything."""
    page = new_page(viewport={"width": 1280, "height": 1000})
    faults: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"{message.text} {message.location}")

    def note_request(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            faults.append(request.url)

    page.on("console", note_message)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", note_request)
    yield page
    assert not faults


def open_at(page: Page, served: Served, path: str) -> Page:
    """Open an address; from the end on, parts change in their place."""
    page.goto(served.address + path)
    page.wait_for_selector("h1")
    return page


ANIMATIONS_END = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => isFinite(one.effect.getComputedTiming().endTime)).map((one) => one.finished))"""


def everyone_can_use(page: Page) -> None:
    """No wider than the screen, and without a moderate or serious finding of axe."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(ANIMATIONS_END)  # a colour that fades in has too little contrast for a moment
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] != "minor"]
    assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found]


@pytest.fixture(scope="session")
def served(serve: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The server that most tests share: each keeps to names of its own."""
    return serve(tmp_path_factory.mktemp("page"))
