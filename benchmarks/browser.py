"""The page in a browser: time to the first picture, of a what-if and of a zoom, memory with five users for ten minutes."""

from __future__ import annotations

import re
import shutil
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

from playwright.sync_api import Browser, sync_playwright

PAGE = Path("docs") / "generated" / "benchmark-page.md"
USERS, TIMES = 5, 5
FIRST, WHAT_IF, ZOOMED, MEMORY = (
    1.5,
    1.0,
    0.1,
    1.5,
)  # what it should take: seconds, but for gigabytes at the end
#: milliseconds from the choice of each span of time until every chart is painted, measured within the page
ZOOM = """async () => {
  const field = document.querySelector("#choose [name=span]"), took = [];
  for (const span of ["quarter", "year", "ahead", "all"]) {
    const start = performance.now();
    field.value = span;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    took.push(performance.now() - start);
  }
  return took;
}"""


@dataclass
class Measurements:
    """What one run saw, in seconds and gigabytes."""

    start: list[float] = field(default_factory=list)  #: from the command to an answer, and to its forecast
    floor: list[float] = field(default_factory=list)  #: a page of this server without a script
    first: list[float] = field(default_factory=list)  #: the first picture, in a fresh browser
    what_if: list[float] = field(default_factory=list)  #: a what-if, from the click to the table
    next_what_if: list[float] = field(default_factory=list)  #: another, while the one before is being refined
    zoom: list[float] = field(default_factory=list)  #: another span of time on the page Time
    turn: list[float] = field(default_factory=list)  #: a page turned by one of five users
    memory: list[float] = field(default_factory=list)  #: the server and its workers


def main(arguments: list[str] | None = None) -> None:
    """Measure, write the page of the documents and print it."""
    parser = ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long five users look around")
    parser.add_argument("--case", default="axis-2024")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as workspace:
        command = [sys.executable, "-m", "armslength", "serve", options.case, "--port", "0"]
        begin = time.perf_counter()
        server = subprocess.Popen(
            [*command, "--workspace", workspace], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            address = _address(server)
            seen = Measurements(start=[time.perf_counter() - begin])
            _wait(address)
            seen.start.append(time.perf_counter() - begin)
            _measure(address, server.pid, options.minutes, seen)
        finally:
            server.terminate()
            server.wait()
    text = page(seen, options.minutes, options.case)
    options.out.write_text(text, encoding="utf-8")
    print(text)


def page(seen: Measurements, minutes: float, case: str) -> str:
    """Return the page of the documents: each measurement beside its target."""
    floor, first, what_if, zoom = map(statistics.median, (seen.floor, seen.first, seen.what_if, seen.zoom))
    memory = max(seen.memory)
    rows = [
        (
            "first picture, in a fresh browser",
            f"{first:.2f} s{_range(seen.first)}",
            f"{FIRST:g} s",
            first <= FIRST,
            f"{first / floor:.1f} times a page of this server without scripts ({floor:.2f} s)",
        ),
        (
            "what-if, 2,000 futures of each, from the click to the table",
            f"{what_if:.2f} s{_range(seen.what_if)}",
            f"{WHAT_IF:g} s",
            what_if <= WHAT_IF,
            "90 days, compiled beforehand; refined to 10,000 afterwards",
        ),
        (
            "another, while the one before is still being refined",
            f"{statistics.median(seen.next_what_if):.2f} s{_range(seen.next_what_if)}",
            "",
            None,
            "two processes on two cores, and the browser",
        ),
        (
            "another span of time, from the choice until every chart is painted",
            f"{zoom:.2f} s{_range(seen.zoom)}",
            f"{ZOOMED:g} s",
            zoom <= ZOOMED,
            "in the browser: no request, no job",
        ),
        (
            f"memory, five users for {minutes:g} minutes",
            f"{memory:.2f} GB at most",
            f"{MEMORY:g} GB",
            memory <= MEMORY,
            f"the server and its workers, shared pages counted once; {seen.memory[-1]:.2f} GB at the end",
        ),
        (
            "from the command to a page that answers, in an empty workspace",
            f"{seen.start[0]:.1f} s; with its forecast: {seen.start[1]:.1f} s",
            "",
            None,
            "progress is shown meanwhile; kept for the next start",
        ),
        (
            "page turned by one of the five",
            f"{statistics.median(seen.turn):.2f} s, worst of {len(seen.turn)}: {max(seen.turn):.2f} s",
            "",
            None,
            "to its heading",
        ),
    ]
    option = "" if minutes == 10 else f" --minutes {minutes:g}"
    command = f"`python -m benchmarks.browser{option}` (part of `make bench`)"
    today = date.today().isoformat()
    return "\n".join(
        [
            "# What the page costs",
            "",
            f"Measured on {today} by {command}, one run, `{case}`, Chromium on the same machine.",
            "",
            "| what | measured | target | met | |",
            "|---|---|---|---|---|",
            *(
                f"| {what} | {value} | {target} | {'' if met is None else 'yes' if met else '**no**'} | {note} |"
                for what, value, target, met, note in rows
            ),
            "",
        ]
    )


def _range(x: list[float]) -> str:
    return f" (median of {len(x)}: {min(x):.2f} to {max(x):.2f})"


def _address(server: subprocess.Popen[str]) -> str:
    """Wait until the server says where it listens."""
    assert server.stdout
    for line in server.stdout:
        if found := re.search(r"is on (http://\S+)/ ", line):
            return found.group(1)
    raise SystemExit("the server does not answer")


def _wait(address: str) -> None:
    """Wait until the server has nothing to do."""
    while urllib.request.urlopen(f"{address}/api/jobs", timeout=60).read() != b"[]":
        time.sleep(0.1)


def _measure(address: str, pid: int, minutes: float, seen: Measurements) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for i in range(TIMES):
            seen.floor.append(_time_to(browser, f"{address}/login", "h1"))
            seen.first.append(_time_to(browser, address, "svg.network.wide"))
            _what_if(browser, address, 0.9 - i / 10, seen)
            _wait(address)
        _zoom(browser, address, seen)
        _users(browser, address, pid, minutes, seen)
        browser.close()


def _time_to(browser: Browser, address: str, selector: str) -> float:
    """Open an address with nothing kept from before; return the seconds until something is to be seen."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(selector)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def _what_if(browser: Browser, address: str, tempo: float, seen: Measurements) -> None:
    """Measure from the last click to the table, on a page that is open; then another at once."""
    page = browser.new_page()
    page.goto(f"{address}/what-if?days=90")
    page.wait_for_selector("h1")
    side = page.get_by_label("Strategy A", exact=True)
    side.get_by_text("Add an action").click()
    side.locator("[name='A.add.tempo']").evaluate(f"(x) => {{ x.value = {tempo}; }}")
    for seconds in (seen.what_if, seen.next_what_if):
        old = page.query_selector("table.differences")
        start = time.perf_counter()
        side.get_by_role("button", name="Add", exact=True).click()
        if old:
            old.wait_for_element_state("hidden")
        page.wait_for_selector("table.differences", timeout=120_000)
        seconds.append(time.perf_counter() - start)
    page.close()


def _zoom(browser: Browser, address: str, seen: Measurements) -> None:
    """Measure each span of time on a page whose charts are drawn."""
    page = browser.new_page()
    page.goto(f"{address}/time")
    page.wait_for_selector("#charts[data-live=drawn]")
    for _ in range(TIMES):
        seen.zoom += [milliseconds / 1000 for milliseconds in page.evaluate(ZOOM)]
    page.close()


def _users(browser: Browser, address: str, pid: int, minutes: float, seen: Measurements) -> None:
    """Let five users turn pages, and in each round ask another what-if."""
    pages = [browser.new_page() for _ in range(USERS)]
    until, turn = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < until:
        what_if = f"/what-if?a=truce+from%3D%2B1+to%3D%2B{30 + turn % 60}"
        places = ("/", "/time", "/evidence", what_if, "/trust", "/scenario")
        for i, page in enumerate(pages):
            start = time.perf_counter()
            page.goto(address + places[(turn + i) % len(places)], wait_until="commit")
            page.wait_for_selector("h1")
            seen.turn.append(time.perf_counter() - start)
            seen.memory.append(_gigabytes(pid))
            page.wait_for_timeout(1000)  # somebody reads
        turn += 1


def _gigabytes(pid: int) -> float:
    """Return the resident memory of a process and its children; what they share is counted once."""
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
