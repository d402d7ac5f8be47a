"""What a reader sees first says what was computed, and no more."""

from __future__ import annotations

import re

import numpy as np
import pytest

from armslength.forecasting import forecast
from armslength.forecasting.against_prior import compared
from armslength.formatting import told_apart
from armslength.ladder import RULES, RUNG_NAMES, Signs, rung_of
from armslength.report.summary_text import answer
from armslength.results import Interval
from armslength.results.forecast import ForecastResult, Lethal
from armslength.scenario import load
from armslength.scenario.grades import grade_of
from armslength.tables import forecast_tables
from armslength.tables.table import Estimate
from tests.report.invented import invented

ORDERED = re.compile(r"\bordered\b|\bslack\b")


def _texts(table) -> str:
    heads = [column.title for column in table.columns]
    return " ".join(map(str, [table.caption, *heads, *(cell for row in table.rows for cell in row)]))


def test_no_text_says_that_an_attack_was_ordered() -> None:
    result = invented()
    tables = (forecast_tables.lethal_table(result), forecast_tables.happens_table(result))
    assert not [found for table in tables for found in ORDERED.findall(_texts(table).lower())]
    assert not ORDERED.search(load("axis-2024").questions["blame"].answer.sentence.lower())
    assert not {"ordered", "slack"} & set(Lethal.model_fields)


def test_rungs_are_named_by_what_sets_them_off() -> None:
    """Each rule of the ladder stands in the name of its rung."""
    quiet = {"active": 0, "level": 0, "crossed": False, "direct_fire": False, "war": False}
    for sign, rung, word in (
        ({"active": 1}, 1, "attack"),
        ({"level": 1}, 2, "reprisal"),
        ({"crossed": True}, 3, "kills"),
        ({"level": 3}, 3, "leader struck"),
        ({"active": 3}, 3, "three fronts"),
        ({"direct_fire": True}, 4, "own"),
        ({"war": True}, 5, "war"),
    ):
        assert rung_of(Signs(**quiet | sign)) == rung
        assert word in RUNG_NAMES[rung]
    assert len(RULES) == len(RUNG_NAMES) - 1


def test_a_source_has_the_grade_of_its_least_part() -> None:
    claims = {"K1"}
    assert grade_of("Popovic 2018; assumed", claims) == "assumed"
    assert grade_of("K1; model", claims) == "a coded judgement from a claim"
    assert grade_of("the suspension of 30 January 2024 came before the strikes", claims) != "a study"
    assert grade_of("Jaeger & Paserman 2008; Dugan & Chenoweth 2012", claims) == "a study"
    assert grade_of("model", claims) == grade_of("normalisation", claims) == "our own default"


def test_an_answer_that_the_data_left_alone_is_marked() -> None:
    """Draws of the prior against others of the same prior, and against a shifted law; false alarms by design 1 in 20."""
    rng = np.random.default_rng(3)
    alike = [
        compared("lethal", "x", 30, rng.beta(2, 5, 100), rng.beta(2, 5, 100)).prior_only for _ in range(100)
    ]
    moved = [
        compared("lethal", "x", 30, rng.beta(5, 2, 100), rng.beta(2, 5, 100)).prior_only for _ in range(100)
    ]
    # Of 100 that truly agree at least 80 are marked: fewer has a chance below one in ten thousand at 93 %.
    assert sum(alike) >= 80
    assert not any(moved)
    same = rng.beta(2, 5, 100)
    assert compared("control", "x", 0, same, same).prior_only


@pytest.fixture(scope="module")
def classroom() -> ForecastResult:
    return forecast("classroom", days=30, futures=1_000).result


def test_the_record_carries_the_mark(classroom) -> None:
    asked = {(row.part, row.window_days) for row in classroom.against_prior}
    assert {"control", "follow", "attacks", "lethal", "order", "reprisal", "patron strike"} <= {
        part for part, _ in asked
    }
    row = classroom.against_prior[-1]
    assert classroom.prior_only(row.part, row.about, row.window_days) == row.prior_only
    marked = [
        r.about for r in classroom.against_prior if (r.part, r.window_days) == ("follow", 30) and r.prior_only
    ]
    table = forecast_tables.who_follows_table(classroom)
    assert sum("°" in str(row[0]) for row in table.rows) == len(marked)
    assert "prior only" in table.caption
    said = " ".join(group.who + group.says for group in answer(classroom).who_follows.groups)
    names = {
        "pauses_because_told": "follow",
        "pauses_anyway": "pauses anyway",
        "does_not_pause": "does not pause",
    }
    asked = [row for row in classroom.follow if row.order == "envoy" and row.askable]
    shown = [(max(names, key=lambda name, row=row: getattr(row, name)), row.about) for row in asked]
    if not any(
        name == "pauses_because_told" for name, _ in shown
    ):  # nobody would, so the likeliest to is named
        shown.append(("pauses_because_told", max(asked, key=lambda row: row.pauses_because_told).about))
    only = [classroom.prior_only(names[name], about, 30) for name, about in shown]
    assert said.count("prior only") == sum(only)
    assert {True, False} <= {row.prior_only for row in classroom.against_prior}
    assert ForecastResult.from_json(classroom.to_json()).against_prior == classroom.against_prior


def test_nothing_is_marked_where_all_is_prior() -> None:
    result = forecast("classroom", days=30, futures=500, parameters="prior").result
    assert result.against_prior == ()
    assert "prior's" in forecast_tables.happens_table(result).caption


def test_each_number_of_the_first_screen_has_its_interval(classroom) -> None:
    for table in (
        forecast_tables.attacks_by_window_table(classroom),
        forecast_tables.happens_table(classroom),
    ):
        cells = [cell for row in table.rows for cell in row[1:] if isinstance(cell, Estimate)]
        assert cells
        assert all(cell.interval is not None for cell in cells)


def test_a_group_is_its_fronts_together(classroom) -> None:
    """A total is at least each part, an event on any of several fronts at least as likely as on each."""
    fronts = {f.id: f for f in classroom.actors.fronts}
    for row in classroom.together:
        if row.kind != "adversary":
            continue
        own = [f for f in fronts if fronts[f].adversary == row.group]
        assert row.fronts == len(own)
        parts = [x for x in classroom.lethal if x.window_days == row.window_days and x.front in own]
        assert row.lethal >= max(x.probability for x in parts) - 1e-9
        orders = [x for x in classroom.commander if x.window_days == row.window_days and x.front in own]
        assert row.order >= max(x.order for x in orders) - 1e-9
    hosts = [row for row in classroom.together if row.kind == "host"]
    everywhere = next(
        r for r in classroom.together if r.kind == "all" and r.window_days == hosts[0].window_days
    )
    assert everywhere.order >= max(h.order for h in hosts if h.window_days == everywhere.window_days) - 1e-9


def test_the_lethal_attack_is_asked_of_the_adversary_of_the_question() -> None:
    asked = load("axis-2024").questions["blame"].answer
    assert (asked.of, dict(asked.where)) == ("together", {"kind": "adversary", "group": "united-states"})
    assert "own-strike" in load("axis-2024").questions


@pytest.mark.parametrize(
    ("intervals", "apart"),
    [([(0.2, 0.9), (0.1, 0.3)], False), ([(0.2, 0.9), (0.0, 0.1), (0.1, 0.3)], True)],
)
def test_two_that_overlap_are_not_told_apart(intervals, apart) -> None:
    assert told_apart(intervals) == apart


def test_what_is_called_the_likeliest_is_told_apart_or_not() -> None:
    """Intervals that overlap are said to: of outcomes of one order, of fronts, of adversaries, of rungs."""
    result = invented()
    said = answer(result)
    groups = " ".join(group.who + group.says for group in said.who_follows.groups)
    envoy = [row for row in result.follow if row.order == "envoy" and row.askable]
    for row in envoy:
        at = row.shares.index(max(row.shares))
        ends = [getattr(row.parameters_90, name) for name in type(row.parameters_90).model_fields]
        order = [ends[1], ends[0], ends[2]]  # as `shares` has them
        overlap = [n for n in range(3) if n != at and order[n].high >= order[at].low]
        (own,) = re.findall(rf"{re.escape(result.actors.follower(row.front))} \((\d[^)]*)\)", groups)[:1]
        assert ("not told apart from" in own) == bool(overlap)
    (tile,) = (tile for tile in said.next if "reprisal" in tile.what)
    rows = [row for row in result.reprisal if row.window_days == 30]
    partly = [row for row in rows if row.coded_from_level > 1 and row.coded is not None]
    ends = {row.adversary: row.coded_90 if row in partly else row.any_level_interval() for row in rows}
    most = max(rows, key=lambda row: row.coded if row in partly else row.any_level)
    overlap = [a for a in ends if a != most.adversary and ends[a].high >= ends[most.adversary].low]
    assert ("not told apart" in tile.interval) == bool(overlap)
    assert result.actors.name(most.adversary) in tile.what


def test_a_reprisal_is_headlined_by_the_levels_that_can_be_checked() -> None:
    """Where low ones are not coded, an almost certain one of any level is no answer: the tables show the coded ones."""
    result = invented()
    rows = [
        row.model_copy(
            update={"coded_from_level": 3, "coded": 0.2, "coded_90": Interval(0.1, 0.3), "none": 0.001}
        )
        if n == 0
        else row
        for n, row in enumerate(row for row in result.reprisal if row.window_days == 30)
    ]
    said = answer(result.model_copy(update={"reprisal": tuple(rows)}))
    (tile,) = (tile for tile in said.next if "reprisal" in tile.what)
    assert tile.value != ">99%"
    alone = answer(result.model_copy(update={"reprisal": (rows[0],)}))
    (tile,) = (tile for tile in alone.next if "reprisal" in tile.what)
    assert (tile.value, "of level 3 or more, which alone are coded" in tile.what) == ("20%", True)
