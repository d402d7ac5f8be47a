"""The three ways of a forecast of counts: the mechanism, the baseline beside it, and the pool of both, on joint paths.

The baseline gives each front a distribution; its values take the order that the mechanism's paths have on that front in that
window (Schaake shuffle), so that fronts which are high together in the mechanism are high together in the baseline, and totals
over fronts are sums over paths. A path of the pool is one of the mechanism or its counterpart of the baseline, whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
import xarray as xr

from armslength.formatting import day, listed
from armslength.plain.predict import MOST_WEEKS, Baseline, coupled, predict, why_not
from armslength.plain.series import WEEK
from armslength.plain.taught import BASELINE, MECHANISM, POOL, Taught, shipped
from armslength.results import Interval
from armslength.results.ways import ALL_FRONTS, COVERS, FirstWay, Way, WayRow, Ways
from armslength.scenario import Scenario

WAYS: tuple[Way, ...] = ("mechanism", "baseline", "pool")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Joint(NamedTuple):
    """Totals of a window on joint paths, [front, path], of the fronts that have a baseline."""

    mechanism: np.ndarray
    baseline: np.ndarray
    takes: np.ndarray  #: [path] whether the pool takes the baseline's

    @property
    def pool(self) -> np.ndarray:
        """The pool's totals, [front, path]."""
        return np.where(self.takes, self.baseline, self.mechanism)

    def of(self, way: Way) -> np.ndarray:
        """Return one way's totals, [front, path]."""
        return {MECHANISM: self.mechanism, BASELINE: self.baseline, POOL: self.pool}[way]


def offered_windows(case: Scenario, windows: Sequence[int]) -> list[int]:
    """Return the windows, in days, that a baseline is offered for: whole weeks, to a year."""
    return [] if why_not(case) else _of_whole_weeks(windows)


def _of_whole_weeks(windows: Sequence[int]) -> list[int]:
    return [days for days in windows if days % WEEK == 0 and days // WEEK <= MOST_WEEKS]


def joint(
    case: Scenario,
    baseline: Baseline,
    fronts: Sequence[str],
    days: int,
    totals: np.ndarray,
    weight: float,
    seed: int,
) -> Joint:
    """Return the baseline beside the mechanism's `totals` of a window, [front, path], and what the pool takes of it."""
    paths = totals.shape[1]
    made = [
        coupled(
            baseline.sample(front, days // WEEK, paths),
            totals[f],
            np.random.default_rng([seed, crc32(front.encode()), days]),
        )
        for f, front in enumerate(fronts)
    ]
    order = np.random.default_rng([seed, crc32(case.name.encode())]).permutation(paths)
    return Joint(totals, np.stack(made), order >= round(weight * paths))


def with_ways(case: Scenario, data: xr.Dataset, seed: int) -> tuple[xr.Dataset, Ways]:
    """Return a forecast's Dataset with the baseline's totals on its sample paths, and the record of the three ways."""
    if why := why_not(case):
        return data, Ways(offered=False, says=f"Counts are the mechanism's alone: {why}.")
    windows = _of_whole_weeks(data["window"].values.tolist())
    taught = shipped().of(case.name)
    baseline = predict(case, [d // WEEK for d in windows], taught, seed)
    fronts = list(baseline.fronts)
    count = data["path_count"].sel(front=fronts).values.astype(np.int64)
    weights = {d: taught.judged_at(d // WEEK).weight for d in windows}
    made = {d: joint(case, baseline, fronts, d, count[:d].sum(0), weights[d], seed) for d in windows}
    kept = {
        "baseline_total": (
            ("way_window", "way_front", "path"),
            np.stack([made[d].baseline for d in windows]),
            {"units": "events", "long_name": "the baseline's totals, on the paths of the mechanism"},
        ),
        "pool_takes": (
            ("way_window", "path"),
            np.stack([made[d].takes for d in windows]).astype(np.int8),
            {"units": "1", "long_name": "1 where the pool takes the baseline's total, 0 the mechanism's"},
        ),
    }
    with_them = data.assign_coords(
        way_window=("way_window", windows, {"units": "days"}), way_front=fronts
    ).assign(kept)
    first = tuple(_first(taught, d) for d in windows)
    main = min(first, key=lambda row: abs(row.window_days - 28))
    missing = tuple(f for f in case.living_fronts if f not in fronts)
    also = (
        f" On {listed([case.fronts[f].name for f in missing])} the mechanism stands alone: no weekly count of its own."
        if missing
        else ""
    )
    return with_them, Ways(
        offered=True,
        says=f"{main.says}{also}",
        rows=tuple(_rows(fronts, made)),
        first=first,
        without=missing,
        learned=_learned(taught, case),
    )


def _rows(fronts: Sequence[str], made: dict[int, Joint]) -> Iterator[WayRow]:
    for days, of_window in made.items():
        for way in WAYS:
            totals = of_window.of(way)
            for front, sample in [*zip(fronts, totals, strict=True), (ALL_FRONTS, totals.sum(0))]:
                yield _row(way, front, days, sample)


def _row(way: Way, front: str, days: int, sample: np.ndarray) -> WayRow:
    low, lower, middle, upper, high = (
        float(q) for q in np.quantile(sample, QUANTILES, method="inverted_cdf")
    )
    return WayRow(
        way=way,
        front=front,
        window_days=days,
        median=middle,
        interval_50=Interval(lower, upper),
        interval_90=Interval(low, high),
        mean=float(sample.mean()),
        none=float((sample == 0).mean()),
        covers=COVERS[way],
    )


def _first(taught: Taught, days: int) -> FirstWay:
    found = taught.judged_at(days // WEEK)
    way: Way = next(w for w in WAYS if w == found.first)
    if found.networks:
        others = listed([f"{w} {found.ratio[w]:.2f}" for w in WAYS if w != way])
        why = (
            f"it did best {found.weeks} week{'s' * (found.weeks > 1)} ahead on {found.networks} other networks "
            f"(CRPS {found.ratio[way]:.2f} of the historical mean's; {others})"
        )
    else:
        why = "no record has compared the three on other networks yet, so both parts of it weigh alike"
    return FirstWay(
        window_days=days,
        way=way,
        weight=found.weight,
        networks=found.networks,
        ratio=found.ratio,
        says=f"Take the {way} for counts within {days} days: {why}.",
    )


def _learned(taught: Taught, case: Scenario) -> str:
    later = (
        " (later than this forecast's as-of date, as are no counts of its own)"
        if taught.by > case.as_of
        else ""
    )
    return f"{len(taught.networks)} other networks, weeks to {day(taught.by)}{later}"
