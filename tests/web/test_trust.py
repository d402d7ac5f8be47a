"""Trust: calibration in numbers and pictures, theories with how sure, nothing shown that older code made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from scipy.stats import beta

from armslength.report.calibration_chart import reliability_picture, share_interval
from armslength.scenario import load
from armslength.scoring import backtest
from armslength.scoring.human_forecasts import read_human
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_service import register_human, resolve
from armslength.scoring.scoring_actors import who_of_scenario
from armslength.web import figure_selection, results_cache
from armslength.web.app_state import AppState
from armslength.web.jobs import Job, run_id
from armslength.web.render import render
from armslength.web.settings import Settings
from tests.web.conftest import Served, open_at

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """A backtest of the classroom by a forecaster that always says the same."""
    from armslength.scoring.model_forecasts import model_forecaster

    days = [date(2001, 4, 1) + timedelta(days=4 * i) for i in range(6)]
    made = backtest(load("classroom"), model_forecaster(draws=4, chance=10), days, (7,)).document()
    return made | {
        "rows": {},
        "names": figure_selection.target_names(load("classroom"), made),
        "pictures": {},
    }


def test_coverage_of_a_backtest_is_pooled_over_its_windows(found):
    held = results_cache.calibration(found)
    rows = [row["forecasters"]["model"] for row in found["exploratory"]["counts"]]
    assert held["windows"] == sum(row["n"] for row in rows)
    assert held["in_90"] == pytest.approx(sum(row["in_90"] * row["n"] for row in rows) / held["windows"])
    assert sum(row["n"] for row in held["reliability"]) == sum(y["n"] for y in held["yes_no"])


def test_a_backtest_says_what_it_shows_and_what_it_does_not(found):
    said = render(
        "backtest.html.j2",
        run="x",
        found=found,
        pictures={},
        calibration=results_cache.calibration(found),
        reliability=None,
    )
    assert "The scenario declares no endpoint" in said
    assert "Harbour Guard on Tarn" in said
    assert "harbour-guard/tarn" not in said
    assert "Retrospective" in said


def test_the_declared_comparison_is_said_with_its_interval_and_its_reason(found):
    primary = {
        "target": "harbour-guard/tarn",
        "horizon": "7 days",
        "score": "crps",
        "rival": "historical mean",
        "reason": "Chosen by hand.",
        "skill": -0.07,
        "low": -0.39,
        "high": 0.23,
        "n": 9,
        "p": 0.77,
        "verdict": "no skill shown",
    }
    said = render(
        "backtest.html.j2",
        run="x",
        found=found | {"primary": primary},
        pictures={},
        calibration=results_cache.calibration(found),
        reliability=None,
    )
    for words in (
        "CRPS of Harbour Guard on Tarn, 7 days ahead",
        "No skill shown",
        "-0.07 (90%: -0.39 to +0.23) over 9 occasions",
        "Chosen by hand.</span>",
    ):
        assert words in said


def test_the_declared_comparison_comes_first(found):
    parts = figure_selection.split_figure(found["figure"])
    assert {row["group"].rpartition(", ")[2] for row in parts["main"]["rows"]} == {"7 days"}
    declared = {
        **found["figure"],
        "rows": [
            {**row, "group": f"{row['group']} - declared beforehand"} if i < 5 else row
            for i, row in enumerate(found["figure"]["rows"])
        ],
    }
    parts = figure_selection.split_figure(declared)
    assert len({row["group"] for row in parts["main"]["rows"]}) == 1
    assert parts["rest"]["rows"]


@pytest.mark.parametrize(("came", "n"), [(0.5, 10), (0.25, 40), (0.0, 7), (1.0, 3)])
def test_the_interval_of_a_share_is_that_of_jeffreys(came, n):
    low, high = share_interval(came, n)
    there = beta(came * n + 0.5, n - came * n + 0.5)
    assert low == (0.0 if came == 0 else pytest.approx(there.ppf(0.05)))
    assert high == (1.0 if came == 1 else pytest.approx(there.ppf(0.95)))


def test_the_picture_of_calibration_is_well_formed_and_says_its_numbers():
    rows = [{"said": 0.2, "came_true": 0.25, "n": 8}, {"said": 0.9, "came_true": 1.0, "n": 2}]
    drawn = ElementTree.fromstring(reliability_picture({"<b>Ada</b>": rows, "model": rows}))
    assert "20% on average, 25% of 8 came true" in drawn.get("aria-label", "")
    assert "<b>Ada</b>" in drawn.get("aria-label", "")


def test_peoples_forecasts_stand_beside_each_other_and_the_words_they_used(tmp_path):
    people, after = tmp_path / "people.csv", tmp_path / "after.csv"
    people.write_text(
        "forecaster,question,about,from,to,at_least,probability\n"
        + "".join(
            f"{who},attacks,harbour-guard/tarn,2001-05-{d:02},2001-05-{d:02},1,{p}\n"
            for d in range(1, 7)
            for who, p in (("Ada", 0.9), ("Ben", 0.1))
        ),
        encoding="utf-8",
    )
    after.write_text(
        "event_id,series,date,kind,front,count,source,published\n"
        + "".join(
            f"x{d},shore-log,2001-05-{d:02},tally,harbour-guard/tarn,{d % 2},teacher,2001-05-{d:02}\n"
            for d in range(1, 7)
        ),
        encoding="utf-8",
    )
    book, who = Ledger(tmp_path / "ledger.sqlite"), who_of_scenario(load("classroom"))
    register_human(book, people, read_human(people, who), who)
    resolve(book, after)
    shown = results_cache.ledger(book)
    assert [row["came_true"] for row in shown["calibration"]["Ada"]] == [0.5]
    said = render("ledger.html.j2", ledger=shown, reliability=None, signs=[])
    assert "Ada" in said
    assert "almost certain" in said


def test_a_result_of_other_code_is_not_shown(tmp_path):
    app_state = AppState(Settings(case="classroom", workspace=tmp_path))
    assert results_cache.at_hand(app_state, "classroom", "theories") is None
    task = results_cache.TASKS["theories"]
    (app_state.database.runs / "theories-0123456789abcdef").mkdir()
    app_state.database.add_run("theories-0123456789abcdef", "classroom", task)
    assert results_cache.at_hand(app_state, "classroom", "theories") is None
    when = results_cache.outdated(app_state, "classroom", "theories")
    assert "so it is not shown" in render("offer.html.j2", kind="theories", outdated=when)
    own = run_id(task, app_state.scenario("classroom").hash)
    (app_state.database.runs / own).mkdir()
    app_state.database.add_run(own, "classroom", task)
    held = results_cache.at_hand(app_state, "classroom", "theories")
    assert held is not None
    assert not isinstance(held, Job)
    assert results_cache.outdated(app_state, "classroom", "theories") is None


def test_theories_are_shown_with_how_sure_and_what_they_hold():
    theory = {
        "name": "full",
        "title": "The full model",
        "sentence": "All of it.",
        "claims": ["C1"],
        "held": {},
        "score": -1.0,
        "score_error": 0.1,
        "difference": None,
        "difference_error": None,
        "difference_90": None,
        "turns_on": None,
        "verdict": "",
        "weight": 0.4,
        "weight_90": [0.0, 0.9],
    }
    rival = theory | {
        "name": "x",
        "title": "Rivals",
        "held": {"control.threshold": -1.0},
        "difference": -2.0,
        "difference_90": [-4.0, 1.0],
        "verdict": "the data cannot tell",
        "turns_on": {"origin": "2001-04-15", "part": -2.0},
        "weight": 0.6,
    }
    found = {
        "theories": [theory, rival],
        "rule": "A rule.",
        "origins": ["2001-04-01", "2001-04-08"],
        "left_out": [{"theory": "y", "why": "it cannot be said"}],
        "window_days": 7,
        "refits": "Laplace",
        "standing": "Retrospective.",
    }
    said = render(
        "theories.html.j2", case="classroom", run="x", found=found, says="Nobody knows.", claims=[], drawn=""
    )
    for words in (
        "0.60 (0.00 to 0.90)",
        "-2.0 (-4.0 to +1.0)",
        "the data cannot tell",
        "Holds 1 number",
        "Left out: y",
        "Nobody knows.",
    ):
        assert words in said
    assert "Speaks for it" not in said  # the case has no such claim


def test_a_copy_whose_numbers_changed_stands_on_the_prior_and_says_so(tmp_path):
    from armslength.web import scenario_files, views

    app_state = AppState(Settings(case="classroom", workspace=tmp_path))
    scenario_files.copy(app_state, "classroom", "mine")
    assert views.prior_only(app_state, "mine") is None
    texts = scenario_files.texts_of(app_state.case("mine").folder)
    texts["scenario.yaml"] = texts["scenario.yaml"].replace("skill: {value: 0.8", "skill: {value: 0.7")
    assert scenario_files.save(app_state, "mine", texts).sound
    assert "The fit shipped with classroom is not used: it was fitted to another" in str(
        views.prior_only(app_state, "mine")
    )


@pytest.mark.slow
@pytest.mark.browser
def test_scores_and_theories_are_made_on_demand(new_page: Callable[..., Page], served: Served):
    page = new_page(viewport={"width": 1280, "height": 900})
    open_at(page, served, "/trust")
    page.get_by_role("button", name="Backtest this case").click()
    page.get_by_role("heading", name="Calibration of the backtest").wait_for()
    page.get_by_role("button", name="Weigh the theories").click()
    page.get_by_role("region", name="Rival theories", exact=True).wait_for()
    page.reload()
    page.get_by_role("region", name="Rival theories", exact=True).wait_for()  # kept: not made again
    assert page.get_by_role("heading", name="Calibration of the backtest").count() == 1
    assert page.locator("svg.wide[aria-label^='Weight of each theory']").count() == 1
