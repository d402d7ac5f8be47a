"""Payloads keep to the published rules, say what the forecast says, and are settled by the ledger's rules."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armslength.exporting.cumulative import LEAST_STEP, MOST_STEP, OUTSIDE, POINTS, cumulative_of
from armslength.exporting.metaculus import HIGHEST, LOWEST, export_metaculus
from armslength.scoring.ledger_service import own_windows
from armslength.scoring.saved_forecast import open_forecast
from tests.product.conftest import run

COUNTS = st.lists(st.integers(0, 5000), min_size=1, max_size=60)


@given(COUNTS)
def test_every_distribution_keeps_to_the_rules(counts: list[int]) -> None:
    made = cumulative_of(np.array(counts))
    steps = np.diff(made.values)
    assert len(made.values) == POINTS == 201
    assert made.values[0] == 0
    assert made.values[-1] <= 1 - OUTSIDE + 1e-9
    assert steps.min() >= LEAST_STEP - 1e-9
    assert steps.max() <= MOST_STEP + 1e-9


@given(st.lists(st.integers(0, 180), min_size=20, max_size=200))
def test_points_between_counts_say_what_the_sample_says(counts: list[int]) -> None:
    sample = np.array(counts)
    made = cumulative_of(sample)
    if made.flattened:
        return
    grid = np.linspace(made.lower, made.upper, POINTS)
    between = np.isclose(grid % 1, 0.5)
    own = np.array([(sample <= x).mean() for x in grid[between]])
    assert np.abs(np.array(made.values)[between] - own).max() <= 0.0111


def test_what_no_step_may_hold_moves_to_its_neighbours() -> None:
    sample = np.array([0] * 70 + [150] * 30)
    made = cumulative_of(sample)
    assert made.flattened == pytest.approx(0.583, abs=0.01)
    assert np.diff(made.values).max() <= MOST_STEP
    assert made.values[4] == pytest.approx(0.70, abs=0.01)


def test_questions_are_the_ledgers(saved: Path) -> None:
    forecast = open_forecast(saved)
    asked = list(own_windows(forecast))
    made = export_metaculus(saved)
    assert [a.question.resolution_criteria for a in made.questions] == [f.rule for f in asked]
    assert {a.question.question_type for a in made.questions} == {"binary", "numeric"}
    for answered, own in zip(made.questions, asked, strict=True):
        question, payload = answered.question, answered.payload
        assert own.question in question.question_text
        assert (question.close_time, question.open_time) == (own.first, forecast.as_of)
        assert (question.scheduled_resolution_time - own.last).days == 1
        if own.probability is not None:
            assert payload.probability_yes == pytest.approx(
                min(max(own.probability, LOWEST), HIGHEST), abs=1e-6
            )
            assert payload.continuous_cdf is None
        else:
            assert len(payload.continuous_cdf or ()) == 201
            assert (question.open_lower_bound, question.open_upper_bound) == (False, True)


def test_the_command_writes_payloads_alone_that_apply(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "questions.json"
    assert run("export", "metaculus", saved, "--out", out).code == 0
    made = json.loads(out.read_text(encoding="utf-8"))
    assert {tuple(q["payload"]) for q in made["questions"]} == {("probability_yes",), ("continuous_cdf",)}
    assert run("export", "metaculus", saved).out == out.read_text(encoding="utf-8")
