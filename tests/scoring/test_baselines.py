"""The baselines: calibrated where their own world holds, and standing on little or nothing."""

from datetime import date

import numpy as np
import pytest

from armslength.scoring.baselines import BASELINES, predict
from armslength.scoring.count_history import CountHistory, history_of_days

ORIGIN = date(2001, 4, 1)
AHEAD = [np.arange(1, 2), np.arange(1, 8), np.arange(1, 31)]


def daily(counts: np.ndarray) -> CountHistory:
    n = len(counts)
    return CountHistory(tuple((t - n + 1, t - n + 1, int(c)) for t, c in enumerate(counts)))


PASTS = {
    "all zeros": CountHistory(((-50, 0, 0),)),
    "one zero day": CountHistory(((0, 0, 0),)),
    "one event": history_of_days([date(2001, 3, 1)], date(2001, 2, 1), ORIGIN),
    "one old tally": CountHistory(((-90, -60, 25),)),
    "tallies with gaps": CountHistory(((-100, -80, 30), (-70, -66, 9), (-65, -40, 44), (-39, -10, 60))),
    "enormous": CountHistory(((-20, -11, 10**6), (-10, 0, 10**6))),
}


@pytest.mark.parametrize("baseline", BASELINES)
@pytest.mark.parametrize("past", PASTS)
def test_a_prediction_always_comes_and_repeats(baseline: str, past: str) -> None:
    first = predict(PASTS[past], AHEAD, ORIGIN, seed=1, baselines=[baseline])[baseline]
    again = predict(PASTS[past], AHEAD, ORIGIN, seed=1, baselines=[baseline])[baseline]
    other = predict(PASTS[past], AHEAD, ORIGIN, seed=2, baselines=[baseline])[baseline]
    for days, a, b in zip(AHEAD, first, again, strict=True):
        assert a.shape == (2000,)
        assert (a >= 0).all()
        assert np.array_equal(a, b)
        if "zero" in past:
            assert a.mean() < 0.5 * len(days) + 0.5
    assert past.startswith("all") or not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize("baseline", BASELINES)
def test_baselines_are_calibrated_on_independent_counts(baseline: str) -> None:
    """30 worlds of independent negative binomial days. If the true coverage of a 90 % interval is 90 %, fewer than 22
    of 30 within it has a chance of 1 in 2,000; the baselines may be wider, not narrower."""
    inside = 0
    for world in range(30):
        rng = np.random.default_rng(world)
        y = rng.negative_binomial(2, 2 / (2 + 3.0), 67)
        past, observed = daily(y[:60]), int(y[60:].sum())
        sample = predict(past, [np.arange(1, 8)], ORIGIN, seed=world, n=500, baselines=[baseline])[baseline][
            0
        ]
        low, high = np.quantile(sample, [0.05, 0.95])
        inside += low <= observed <= high
    assert inside >= 22


def test_excited_baselines_follow_a_burst_and_the_mean_does_not() -> None:
    calm = np.tile([1, 0, 1, 0, 2], 16)
    rng = np.random.default_rng(3)
    bursts = np.concatenate([np.concatenate([calm[:10], rng.poisson(12, 10)]) for _ in range(4)])
    predicted = predict(daily(bursts), [np.arange(1, 3)], ORIGIN, seed=1)
    mean = np.median(predicted["historical mean"][0])
    for baseline in ("ingarch", "self-exciting"):
        assert np.median(predicted[baseline][0]) > mean + 2


def test_daily_counts_and_their_tallies_agree() -> None:
    rng = np.random.default_rng(5)
    y = rng.poisson(3, 84)
    weekly = CountHistory(tuple((7 * w - 83, 7 * w - 77, int(y[7 * w : 7 * w + 7].sum())) for w in range(12)))
    for baseline, (a,) in predict(weekly, [np.arange(1, 8)], ORIGIN, seed=1).items():
        (b,) = predict(daily(y), [np.arange(1, 8)], ORIGIN, seed=1, baselines=[baseline])[baseline]
        assert abs(np.median(a) - np.median(b)) <= 4, baseline


def test_the_past_is_cut_into_whole_segments() -> None:
    past = CountHistory(((-9, -8, 2), (-7, -7, 1), (-6, -4, 5), (-1, 0, 3)))
    assert past.runs() == [[(2, 2), (1, 1), (3, 5)], [(2, 3)]]
    assert past.stretches(3) == [(2, 3), (3, 5), (3, 3)]
    assert past.windows(3, 90) == [(3, 3), (4, 6), (3, 5)]
    assert (past.days, past.total) == (8, 11)
