"""Time: any stretch of it, by fields, by dragging, by the address; marks that open their records; a future told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin

import pytest

from armslength.errors import ArmslengthError
from armslength.report import charts
from armslength.report.charts.timeline import Axis, shared_fronts, whole_axis
from armslength.report.render_figures import TOGETHER, front_definitions, front_figures
from armslength.results import step as r
from armslength.results.forecast import ForecastResult
from armslength.scenario import load
from armslength.web import story, time_window
from tests.report.invented import AS_OF, HORIZON, invented, invented_data
from tests.web.conftest import Served, everyone_can_use, open_at, wait_until

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
    dated = [row for row in invented().reports_on("north/israel") if row.kind != "tally"]
    shown = [row for row in dated if axis.overlaps(row.start, row.start)]
    assert drawn.wide.count("<a ") == len(shown) < len(dated)
    spec = charts.themed(charts.front_in_time(invented(), "north/israel", axis=axis)).to_dict()
    began = {param["name"]: param["value"] / 1000 for param in spec["params"] if param["name"] != "lane"}
    assert {name: f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}" for name, at in began.items()} == {
        "since": since,
        "until": until,
    }


def test_a_shorter_time_has_a_scale_of_its_own():
    """The counts of before the as-of date do not press a quiet time ahead flat."""

    def highest(axis):
        drawn = time_window.drawn_fronts(invented(), axis, ["north/israel"])["time/north/israel"].wide
        return max(map(float, re.findall(r'text-anchor="end"[^>]*>([0-9.]+)<', drawn)))

    whole = whole_axis(invented())
    parts = [Axis(whole.first, AS_OF - timedelta(days=1)), Axis(AS_OF + timedelta(days=7), whole.last)]
    assert min(map(highest, parts)) < highest(whole) == max(map(highest, parts))


def test_a_browser_gets_the_very_charts_of_the_report():
    definitions = json.loads(front_definitions(invented()))
    assert {front.id for front in invented().actors.fronts} <= set(definitions)
    for spec in definitions.values():
        assert {"since", "until", "lane"} <= {signal["name"] for signal in spec["signals"]}
        assert "var(--median, #" in json.dumps(spec)
        assert "var(--" not in json.dumps(spec["data"])
        rows = [row for one in spec["data"] if one["name"] == "ahead" for row in json.loads(one["values"])]
        assert all(row["said"] and row["start"] < row["end"] for row in rows)


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
    figures = front_figures(result, [f.id for f in result.actors.fronts_in_order])
    (together,) = [one for one in figures if TOGETHER in one.id]
    assert "are reported together" in together.series
    assert not any('stroke-dasharray="3,2"' in one.figure.wide for one in figures)


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
def time_page(page: Page, served: Served) -> Page:
    """The page Time with its charts."""
    return drawn(open_at(page, served, "/time"))


def drawn(page: Page) -> Page:
    """Wait until the browser has drawn the charts itself."""
    page.wait_for_selector("#charts[data-live=drawn]")
    return page


def asked_of(page: Page) -> list[str]:
    """Return a list that grows by what the page asks for from now on, but for its own icon."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    return asked


FRONT = "harbour-guard/tarn"
browsed = pytest.mark.browser


FIELDS = ("From", "To")
CHART = "section.front:not([hidden]) .drawn"


def values(page: Page) -> list[str]:
    return [page.get_by_label(name, exact=True).input_value() for name in FIELDS]


def drag(page: Page, start: float, end: float, *, let_go: bool = True) -> None:
    """Across the first chart, from one share of its width to another."""
    page.locator(CHART).first.scroll_into_view_if_needed()
    box = page.locator(CHART).first.bounding_box()
    assert box
    y = box["y"] + 0.6 * box["height"]
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], y, steps=5)
    if let_go:
        page.mouse.up()


@browsed
def test_dragging_chooses_a_time_without_the_server_and_the_address_reproduces_it(time_page):
    page = time_page
    asked, ticks = asked_of(page), page.locator(CHART).first.locator(".role-axis-label").all_text_contents()
    drag(page, 0.3, 0.6, let_go=False)
    assert " to " in page.locator(".brushed").inner_text()
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".brushed").count() == 0
    assert "since" not in page.url
    drag(page, 0.3, 0.6)
    chosen = values(page)
    assert f"since={chosen[0]}&until={chosen[1]}" in page.url
    wait_until(
        lambda: page.locator(CHART).first.locator(".role-axis-label").all_text_contents() != ticks,
        "new ticks",
    )
    assert asked == []
    page.reload()
    assert values(drawn(page)) == chosen
    page.get_by_role("link", name="Overview").click()
    page.wait_for_selector("svg.network")
    page.go_back()
    assert values(drawn(page)) == chosen
    page.get_by_role("button", name="Show everything").click()
    assert "since" not in page.evaluate("location.search")


@browsed
def test_what_the_browser_shows_is_what_the_form_leads_to(time_page):
    """Spans, dates beyond what there is, fronts: the same address, the same records, no request."""
    page, asked = time_page, asked_of(time_page)
    boxes = page.locator("input[name=front]")
    since, until = (page.get_by_label(name, exact=True) for name in FIELDS)
    steps = [
        lambda: page.get_by_label("Span").select_option("quarter"),
        lambda: since.fill("2001-04-01"),
        lambda: until.fill("2199-01-01"),
        lambda: boxes.first.uncheck(),
        lambda: page.get_by_label("Span").select_option("ahead"),
        lambda: page.get_by_role("button", name="Show everything").click(),
    ]
    for step in steps:
        form = page.evaluate(
            "new URLSearchParams(new FormData(document.getElementById('choose'))).toString()"
        )
        before = {k: v for k, v in parse_qsl(form) if k == "at"}
        step()
        page.locator("h1").click()  # the field is left
        assert asked == []
        form = page.evaluate(
            "new URLSearchParams(new FormData(document.getElementById('choose'))).toString()"
        )
        sent = [("at", before["at"]), *((k, v) for k, v in parse_qsl(form) if k != "at")]
        led = page.request.get(f"{urljoin(page.url, '/time/choose')}?{urlencode(sent)}", max_redirects=0)
        assert led.headers["location"].replace("&drawn=1", "") == page.evaluate(
            "location.pathname + location.search"
        )
        asked.clear()
        shown = page.locator("#count").inner_text()
        assert shown.startswith(f"{page.locator('.record:visible').count()} records")
        plain = page.request.get(page.url).text()
        assert shown in plain
        assert f'<span id="shown">{page.locator("#shown").inner_text()}</span>' in plain
        asked.clear()


@browsed
def test_dates_say_what_is_wrong_with_them(time_page):
    page = time_page
    since, until = (page.get_by_label(name, exact=True) for name in FIELDS)
    since.fill("2001-06-20")
    since.blur()
    until.fill("2001-05-01")
    until.blur()
    page.locator(".refusal", has_text="before it begins").wait_for()
    assert values(page) == ["2001-06-20", "2001-05-01"]  # what was typed stays
    since.fill("2001-04-01")
    since.blur()
    page.wait_for_url("**since=2001-04-01&until=2001-05-01")
    assert not page.locator(".refusal").first.is_visible()
    page.get_by_text("Shown: 1 April 2001 to 1 May 2001").wait_for()


@browsed
def test_a_day_is_read_by_pointing_at_it(time_page):
    page = time_page
    page.locator(CHART).first.scroll_into_view_if_needed()
    box = page.locator(CHART).first.bounding_box()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.6 * box["height"])
    assert re.search(
        r"in the \d+ days from .*: .*\(50%: .*, 90%: .*\)", page.locator(".reading").inner_text()
    )
    page.mouse.move(box["x"] + 0.5 * box["width"], 0)
    assert page.locator(".reading").count() == 0


@browsed
def test_zooming_takes_no_time_to_speak_of(time_page):
    """Measured in the processor's time of the page: other work on the machine does not count."""
    from benchmarks.browser import ZOOM

    devtools = time_page.context.new_cdp_session(time_page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy():
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "TaskDuration")

    before = busy()
    zooms = len(time_page.evaluate(ZOOM))
    assert (busy() - before) / zooms < 1  # s; the benchmark says how many it takes


@browsed
def test_fronts_are_chosen_none_of_them_too(time_page, served):
    page = time_page
    names = page.locator("label.tick").all_inner_texts()
    for name in names:
        page.get_by_role("checkbox", name=name).uncheck()
    page.get_by_text("No front is chosen: tick one above.").wait_for()
    page.wait_for_url("**front=none")
    page.get_by_role("checkbox", name=names[0]).check()
    assert page.locator("section.front:visible").count() == 1
    page.goto(f"{served.address}/time?front={FRONT}")
    drawn(page)
    assert page.locator("section.front:visible").count() == 1
    page.get_by_role("checkbox", name=names[1]).check()  # which the server sent, and hid
    assert page.locator("section.front:visible svg").count() == 2
    twin = json.loads(
        served.get(f"/api/cases/classroom/time?front={FRONT}&since=2001-04-01&until=2001-05-01")[1]
    )
    assert [f["id"] for f in twin["fronts"] if f["chosen"]] == [FRONT]
    assert (twin["since"], twin["until"], twin["span"]) == ("2001-04-01", "2001-05-01", "chosen")


@browsed
def test_a_mark_opens_its_record_and_so_does_the_keyboard(time_page):
    page = time_page
    mark = page.locator(f"{CHART} .mark-symbol path").first
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
def test_everyone_can_use_the_charts_in_print_and_on_a_phone_too(time_page, new_page, served):
    everyone_can_use(time_page)
    assert time_page.locator(f"{CHART}[aria-label]").count() == time_page.locator(f"{CHART} svg").count()
    phone = drawn(open_at(new_page(viewport={"width": 390, "height": 844}), served, "/time?span=ahead"))
    everyone_can_use(phone)
    time_page.get_by_label("Span").select_option("quarter")
    time_page.emulate_media(media="print")
    time_page.set_viewport_size({"width": 700, "height": 900})
    assert time_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert time_page.locator(f"{CHART} svg").first.bounding_box()["height"] > 90


@browsed
def test_a_future_told_leaves_the_time_as_it_was_chosen(time_page):
    page = time_page
    page.get_by_label("Span").select_option("quarter")
    page.get_by_role("button", name="Tell it").click()
    page.wait_for_selector("ol.story li")
    page.wait_for_url("**span=quarter&future=1")
    assert page.get_by_label("Span").input_value() == "quarter"
    page.get_by_label("Span").select_option("ahead")
    page.wait_for_url("**span=ahead&future=1")
    assert page.locator("ol.story li").count() > 0


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
