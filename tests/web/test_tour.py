"""The tour: six steps, each on its page, that lead to one another and can be left, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from armslength.scenario import load
from armslength.web.app_state import AppState
from armslength.web.security import guard
from armslength.web.server import make_app
from armslength.web.tour import STEPS, step_address, tour_box
from tests.web.conftest import Served, everyone_can_use, open_at
from tests.web.test_take_away import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

NUMBERS = range(1, len(STEPS) + 1)
PATHS = ("/", "/", "/time", "/what-if", "/evidence", "/trust")
QUESTION = "/what-if?case=classroom&days=30&a=truce+from%3D%2B1+to%3D%2B9"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppState]:
    made = serving(tmp_path_factory.mktemp("tour"))
    yield made
    made.jobs.stop()


@pytest.fixture(scope="module")
def client(state: AppState) -> TestClient:
    return TestClient(guard(make_app(state), state.settings), base_url="http://localhost")


def box(text: str) -> str:
    """Return the box of a page; empty where it has none."""
    found = re.search(r'<div class="tour".*?</div>', text, re.DOTALL)
    return found.group() if found else ""


def links(text: str) -> dict[str, str]:
    """Return where the links of a box lead, by their words."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>([^<]*)</a>', box(text))
    return {words: unescape(address) for address, words in found}


@pytest.mark.parametrize("number", NUMBERS)
def test_each_step_has_its_box_and_leads_on(client: TestClient, state: AppState, number: int) -> None:
    address = step_address(state, "classroom", number)
    assert urlsplit(address).path == PATHS[number - 1]
    shown = client.get(address)
    assert shown.status_code == 200
    assert f'role="region" aria-label="Tour, step {number} of 6"' in box(shown.text)
    assert shown.text.index('class="tour"') < shown.text.index("<h1")
    found = links(shown.text)
    assert found.get("Next") == (step_address(state, "classroom", number + 1) if number < 6 else None)
    assert found.get("Back") == (step_address(state, "classroom", number - 1) if number > 1 else None)
    asked = parse_qs(urlsplit(address).query)
    assert asked.pop("tour") == [str(number)]
    left = urlsplit(found["Leave the tour"])
    assert left.path == PATHS[number - 1]
    assert parse_qs(left.query) == ({"days": ["90"]} if left.path == "/what-if" else {}) | asked
    assert not box(client.get(found["Leave the tour"]).text)


@pytest.mark.parametrize(
    "address",
    [
        *(f"{path}?case=classroom" for path in PATHS),
        *(f"/?case=classroom&tour={word}" for word in ("", "0", "7", "3", "x", "<b>")),
        "/scenario?case=classroom&tour=1",
    ],
)
def test_no_box_stands_where_the_address_names_no_step_of_the_page(client: TestClient, address: str) -> None:
    shown = client.get(address)
    assert shown.status_code == 200
    assert not box(shown.text)
    assert 'href="/?case=classroom&amp;tour=1">Tour</a>' in shown.text  # the foot of every page starts it


def test_a_changed_question_stays_on_its_step_and_is_kept_when_one_leaves(client: TestClient) -> None:
    sent = QUESTION.replace("/what-if?", "/what-if/choose?do=ask&tour=4&")
    answer = client.get(sent, follow_redirects=False)
    assert answer.headers["location"] == f"{QUESTION}&tour=4"
    shown = client.get(answer.headers["location"]).text
    assert links(shown)["Leave the tour"] == QUESTION
    assert f'href="{QUESTION.replace("&", "&amp;")}">A link that reproduces' in shown
    assert '<input type="hidden" name="tour" value="4">' in shown


def test_work_that_is_waited_for_leads_back_to_the_step(tmp_path) -> None:
    state = serving(tmp_path, futures=500)
    client = TestClient(guard(make_app(state), state.settings), base_url="http://localhost")
    for number in (1, 3, 4):
        shown = client.get(step_address(state, "classroom", number)).text
        waits = re.search(r'http-equiv="refresh" content="1; url=([^"]*)"', shown)
        assert waits, number
        then = parse_qs(urlsplit(unescape(waits.group(1))).query)["then"]
        assert parse_qs(urlsplit(then[0]).query)["tour"] == [str(number)]
    state.jobs.stop()


def test_a_case_without_strategies_is_asked_nothing(state: AppState) -> None:
    assert len(load("classroom").strategies) > 0
    assert "filled in as an example" in tour_box(state, "classroom", "/what-if?tour=4")
    name = next(ref.name for ref in state.cases() if not state.scenario(ref.name).strategies)
    assert step_address(state, name, 4) == f"/what-if?case={name}&tour=4"
    assert "filled in as an example" not in tour_box(state, name, "/what-if?tour=4")


@pytest.mark.browser
def test_the_tour_is_walked_without_scripts(new_page: Callable[..., Page], served: Served) -> None:
    plain = new_page(java_script_enabled=False, viewport={"width": 1280, "height": 720})
    plain.goto(f"{served.address}/evidence?case=classroom")
    plain.get_by_role("link", name="Tour").click()
    for number in NUMBERS:
        step = plain.get_by_role("region", name=f"Tour, step {number} of 6")
        step.wait_for()  # where its page is being made, the page follows by itself and comes back to the step
        assert urlsplit(plain.url).path == PATHS[number - 1]
        if number < len(STEPS):
            step.get_by_role("link", name="Next").click()
    plain.get_by_role("link", name="Back").click()
    plain.get_by_role("region", name="Tour, step 5 of 6").wait_for()
    plain.get_by_role("link", name="Leave the tour").click()
    assert plain.url == f"{served.address}/evidence?case=classroom"
    assert plain.locator(".tour").count() == 0


@pytest.mark.browser
def test_a_step_hides_nothing_and_everyone_can_use_it(new_page: Callable[..., Page], served: Served) -> None:
    for width, height in ((1280, 720), (390, 844)):
        page = new_page(viewport={"width": width, "height": height})
        open_at(page, served, "/?case=classroom&tour=2").wait_for_selector("svg.network:visible")
        everyone_can_use(page)
        open_at(page, served, "/?case=classroom&tour=1").locator(".tour").get_by_text("Next").click()
        page.wait_for_url("**tour=2#h-network")
        box, title = (page.locator(name).bounding_box() for name in (".tour", "#h-network"))
        assert box
        assert title
        assert 0 <= box["y"] < box["y"] + box["height"] <= title["y"] < height
