"""The page in a browser: time to the first picture, time of a what-if, memory with five users for ten minutes."""

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
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

PAGE = Path("docs") / "generated" / "benchmark-page.md"
USERS, TIMES = 5, 5
FIRST, WHAT_IF, MEMORY = 1.5, 1.0, 1.5  # what it should take: seconds, seconds, gigabytes


@dataclass
class Measured:
    """What one run saw, in seconds and gigabytes."""

    started: list[float] = field(default_factory=list)  #: from the command to an answer, and to its forecast
    floor: list[float] = field(
        default_factory=list
    )  #: a page of this server without a script, in a fresh browser
    first: list[float] = field(default_factory=list)  #: the first picture, in a fresh browser
    asked: list[float] = field(default_factory=list)  #: a what-if, from the click to the table
    next_asked: list[float] = field(default_factory=list)  #: another, while the one before is being refined
    turned: list[float] = field(default_factory=list)  #: a page turned by one of five users
    memory: list[float] = field(default_factory=list)  #: the server and its workers


def main(arguments: list[str] | None = None) -> None:
    """Measure and print beside the targets."""
    parser = ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long five users look around")
    parser.add_argument("--case", default="axis-2024")
    parser.add_argument("--out", type=Path, default=PAGE)
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
    text = page(measured, asked.minutes, asked.case)
    asked.out.write_text(text, encoding="utf-8")
    print(text)


def page(seen: Measured, minutes: float, case: str) -> str:
    """The page of the docs."""
    floor, first, asked = (statistics.median(x) for x in (seen.floor, seen.first, seen.asked))
    rows = [
        ("first picture, in a fresh browser", f"{first:.2f} s{_range(seen.first)}", f"{FIRST:g} s", first <= FIRST, f"{first / floor:.1f} times a page of this server without scripts ({floor:.2f} s)"),
        ("what-if, 2,000 futures of each, from the click to the table", f"{asked:.2f} s{_range(seen.asked)}", f"{WHAT_IF:g} s", asked <= WHAT_IF, "90 days, compiled beforehand; refined to 10,000 afterwards"),
        ("another, while the one before is still being refined", f"{statistics.median(seen.next_asked):.2f} s{_range(seen.next_asked)}", "", None, "two processes on two cores, and the browser"),
        (f"memory, five users for {minutes:g} minutes", f"{max(seen.memory):.2f} GB at most", f"{MEMORY:g} GB", max(seen.memory) <= MEMORY, f"the server and its workers, shared pages counted once; {seen.memory[-1]:.2f} GB at the end"),
        ("from the command to a page that answers, in an empty workspace", f"{seen.started[0]:.1f} s; with its forecast: {seen.started[1]:.1f} s", "", None, "progress is shown meanwhile; kept for the next start"),
        ("page turned by one of the five", f"{statistics.median(seen.turned):.2f} s, worst of {len(seen.turned)}: {max(seen.turned):.2f} s", "", None, "to its heading"),
    ]  # fmt: skip
    option = "" if minutes == 10 else f" --minutes {minutes:g}"
    return "\n".join([
        "# What the page costs",
        "",
        f"Measured on {date.today().isoformat()} by `python -m benchmarks.browser{option}` (part of `make bench`), one run, `{case}`, Chromium on the same machine.",
        "",
        "| what | measured | target | met | |",
        "|---|---|---|---|---|",
        *(f"| {what} | {value} | {target} | {'' if met is None else 'yes' if met else '**no**'} | {note} |" for what, value, target, met, note in rows),
        "",
    ])  # fmt: skip


def _range(x: list[float]) -> str:
    return f" (median of {len(x)}: {min(x):.2f} to {max(x):.2f})"


def _measure(address: str, pid: int, minutes: float) -> Measured:
    seen = Measured(_wait(address))
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for i in range(TIMES):
            seen.floor.append(_opened(browser, f"{address}/login", "h1"))
            seen.first.append(_opened(browser, address, "svg.network.wide"))
            _what_if(browser, address, 0.9 - i / 10, seen)
            _wait(address)  # until what it set going is done
        _users(browser, address, pid, minutes, seen)
        browser.close()
    return seen


def _wait(address: str) -> list[float]:
    """Until the server answers and until its first forecast stands: seconds to both."""
    start, answers = time.perf_counter(), 0.0
    while (passed := time.perf_counter() - start) < 300:
        try:
            open_jobs = urllib.request.urlopen(f"{address}/api/jobs", timeout=10).read()
            answers = answers or passed
            if open_jobs == b"[]":
                return [answers, passed]
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def _opened(browser: Any, address: str, awaited: str) -> float:
    """With nothing kept from before, until something is to be seen."""
    context = browser.new_context()
    opened = context.new_page()
    start = time.perf_counter()
    opened.goto(address, wait_until="commit")
    opened.wait_for_selector(awaited)
    took = time.perf_counter() - start
    context.close()
    return took


def _what_if(browser: Any, address: str, tempo: float, seen: Measured) -> None:
    """From the last click to the table, on a page that is open; then another at once."""
    page = browser.new_page()
    page.goto(f"{address}/what-if?days=90")
    page.wait_for_selector("h1")
    side = page.get_by_label("Strategy A", exact=True)
    side.get_by_text("Add an action").click()
    side.get_by_label("tempo: ").evaluate(
        f"(x) => {{ x.value = {tempo}; x.dispatchEvent(new Event('change')); }}"
    )
    for kept in (seen.asked, seen.next_asked):
        old = page.query_selector("table.differences")
        start = time.perf_counter()
        side.get_by_role("button", name="Add", exact=True).click()
        if old:
            old.wait_for_element_state("hidden")
        page.wait_for_selector("table.differences", timeout=120_000)
        kept.append(time.perf_counter() - start)
    page.close()


def _users(browser: Any, address: str, pid: int, minutes: float, seen: Measured) -> None:
    """Five users turn pages, and each round ask another what-if."""
    pages = [browser.new_page() for _ in range(USERS)]
    until, turn = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < until:
        asked = f"/what-if?a=truce+from%3D%2B1+to%3D%2B{30 + turn % 60}"
        places = ("/", "/time", "/evidence", asked, "/trust", "/scenario")
        for i, one in enumerate(pages):
            start = time.perf_counter()
            one.goto(address + places[(turn + i) % len(places)], wait_until="commit")
            one.wait_for_selector("h1")
            seen.turned.append(time.perf_counter() - start)
            seen.memory.append(_gigabytes(pid))
            one.wait_for_timeout(1000)  # somebody reads
        turn += 1


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
