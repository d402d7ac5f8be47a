"""By the day, the week or the month the same parameters make the same world, as far as a longer step can tell."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import jax
import numpy as np
import pytest

from armslength.scenario import load
from armslength.simulate import Ensemble, plan_days, play
from armslength.world.initial_state import initial_state
from armslength.world.sampling import binomial_of_many, negative_binomial_of_many

FIRST, YEAR = date(2002, 1, 1), {"day": 364, "week": 364, "month": 365}
STEPS = {"day": 100, "week": 20, "month": 12}
Outcomes = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def year(made: Callable[[str, int], Path]) -> dict[str, Outcomes]:
    """A year of a thousand futures at the default values, from nothing but open fronts, by each step."""
    return {step: _year(step, made(step, steps)) for step, steps in STEPS.items()}


def _year(step: str, folder: Path) -> Outcomes:
    layout = load(folder).layout
    values = np.repeat(layout.defaults[:, None], 20, 1)
    state = initial_state(layout.network, layout.params(values.astype(np.float32)))
    state = jax.tree.map(np.asarray, state.replace(open=np.ones_like(state.open)))
    plan = plan_days(layout.network, FIRST, YEAR[step])
    plan.trigger[:] = 1.0
    ensemble = Ensemble(layout, values, state, plan, 1, 50, first_day=FIRST)
    blocks = [block for _, block in play(ensemble, (YEAR[step],), keep=50)]
    return {name: np.concatenate([b[name] for b in blocks], axis=-2).astype(float) for name in blocks[0]}


@pytest.mark.parametrize(("step", "near"), [("week", 0.06), ("month", 0.15)])
def test_attacks_of_a_year_are_as_many_and_as_spread(year, step, near):
    day, longer = (year[s]["attacks"][0].sum(0) for s in ("day", step))
    assert longer.mean() == pytest.approx(day.mean(), rel=near)
    assert longer.std() == pytest.approx(day.std(), rel=0.2)


@pytest.mark.parametrize("step", ["week", "month"])
def test_what_else_happens_is_as_likely(year, step):
    for name in ("lethal", "told", "struck"):
        day, longer = ((year[s][name][0] > 0).mean() for s in ("day", step))
        assert longer == pytest.approx(day, abs=0.07), name
    assert year[step]["highest"].mean() == pytest.approx(year["day"]["highest"].mean(), abs=0.2)
    assert year[step]["war"].mean() < 0.05
    assert year[step]["control"].mean() == pytest.approx(year["day"]["control"].mean(), rel=0.05)


def test_outcomes_are_by_day_and_stand_on_the_last_day_of_their_step(year):
    count = year["week"]["path_count"]
    assert len(count) == 364
    assert count.reshape(52, 7, *count.shape[1:])[:, :6].sum() == 0
    np.testing.assert_array_equal(count.sum(0), year["week"]["attacks"][0])
    assert year["week"]["weekly"].shape[0] == 52
    assert year["month"]["weekly"].shape[0] == 12
    passage = year["week"]["first_passage"]
    assert set(np.unique(passage % 7)) == {0.0}
    rung = year["week"]["path_rung"]
    np.testing.assert_array_equal(rung[:7], np.repeat(rung[:1], 7, axis=0))


@pytest.mark.parametrize(("mean", "size"), [(0.01, 28.0), (3.0, 7.0), (350.0, 28.0), (3000.0, 120.0)])
def test_a_large_count_has_the_law_that_it_is_drawn_from(mean, size):
    from scipy.stats import nbinom

    u = np.random.default_rng(0).uniform(1e-6, 1 - 1e-6, 20_000).astype(np.float32)
    drawn = np.asarray(negative_binomial_of_many(u, np.float32(mean), np.float32(size)))
    exact = nbinom.ppf(u.astype(float), size, size / (size + mean))
    assert np.quantile(np.abs(drawn - exact), 0.99) <= 1
    assert drawn.mean() == pytest.approx(exact.mean(), rel=2e-3)


@pytest.mark.parametrize(("trials", "chance"), [(0.0, 0.3), (5.0, 0.02), (300.0, 0.5), (3000.0, 0.1)])
def test_many_trials_have_the_law_that_they_are_drawn_from(trials, chance):
    from scipy.stats import binom

    u = np.random.default_rng(0).uniform(1e-6, 1 - 1e-6, 20_000).astype(np.float32)
    drawn = np.asarray(binomial_of_many(u, np.float32(trials), np.float32(chance)))
    assert np.quantile(np.abs(drawn - binom.ppf(u.astype(float), int(trials), chance)), 0.99) <= 1
