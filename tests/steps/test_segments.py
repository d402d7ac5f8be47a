"""A long history is replayed in segments, to the same score and slope, in memory that hardly grows with it."""

from types import ModuleType
from typing import Any

import jax
import numpy as np
import pytest

from armslength.fitting.target import target
from armslength.history import encode, replay
from armslength.scenario import Scenario, load
from armslength.simulate.kept_code import clear_code
from armslength.world.params import Layout

replaying: ModuleType = __import__("sys").modules["armslength.history.replay"]


def slope_of(case: Scenario, monkeypatch: pytest.MonkeyPatch, longest: int) -> tuple[float, np.ndarray]:
    """Return the log likelihood and its slope where longer histories than that go in segments."""
    monkeypatch.setattr(replaying, "LONG", longest)
    clear_code()
    with jax.enable_x64(True):
        aim = target(case, step=replaying.SEGMENT)
        return aim.slope(np.full(len(aim.names), 0.1))


def test_segments_change_neither_score_nor_slope(weekly_case, monkeypatch):
    whole, slope = slope_of(weekly_case, monkeypatch, 10_000)
    used: list[int] = []
    in_segments = replaying._in_segments
    monkeypatch.setattr(replaying, "_in_segments", lambda *given: (used.append(1), in_segments(*given))[1])
    parts, slope_of_parts = slope_of(weekly_case, monkeypatch, 10)
    assert used
    assert parts == pytest.approx(whole, rel=1e-12)
    np.testing.assert_allclose(slope_of_parts, slope, rtol=1e-9, atol=1e-9)


def temporary_bytes(layout: Layout, case: Scenario, padding: int) -> int:
    """Return the memory that the compiled gradient takes besides its arguments and results."""
    history = encode(case, layout.network, padding)

    def score(values: Any) -> Any:
        found = replay(layout.network, layout.params(values), history).log_score
        return sum(x.sum() for x in vars(found).values())

    compiled = jax.jit(jax.grad(score)).lower(layout.defaults).compile()
    return int(compiled.memory_analysis().temp_size_in_bytes)


def test_a_day_more_takes_next_to_no_memory(made, monkeypatch):
    case = load(made("week", 104))
    per_day = {}
    for longest in (10, 10_000):
        monkeypatch.setattr(replaying, "LONG", longest)
        clear_code()
        short, long = (temporary_bytes(case.layout, case, padding) for padding in (1024, 4096))
        per_day[longest] = (long - short) / 3072
    assert per_day[10] < 1_000  # bytes: what the scores of its counts need
    assert per_day[10_000] > 3 * per_day[10]
