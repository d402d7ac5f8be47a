"""Names that turn a sentence round, long names, faults in hundreds, an address without a page, paper."""

from __future__ import annotations

import pytest

from armslength.web import strategy_views
from armslength.web.app_state import AppState
from armslength.web.render import render
from armslength.web.scenario_files import FaultRow
from armslength.web.scenario_page import _grouped
from armslength.web.settings import Settings
from tests.web.conftest import open_at


def test_no_name_turns_a_sentence_round(tmp_path):
    state = AppState(Settings(case="classroom", workspace=tmp_path))
    try:
        strategy_views.save(state, "classroom", "a\u202e name\u2069", ["truce from=+1 to=+30"])
        (saved,) = strategy_views.known_strategies(state, "classroom").saved
        assert saved.name == "a name"
    finally:
        state.jobs.stop()


def test_faults_that_say_the_same_stand_together():
    faults = [
        FaultRow(
            where="events.csv", line=n, hint=None, what=f"the event 'e{n}' of 2001-01-{n:02} ends before"
        )
        for n in range(1, 90)
    ]
    faults.append(FaultRow(where="scenario.yaml", line=3, hint=None, what="an unknown key 'horizn'"))
    assert [(fault.line, alike) for fault, alike in _grouped(faults)] == [(1, 88), (3, 0)]


def test_a_long_name_is_cut_in_the_list_of_cases():
    bar = render("bar.html.j2", pages={"/": "Overview"}, here="/", case="a", cases=["a", "b" * 63])
    assert f'value="{"b" * 63}"' in bar
    assert f">{'b' * 63}<" not in bar


@pytest.mark.browser
def test_an_address_without_a_page_is_said_in_a_sentence(new_page, served):
    page = new_page()
    assert page.goto(f"{served.address}/nopage").status == 404
    assert page.locator("h1").inner_text() == "This cannot be shown"
    page.get_by_text("No page is at /nopage.").wait_for()


@pytest.mark.browser
def test_paper_holds_the_answer_its_address_and_no_form(page, served):
    open_at(page, served, "/what-if?case=classroom&a=truce+from%3D%2B1+to%3D%2B30")
    page.locator(".answer-line", has_text="against doing nothing").wait_for()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator(".sides").is_visible()
    assert page.locator(".answer-line").is_visible()
    assert "/what-if?case=classroom" in page.locator(".printed").inner_text()
