"""Nothing is lost: what is asked stands in the address, what is written and not saved in the browser."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest

from armslength.web import jobs
from armslength.web.jobs import Job
from armslength.web.tasks import BacktestTask, CompareTask, ForecastTask, NamedActions
from tests.web.conftest import open_at, wait_until

TRUCE = "truce from=+1 to=+30"


def test_no_forecast_or_refinement_waits_for_a_backtest():
    one = (NamedActions(name="A", actions=(TRUCE,)),)
    lanes = [
        jobs._lane(Job("x", "classroom", task))
        for task in (
            BacktestTask(draws=10, seed=1, refitted=False),
            ForecastTask(days=30, futures=500, seed=1),
            CompareTask(kind="refine", strategies=one, days=30, futures=10_000, seed=1),
            CompareTask(strategies=one, days=30, futures=2000, seed=1),
        )
    ]
    assert lanes == ["long", "usual", "usual", "quick"]


def test_progress_has_a_count_and_an_estimate():
    job = Job("x", "classroom", ForecastTask(days=30, futures=500, seed=1), total=10_000, done=2000)
    job.stage, job.since = "playing futures", jobs.monotonic() - 60
    assert job.said == "playing futures, 2,000 of 10,000; about 4 min left"


@pytest.mark.browser
def test_a_question_outlasts_reload_and_back(page, served):
    open_at(page, served, "/what-if?case=classroom")
    side = page.get_by_label("Strategy A", exact=True)
    side.get_by_text("Add an action").click()
    side.get_by_label("Lever").select_option("truce")
    side.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**a=truce*")
    page.reload()
    side.get_by_text("A truce in the trigger war, from").wait_for()
    said = page.locator(".answer-line")
    page.locator(".answer-line", has_text="A against doing nothing, 90 days:").wait_for()
    assert "90% over" in said.inner_text()
    box = said.bounding_box()
    assert box["y"] + box["height"] < page.viewport_size["height"]
    page.mouse.wheel(0, 1500)
    wait_until(lambda: page.evaluate("scrollY") > 300, "the page is scrolled")
    assert 0 <= said.bounding_box()["y"] < 5  # it stays in sight
    page.goto(served.address + "/trust?case=classroom")
    page.go_back()
    side.get_by_text("A truce in the trigger war, from").wait_for()


@pytest.mark.browser
def test_back_takes_back_a_change(page, served):
    open_at(page, served, f"/what-if?case=classroom&days=90&a={quote_plus(TRUCE)}")
    page.get_by_role("button", name=f"Remove {TRUCE}").click()
    page.get_by_text("Choose a strategy to start from").wait_for()
    page.go_back()
    page.get_by_role("button", name=f"Remove {TRUCE}").wait_for()
    page.go_forward()
    page.get_by_text("Choose a strategy to start from").wait_for()


@pytest.mark.browser
def test_what_is_not_saved_is_kept_and_warned_about(page, served):
    page.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": "draft-kept"})
    open_at(page, served, "/scenario?case=draft-kept")
    area = page.get_by_label("Text of scenario.yaml")
    area.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# not saved yet\n")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Trust").click()
    page.wait_for_url("**/trust*")
    assert asked == ["beforeunload"]
    open_at(page, served, "/scenario?case=draft-kept")
    page.get_by_text("is here again, from this browser").wait_for()
    assert area.input_value().startswith("# not saved yet")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    asked.clear()
    page.get_by_role("link", name="Trust").click()
    page.wait_for_url("**/trust*")
    assert not asked


@pytest.mark.browser
def test_trust_opens_with_the_verdict(page, served):
    open_at(page, served, "/trust?case=kashmir-2018")
    verdict = page.locator(".headline")
    assert "No skill shown against" in verdict.inner_text()
    assert verdict.bounding_box()["y"] < 250


@pytest.mark.browser
def test_a_network_is_chosen_by_its_picture(page, served):
    open_at(page, served, "/cases")
    card = page.locator(".card", has_text="Kashmir")
    assert card.locator("svg circle").count() >= 3
    assert "as of" in card.inner_text()
    page.locator(".card", has_text="Classroom").first.get_by_role("link").click()
    page.wait_for_selector(".headline")
