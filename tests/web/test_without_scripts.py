"""The page before scripts arrive, and without them: it is read, its forms are sent, work is waited for; and its policy."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from armslength.scenario import load
from armslength.web.action_form import action_form
from armslength.web.action_options import action_options
from armslength.web.addresses import TimePlace, WhatIfPlace
from armslength.web.jobs import GIVEN_UP, UNWATCHED, Job, Jobs, JobState
from armslength.web.layout import Part
from armslength.web.tasks import CompareTask, ForecastTask, NamedActions
from tests.web.conftest import Served, open_at

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "/",
    "/time",
    "/what-if",
    "/evidence",
    "/trust",
    "/scenario",
    "/manifest",
    "/glossary",
    "/cases",
    "/rounds",
    "/login",
)
TRUCE = "truce from=+1 to=+30"
OPTIONS = action_options(load("classroom"))


@pytest.mark.parametrize(
    ("given", "action"),
    [
        ({}, "order front=harbour-guard/tarn tempo=1 on=+1"),
        ({"verb": "truce", "how": "from", "from": "3", "to": "9"}, "truce from=+3 to=+9"),
        (
            {"verb": "truce", "how": "on"},
            "truce from=+1 to=+30",
        ),  # a truce lasts: what does not fit is left aside
        (
            {"front": "all", "tempo": "0.5", "cap": "0", "how": "every", "every": "7"},
            "order front=all tempo=0.5 every=7",
        ),
        ({"verb": "no such", "front": "nobody"}, "order front=harbour-guard/tarn tempo=1 on=+1"),
    ],
)
def test_a_form_gives_an_action_in_the_words_of_the_grammar(given, action):
    assert action_form(OPTIONS, given).action == action


def test_an_address_is_read_as_it_is_written():
    from urllib.parse import parse_qs, parse_qsl, urlsplit

    time = TimePlace(
        case="classroom", since="2001-04-01", until="2001-05-01", front="a/b,c/d", future="7", span="chosen"
    )
    read = TimePlace.model_validate(dict(parse_qsl(urlsplit(time.address).query)))
    assert read == time.model_copy(update={"span": "all"})  # days say it alone
    question = WhatIfPlace(case="classroom", days=30, a=[TRUCE, "order front=all tempo=1 on=+1"], why="A")
    found = parse_qs(urlsplit(question.address).query)
    assert found == {"case": ["classroom"], "days": ["30"], "a": question.a, "why": ["A"]}


def test_a_part_that_is_made_asks_again_and_says_why_there_is_none():
    job = Job("compare-1", "classroom", ForecastTask(days=30, futures=500, seed=1))
    part = Part("reply", "Playing", "/what-if?case=a&days=30", beside="#said").ask(lambda: job, str)
    assert 'hx-get="/what-if?case=a&amp;days=30"' in part.html
    assert 'hx-get="/jobs/compare-1/progress?title=Playing' in part.html
    assert part.waits.startswith("/jobs/compare-1?title=Playing&then=%2Fwhat-if")


def test_a_question_that_every_page_left_is_given_up_and_nothing_else(tmp_path, monkeypatch):
    from armslength.web import jobs as module
    from armslength.web.database import Database
    from armslength.web.settings import Limits

    class Idle(Jobs):
        def _send(self, job, folder):
            job.stage = "waiting for a worker"

    held = Idle(Database(tmp_path), Limits())
    one = (NamedActions(name="A", actions=(TRUCE,)),)
    tasks = [CompareTask(kind="refine", strategies=one, days=30, futures=n, seed=1) for n in (5000, 6000)]
    left, unseen = (held.submit(task, "classroom", tmp_path, "") for task in tasks)
    forecast = held.submit(ForecastTask(days=30, futures=500, seed=1), "classroom", tmp_path, "")
    assert "forecast" not in GIVEN_UP
    for job in (left, forecast):
        held.look(job.id)
    later = module.monotonic() + module.PATIENCE + 1
    monkeypatch.setattr(module, "monotonic", lambda: later)
    held.give_up_unwatched()
    assert (left.state, left.why) == (JobState.CANCELLED, UNWATCHED)
    assert held.look(left.id) is None  # the page asks anew
    assert unseen.is_open  # asked for by a program: no page ever looked
    assert forecast.is_open
    held.stop()


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_no_page_may_run_what_stands_in_its_text(page: Page, served: Served, path: str):
    with urllib.request.urlopen(served.address + path) as answer:
        policy = answer.headers["content-security-policy"]
        text = answer.read().decode()
    assert "unsafe" not in policy
    assert "style=" not in text
    open_at(page, served, path)  # and says nothing on the console


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    """A page in a browser that runs no scripts."""
    return new_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})


@pytest.mark.browser
def test_the_first_page_is_read_without_scripts(plain: Page, served: Served):
    plain.goto(f"{served.address}/")
    plain.wait_for_selector("svg.network.wide")  # where it is being made, the page follows by itself
    assert plain.locator(".headline dd").count() == 3
    assert not plain.locator("[data-theme-button]").is_visible()
    plain.locator("select[name=case]").select_option("kashmir-2018")
    plain.get_by_role("button", name="Go").click()
    plain.wait_for_url("**/?case=kashmir-2018")


@pytest.mark.browser
def test_a_question_is_asked_and_answered_without_scripts(plain: Page, served: Served):
    plain.goto(f"{served.address}/what-if")
    side = plain.get_by_label("Strategy A", exact=True)
    side.get_by_text("Add an action").click()
    side.get_by_label("Lever").select_option("truce")
    side.get_by_role("button", name="Show its fields").click()
    side.get_by_label("Last day ahead").fill("20")
    side.get_by_role("button", name="Add", exact=True).click()
    plain.wait_for_url("**/what-if?*a=truce+from%3D%2B1+to%3D%2B20")
    plain.locator(".answer-line", has_text="A against doing nothing").wait_for()
    plain.wait_for_selector("table.differences")
    side.get_by_role("button", name="Remove").click()
    plain.get_by_text("Choose a strategy to start from").wait_for()


@pytest.mark.browser
def test_time_is_filtered_without_scripts(plain: Page, served: Served):
    plain.goto(f"{served.address}/time")
    plain.wait_for_selector("section.front")
    plain.get_by_label("From", exact=True).fill("2001-04-01")
    plain.get_by_label("To", exact=True).fill("2001-05-01")
    boxes = plain.locator("input[name=front]")
    boxes.first.uncheck()
    plain.get_by_role("button", name="Show", exact=True).click()
    plain.get_by_text("Shown: 1 April 2001 to 1 May 2001").wait_for()
    assert not boxes.first.is_checked()
    plain.get_by_label("Span").select_option("quarter")
    plain.get_by_role("button", name="Show", exact=True).click()
    plain.wait_for_url("**span=quarter&front=**")
    assert plain.locator("section.front:visible svg.wide a[aria-label]").count() > 0  # drawn by the server


@pytest.mark.browser
def test_a_scenario_is_edited_without_scripts(plain: Page, served: Served):
    plain.goto(f"{served.address}/scenario")
    plain.get_by_label("Name of the copy").fill("without-scripts")
    plain.get_by_role("button", name="Copy and edit").click()
    area = plain.get_by_label("Text of scenario.yaml")
    area.fill(area.input_value().replace("horizon:", "horizn:"))
    plain.get_by_role("button", name="Save").click()
    plain.get_by_text("Saved. It cannot be run until its faults are mended.").wait_for()
    assert "horizon" in plain.locator(".faults").inner_text()
    added = plain.locator(".diff .added", has_not_text="+++")
    assert added.count() == 1  # the line ends that browsers send change no other line
    plain.get_by_text("Remove this copy").click()
    plain.get_by_role("button", name="Remove it for good").click()
    plain.wait_for_url("**case=classroom")
