"""The pooled autoregression with a halt."""

from __future__ import annotations

from datetime import date, timedelta

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from armslength.plain.autoregression import (
    START,
    Numbers,
    _loss,
    _simulate,
    _stacked,
    _start,
    _states,
    forecast,
    learn,
    numbers,
)
from armslength.plain.series import WeeklyCounts

FIRST = date(2001, 1, 1)
LAST = FIRST + timedelta(weeks=400)


def bursts(seed: int, weeks: int = 300) -> np.ndarray:
    """Counts about five a week, with two long halts."""
    y = np.random.default_rng(seed).negative_binomial(3, 3 / 8, weeks).astype(float)
    y[80:120] = y[200:230] = 0
    return y


def series(y: np.ndarray, network: str = "a") -> WeeklyCounts:
    return WeeklyCounts(network, "x/y", FIRST, y)


def test_a_long_silence_is_taken_for_a_halt_in_which_memories_run_on() -> None:
    states = _states(START, bursts(1))
    assert states[75, -1] < 0.1
    assert states[118, -1] > 0.6
    assert states[118, 0] < 0.1 < states[118, 2]
    assert states[126, -1] < 0.1


def test_what_is_known_does_not_depend_on_what_comes_after() -> None:
    y = bursts(2)
    later = y.copy()
    later[150:] += 20
    assert np.array_equal(_states(START, y)[:151], _states(START, later)[:151])


def test_uncounted_weeks_leave_the_memories_alone() -> None:
    y = bursts(3)
    y[50:60] = np.nan
    states = _states(START, y)
    assert np.array_equal(states[50, :5], states[60, :5])


def test_learning_finds_what_makes_the_weeks_likelier_and_halts_rare() -> None:
    several = [series(bursts(s), f"n{s}") for s in range(4)]
    p = learn(several, LAST)
    counts = _stacked([one.counts for one in several])
    with jax.enable_x64(True):
        begin, weeks = _start(counts), jnp.asarray(counts)
        fitted, usual = (float(_loss(jnp.asarray(x), weeks, begin)) for x in (p, START))
        found = numbers(jnp.asarray(p))
    assert fitted < usual
    assert float(found.enters) < 0.05
    assert float(found.share) < 0.2


def test_what_is_learned_ends_by_the_day() -> None:
    y = bursts(4)
    later = y.copy()
    later[250:] += 20
    by = FIRST + timedelta(weeks=250) - timedelta(days=1)
    assert np.array_equal(learn([series(y)], by), learn([series(later)], by))


def test_futures_keep_the_level_and_are_the_same_again() -> None:
    y = np.random.default_rng(5).negative_binomial(3, 3 / 8, 300).astype(float)
    several = [series(y)]
    p = learn(several, LAST)
    origin = [FIRST + timedelta(weeks=300) - timedelta(days=1)]
    weeks, day = (1, 4, 26), origin[0].toordinal()
    made = (forecast(p, several, origin, weeks, 1) for _ in range(2))
    one, other = (np.stack([totals["x/y", day, h] for h in weeks]) for totals in made)
    assert np.array_equal(one, other)
    assert (one[0] <= one[1]).all()
    assert (one[1] <= one[2]).all()
    assert one[2].mean() / 26 == pytest.approx(5, rel=0.35)


def test_a_halted_front_stays_quiet_until_it_ends() -> None:
    with jax.enable_x64(True):
        n = Numbers(*map(np.asarray, numbers(jnp.asarray(START))))
    state = np.array([6.0, 6.0, 6.0, 900.0, 180.0])
    quiet, active = (
        _simulate(n, np.array([[*state, p]]), (1, 26), np.random.default_rng(1))[:, 0]
        for p in (1 - 1e-6, 1e-6)
    )
    assert quiet[0].mean() < active[0].mean() / 4
    assert quiet[1].mean() < active[1].mean()
