"""Trust: calibration in numbers and pictures, theories with how sure, nothing shown that older code made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from markupsafe import Markup
from scipy.stats import beta

from armslength.report.charts.reliability_chart import in_words, reliability, share_interval
from armslength.report.charts.skill_chart import Panel, panels
from armslength.report.svg import svg
from armslength.results.backtest import BacktestResult, DeclaredEndpoint
from armslength.results.scores import ReliabilityBin
from armslength.results.theories import LeftOutTheory
from armslength.scenario import load
from armslength.scoring import backtest
from armslength.scoring.human_forecasts import read_human
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_record import ledger_result
from armslength.scoring.ledger_service import register_human, resolve
from armslength.scoring.scoring_actors import actors_of_case
from armslength.web import results_cache
from armslength.web.app_state import AppState
from armslength.web.figure_selection import split_panels
from armslength.web.jobs import Job, run_id
from armslength.web.render import render
from armslength.web.settings import Settings
from armslength.web.trust_page import backtest_html, ledger_html, theories_html
from tests.web.conftest import Served, open_at

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def made() -> BacktestResult:
    """A small backtest of the classroom."""
    from armslength.scoring.model_forecasts import model_forecaster

    days = [date(2001, 4, 1) + timedelta(days=4 * i) for i in range(6)]
    return backtest(load("classroom"), model_forecaster(draws=4, replicates=10), days, (7, 14))


def with_endpoint(result: BacktestResult) -> BacktestResult:
    """Return the same backtest as if its first comparison had been declared beforehand."""
    scores = result.exploratory.counts[0]
    primary = DeclaredEndpoint(
        score="crps",
        baseline="historical mean",
        n=40,
        independent=36,
        mean=1.07,
        baseline_mean=1.0,
        skill=-0.07,
        low=-0.39,
        high=0.23,
        diebold_mariano=0.3,
        p_value=0.77,
        block=3,
        verdict="no skill shown",
        target=scores.target,
        horizon=scores.horizon,
        reason="Chosen by hand.",
    )
    return result.model_copy(update={"primary": primary})


def test_coverage_of_a_backtest_is_pooled_over_its_windows(made):
    pooled = made.pooled()
    rows = [scores.forecasters["model"] for scores in made.exploratory.counts]
    assert pooled.windows == sum(row.n for row in rows)
    assert pooled.in_90 == pytest.approx(sum(row.in_90 * row.n for row in rows) / pooled.windows)
    assert sum(row.n for row in pooled.reliability) == sum(scores.n for scores in made.exploratory.yes_no)


def test_a_backtest_says_what_it_shows_and_what_it_does_not(made):
    shown = backtest_html(made, "x", {})
    assert "The scenario declares no endpoint" in shown
    assert "Harbour Guard on Tarn" in shown
    assert "harbour-guard/tarn" not in shown
    assert "Retrospective" in shown


def test_the_declared_comparison_is_shown_with_its_interval_and_its_reason(made):
    shown = backtest_html(with_endpoint(made), "x", {})
    for words in (
        "CRPS of Harbour Guard on Tarn, 7 days ahead",
        "No skill shown",
        "-0.07 (90%: -0.39 to +0.23) over 40 occasions, 36 of them independent",
        "Chosen by hand.</span>",
    ):
        assert words in shown


def test_the_declared_comparison_comes_first(made):
    def parts(result: BacktestResult) -> dict[str, list[Panel]]:
        return split_panels(panels(result.exploratory.counts, result.targets, result.declared))

    assert {panel.label.rpartition(", ")[2] for panel in parts(made)["main"]} == {"7 days"}
    declared = parts(with_endpoint(made))
    assert [panel.declared for panel in declared["main"]] == [True]
    assert declared["rest"]


@pytest.mark.parametrize(("share", "n"), [(0.5, 10), (0.25, 40), (0.0, 7), (1.0, 3)])
def test_the_interval_of_a_share_is_that_of_jeffreys(share, n):
    low, high = share_interval(share, n)
    there = beta(share * n + 0.5, n - share * n + 0.5)
    assert low == (0.0 if share == 0 else pytest.approx(there.ppf(0.05)))
    assert high == (1.0 if share == 1 else pytest.approx(there.ppf(0.95)))


def test_the_picture_of_calibration_is_well_formed_and_says_its_numbers():
    rows = [
        ReliabilityBin(low=0.2, high=0.4, predicted=0.2, observed=0.25, n=8),
        ReliabilityBin(low=0.8, high=1.0, predicted=0.9, observed=1.0, n=2),
    ]
    groups = {"<b>Ada</b>": rows, "model": rows}
    label = " ".join(in_words(groups))
    drawn = ElementTree.fromstring(svg(reliability(groups), "x", label))
    assert "20% on average, 25% of 8 happened" in drawn.get("aria-label", "")
    assert "<b>Ada</b>" in "".join(drawn.itertext())  # the legend


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
    book, who = Ledger(tmp_path / "ledger.sqlite"), actors_of_case(load("classroom"))
    register_human(book, people, read_human(people, who), who)
    resolve(book, after)
    result = ledger_result(book)
    assert [row.observed for row in result.forecasters[0].reliability] == [0.5]
    shown = ledger_html(result)
    assert "Ada" in shown
    assert "almost certain" in shown


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
    from tests.theories.test_comparison import invented

    result = invented({"full": [-10.0] * 4, "puppets": [-30.0, -10.2, -10.2, -10.2]}).result
    left_out = (LeftOutTheory(theory="institutions", why="nothing is left of it"),)
    result = result.model_copy(update={"left_out": left_out})
    shown = theories_html(result, "x", "classroom", Markup())
    puppets = result.theories[1]
    for words in (
        f"{puppets.weight:.2f} ({puppets.weight_90.low:.2f} to {puppets.weight_90.high:.2f})",
        f"{puppets.difference:+.1f} ({puppets.difference_90.low:+.1f} to {puppets.difference_90.high:+.1f})",
        "worse than the full model",
        "most of it from the week after 1 April 2001",
        "Holds 3 numbers",
        "Left out: institutions",
    ):
        assert words in shown
    assert ("Claims that bear on it" in shown) == any(theory.claims for theory in result.theories)


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
