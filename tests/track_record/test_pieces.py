"""The pieces of a track record: memories, distributions and their scores."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.stats import nbinom

from armslength.plain.components import of_sample
from armslength.plain.negative_binomials import MIX, REGRESSION, NegativeBinomials, learn
from armslength.plain.occasions import WARM_UP, occasions, weighted_means
from armslength.plain.series import WeeklyCounts
from armslength.scoring.scores import crps_of_mass
from armslength.track_record.score import score


def series(counts: np.ndarray, network: str = "a") -> WeeklyCounts:
    return WeeklyCounts(network, "x/y", date(2001, 1, 1), counts.astype(float))


def drawn(seed: int, weeks: int = 400, size: float = 2.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mean = np.exp(0.8 * np.sin(np.arange(weeks) / 20) + 0.5)
    return rng.negative_binomial(size, size / (size + mean))


def test_weighted_mean_halves_its_memory() -> None:
    counts = np.array([4.0] * 8 + [0.0] * 2)
    found = weighted_means(counts, 2)
    assert found[8] == pytest.approx(4)
    assert found[10] == pytest.approx(2)


def test_a_week_that_nobody_counted_leaves_it_as_it_is() -> None:
    counts = np.array([4.0] * 8 + [np.nan, np.nan])
    assert weighted_means(counts, 2)[10] == pytest.approx(4)


def test_what_is_known_does_not_depend_on_what_comes_after() -> None:
    y = drawn(1)
    later = y.copy()
    later[200:] += 50
    one, other = (occasions([series(x)], 4) for x in (y, later))
    before = one.week <= 200
    for name in ("weighted", "mean", "last"):
        assert np.array_equal(getattr(one, name)[before], getattr(other, name)[before])
    ends = one.week + 4 <= 200
    assert np.array_equal(one.total[ends], other.total[ends])
    assert not np.array_equal(one.total, other.total)


def test_windows_are_whole_and_begin_after_a_year() -> None:
    y = drawn(2).astype(float)
    y[100] = np.nan
    found = occasions([series(y)], 4)
    assert found.week.min() == WARM_UP
    assert not set(found.week) & set(range(97, 105))
    at = found.week.tolist().index(60)
    assert found.total[at] == y[60:64].sum()
    assert found.last[at] == y[56:60].sum()


def test_size_and_weights_are_learned() -> None:
    """Counts of a mean that the eight-week memory follows: sizes near the truth, a regression better than one memory."""
    found = occasions([series(drawn(s, 800), f"n{s}") for s in range(6)], 1)
    learned = learn(found)
    made = learned.predict(found)
    size = float(np.median(made["weighted mean, 8 weeks"].size))
    assert 1.4 < size < 2.3
    scores = {name: score(d.cumulative(np.arange(80)), found.total, 1) for name, d in made.items()}
    assert scores[REGRESSION].log.mean() < scores["historical mean"].log.mean()
    assert scores[REGRESSION].log.mean() < scores["weighted mean, 2 weeks"].log.mean()
    assert 0.87 < scores[REGRESSION].in_90.mean() < 0.97
    assert set(made) >= {MIX, "last window"}


def test_a_mixture_is_the_mean_of_its_parts() -> None:
    mean, size = np.array([[1.0], [5.0]]), np.array([[2.0], [3.0]])
    found = NegativeBinomials(mean, size).cumulative(np.arange(30))[0]
    parts = [nbinom.cdf(np.arange(30), s, s / (s + m)) for m, s in ((1, 2), (5, 3))]
    assert np.allclose(found, np.mean(parts, 0))


def test_scores_are_those_of_the_library() -> None:
    mass = nbinom.pmf(np.arange(200), 2, 2 / 6)
    mass /= mass.sum()
    for y in (0, 3, 17):
        found = score(np.cumsum(mass)[None], np.array([y]), 1)
        assert found.crps[0] == pytest.approx(crps_of_mass(np.arange(200), mass, y), rel=1e-9)


def test_a_right_forecast_is_calibrated_and_a_narrow_one_is_not() -> None:
    rng = np.random.default_rng(3)
    y = rng.negative_binomial(2, 2 / 22, 4000)
    right, narrow = (nbinom.cdf(np.arange(400), s, s / (s + 20)) for s in (2, 20))
    good, bad = (score(np.tile(c, (4000, 1)), y, 1) for c in (right, narrow))
    assert 0.885 < good.in_90.mean() < 0.93
    assert bad.in_90.mean() < 0.6
    assert good.crps.mean() < bad.crps.mean()
    assert good.log.mean() < bad.log.mean()
    assert np.histogram(good.pit, 5, (0, 1))[0].min() > 720


def test_samples_become_distributions() -> None:
    found = of_sample(np.array([[0, 0, 2, 9]]), np.arange(5))
    assert found.tolist() == [[0.5, 0.5, 0.75, 0.75, 0.75]]
