"""The first page as a stranger meets it: the answer in three sentences before anything is scrolled, every term explained."""

from __future__ import annotations

import json

import pytest

from armslength.report.headline import headline
from armslength.results.forecast import ForecastResult
from armslength.results.headline import support
from armslength.results.scores import Skill
from armslength.scoring.verdicts import shipped_verdicts
from armslength.web.render import explained
from tests.report.invented import invented, invented_data
from tests.web.conftest import open_at

SKILL = Skill(
    score="crps",
    baseline="historical mean",
    n=40,
    independent=36,
    mean=1.0,
    baseline_mean=1.0,
    skill=-0.02,
    low=-0.3,
    high=0.2,
    diebold_mariano=0.3,
    p_value=0.77,
    block=1,
    verdict="no skill shown",
)


def with_orders(chance: float, low: float, high: float) -> ForecastResult:
    """Return the invented forecast with this chance of an order to anyone."""
    data = invented_data()
    everyone = {"kind": "all", "group": "all", "name": "all", "fronts": 6, "window_days": 30}
    counted = {"attacks": 9.0, "attacks_90": [1.0, 40.0], "lethal": 0.2, "lethal_90": [0.1, 0.4]}
    data["together"] = [everyone | counted | {"order": chance, "order_90": [low, high]}]
    return ForecastResult.model_validate(data)


@pytest.mark.parametrize(
    ("chance", "low", "high", "said"),
    [
        (
            0.8,
            0.54,
            0.97,
            "Probably tells at least one client to hold back within 30 days: 80% (90%: 54–97%)",
        ),
        (
            0.4,
            0.06,
            0.76,
            "Whether the commander tells any client to hold back within 30 days cannot be told: 40%",
        ),
        (0.2, 0.06, 0.4, "Probably tells no client to hold back within 30 days: 20% (90%: 6–40%)"),
    ],
)
def test_what_the_commander_does_is_said_as_far_as_it_can_be_told(chance, low, high, said):
    assert said in headline(with_orders(chance, low, high))[0].says


def test_who_follows_has_its_interval_and_says_who_cannot_be_told_apart():
    says = headline(invented())[1].says
    assert says.startswith("Told by an envoy to pause for 30 days")
    assert "%)" in says
    assert "cannot be told apart from" in says


def test_the_record_is_said_with_its_size_or_why_there_is_none():
    assert support(SKILL) == (
        "No skill shown against the mean of past counts: -0.02 (90%: -0.30 to +0.20) over 40 past occasions."
    )
    few = SKILL.model_copy(update={"independent": 9, "verdict": "too few to tell"})
    assert "too few to tell (9; a verdict needs 30)" in support(few)
    assert support(SKILL.model_copy(update={"verdict": "skill shown"})).startswith("Better than")


def test_shipped_verdicts_are_those_of_the_declared_endpoints():
    from tools.verdicts import drafted

    shipped = shipped_verdicts()
    assert shipped["kashmir-2018"] == drafted("kashmir-2018")
    assert shipped["axis-2024"].skill.baseline == "historical mean"


def test_a_term_is_explained_once_and_markup_stays_text():
    said = str(explained("A <b>front</b> and another front, prior only."))
    assert said.count("<button") == 2
    assert "&lt;b&gt;" in said
    assert 'popovertarget="about-prior-only"' in said


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_the_answer_is_seen_without_scrolling(new_page, served, size):
    page = new_page(viewport={"width": size[0], "height": size[1]})
    open_at(page, served, "/")
    page.wait_for_selector(".headline")
    box = page.locator(".headline").bounding_box()
    assert box["y"] + box["height"] <= size[1]
    text = page.locator(".headline").inner_text()
    assert text.count("90%:") >= 2
    assert "record supports" in text.lower()


@pytest.mark.browser
def test_a_term_opens_its_meaning(page, served):
    open_at(page, served, "/")
    term = page.locator(".headline .term").first
    term.click()
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    assert meaning.is_visible()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()


@pytest.mark.browser
def test_the_words_of_the_network_are_large_enough_on_every_screen(new_page, served):
    for width in (1280, 1000, 800, 390):
        page = new_page(viewport={"width": width, "height": 800})
        open_at(page, served, "/").wait_for_selector("svg.network:visible")
        sizes = page.locator("svg.network:visible text").evaluate_all(
            "all => all.map(t => parseFloat(t.getAttribute('font-size')) * t.getScreenCTM().a)"
        )
        assert min(sizes) >= 12, width


def test_the_json_of_the_first_page_says_the_same(served):
    view = json.loads(served.get("/api/cases/classroom/overview")[1])
    assert [part["asks"] for part in view["headline"]] == ["What the commander does next", "Who would follow"]
    assert view["support"].startswith("Not known")
