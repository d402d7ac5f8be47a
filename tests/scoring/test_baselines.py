"""The baselines: calibrated where their own world holds, and standing on little or nothing."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from armslength.scenario import load
from armslength.scoring.baselines import BASELINES, _weighted_rate, predict
from armslength.scoring.count_history import CountHistory, history_of_days
from armslength.scoring.observed import case_on, observe
from armslength.scoring.scoring_actors import actors_of_case

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


def test_the_weighted_mean_follows_a_new_level_by_its_half_lives() -> None:
    """Ten a day for a year, then none for two weeks: half and 16 % of the weight is on the new level."""
    past = daily(np.array([10] * 365 + [0] * 14))
    assert _weighted_rate(past, 14) == pytest.approx(5, abs=0.1)
    assert _weighted_rate(past, 56) == pytest.approx(10 * 0.5**0.25, rel=0.02)
    tallied = CountHistory(((-378, -14, 3650), (-13, 0, 0)))
    assert _weighted_rate(tallied, 14) == pytest.approx(_weighted_rate(past, 14))
    (sample,) = predict(past, [np.arange(1, 8)], ORIGIN, seed=1)["exponentially weighted mean"]
    assert sample.mean() == pytest.approx(7 * (5 + 10 * 0.5**0.25) / 2, rel=0.1)
    old = CountHistory(tuple((a - 100, b - 100, c) for a, b, c in past.segments))
    assert _weighted_rate(old, 14) == pytest.approx(
        _weighted_rate(past, 14)
    )  # an uncounted time does not fade it


def test_since_the_last_halt_is_the_mean_since_or_the_whole_mean() -> None:
    y = np.array([6] * 60 + [1] * 20)
    halted, never = daily(y), daily(y)
    halted = CountHistory(halted.segments, halt=-20)
    names = ("historical mean", "since the last halt")
    for past, ratio in ((halted, 1 / 4.75), (never, 1.0)):
        whole, since = (predict(past, [np.arange(1, 8)], ORIGIN, seed=1)[name][0].mean() for name in names)
        assert since / whole == pytest.approx(ratio, rel=0.15)
    just_now = CountHistory(halted.segments, halt=0)
    assert just_now.since_halt() is just_now  # nothing counted since: all of it


def test_a_halt_is_known_by_the_vintage_rule_alone() -> None:
    """Kataib Hezbollah's halt of 30 January 2024 reaches an origin of 1 February, and none before it was announced."""
    case = load("axis-2024")
    actors = actors_of_case(case)
    front = ["nujaba/united-states", "kataib-hezbollah/united-states"]
    known = {
        day: observe(case_on(case, day).events, actors).last_halt(front)
        for day in (date(2024, 1, 25), date(2024, 2, 1))
    }
    assert known == {date(2024, 1, 25): None, date(2024, 2, 1): date(2024, 1, 30)}
    printed_later = [
        replace(e, published=date(2024, 2, 5)) if e.kind in ("suspension", "order") else e
        for e in case.events
    ]
    late = case_on(replace(case, events=printed_later), date(2024, 2, 1))
    assert observe(late.events, actors).last_halt(front) is None


def test_the_past_is_cut_into_whole_segments() -> None:
    past = CountHistory(((-9, -8, 2), (-7, -7, 1), (-6, -4, 5), (-1, 0, 3)))
    assert past.runs() == [[(2, 2), (1, 1), (3, 5)], [(2, 3)]]
    assert past.stretches(3) == [(2, 3), (3, 5), (3, 3)]
    assert past.windows(3, 90) == [(3, 3), (4, 6), (3, 5)]
    assert (past.days, past.total) == (8, 11)
