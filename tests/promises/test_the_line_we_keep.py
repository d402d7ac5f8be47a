"""No number for what a strike on a leader or on the patron, or the loss of a commander, would gain: each misuse is tried."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from armslength.decisions import OBJECTIVES
from armslength.decisions.event_words import EVENT_WORDS
from armslength.decisions.indicators import _rung_without_leadership, observe
from armslength.decisions.ranking import weights_of
from armslength.decisions.sensitivity import uncertain
from armslength.errors import ArmslengthError
from armslength.facts.facts_page import as_object, as_table, page
from armslength.facts.measure import FACTS, Measured, Result
from armslength.forecasting import advance
from armslength.forecasting.evidence_summary import history_of
from armslength.initial_conditions import draws_of
from armslength.results.robustness import DilemmaRow
from armslength.scenario import list_cases, load, with_events
from armslength.scenario.unvalued import is_unvalued, is_unvalued_parameter
from tests.product.conftest import run

HEAD = "event_id,date,kind,front,adversary,commander,level,source,published\n"
LEADER = "made-up,{day},reprisal,river-league/merchants,merchants,,{level},{source},{published}\n"
LOST = "made-up,{day},succession,,,{commander},,{source},{published}\n"
PAST, FUTURE = "2001-04-20", "2001-05-02"


def commander() -> str:
    return next(iter(load("classroom").commanders))


@pytest.mark.parametrize("day", [PAST, FUTURE])
@pytest.mark.parametrize("row", [LEADER.replace("{level}", "3"), LEADER.replace("{level}", "4"), LOST])
def test_an_invented_strike_or_loss_is_refused(tmp_path, row, day) -> None:
    """Dated ahead, with the best of papers; or dated in the past without a source that was published."""
    source, published = ("assumed", day) if day == PAST else ("teacher", day)
    text = row.format(day=day, source=source, published=published, commander=commander())
    (tmp_path / "news.csv").write_text(HEAD + text, encoding="utf-8")
    ran = run("advance", "classroom", "--events", tmp_path / "news.csv", "--as-of", "2001-05-06")
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1
    assert "a strike on a leader or on the patron, and the loss of a commander" in " ".join(ran.err.split())


def test_it_is_refused_wherever_events_are_added(tmp_path) -> None:
    text = HEAD + LEADER.format(day=PAST, level=3, source="assumed", published=PAST)
    (tmp_path / "news.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ArmslengthError, match="has no published source"):
        load("classroom", tmp_path / "news.csv")
    ran = run("fit", "classroom", "--quick", "--events", tmp_path / "news.csv")
    assert (ran.code, ran.out) == (2, "")
    reply = {"date": PAST, "kind": "reprisal", "adversary": "merchants", "level": 2, "source": "assumed"}
    with_events(load("classroom"), [reply], load("classroom").as_of)  # one on personnel may be supposed


def test_what_a_recorded_strike_changed_is_not_told() -> None:
    """A published record of the past stands before and after alike, so that no difference is its own."""
    case = load("classroom")
    row = {
        "event_id": "recorded",
        "date": PAST,
        "kind": "reprisal",
        "front": "river-league/merchants",
        "adversary": "merchants",
        "level": 3,
        "source": "teacher",
        "published": PAST,
    }
    added = with_events(case, [row], case.as_of).events
    strike = [e for e in added if e.event_id == "recorded"]
    result = advance(case, strike, case.as_of + timedelta(days=7), futures=1000, parameters="prior").result
    assert result.not_valued == ("recorded",)
    for change in result.changes:
        assert change.moved_most_by is None
        assert change.after - change.before == pytest.approx(change.by_time_alone)


def test_what_moved_most_is_a_kind_of_event() -> None:
    case = load("classroom")
    rows = [
        {"date": "2001-05-02", "kind": "attack", "front": "river-league/merchants", "source": "teacher"},
        {"date": "2001-05-03", "kind": "reprisal", "adversary": "merchants", "level": 2, "source": "teacher"},
    ]
    later = date(2001, 5, 6)
    added = [e for e in with_events(case, rows, later).events if e.date > case.as_of]
    result = advance(case, added, later, futures=1000, parameters="prior").result
    assert {c.moved_most_by for c in result.changes} <= {"attack", "reprisal"}


def test_nobody_who_was_struck_is_named() -> None:
    for case in list_cases():
        scenario = load(case.name)
        noted = {e.event_id: e for e in scenario.events if is_unvalued(e)}
        for row in history_of(scenario):
            if row.id in noted:
                assert row.label in (
                    "a strike on a leader",
                    "a strike on the patron or its officers",
                    "a commander takes office",
                )
                assert ":" not in row.source


def test_no_indicator_is_a_level_of_reprisal() -> None:
    case = load("classroom")
    seen, _ = observe(case, draws_of(case, 2, 1), 7, 21, seed=1)
    reprisals = {name: x for name, x in seen.items() if "reprisal" in name}
    assert reprisals
    assert not any("level" in name for name in seen)
    assert all(set(np.unique(x)) <= {0.0, 1.0} for x in reprisals.values())


def test_the_ladder_that_is_watched_does_not_tell_a_leader_from_a_depot() -> None:
    """Days of one adversary's reprisals of level 1 to 4, on fronts that are quiet."""
    level = np.array([1, 2, 3, 4]).reshape(4, 1, 1, 1)
    quiet = np.zeros((4, 2, 1, 1))
    rung = np.array([2, 2, 3, 4]).reshape(4, 1, 1)
    paths = {"count": quiet, "lethal": quiet, "level": level, "rung": rung}
    assert _rung_without_leadership(paths).ravel().tolist() == [2, 2, 2, 2]


@pytest.mark.parametrize("name", ["axis-2024", "axis-2020", "classroom"])
def test_no_analysis_varies_what_a_loss_does(name) -> None:
    case = load(name)
    left_out = {s.name for s in case.sites()} - set(uncertain(case))
    for path in (s.name for s in case.sites()):
        is_of_a_leader = path.startswith(("commanders.", "ties.")) or path.endswith(("level_3", "level_4"))
        if is_of_a_leader or path in ("grievance.loss_of_commander", "reprisal.patron_threshold"):
            assert is_unvalued_parameter(path)
            assert path in left_out


def test_a_story_does_not_price_a_leader() -> None:
    words = next(row.words for row in EVENT_WORDS if row.field == "level")
    assert words("They", 3.0, 0.0) == words("They", 4.0, 0.0) == "They: a reprisal instead of no reprisal"
    assert words("They", 3.0, 4.0) == ""


def test_the_facts_print_no_number_for_a_leader() -> None:
    """Every statistic that a script of level 3, 4 or a succession makes is held to its band and not printed."""
    held = {fact.number: fact.unvalued for fact in FACTS if fact.unvalued}
    assert held[1] == set(next(f for f in FACTS if f.number == 1).bands)
    assert held[2] == set(next(f for f in FACTS if f.number == 2).bands)
    assert held[12] == {"contrast_of_reissued_orders"}
    assert not any(fact.beside for fact in FACTS if fact.number == 12)
    for number in held:
        fact = next(f for f in FACTS if f.number == number)
        statistics = tuple(
            Measured(n, band, 7.654321, 0.123456, None, None, 7.654321, "", n in fact.unvalued)
            for n, band in fact.bands.items()
            if n in fact.unvalued
        )
        result = Result(fact.stated, fact, statistics, None, None, {}, None)
        out = StringIO()
        Console(file=out, width=200).print(as_table([result]))
        for text in (out.getvalue(), json.dumps(as_object([result])), page([result])):
            assert not [digits for digits in ("7.65", "0.123") if digits in text]
        assert "of band" in page([result]) or "in band" in page([result])


def test_the_grip_of_the_patron_is_no_aim_and_has_no_price() -> None:
    assert weights_of(None)["control_lost"] == 0
    assert weights_of({"control_lost": 20.0})["control_lost"] == 20
    assert next(o for o in OBJECTIVES if o.name == "control_lost").weight == 0
    assert not {"support", "out_of_reach"} & set(DilemmaRow.model_fields)


def test_no_start_can_be_supposed(tmp_path) -> None:
    ran = run("compare", "classroom", "truce", "--shock", "lost", "--futures", "1000")
    assert ran.code == 2
    case = load("classroom")
    text = case.files.texts["scenario.yaml"] + (
        "\nshocks:\n  lost:\n    title: Lost\n    caveat: None.\n    charisma: 0\n    source: assumed\n"
    )
    for file, held in (case.files.texts | {"scenario.yaml": text}).items():
        (tmp_path / file).write_text(held, encoding="utf-8")
    with pytest.raises(ArmslengthError, match="unknown key 'shocks'"):
        load(tmp_path)


@pytest.mark.parametrize("action", ["reply adversary=tarn answers=deaths level=3", "strike adversary=tarn"])
def test_no_strategy_strikes_a_leader(action) -> None:
    ran = run("compare", "classroom", "--do", action, "--futures", "1000")
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1
