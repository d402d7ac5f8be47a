"""Counts three ways: the baseline beside the mechanism's paths, the pool of both, which comes first and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from armslength.forecasting import forecast, load_forecast, save
from armslength.formatting import csv_text
from armslength.plain.combine import products, weights
from armslength.plain.judging import judged
from armslength.plain.predict import Baseline, coupled, predict, usable, why_not
from armslength.plain.series import WeeklyCounts
from armslength.plain.taught import Judged, Taught, TaughtFile, shipped
from armslength.results.track_record import ForecasterScores, NetworkHorizon, TrackRecordResult
from armslength.scenario import load
from armslength.scoring.saved_forecast import open_forecast
from armslength.scoring.score_saved import score_forecast
from armslength.track_record.overlap import counted_once


def scores(ratio: float) -> ForecasterScores:
    return ForecasterScores(n=9, crps=ratio, ratio=ratio, log=1, in_50=0.5, in_90=0.9, pit=(1, 2, 2, 2, 2))


def a_record(each: dict[str, tuple[float, float, float]]) -> TrackRecordResult:
    rows = [
        NetworkHorizon(
            network=name,
            title=name,
            weeks=4,
            first=date(2011, 1, 1),
            last=date(2012, 1, 1),
            forecasters=dict(zip(("mechanism", "baseline", "pool"), map(scores, ratios), strict=True)),
            skill={},
        )
        for name, ratios in each.items()
    ]
    return TrackRecordResult(
        baseline="equal mix",
        learned_by=date(2010, 12, 31),
        every=4,
        networks=tuple(rows),
        overall=(),
        yes_no=(),
        seed=1,
    )


def test_the_way_that_did_best_on_others_comes_first_and_its_own_network_has_no_say() -> None:
    others = dict.fromkeys("abc", (0.9, 0.7, 0.72))
    found = judged(a_record({**others, "own": (0.1, 2.0, 1.0)}), "own")[0]
    assert (found.networks, found.first) == (3, "baseline")
    assert judged(a_record({**others, "own": (0.1, 2.0, 1.0)}), "")[0].first == "mechanism"
    assert judged(a_record({name: others[name] for name in "ab"}), "")[0].first == "pool"  # too few to say


def test_the_mechanism_earns_weight_where_it_knows_what_the_baseline_does_not() -> None:
    alike = judged(a_record(dict.fromkeys("abcd", (0.8, 0.8, 0.7))), "")[0]
    worse = judged(a_record(dict.fromkeys("abcd", (1.2, 0.7, 0.8))), "")[0]
    assert alike.weight == pytest.approx(0.5)
    assert 0.1 < worse.weight < 0.35  # drawn towards a half


def test_weights_go_to_what_is_right_and_are_drawn_to_equal_parts() -> None:
    counts, total = np.arange(40), np.full(50, 10.0)
    right = np.tile((counts >= 10).astype(float), (50, 1))
    wrong = np.tile((counts >= 30).astype(float), (50, 1))
    matrix = products([right, wrong], total, counts)
    assert matrix[0, 0] == 0
    assert matrix[1, 1] == pytest.approx(20)
    assert weights([matrix])[0] > 0.99
    assert weights([matrix], pull=1e6) == pytest.approx([0.5, 0.5], abs=1e-3)


def test_coarse_counts_give_nearly_the_same_products() -> None:
    rng = np.random.default_rng(1)
    fine, coarse = (
        np.arange(400),
        np.unique(np.r_[np.arange(60), np.round(60 * 1.06 ** np.arange(32))]).astype(int),
    )
    total = rng.poisson(80, 200).astype(float)
    cumulative = [1 - np.exp(-(np.tile(fine, (200, 1)) + 1) / m) for m in (60, 100)]
    one = products(cumulative, total, fine)
    other = products([c[:, coarse] for c in cumulative], total, coarse)
    assert other == pytest.approx(one, rel=0.05)


def test_a_coupled_sample_keeps_its_values_and_takes_the_order_of_the_other() -> None:
    rng = np.random.default_rng(1)
    beside = rng.poisson(3, 500)
    ordered = np.sort(rng.poisson(9, 500))
    found = coupled(ordered, beside, rng)
    assert np.array_equal(np.sort(found), ordered)
    assert found[beside == beside.max()].min() >= found[beside == beside.min()].max()


def test_a_sample_of_the_baseline_has_its_distribution() -> None:
    cumulative = np.array([0.25, 0.5, 1.0])
    sample = Baseline({("f", 4): cumulative}).sample("f", 4, 1000)
    assert [(sample == n).mean() for n in range(3)] == pytest.approx([0.25, 0.25, 0.5])


def test_no_case_that_ships_is_taught_by_itself() -> None:
    file = shipped()
    for one in file.sets:
        assert one.without not in one.networks
    own = file.of("sri-lanka-2008")
    assert own.without == "sri-lanka-2008"
    assert own.by <= date(2008, 12, 28)
    assert file.of("somebody-else").without == ""
    assert {one.by for one in file.sets} <= {one.by for one in file.sets if one.by <= date(2010, 12, 31)}


def test_between_horizons_parameters_lie_between() -> None:
    taught: Taught = shipped().of("")
    low, middle, high = (taught.at(weeks) for weeks in (4, 8, 13))
    for a, x, b in zip(low.regression, middle.regression, high.regression, strict=True):
        assert min(a, b) - 1e-9 <= x <= max(a, b) + 1e-9
    assert sum(middle.weights) == pytest.approx(1)


def test_a_forecast_by_the_week_is_offered_three_ways_and_scored_apart(make_network, tmp_path: Path) -> None:
    case = load(make_network("own", 1))
    made = forecast(case, days=28, futures=1000, seed=1, parameters="prior")
    ways = made.result.ways
    assert ways is not None
    assert ways.offered
    assert {row.way for row in ways.rows} == {"mechanism", "baseline", "pool"}
    front = case.living_fronts[0]
    low, high = sorted(ways.of(way, front, 28).mean for way in ("mechanism", "baseline"))  # type: ignore[union-attr]
    assert low <= ways.of("pool", front, 28).mean <= high  # type: ignore[union-attr]
    assert "Take the" in ways.says
    save(made, tmp_path / "saved")
    assert (tmp_path / "saved" / "ways.csv").exists()
    assert load_forecast(tmp_path / "saved").result.ways == ways
    baseline = open_forecast(tmp_path / "saved").paths.totals_by_way([front], np.arange(1, 29))["baseline"]
    assert np.quantile(baseline, 0.5, method="inverted_cdf") == ways.of("baseline", front, 28).median  # type: ignore[union-attr]
    first = case.first_day
    rows = [
        ("event_id", "series", "date", "end_date", "kind", "front", "count", "source"),
        ("n", "hill-counts", first, date.fromordinal(first.toordinal() + 27), "tally", front, 11, "press"),
    ]
    (tmp_path / "later.csv").write_text(csv_text(rows), encoding="utf-8")
    scored = score_forecast(tmp_path / "saved", tmp_path / "later.csv", horizons=[28])
    (row,) = [row for row in scored.rows.counts if row.horizon == "28 days"]
    assert {"model", "baseline", "pool"} <= set(row.forecasts)


def test_a_daily_case_keeps_the_mechanism_and_says_so() -> None:
    assert "goes by the day" in why_not(load("classroom"))


def test_a_baseline_knows_nothing_after_the_as_of_date(make_network) -> None:
    case = load(make_network("own", 1))
    (one,) = usable(case)
    assert len(one.counts) == 160
    found = predict(case, [4], shipped().of(""), 1).cumulative[one.front, 4]
    assert np.all(np.diff(found) >= -1e-12)
    assert found[-1] == pytest.approx(1, abs=1e-3)


def test_the_same_fighting_in_two_networks_is_counted_once(make_network) -> None:
    a, b = (load(make_network(name, 1)) for name in ("a", "b"))
    series = {
        case.name: [WeeklyCounts(case.name, "band/hill", date(2001, 1, 1), np.ones(weeks))]
        for case, weeks in ((a, 100), (b, 120))
    }
    assert not counted_once([a, b], series)[1]  # their clients are two
    b = replace(b, clients=a.clients)
    kept, said = counted_once([a, b], series)
    assert (len(kept["a"]), len(kept["b"])) == (0, 1)
    assert "counted there, once" in said[0]
    apart = {**series, "a": [WeeklyCounts("a", "band/hill", date(1990, 1, 1), np.ones(100))]}
    assert not counted_once([a, b], apart)[1]


def test_a_record_of_too_few_networks_puts_the_pool_first() -> None:
    assert (
        Judged(weeks=4, networks=2, ratio={"mechanism": 1, "baseline": 0.5, "pool": 0.7}, weight=0.5).first
        == "pool"
    )
    assert isinstance(shipped(), TaughtFile)
