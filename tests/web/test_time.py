"""Time: any stretch of it, by fields, by dragging, by the address; marks that open their records; a future told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from armslength.errors import ArmslengthError
from armslength.report.charts.timeline import Axis, front_in_time, shared_fronts
from armslength.report.render_figures import TOGETHER, front_figures
from armslength.results import step as r
from armslength.results.forecast import ForecastResult
from armslength.scenario import load
from armslength.web import story, time_window
from tests.report.invented import AS_OF, HORIZON, invented, invented_data
from tests.web.conftest import Served, open_at, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": "decade"}, "no span of time is called 'decade'"),
        ({"since": "2024-13-01"}, "'2024-13-01' is no date"),
        (
            {"since": "2024-03-01", "until": "2024-02-01"},
            "ends on 1 February 2024, before it begins on 1 March 2024",
        ),
        ({"since": "1999-01-01", "until": "1999-12-31"}, "nothing is known from 1 January 1999"),
        ({"since": "2024-02-01", "until": "2024-02-03"}, "too short to draw; 7 days"),
    ],
)
def test_a_time_that_cannot_be_shown_is_refused_in_a_sentence(asked, said):
    with pytest.raises(ArmslengthError, match=said):
        time_window.span_of(invented(), **asked)


def test_a_time_reaches_no_further_than_what_there_is():
    axis = time_window.span_of(invented(), since="0001-01-01", until="9999-12-31")
    assert axis.last == AS_OF + timedelta(days=HORIZON)
    assert time_window.name_of(invented(), axis) == "all"
    assert time_window.name_of(invented(), replace(axis, last=date(2024, 3, 1))) == time_window.CHOSEN


@pytest.mark.parametrize(
    ("since", "until", "has_line"),
    [
        ("2023-11-01", "2023-12-15", False),
        ("2024-01-01", "2024-03-01", True),
        ("2024-04-01", "2024-05-01", False),
    ],
)
def test_only_what_lies_in_the_time_is_drawn(since, until, has_line):
    axis = Axis(date.fromisoformat(since), date.fromisoformat(until))
    drawn = time_window.drawn_fronts(invented(), axis, ["north/israel"])["time/north/israel"]
    assert ("as of" in drawn.wide) == has_line
    assert "clip" in drawn.wide
    spec = json.dumps(front_in_time(invented(), "north/israel", axis=axis).to_dict())
    ends = [date.fromisoformat(day) for day in re.findall(r'\\"end\\": \\"([^\\]+)', spec)]
    assert all(day > axis.first for day in ends)


def test_counts_that_all_fronts_on_an_adversary_share_are_drawn_once_for_all_of_them():
    """A shared count on each front's own chart looks as if the forecast fell off a cliff."""
    data = invented_data()
    us = [front["id"] for front in data["actors"]["fronts"] if front["adversary"] == "us"]
    row = {
        "kind": "adversary",
        "group": "us",
        "name": "US",
        "fronts": len(us),
        "order": 0.2,
        "order_90": [0.1, 0.4],
    }
    counted = {"lethal": 0.2, "lethal_90": [0.1, 0.4], "attacks": 9.0, "attacks_90": [1.0, 40.0]}
    data["together"] = [{**row, **counted, "window_days": days} for days in (7, 30, 90, 180)]
    for report in data["history"]:
        if report["kind"] == "tally" and len(report["fronts"]) > 1:
            report["fronts"] = us
    result = ForecastResult.model_validate(data)
    assert shared_fronts(result) == [
        tuple(f.id for f in result.actors.fronts_in_order if f.adversary == "us")
    ]
    drawn = front_figures(result, [f.id for f in result.actors.fronts_in_order])
    (together,) = [one for one in drawn if TOGETHER in one.id]
    assert "are reported together" in together.series
    assert not any('stroke-dasharray="3,2"' in one.figure.wide for one in drawn)


def test_counts_that_some_fronts_share_are_dashed_as_the_legend_says():
    axis = Axis(date(2023, 11, 1), date(2024, 2, 8))
    drawn = time_window.drawn_fronts(invented(), axis, ["river-a/us", "north/israel"])
    assert [front.wide.count('stroke-dasharray="3,2"') > 0 for front in drawn.values()] == [True, False]


def test_a_story_is_taken_away_as_text():
    case = load("classroom")
    front = next(iter(case.fronts.values()))
    on = date(2001, 5, 1)
    events = [
        r.Attack(day=on, front=front.id, count=2, harmed=1, lethal=1, deaths=3),
        r.LadderReading(day=on, rung=3),
    ]
    text = story.story_text(case, 1, story.tell_story(case, 7, events))
    assert "future 7, 1 days from 29 April 2001" in text
    assert (
        f"1 May 2001. {front.name}: 2 attacks, 3 killed. On the ladder, rung 3: an attack that kills" in text
    )
    assert front.id not in text


@pytest.fixture
def charts(page: Page, served: Served) -> Page:
    """The page Time with its charts."""
    open_at(page, served, "/time").wait_for_selector("section.front svg.wide")
    return page


FRONT = "harbour-guard/tarn"
browsed = pytest.mark.browser


def drag(page: Page, start: float, end: float, *, let_go: bool = True) -> None:
    """Across the first chart, from one share of its width to another."""
    box = page.locator("section.front svg.wide").first.bounding_box()
    assert box
    y = box["y"] + 0.6 * box["height"]
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], y, steps=5)
    if let_go:
        page.mouse.up()


@browsed
def test_dragging_chooses_a_time_and_the_address_reproduces_it(charts):
    page = charts
    drag(page, 0.3, 0.6, let_go=False)
    assert " to " in page.locator(".brushed").inner_text()
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".brushed").count() == 0
    assert "since" not in page.url
    whole = page.locator("section.front svg.wide").first.get_attribute("viewBox")
    drag(page, 0.3, 0.6)
    assert page.locator("section.front svg.wide").first.get_attribute("viewBox") != whole  # at once
    page.wait_for_url("**since=*")
    assert page.locator("section.front svg.wide").count() > 0  # never empty meanwhile
    chosen = [page.get_by_label(name, exact=True).input_value() for name in ("From", "To")]
    assert f"since={chosen[0]}&until={chosen[1]}" in page.url
    page.goto(page.url)
    page.wait_for_selector("section.front svg.wide")
    assert [page.get_by_label(name, exact=True).input_value() for name in ("From", "To")] == chosen
    page.get_by_role("button", name="Show everything").click()
    wait_until(lambda: "since" not in page.evaluate("location.search"), "everything is shown")


@browsed
def test_dates_choose_a_time_and_say_what_is_wrong_with_them(charts):
    page = charts
    since, until = (page.get_by_label(name, exact=True) for name in ("From", "To"))
    since.fill("2001-06-20")
    since.blur()
    until.fill("2001-05-01")
    until.blur()
    page.locator(".refusal", has_text="before it begins").wait_for()
    since.fill("2001-04-01")
    since.blur()
    page.wait_for_url("**since=2001-04-01&until=2001-05-01")
    assert not page.locator(".refusal").first.is_visible()
    page.get_by_text("Shown: 1 April 2001 to 1 May 2001").wait_for()


@browsed
def test_what_is_typed_while_charts_are_drawn_is_not_written_over(charts, served):
    page = charts
    since, until = (page.get_by_label(name, exact=True) for name in ("From", "To"))
    drag(page, 0.3, 0.6)
    page.wait_for_url("**since=*")
    page.locator(".progress").wait_for(state="detached")
    since.fill("2001-03-10")
    since.blur()
    until.fill("2001-05-02")  # typed, and not left, while the charts of the first date arrive
    page.wait_for_url("**since=2001-03-10*")
    page.locator(".progress").wait_for(state="detached")
    assert until.input_value() == "2001-05-02"
    until.blur()
    page.wait_for_url("**since=2001-03-10&until=2001-05-02")


@browsed
def test_fronts_are_chosen_none_of_them_too(charts, served):
    page = charts
    names = page.locator("label.tick").all_inner_texts()
    for name in names:
        page.get_by_role("checkbox", name=name).uncheck()
    page.get_by_text("No front is chosen: tick one above.").wait_for()
    page.wait_for_url("**front=none")
    page.get_by_role("checkbox", name=names[0]).check()
    wait_until(lambda: page.locator("section.front").count() == 1, "one front is shown")
    page.goto(f"{served.address}/time?front={FRONT}")
    page.wait_for_selector("section.front")
    assert page.locator("section.front").count() == 1
    twin = json.loads(
        served.get(f"/api/cases/classroom/time?front={FRONT}&since=2001-04-01&until=2001-05-01")[1]
    )
    assert [f["id"] for f in twin["fronts"] if f["chosen"]] == [FRONT]
    assert (twin["since"], twin["until"], twin["span"]) == ("2001-04-01", "2001-05-01", "chosen")


@browsed
def test_a_mark_opens_its_record_and_so_does_the_keyboard(charts):
    page = charts
    mark = page.locator("section.front svg.wide a").first
    said = mark.get_attribute("aria-label")
    mark.click()
    opened = page.locator("details.record[open]")
    opened.wait_for()
    assert said.partition(",")[0] in opened.locator("summary").inner_text()
    words = opened.inner_text()
    assert all(word in words for word in ("Source", "Published", "Vintage", "Fronts"))
    assert "/" not in opened.locator("dd", has=page.locator("a[href*=about]")).inner_text()  # names, not ids
    page.keyboard.press("Enter")  # the record has the focus: it closes, and opens again
    assert opened.count() == 0
    page.keyboard.press("Enter")
    assert opened.count() == 1


@browsed
def test_a_future_is_shared_by_its_address_and_taken_away_as_text(page, served):
    page.goto(f"{served.address}/time?future=7")
    page.wait_for_selector("ol.story li")
    told = page.locator("ol.story").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("link", name="The story (text)").click()
    text = taken.value.path().read_text(encoding="utf-8")
    assert told.splitlines()[0].split(".")[0] in text.replace("2001. ", "2001 ")
    page.get_by_role("button", name="Another").click()
    page.wait_for_url("**future=8")
