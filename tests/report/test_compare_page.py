"""The page of a comparison and its charts, from a result alone."""

from __future__ import annotations

import json

import pytest

from armslength.report import charts
from armslength.report.charts.comparison import by_war, changes, pauses
from armslength.report.charts.strategy_difference import apart
from armslength.report.compare_page import DRAWN, draw_comparison, pair_of, write_compare_page
from armslength.tables.comparison_tables import COMPARED
from tests.saved import saved_comparison

RESULT = saved_comparison()
CHARTS = {
    "changes": lambda width: changes(RESULT, "attacks", width),
    "pauses": lambda width: pauses(RESULT, width),
    "by-war": lambda width: by_war(RESULT, width),
    "apart": lambda width: apart(RESULT, "truce", "visit-all", width),
}


def rows_of(chart) -> list[dict]:
    """Every row that a chart draws from, whatever its layer."""
    found = []
    for layer in [chart, *getattr(chart, "layer", [])]:
        values = getattr(getattr(layer, "data", None), "values", None)
        found += json.loads(values) if isinstance(values, str) else []
    return found


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_valid(name, width) -> None:
    assert "vega-lite" in charts.themed(CHARTS[name](width)).to_dict()["$schema"]


def test_a_chart_of_changes_draws_the_numbers_of_the_result() -> None:
    drawn = {row["strategy"]: row["change"] for row in rows_of(changes(RESULT, "attacks")) if "change" in row}
    assert drawn == {name: RESULT.change(name, "attacks").difference for name in ("visit-all", "truce")}
    points = {row["strategy"]: row["change"] for row in rows_of(changes(RESULT, "war")) if "change" in row}
    assert points["truce"] == pytest.approx(100 * RESULT.change("truce", "war").difference)


def test_two_strategies_are_drawn_against_each_other() -> None:
    assert pair_of(RESULT) == ("truce", "visit-all")
    told = [row["said"] for row in rows_of(apart(RESULT, "truce", "visit-all")) if "said" in row]
    happens = [name for name in COMPARED if RESULT.change("truce", name).baseline > 0]
    assert len(happens) > 4
    words = " ".join(told)  # a long title stands in two lines, beside its value
    assert all(RESULT.outcome(name).title in words for name in happens)
    assert told.count("no change") == 1  # one scale for all of them


def test_every_picture_is_drawn_once() -> None:
    drawn = draw_comparison(RESULT)
    assert set(drawn) == {"apart", "pauses", "by-war", *(f"changes/{name}" for name in DRAWN)}
    nothing = RESULT.model_copy(update={"changes": (), "contrasts": ()})
    assert draw_comparison(nothing) == {}


def test_the_page_holds_all_and_asks_the_network_for_nothing() -> None:
    page = write_compare_page(RESULT)
    assert "default-src 'none'" in page
    assert "<script" not in page
    for strategy in RESULT.strategies:
        assert f"<dt>{strategy.name}</dt>" in page
    assert "truce against visit-all" in page
    assert page.count("<svg") >= 2 * (3 + len(DRAWN))
    assert all(sentence.replace("'", "&#39;") in page for sentence in RESULT.not_claimed)


def test_the_text_of_a_scenario_is_escaped() -> None:
    hostile = RESULT.strategies[1].model_copy(update={"title": "<img src=x onerror=alert(1)>"})
    strategies = (RESULT.strategies[0], hostile, *RESULT.strategies[2:])
    page = write_compare_page(RESULT.model_copy(update={"strategies": strategies}), {})
    assert "<img" not in page
    assert "&lt;img" in page
