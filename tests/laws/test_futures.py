"""Laws of an ensemble: the same futures whoever plays them, and the same until the day they part."""

import jax
import numpy as np
import pytest

from armslength.simulate import DRAWS_IN_BLOCK, Ensemble, play
from armslength.world.initial_state import initial_state
from armslength.world.params import prior_draws
from armslength.world.records import lift

DAYS, WINDOWS = 21, (7, 21)
PARTING = 10  # the first day on which the plans differ, counted from 0


def ensemble(case, draws, plan=None):
    values = case.layout.values(prior_draws(case.layout, draws, 5)).astype(np.float32)
    start = initial_state(case.net, case.layout.params(values))
    start = jax.tree.map(np.array, start)
    start.open[:] = 1.0
    return Ensemble(case.layout, values, start, case.plan(DAYS) if plan is None else plan, seed=4)


def futures(made, workers=1):
    blocks = [outcomes for _, outcomes in play(made, WINDOWS, keep=3, workers=workers)]
    return {name: np.concatenate([b[name] for b in blocks], axis=-2) for name in blocks[0]}


@pytest.fixture(scope="module")
def baseline(case):
    return futures(ensemble(case, DRAWS_IN_BLOCK + 5))


def test_workers_change_nothing(case, baseline) -> None:
    both = futures(ensemble(case, DRAWS_IN_BLOCK + 5), workers=2)
    for name, value in baseline.items():
        np.testing.assert_array_equal(value, both[name])


def test_the_first_draws_of_a_larger_run_are_those_of_a_smaller_one(case, baseline) -> None:
    fewer = futures(ensemble(case, 7))
    for name, value in fewer.items():
        np.testing.assert_array_equal(value, baseline[name][..., :7, :])


def test_a_what_if_is_its_baseline_until_they_part(case, baseline) -> None:
    plan = case.plan(DAYS)
    plan.tempo_order[PARTING:] = 1.0
    plan.envoy[PARTING:] = 1.0
    told = futures(ensemble(case, DRAWS_IN_BLOCK + 5, plan))
    for name in ("path_count", "path_lethal", "path_level", "path_rung"):
        np.testing.assert_array_equal(told[name][:PARTING], baseline[name][:PARTING])
    assert (told["path_count"][PARTING:] != baseline["path_count"][PARTING:]).any()


def test_outcomes_grow_with_the_window(baseline) -> None:
    for name in ("attacks", "lethal", "deaths", "highest", "war"):
        assert (np.asarray(baseline[name][1], float) >= np.asarray(baseline[name][0], float)).all(), name


def test_a_lifted_day_keeps_actors_in_front(case) -> None:
    day = jax.tree.map(lambda x: x[0], case.plan(1))
    assert lift(day, 1).tempo_order.shape == (len(case.net.fronts), 1)
