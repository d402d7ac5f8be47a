"""Occasions of a forecast: what was known of a front's counts at an origin, and what the weeks after it held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from armslength.plain.series import WeeklyCounts

HALF_LIVES = (2, 8, 26)  #: weeks, of the exponentially weighted means
WARM_UP = 52  #: weeks before the first origin
FIRST_WEEKS = 8  #: whose mean the weighted means start from


@dataclass(frozen=True)
class Occasions:
    """Windows of so many weeks after origins, of all series together; arrays are [occasion]."""

    weeks: int
    network: np.ndarray
    front: np.ndarray
    origin: np.ndarray  #: last day known, as its ordinal number
    week: np.ndarray  #: weeks of the series that are known at the origin
    weighted: np.ndarray  #: [occasion, half-life] weighted means of the past, as totals of a window
    mean: np.ndarray  #: mean of the whole past, as a total of a window
    last: np.ndarray  #: total of the last window before the origin
    total: np.ndarray  #: what the window held

    def chosen(self, which: np.ndarray) -> Occasions:
        """Return some of them."""
        arrays = {name: x[which] for name, x in vars(self).items() if name != "weeks"}
        return Occasions(self.weeks, **arrays)

    def __len__(self) -> int:
        return len(self.total)


def weighted_means(counts: np.ndarray, half_life: float) -> np.ndarray:
    """Return the exponentially weighted mean known before each week and after the last, [week + 1].

    A week that nobody counted leaves it as it is. It starts from the mean of the first eight weeks.
    """
    gain, found = 1 - 0.5 ** (1 / half_life), np.zeros(len(counts) + 1)
    found[0] = np.nanmean(counts[:FIRST_WEEKS])
    for i, count in enumerate(counts):
        found[i + 1] = found[i] if np.isnan(count) else found[i] + gain * (count - found[i])
    return found


def occasions(series: Iterable[WeeklyCounts], weeks: int, every: int = 1) -> Occasions:
    """Return the windows after every so-manieth week from the 53rd on; those that were not counted whole are left out."""
    rows: list[tuple[object, ...]] = []
    for one in series:
        y = one.counts
        means = np.stack([weighted_means(y, half_life) for half_life in HALF_LIVES], 1)
        known = one.is_known
        for t in range(WARM_UP, len(y) - weeks + 1, every):
            if not (known[t : t + weeks].all() and known[t - weeks : t].all()):
                continue
            rows.append(
                (
                    one.network,
                    one.front,
                    one.day_before(t).toordinal(),
                    t,
                    means[t] * weeks,
                    float(np.nanmean(y[:t])) * weeks,
                    y[t - weeks : t].sum(),
                    y[t : t + weeks].sum(),
                )
            )
    columns = zip(*rows, strict=True) if rows else ((),) * 8
    network, front, origin, week, weighted, mean, last, total = (list(c) for c in columns)
    return Occasions(
        weeks,
        np.array(network, dtype=str),
        np.array(front, dtype=str),
        np.array(origin, dtype=int),
        np.array(week, dtype=int),
        np.array(weighted, dtype=float).reshape(-1, len(HALF_LIVES)),
        np.array(mean, dtype=float),
        np.array(last, dtype=float),
        np.array(total, dtype=float),
    )


def at_the_end(one: WeeklyCounts, weeks: int) -> Occasions:
    """Return what is known at the end of a series, as one occasion without an outcome (NaN)."""
    y = one.counts
    means = [weighted_means(y, half_life)[-1] * weeks for half_life in HALF_LIVES]
    return Occasions(
        weeks,
        np.array([one.network]),
        np.array([one.front]),
        np.array([one.day_before(len(y)).toordinal()]),
        np.array([len(y)]),
        np.array([means]),
        np.array([float(np.nanmean(y)) * weeks]),
        np.array([float(np.nansum(y[-weeks:]))]),
        np.array([np.nan]),
    )


#: simulated totals by front, origin as its ordinal number and weeks ahead, each [path]
Totals = Mapping[tuple[str, int, int], np.ndarray]


def totals_of(found: Occasions, totals: Totals) -> np.ndarray:
    """Return the simulated totals of each occasion, [occasion, path]."""
    keys = zip(found.front.tolist(), found.origin.tolist(), strict=True)
    return np.stack([totals[front, day, found.weeks] for front, day in keys])


def ends_by(found: Occasions, day: date) -> np.ndarray:
    """Return which windows end by a day, [occasion]."""
    return np.asarray(found.origin + 7 * found.weeks <= day.toordinal())
