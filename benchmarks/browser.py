"""The page in a browser: time to the first picture, time of a what-if, memory with five users.

`python -m benchmarks.browser`, for a minute; `--minutes 10` for the whole measurement.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

USERS = 5
TARGETS = {
    "seconds to the first picture": 1.5,
    "seconds of a what-if, 2,000 futures": 1.0,
    "gigabytes, five users": 1.5,
}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print beside the targets."""
    parser = ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long five users look around")
    parser.add_argument("--case", default="axis-2024")
    asked = parser.parse_args(arguments)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as workspace:
        command = [
            str(Path(sys.executable).with_name("armslength")),
            "serve",
            asked.case,
            "--port",
            str(port),
        ]
        server = subprocess.Popen([*command, "--workspace", workspace])
        try:
            measured = _measure(f"http://127.0.0.1:{port}", server.pid, asked.minutes)
        finally:
            server.terminate()
            server.wait()
    for what, value in measured.items():
        print(
            f"{what}: {value:.2f} (target {TARGETS[what]:g}{', met' if value <= TARGETS[what] else ', not met'})"
        )


def _measure(address: str, pid: int, minutes: float) -> dict[str, float]:
    _wait(address)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        first = [_first_picture(browser, address) for _ in range(3)]
        asked = [_what_if(browser, address, tempo) for tempo in (0.9, 0.8, 0.7)]
        most = _users(browser, address, pid, minutes)
        browser.close()
    return dict(zip(TARGETS, (statistics.median(first), statistics.median(asked), most), strict=True))


def _wait(address: str) -> None:
    """Until the server answers and its first forecast stands."""
    for _ in range(600):
        try:
            if urllib.request.urlopen(f"{address}/api/jobs", timeout=10).read() == b"[]":
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("the server does not answer")


def _first_picture(browser: Any, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("svg.network.wide")
    took = time.perf_counter() - start
    context.close()
    return took


def _what_if(browser: Any, address: str, tempo: float) -> float:
    """From the last click to the table, on a page that is open."""
    page = browser.new_page()
    page.goto(f"{address}/what-if?days=90")
    page.wait_for_selector("h1")
    side = page.get_by_label("Strategy A", exact=True)
    side.get_by_text("Add an action").click()
    side.get_by_label("tempo: ").evaluate(
        f"(x) => {{ x.value = {tempo}; x.dispatchEvent(new Event('change')); }}"
    )
    start = time.perf_counter()
    side.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector("table.differences", timeout=120_000)
    took = time.perf_counter() - start
    page.close()
    return took


def _users(browser: Any, address: str, pid: int, minutes: float) -> float:
    """Most memory of the server and its workers while five users turn pages, in gigabytes."""
    pages = [browser.new_page() for _ in range(USERS)]
    until, most, turn = time.monotonic() + 60 * minutes, 0.0, 0
    places = ("/", "/time", "/evidence", "/what-if?a=truce+from%3D%2B1+to%3D%2B30", "/trust", "/scenario")
    while time.monotonic() < until:
        for i, page in enumerate(pages):
            page.goto(address + places[(turn + i) % len(places)])
            page.wait_for_selector("h1")
            most = max(most, _gigabytes(pid))
        turn += 1
    return most


def _gigabytes(pid: int) -> float:
    """Resident memory of a process and its children; what they share is counted once."""
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout.split()
    total = 0
    for one in (str(pid), *children):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1e6


if __name__ == "__main__":
    main()
