"""A class and a reader elsewhere, in a browser: a round from its making to its table, a card in a frame, what happened since.

Everything is found by its words or its role: how the page is built does not matter here.
"""

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from armslength.scenario import load
from tests.web.conftest import Served, everyone_can_use, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HEAD = "event_id,date,end_date,kind,front,adversary,level,source\n"
HOSTILE = "Ada <b>x</b>"


@pytest.fixture
def ready(served: Served) -> Served:
    """The shared server, once the first forecast of its case is made."""
    wait_until(lambda: served.get("/api/cases/classroom/overview")[0] == 200, "the first forecast is made")
    return served


def answer(page: "Page", name: str, code: str, per_cent: str) -> None:
    """Fill in the form of a round and send it."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Code of the round").fill(code)
    asked = page.get_by_role("spinbutton")
    for place in range(asked.count()):
        asked.nth(place).fill(per_cent)
    page.get_by_role("button", name="Register my forecast").click()


def test_a_round_is_made_answered_revealed_settled_and_scored(
    new_page: Callable[..., "Page"], ready: Served, tmp_path: Path
) -> None:
    umpire = new_page(viewport={"width": 1280, "height": 900})
    umpire.goto(ready.address + "/rounds?case=classroom")
    everyone_can_use(umpire)
    umpire.get_by_label("Title").fill("Week of the harbour")
    umpire.get_by_label("Days ahead").select_option("7")
    umpire.get_by_role("button", name="Make the questions").click()
    umpire.get_by_role("heading", name="Week of the harbour: the umpire's page").wait_for()
    assert umpire.get_by_text("Nobody yet.").is_visible()
    everyone_can_use(umpire)
    link = umpire.get_by_role("link", name="/rounds/").get_attribute("href")
    code = umpire.locator("strong").first.inner_text()
    asked = (
        umpire.get_by_role("heading", name="The questions")
        .locator("xpath=..")
        .get_by_role("listitem")
        .count()
    )
    assert asked >= 2

    pupil = new_page(viewport={"width": 390, "height": 844})
    pupil.goto(f"{ready.address}{link}")
    assert pupil.get_by_role("spinbutton").count() == asked
    everyone_can_use(pupil)
    answer(pupil, HOSTILE, "not the code", "10")
    assert "not the code" in pupil.get_by_role("alert").inner_text()
    assert pupil.get_by_label("Your name").input_value() == HOSTILE  # what was typed is kept
    answer(pupil, HOSTILE, code, "10")
    pupil.get_by_role("heading", name="Registered").wait_for()
    assert HOSTILE in pupil.inner_text("body")
    pupil.get_by_role("link", name="the table of the round").click()
    assert "not revealed the answers yet" in pupil.inner_text("body")

    umpire.get_by_role("button", name="Look again").click()
    assert umpire.get_by_text(HOSTILE).is_visible()
    umpire.get_by_role("button", name="Reveal the answers").click()
    subject = next(iter(load("classroom").adversaries))
    file = tmp_path / "events.csv"
    file.write_text(f"{HEAD}late,2001-06-30,2001-06-30,reprisal,,{subject},4,assumed\n", encoding="utf-8")
    umpire.get_by_label("What happened").set_input_files(file)
    umpire.get_by_role("button", name="Settle").click()
    umpire.get_by_role("status").wait_for()

    pupil.reload()
    table = pupil.get_by_role("table").first
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads[:2] == ["Question", "Happened"]
    assert set(heads[2:]) == {HOSTILE, "The model"}
    last = table.get_by_role("row").last.inner_text()
    assert "Mean Brier score" in last
    assert re.search(r"0\.\d\d \(\d+\)", last), last  # somebody is scored, on so many questions
    assert pupil.get_by_role("heading", name="What the score means").is_visible()
    everyone_can_use(pupil)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another site of this machine: its address and its folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()
    server.server_close()


def test_a_card_shows_its_answer_in_a_frame_of_another_site(
    page: "Page", ready: Served, elsewhere: tuple[str, Path]
) -> None:
    address, folder = elsewhere
    card = f"{ready.address}/embed/classroom"
    (folder / "index.html").write_text(
        f'<!DOCTYPE html><html lang="en"><title>A page</title><link rel="icon" href="data:,">'
        f'<iframe title="card" src="{card}" width="420" height="600"></iframe><img alt="picture" src="{card}.svg">',
        encoding="utf-8",
    )
    page.goto(address)
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", level=1).wait_for()
    assert load("classroom").question in frame.get_by_role("heading", level=1).inner_text()
    said = frame.locator("body").inner_text()
    assert said.count("90%:") >= 2  # both halves of the answer, with intervals
    assert "past forecasts of this case have not been scored" in said
    assert frame.locator("svg").count() >= 1
    assert (
        page.get_by_alt_text("picture").evaluate("image => image.decode().then(() => image.naturalWidth)")
        > 100
    )
    alone = page.context.new_page()
    for width in (320, 800):
        alone.set_viewport_size({"width": width, "height": 600})
        alone.goto(card)
        everyone_can_use(alone)


def test_trust_sets_what_happened_since_beside_what_was_forecast(page: "Page", ready: Served) -> None:
    name = ready.ask("/api/scenarios", {"source": "classroom", "name": "since"})[1]["name"]
    subject = next(iter(load("classroom").adversaries))
    outcomes = ready.workspace / "scenarios" / name / "outcomes.csv"
    outcomes.write_text(f"{HEAD}late,2001-05-10,2001-05-10,reprisal,,{subject},4,assumed\n", encoding="utf-8")
    page.goto(f"{ready.address}/trust?case={name}")
    since = page.get_by_role("heading", name="What happened since").locator("xpath=..")
    since.wait_for()
    table = since.get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts() == [
        "Asked",
        "Window",
        "Forecast",
        "Happened",
        "Verdict",
    ]
    verdicts = {row.split()[-1] for row in table.get_by_role("row").all_inner_texts()[1:]}
    assert verdicts <= {"hit", "miss", "surprise"}
    assert verdicts
    assert "None of it informed the fit or the forecast" in since.inner_text()
