"""Origins share what they know: it is replayed once, by one program, and every bit is that of a replay of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import jax
import numpy as np
import pytest

from armslength.history import Onward, onward
from armslength.initial_conditions import draws_of, replay_at
from armslength.scenario import Scenario, load
from armslength.scoring.model_forecasts import model_forecaster
from armslength.scoring.observed import case_on
from armslength.world.records import State

DRAWS = 5


def days_into(case: Scenario, *steps: int) -> list[date]:
    return [case.time_step.begins(case.start, n) - timedelta(days=1) for n in steps]


def assert_same(one: State, other: State) -> None:
    for a, b in zip(*(jax.tree.leaves(s) for s in (one, other)), strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("classroom", (20, 33, 34, 64, 80, 40)),  # 64: no padding; 40: back in time
        ("axis-2024", (60, 100, 107, 114)),  # rows that were published later change the days before
        ("sri-lanka-2008", (64, 70, 130)),  # by the week
    ],
)
def test_what_was_replayed_before_changes_no_bit(name: str, steps: Sequence[int]) -> None:
    case = load(name)
    values = draws_of(case, DRAWS, 1)
    replayed = Onward(case.layout, values)
    for day in days_into(case, *steps):
        known = case_on(case, day)
        assert_same(replayed.state(known), Onward(known.layout, values).state(known))


def test_states_are_those_of_a_replay_of_the_whole() -> None:
    """To the last bits, which in the tests' less optimized code may differ; the next test compares all of them."""
    case = load("classroom")
    values = draws_of(case, DRAWS, 1)
    replayed = Onward(case.layout, values).state(case)
    whole = replay_at(case, case.layout, values).state
    for a, b in zip(*(jax.tree.leaves(s) for s in (replayed, whole)), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


BIT_FOR_BIT = """
import numpy as np, jax
from datetime import timedelta
from armslength.history import Onward
from armslength.initial_conditions import draws_of, replay_at
from armslength.scenario import load
from armslength.scoring.observed import case_on
case = load("classroom")
values = draws_of(case, 20, 1)
replayed = Onward(case.layout, values)
for step in (20, 40, 64):
    known = case_on(case, case.time_step.begins(case.start, step) - timedelta(days=1))
    one, other = replayed.state(known), replay_at(known, known.layout, values).state
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
"""


@pytest.mark.slow
def test_in_optimized_code_every_bit_is_that_of_a_replay_of_the_whole() -> None:
    known = {k: v for k, v in os.environ.items() if k not in ("XLA_FLAGS", "JAX_DISABLE_MOST_OPTIMIZATIONS")}
    done = subprocess.run([sys.executable, "-c", BIT_FOR_BIT], env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_one_program_serves_origins_of_any_length_and_plays_each_segment_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = load("sri-lanka-2008")
    played = []
    go_on = onward._go_on
    monkeypatch.setattr(onward, "_go_on", lambda *given: played.append(1) or go_on(*given))
    replayed = Onward(case.layout, draws_of(case, DRAWS, 1))
    before = go_on._cache_size()
    for day in days_into(case, 60, 100, 130, 131, 132):
        replayed.state(case_on(case, day))
    assert go_on._cache_size() - before <= 1
    # Segments of 64 steps: the first; it and the next; the next and a third; the third, twice.
    assert len(played) <= 1 + 2 + 2 + 1 + 1


def test_what_changed_in_hindsight_is_replayed_again() -> None:
    case = load("sri-lanka-2008")
    values = draws_of(case, DRAWS, 1)
    replayed = Onward(case.layout, values)
    replayed.state(case)
    first = next(i for i, e in enumerate(case.events) if e.kind == "tally")
    other = replace(
        case,
        events=[replace(e, count=(e.count or 0) + 9) if i == first else e for i, e in enumerate(case.events)],
    )
    assert_same(replayed.state(other), Onward(other.layout, values).state(other))


def test_a_forecaster_gives_an_origin_the_same_paths_whatever_it_was_asked_before() -> None:
    case = load("classroom")
    used = model_forecaster(4, replicates=5)
    for day in days_into(case, 30, 37, 44):
        known = case_on(case, day)
        one, other = used(known, 7), model_forecaster(4, replicates=5)(known, 7)
        np.testing.assert_array_equal(one.count, other.count)
        np.testing.assert_array_equal(one.level, other.level)
