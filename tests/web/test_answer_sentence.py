"""The answer of a what-if in a sentence: sizes, what cannot be told, and practically no change."""

from __future__ import annotations

import pytest

from armslength.results import Interval
from armslength.results.comparison import Change, ComparisonResult, Outcome
from armslength.tables.comparison_tables import way_of
from armslength.web.comparison_view import OutcomeRow, answer_sentence
from tests.saved import saved_comparison


def change(
    difference: float, low: float, high: float, baseline: float = 461.0, of: str = "attacks"
) -> Change:
    """Return a change against doing nothing."""
    sign = "down" if high < 0 else "up" if low > 0 else "open"
    return Change(
        strategy="A",
        outcome=of,
        window_days=90,
        difference=difference,
        error=1.0,
        parameters=Interval(low, high),
        sign=sign,
        futures=Interval(low, high),
        structure=None,
        baseline=baseline,
        value=baseline + difference,
        variance=None,
        saved=None,
        pairs=None,
    )


def row(one: Change, unit: str = "attacks") -> OutcomeRow:
    """Return it as the page shows it."""
    return OutcomeRow(
        Outcome(name=one.outcome, title=one.outcome, unit=unit, days=90), one.baseline, (one,), one
    )


@pytest.mark.parametrize(
    ("one", "way"),
    [
        (change(-181, -306, -74), "down"),
        (change(0.19, -2, 3), "same"),
        (change(2, 1, 3), "same"),  # surely more, and surely too little to matter
        (change(20, -60, 90), "open"),
        (change(30, 12, 60), "up"),
    ],
)
def test_a_difference_comes_to_what_it_is_beside_what_happens_anyway(one, way):
    assert way_of(one, "attacks", one.baseline) == way


def test_a_point_of_probability_or_of_control_is_practically_nothing():
    assert way_of(change(0.0004, 0.0001, 0.0009, 0.008), "share", 0.008) == "same"
    assert way_of(change(0.004, 0.001, 0.008, 0.5), "probability", 0.5) == "same"
    assert way_of(change(0.04, 0.02, 0.08, 0.5), "probability", 0.5) == "up"


@pytest.fixture
def result() -> ComparisonResult:
    """A comparison of one strategy."""
    saved = saved_comparison()
    return saved.model_copy(update={"strategies": saved.strategies[:2]})


def test_the_answer_has_its_size_and_its_interval(result):
    rows = [
        row(change(-181, -306, -74)),
        row(change(-4.0, -8, -1, 16.0, "deaths")),
        row(change(0.1, -0.2, 0.3, 57, "reprisals")),
    ]
    said = answer_sentence(result, rows)
    assert "181 fewer attacks of 461 (74 to 306 fewer; 90% over parameters)" in said
    assert "Less: deaths -25%" in said
    assert "Practically no change: reprisals" in said


def test_what_cannot_be_told_is_said(result):
    assert (
        "whether attacks become more or fewer cannot be told (60 fewer to 90 more of 461"
        in answer_sentence(result, [row(change(20, -60, 90))])
    )
