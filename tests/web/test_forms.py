"""Forms of the page Scenario: what most people change, kept where the case loads with it and refused beside the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from armslength.web import scenario_files
from armslength.web.app_state import AppState
from armslength.web.server import make_app
from armslength.web.settings import Settings
from tests.web.conftest import Served, everyone_can_use, open_at, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def app_state(tmp_path: Any) -> AppState:
    state = AppState(Settings(case="classroom", workspace=tmp_path))
    scenario_files.copy(state, "classroom", "mine")
    return state


@pytest.fixture
def client(app_state: AppState) -> TestClient:
    return TestClient(make_app(app_state), follow_redirects=False)


def version_of(client: TestClient) -> str:
    found = re.search(r'name="of" value="(\w+)"', client.get("/scenario?case=mine").text)
    assert found
    return found[1]


def send(client: TestClient, what: str, **fields: str) -> tuple[int, str]:
    """Send a form; return the status and what is said beside it."""
    answer = client.post(
        f"/scenario/change/{what}", data={"case": "mine", "of": version_of(client), **fields}
    )
    part = re.search(rf'<details class="change" id="{what}".*?</details>', answer.text, re.DOTALL)
    said = re.findall(r'<p role="\w+"[^>]*>(.*?)</p>', part[0]) if part else [answer.text]
    return answer.status_code, said[-1]


DATES = {"start": "2001-03-01", "as_of": "2001-04-29", "horizon": "60"}
NUMBER = {"number": "tempo.branching", "middle": "0.4", "width": "0.1", "source": "teacher", "note": ""}
ROW = {"row": "12", "date": "2001-03-04", "end_date": "", "count": "7", "source": "teacher"}
NEW = {"series": "shore-log", "date": "2001-03-04", "end_date": "", "count": "7", "source": "teacher"}


@pytest.mark.parametrize(
    ("what", "fields", "line"),
    [
        ("dates", DATES, "+horizon: 60"),
        ("number", NUMBER, "+  tempo.branching: {prior: {beta: [103.62, 155.27]}, source: teacher}"),
        ("number", NUMBER | {"width": ""}, "+  tempo.branching: {value: 0.4, source: teacher}"),
        ("count", ROW, "+harbour-guard-03,shore-log,2001-03-04,,tally,harbour-guard/tarn,,,,7,"),
        (
            "strategy",
            {"strategy": "truce", "title": "Thirty days", "do": "rename"},
            "+    title: Thirty days",
        ),
        ("strategy", {"strategy": "truce", "title": "", "do": "remove"}, "-  truce:"),
    ],
)
def test_a_form_changes_its_own_place(client, app_state, what, fields, line):
    status, said = send(client, what, **fields)
    assert status == 200
    assert said.startswith("Saved")
    difference = scenario_files.difference(app_state, "mine")
    changed = [x for x in difference.splitlines() if x[:1] in "+-" and x[:3] not in ("+++", "---")]
    assert any(x.startswith(line) for x in changed), changed
    assert len(changed) <= 4


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("dates", DATES | {"as_of": "2001-04-01"}, "2001-04-02 is after the as-of date 2001-04-01"),
        ("dates", DATES | {"start": "soon"}, "The first day is &#39;soon&#39;; it must be a day that exists"),
        ("dates", DATES | {"horizon": "60.5"}, "whole number"),
        ("number", NUMBER | {"middle": "much"}, "The middle is &#39;much&#39;; write a number"),
        ("number", NUMBER | {"width": "3"}, "make it narrower"),
        ("number", NUMBER | {"middle": "1e999"}, "write a number"),
        ("number", NUMBER | {"number": "tempo.brnching"}, "did you mean &#39;tempo.branching&#39;"),
        ("number", NUMBER | {"source": "nobody"}, "nobody"),
        ("count", ROW | {"count": "-1"}, "&#39;count&#39; is &#39;-1&#39;"),
        ("count", ROW | {"row": "9999"}, "no row begins on that line any more"),
        ("count", ROW | {"note": "x", "source": "a\u202eb"}, "which nobody sees"),
        ("count", NEW, "overlaps the tally on line 12"),
        ("count", NEW | {"series": "none"}, "choose the series"),
        ("strategy", {"strategy": "truce", "title": "", "do": "rename"}, "is empty"),
        ("strategy", {"strategy": "nothing", "title": "x"}, "no strategy of the case is called so"),
    ],
)
def test_what_would_not_load_is_refused_and_not_kept(client, app_state, what, fields, said):
    status, answer = send(client, what, **fields)
    assert status == 400
    assert said in answer
    assert scenario_files.difference(app_state, "mine") == ""


def test_a_form_of_an_older_text_is_refused(client, app_state):
    assert send(client, "dates", **DATES)[0] == 200
    status, said = send(client, "dates", of="0" * 16, **DATES)
    assert (status, "has changed since this form was drawn" in said) == (400, True)


def test_a_case_that_ships_has_no_forms_and_takes_none(client):
    assert 'action="/scenario/change' not in client.get("/scenario?case=classroom").text
    assert client.post("/scenario/change/dates", data={"case": "classroom"}).status_code == 404
    assert client.post("/scenario/change/dates", data={"case": "nowhere"}).status_code == 404
    assert client.post("/scenario/change/title", data={"case": "mine"}).status_code == 422


def test_forms_wait_for_a_case_that_loads(client, app_state):
    scenario_files.save(app_state, "mine", {"events.csv": "date\n"})
    page = client.get("/scenario?case=mine").text
    assert "The forms are here again once the faults below are mended" in page
    answer = client.post("/scenario/change/dates", data={"case": "mine", **DATES})
    assert answer.status_code == 400


def test_every_number_is_found_under_whose_it_is(client):
    page = client.get("/scenario?case=mine&number=ties.marrow.hill-column.kept").text
    assert page.count('<optgroup label="Harbour Guard">') == 1
    assert '<optgroup label="Ilse Marrow and Hill Column">' in page
    assert re.search(r'value="ties.marrow.hill-column.kept" selected', page)


@pytest.fixture(params=["with scripts", "without scripts"])
def either(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page with scripts, and one without."""
    return new_page(
        java_script_enabled=request.param == "with scripts", viewport={"width": 1280, "height": 900}
    )


@pytest.mark.browser
def test_each_form_is_filled_in_and_sent(either: Page, served: Served, request: pytest.FixtureRequest):
    case = f"forms-{'with' if 'without' not in request.node.name else 'no'}-scripts"
    either.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": case})
    either.goto(f"{served.address}/scenario?case={case}")
    either.locator("#dates > summary").click()
    either.locator("#dates").get_by_label("Days ahead").fill("60")
    either.get_by_role("button", name="Change the dates").click()
    either.locator("#dates").get_by_text("Saved.").wait_for()
    either.locator("#count > summary").click()
    either.locator("#count").get_by_label("Front").select_option("hill-column/tarn")
    either.locator("#count").get_by_label("Up to this day").fill("2001-03-20")
    either.get_by_role("button", name="List").click()
    either.get_by_role("link", name="19 March 2001").click()
    either.locator("#count").get_by_label("Count", exact=True).fill("9")
    either.get_by_role("button", name="Change the count").click()
    either.locator("#count").get_by_text("Saved.").wait_for()
    assert "9" in either.locator("#count tr", has_text="19 March 2001").inner_text()
    if not either.locator("#number[open]").count():
        either.locator("#number > summary").click()
    either.get_by_label("Whose number, and which").select_option("clients.river-league.autonomy")
    if "without" in request.node.name:
        either.get_by_role("button", name="Show", exact=True).click()
    either.locator("#number [name=width]").fill("0.5")
    either.locator("#number [name=middle]").fill("lots")
    either.get_by_role("button", name="Change the number").click()
    either.locator("#number").get_by_text("write a number, such as 0.5").wait_for()
    assert either.locator("#number [name=width]").input_value() == "0.5"
    either.locator("#number [name=middle]").fill("1")
    either.get_by_role("button", name="Change the number").click()
    either.get_by_text("Saved: the middle is 1, 90% from 0.75 to").wait_for()
    either.locator("#strategy > summary").click()
    either.get_by_role("button", name="Remove A truce of a month").click()
    either.locator("#strategy").get_by_text("Saved.").wait_for()
    added = either.locator(".diff .added", has_not_text="+++").all_inner_texts()
    assert len([line for line in added if line.strip()]) == 3, added


@pytest.mark.browser
def test_unsaved_text_is_decided_before_a_form_is_sent(page: Page, served: Served):
    page.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": "undecided"})
    open_at(page, served, "/scenario?case=undecided")
    area = page.get_by_label("Text of scenario.yaml")
    area.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine\n")
    page.locator("#dates > summary").click()
    page.locator("#dates").get_by_label("Days ahead").fill("60")
    page.get_by_role("button", name="Change the dates").click()
    page.get_by_text("Not sent: there is unsaved text in scenario.yaml.").wait_for()
    assert area.input_value().startswith("# mine")
    page.get_by_role("button", name="drop it").click()
    wait_until(lambda: not area.input_value().startswith("# mine"), "the text is as it was saved")
    page.get_by_role("button", name="Change the dates").click()
    page.locator("#dates").get_by_text("Saved.").wait_for()
    assert "horizon: 60" in area.input_value()
    area.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine\n")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").last.wait_for()  # the forms are those of the text as it is saved now
    wait_until(lambda: not page.locator("#dates[open]").count(), "the forms are drawn anew")
    page.locator("#dates > summary").click()
    page.locator("#dates").get_by_label("Days ahead").fill("70")
    page.get_by_role("button", name="Change the dates").click()
    page.locator("#dates").get_by_text("Saved.").wait_for()
    assert area.input_value().startswith("# mine")


@pytest.mark.browser
def test_a_strategy_of_what_if_is_kept_with_the_case(page: Page, served: Served):
    page.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": "keeps"})
    open_at(page, served, "/what-if?case=keeps&days=30&a=truce+from%3D%2B1+to%3D%2B9")
    page.get_by_label("Name of strategy A").fill("Nine quiet days")
    page.get_by_role("button", name="Keep strategy A with the case").click()
    page.get_by_text("Kept with the case as “Nine quiet days”").wait_for()
    open_at(page, served, "/scenario?case=keeps")
    page.locator("#strategy > summary").click()
    page.locator("#strategy").get_by_text(
        "A truce in the trigger war, from 30 April 2001 to 8 May 2001."
    ).wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_everyone_can_use_the_forms(new_page: Callable[..., Page], served: Served, width: int):
    page = new_page(viewport={"width": width, "height": 900})
    page.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": f"axe-{width}"})
    path = f"/scenario?case=axe-{width}&number=tempo.branching&front=hill-column/tarn"
    open_at(page, served, path)
    page.evaluate("document.querySelectorAll('details.change').forEach((one) => { one.open = true; })")
    everyone_can_use(page)
