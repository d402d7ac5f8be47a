"""The counts that a reader sees first: each front's by the way that did best on other networks, where a baseline is offered."""

from __future__ import annotations

from typing import NamedTuple

from armslength.formatting import capital, interval, number
from armslength.results.forecast import ForecastResult, within
from armslength.results.ways import ALL_FRONTS, Way


class FirstCount(NamedTuple):
    """Events on a front, or on several together, within a window."""

    front: str  #: its id; `all` of several together
    median: float
    low: float  #: of the central 90 %
    high: float
    mean: float
    covers: str  #: what the interval covers
    way: Way

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of its interval."""
        return self.low, self.high


def first_counts(result: ForecastResult, window_days: int) -> list[FirstCount]:
    """Return the counts of each front within a window, the most first; fronts with no count are left out."""
    rows = []
    for row in within(result.attacks, window_days):
        taken = result.ways and result.ways.taken(row.front, window_days)
        median, (low, high) = row.median, row.interval_90
        if taken:
            ends = taken.interval_90
            rows.append(FirstCount(row.front, taken.median, *ends, taken.mean, taken.covers, taken.way))
        elif median is not None and low is not None and high is not None:
            rows.append(FirstCount(row.front, median, low, high, row.mean, row.covers, "mechanism"))
    return sorted(rows, key=lambda row: (-row.median, -row.mean))


def together_first(result: ForecastResult, window_days: int) -> tuple[str, FirstCount] | None:
    """Return where the fronts are that can be added up, in words, and what they come to; None where there is one, or none."""
    counted = first_counts(result, window_days)
    if len(counted) < 2 or not result.actors.counted_alike:
        return None
    ways = result.ways
    if ways and (taken := ways.taken(ALL_FRONTS, window_days)):
        some = [row.front for row in counted if row.front not in ways.without]
        if len(some) < 2:
            return None
        where = (
            f"the {len(some)} fronts with a weekly count of their own"
            if ways.without
            else f"all {len(some)} fronts"
        )
        return where, FirstCount(
            ALL_FRONTS, taken.median, *taken.interval_90, taken.mean, taken.covers, taken.way
        )
    for row in within(result.together, window_days):
        low, high = row.attacks_90
        if row.kind == "all" and row.attacks is not None and low is not None and high is not None:
            covers = counted[0].covers
            found = FirstCount(ALL_FRONTS, row.attacks, low, high, row.attacks, covers, "mechanism")
            return f"all {len(counted)} fronts", found
    return None


def counts_sentence(result: ForecastResult) -> str:
    """Say how many events come within the main window, on the fronts together or on the busiest one, and by which way."""
    days = result.main_window
    rows = first_counts(result, days)
    if not rows:
        return "How many come cannot be told: in every future there is a regional war."
    if found := together_first(result, days):
        where, row = found
        counted = result.counted
    else:
        row, where = (
            rows[0],
            f"{'the busiest front, ' if len(rows) > 1 else ''}{result.actors.short(rows[0].front)}",
        )
        counted = result.actors.counted(row.front)
    by = f", by the {row.way}" if result.ways and result.ways.offered else ""
    said = f"{capital(counted)} within {days} days on {where}{by}: {number(row.median)} (90%: {interval(row.ends)})"
    if row.high == 0:
        said += ", none at all in at least nine of ten futures"
    if row.way == "mechanism" and result.prior_only("attacks", row.front, days):
        said += ", prior only"
    return f"{said}."


def why_this_way(result: ForecastResult, window_days: int) -> str:
    """Say which way of forecasting counts comes first, and why; empty of a forecast without any other way."""
    if result.ways is None:
        return ""
    first = result.ways.first_at(window_days)
    return first.says if first else result.ways.says
