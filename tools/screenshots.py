"""Pictures of the page for the tour: `python -m tools.screenshots`, with the system's Chromium."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import ViewportSize, sync_playwright

FOLDER = Path("docs") / "pictures"
WIDE, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=844)
Scheme = Literal["light", "dark"]
QUESTION = (
    "/what-if?case=axis-2024&days=90&a=order+front%3Dall+tempo%3D1+every%3D14&b=truce+from%3D%2B7+to%3D%2B66"
)
WHOLE = "body:has(svg.network):has(.week table)"
#: file: address, what has to be there, colours, screen
SHOTS: dict[str, tuple[str, str, Scheme, ViewportSize]] = {
    "page-overview": ("/", WHOLE, "light", WIDE),
    "page-overview-dark": ("/", WHOLE, "dark", WIDE),
    "page-overview-phone": ("/", WHOLE, "light", PHONE),
    "page-time": ("/time", "#charts[data-live=drawn]", "light", WIDE),
    "page-what-if": (QUESTION, ".differences caption:has-text('10,000')", "light", WIDE),
    "page-evidence": ("/evidence?driver=Who%20follows", "details.driver", "light", WIDE),
    "page-number": ("/evidence?number=clients.ansarallah.autonomy", "#h-one", "light", WIDE),
    "page-trust": ("/trust", "text=The fit has", "light", WIDE),
    "page-scenario": ("/scenario?case=axis-2024-mine", ".editor.open textarea", "light", WIDE),
}


def main() -> None:
    """Start a server of its own, take every picture, end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as workspace:
        command = [
            str(Path(sys.executable).with_name("armslength")),
            "serve",
            "--port",
            address.rpartition(":")[2],
        ]
        server = subprocess.Popen([*command, "--workspace", workspace])
        try:
            _wait(address)
            _take(address)
        finally:
            server.terminate()
            server.wait()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api/cases", timeout=5)
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the server does not answer")


def _take(address: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (path, awaited, scheme, screen) in SHOTS.items():
            context = browser.new_context(viewport=screen, color_scheme=scheme)
            page = context.new_page()
            if name == "page-scenario":
                page.request.post(
                    f"{address}/api/scenarios", data={"source": "axis-2024", "name": "axis-2024-mine"}
                )
            page.goto(address + path)
            page.wait_for_selector(awaited, timeout=240_000, state="attached")
            _prepare(page, name)
            page.wait_for_timeout(600)
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"{name}.png, {(FOLDER / f'{name}.png').stat().st_size / 1000:.0f} kB")
            context.close()
        browser.close()


def _prepare(page: Any, name: str) -> None:
    if name == "page-scenario":
        area = page.locator(".editor.open textarea")
        area.fill(
            area.input_value()
            .replace("horizon: 180", "horizn: 180")
            .replace("took_office: 2020-01-03", "took_office: soon")
        )
        page.locator(".said").first.wait_for(timeout=60_000, state="attached")
        page.locator(".faults a").first.click()
    if name == "page-what-if":
        page.locator("h2", has_text="The answer").scroll_into_view_if_needed()
        page.evaluate("document.querySelector('.sides').scrollIntoView()")


if __name__ == "__main__":
    main()
