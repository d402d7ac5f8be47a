"""What a reader sees first says what was computed, and no more."""

from __future__ import annotations

import re

from armslength.ladder import RULES, RUNG_NAMES, Signs, rung_of
from armslength.results.forecast import Lethal
from armslength.scenario import load
from armslength.scenario.grades import grade_of
from armslength.tables import forecast_tables
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
