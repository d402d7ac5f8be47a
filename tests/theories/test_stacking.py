"""Weights from scores known beforehand: they add to one, equal theories get equal ones, the better one wins."""

import numpy as np
import pytest

from armslength.theories.stacking import differ, resampled, stack, weigh

RNG = np.random.default_rng(1)
COMMON = RNG.normal(-10, 3, (15, 1))


def test_equal_theories_get_equal_weights() -> None:
    scores = np.repeat(COMMON, 4, axis=1)
    made = weigh(scores, seed=1)
    np.testing.assert_allclose(made.stacked, 0.25)
    np.testing.assert_allclose(made.used, 0.25)
    np.testing.assert_array_equal(differ(scores, 0, 1).total, 0)


def test_weights_add_to_one_and_none_is_below_zero() -> None:
    made = weigh(COMMON + RNG.normal(0, 1, (15, 7)), seed=1)
    for w in (made.stacked, made.used):
        assert w.sum() == pytest.approx(1)
        assert w.min() >= 0
    assert np.all(made.interval[0] <= made.interval[1])


def test_the_theory_behind_the_data_wins() -> None:
    scores = COMMON + np.array([0.0, 1.0, -1.0]) + RNG.normal(0, 0.1, (15, 3))
    made = weigh(scores, seed=1)
    assert made.stacked[1] == pytest.approx(1, abs=1e-6)
    assert made.interval[0, 1] > 0.9
    low, high = differ(scores, 0, 1).interval
    assert low[1] > 0 > high[2]


def test_two_theories_that_are_right_half_of_the_time_share() -> None:
    """By symmetry; and the mixture beats both."""
    scores = np.where(np.arange(16)[:, None] % 2 == np.arange(2), -1.0, -5.0)
    np.testing.assert_allclose(stack(scores), 0.5, atol=1e-5)


def test_counts_against_the_closed_form() -> None:
    """Two theories, densities (a, b) once and (b, a) three times: the weight solves 1/4 and 3/4 of two ratios."""
    a, b = 0.6, 0.2
    scores = np.log([[a, b], [b, a], [b, a], [b, a]])
    w = stack(scores)[0]
    slope = 0.25 * (a - b) / (w * a + (1 - w) * b) + 0.75 * (b - a) / (w * b + (1 - w) * a)
    assert slope == pytest.approx(0, abs=1e-4) or w == pytest.approx(0, abs=1e-6)


def test_the_same_seed_resamples_alike() -> None:
    np.testing.assert_array_equal(resampled(15, 3), resampled(15, 3))
    assert resampled(15, 3, block=5).shape == (400, 15)
