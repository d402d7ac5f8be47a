"""Counts ahead forecast three ways: by the mechanism, by a baseline learned on other networks, and by a pool of both."""

from __future__ import annotations

from typing import Literal

from armslength.results.record import Count, Days, Interval, Probability, Record, Share, described

Way = Literal["mechanism", "baseline", "pool"]
ALL_FRONTS = "all"
COVERS: dict[Way, str] = {
    "mechanism": "chance and parameters",
    "baseline": "chance, as it was on other networks",
    "pool": "chance, parameters and which of the two is right",
}
FEWEST = 3  #: networks that must have been scored before one way of forecasting is put first
RULE = (
    "Which way comes first is a rule: at each horizon the one whose mean CRPS, as a share of the historical mean's, was least in "
    f"the record on other networks; the pool where fewer than {FEWEST} were scored."
)


class WayRow(Record):
    """One way's forecast of the events on a front, or on all that have a baseline together, within a window."""

    way: Way = described("`mechanism`, `baseline` or `pool`")
    front: str = described("the front, or `all` that have a baseline")
    window_days: Days = described("days ahead")
    median: float = described("events in the window", "events")
    interval_50: Interval = described("central 50 %", "events", key="50")
    interval_90: Interval = described("central 90 %", "events", key="90")
    mean: float = described("mean", "events")
    none: Probability = described("probability of no event at all")
    covers: str = described("what the intervals cover")


class FirstWay(Record):
    """Which way comes first for a window, and why."""

    window_days: Days = described("days ahead")
    way: Way = described("the way that did best in the record on other networks at the nearest horizon")
    weight: Share = described("weight of the mechanism in the pool")
    networks: Count = described(
        f"number of other networks that were scored; of fewer than {FEWEST} the pool comes first"
    )
    ratio: dict[str, float] = described(
        "by way: its mean CRPS there as a share of that of the historical mean"
    )
    says: str = described("the same in a sentence")


class Ways(Record):
    """The three ways side by side, or why there is one alone."""

    offered: bool = described("whether a baseline is offered")
    says: str = described("which way comes first and why, or why the mechanism stands alone; a sentence")
    rows: tuple[WayRow, ...] = described("each way, front and window", default=())
    first: tuple[FirstWay, ...] = described("by window, which way comes first", default=())
    without: tuple[str, ...] = described(
        "fronts that no baseline is offered for: they have no weekly count of their own", default=()
    )
    learned: str = described(
        "what the baseline was learned on, and until when; empty where none is offered", default=""
    )

    def of(self, way: Way, front: str, window_days: int) -> WayRow | None:
        """Return one way's forecast of a front in a window, if there is one."""
        asked = (way, front, window_days)
        return next((r for r in self.rows if (r.way, r.front, r.window_days) == asked), None)

    def first_at(self, window_days: int) -> FirstWay | None:
        """Return which way comes first for a window; None where only the mechanism is offered."""
        return next((row for row in self.first if row.window_days == window_days), None)

    def taken(self, front: str, window_days: int) -> WayRow | None:
        """Return the forecast of a front in a window by the way that comes first there, if a baseline is offered for it."""
        first = self.first_at(window_days)
        return self.of(first.way, front, window_days) if first else None
