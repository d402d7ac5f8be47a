"""Scores by hand and in closed form."""

import numpy as np
import pytest
import scoringrules as sr

from armslength.scoring.scores import (
    count_score,
    crps_of_mass,
    ladder_forecast,
    mass_score,
    pit_histogram,
    reliability,
    smoothed_mass,
    yes_no_forecast,
)


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_crps_of_a_sample_by_hand() -> None:
    # E|X - y| - E|X - X'| / 2 of {1, 3} at 2: 1 - (0 + 2 + 2 + 0) / 4 / 2
    assert count_score(np.array([1, 3]), 2, rng()).crps == pytest.approx(0.5)


def test_crps_of_a_sure_forecast_is_its_error() -> None:
    assert count_score(np.full(10, 4), 9, rng()).crps == pytest.approx(5.0)
    assert crps_of_mass(np.array([4]), np.array([1.0]), 9) == pytest.approx(5.0)


@pytest.mark.parametrize("observed", [0, 3, 11, 40])
def test_crps_agrees_with_the_closed_form_of_the_negative_binomial(observed: int) -> None:
    size, mean = 3.0, 7.0
    exact = float(sr.crps_negbinom(observed, size, mu=mean))
    values = np.arange(400)
    from scipy.stats import nbinom

    mass = nbinom.pmf(values, size, size / (size + mean))
    assert crps_of_mass(values, mass, observed) == pytest.approx(exact, rel=1e-6)
    sample = rng().negative_binomial(size, size / (size + mean), 20_000)
    assert count_score(sample, observed, rng()).crps == pytest.approx(exact, rel=0.05)
    # smoothing and floor move the log score little where the sample is
    if 0 < observed <= 11:
        assert count_score(sample, observed, rng()).log == pytest.approx(
            -nbinom.logpmf(observed, size, size / (size + mean)), abs=0.1
        )


def test_crps_of_wide_bins_beyond_the_exact_ones() -> None:
    values, mass = np.array([0, 5000]), np.array([0.5, 0.5])
    assert crps_of_mass(values, mass, 0) == pytest.approx(5000 / 4)


def test_smoothed_mass_is_a_distribution_and_never_zero() -> None:
    sample = np.sort(rng().poisson(3, 500)).astype(float)
    mass = [smoothed_mass(sample, n) for n in range(200)]
    assert sum(mass) == pytest.approx(1.0, abs=1e-3)
    assert min(mass) > 0


def test_yes_no_by_hand() -> None:
    yes, no = yes_no_forecast(0.8, True), yes_no_forecast(0.8, False)
    assert (yes.brier, yes.log) == pytest.approx((0.04, -np.log(0.8)))
    assert (no.brier, no.log) == pytest.approx((0.64, -np.log(0.2)))
    assert np.isfinite(yes_no_forecast(0.0, True).log)


def test_ladder_by_hand() -> None:
    # cumulative (.1, .3, .6, 1, 1, 1) against a step at rung 2
    p = [0.1, 0.2, 0.3, 0.4, 0.0, 0.0]
    assert ladder_forecast(p, 2).rps == pytest.approx(0.1**2 + 0.3**2 + 0.4**2)
    assert ladder_forecast(p, 3).rps < ladder_forecast(p, 5).rps


def test_coverage_and_pit_of_a_calibrated_forecast() -> None:
    """Of 400 draws from the forecast itself: PIT even (chi-square with 4 df above 23 has a chance of 1 in 8,000)."""
    g = rng()
    sample = g.poisson(6, 4000)
    scores = [count_score(sample, int(y), g) for y in g.poisson(6, 400)]
    counts = np.array(pit_histogram([s.pit for s in scores]))
    assert ((counts - 80) ** 2 / 80).sum() < 23
    assert np.mean([s.in_90 for s in scores]) > 0.88  # counts are lumpy: at least nominal


def test_mass_score_equal_sample_scores() -> None:
    values, mass = np.array([0, 1, 2, 3]), np.array([0.1, 0.4, 0.4, 0.1])
    sample = np.repeat(values, [100, 400, 400, 100])
    exact, drawn = mass_score(values, mass, 2, rng()), count_score(sample, 2, rng())
    assert exact.crps == pytest.approx(drawn.crps)
    assert exact.pit == pytest.approx(drawn.pit)
    assert (exact.in_50, exact.in_90) == (drawn.in_50, drawn.in_90)


def test_reliability_bins() -> None:
    bins = reliability([0.1, 0.1, 0.9, 1.0], [False, True, True, True])
    assert [(b.n, b.observed) for b in bins] == [(2, 0.5), (2, 1.0)]
    assert reliability([], []) == ()
