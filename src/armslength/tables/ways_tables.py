"""Tables of counts forecast three ways."""

from __future__ import annotations

from armslength.formatting import capital, listed
from armslength.results.forecast import ForecastResult
from armslength.results.ways import ALL_FRONTS, COVERS, Way, Ways
from armslength.tables.table import Cell, Column, Estimate, Table

NAMES: dict[Way, str] = {"mechanism": "Mechanism", "baseline": "Baseline", "pool": "Pool"}
PREFERRED = 28  # days; the window of the first screen


def ways_table(result: ForecastResult, ways: Ways, window_days: int | None = None) -> Table:
    """Return the three ways side by side for one window; the one that comes first stands first."""
    windows = [row.window_days for row in ways.first]
    days = window_days or min(windows, key=lambda w: abs(w - PREFERRED))
    first = ways.first_at(days)
    order = sorted(NAMES, key=lambda way: first is None or way != first.way)
    fronts = [f for f in dict.fromkeys(row.front for row in ways.rows) if f != ALL_FRONTS]
    asked = [*fronts, *([ALL_FRONTS] if len(fronts) > 1 and result.actors.counted_alike else [])]
    return Table(
        f"{capital(result.counted)} within {days} days, three ways: median (90% interval)",
        (
            Column("Front", words=True, name="front"),
            *(Column(f"{NAMES[way]}{', first' if n == 0 else ''}") for n, way in enumerate(order)),
        ),
        tuple(
            (
                front_words(result, f),
                *(_cell(ways, w, f, days) for w in order),
            )
            for f in asked
        ),
        ways.says,
    )


def all_ways_table(result: ForecastResult, ways: Ways) -> Table:
    """Return the three ways side by side for every window and front, with which of them comes first."""
    fronts = [f for f in dict.fromkeys(row.front for row in ways.rows) if f != ALL_FRONTS]
    asked = [*([ALL_FRONTS] if len(fronts) > 1 and result.actors.counted_alike else []), *fronts]
    return Table(
        f"{capital(result.counted)} ahead, three ways: median (90% interval).",
        (
            Column("Front", words=True, name="front"),
            Column("Within", words=True, name="window_days"),
            *(Column(name, name=way) for way, name in NAMES.items()),
            Column("Comes first", words=True, name="first"),
        ),
        tuple(
            (
                front_words(result, front),
                f"{first.window_days} days",
                *(_cell(ways, way, front, first.window_days) for way in NAMES),
                first.way,
            )
            for first in ways.first
            for front in asked
        ),
        f"Intervals cover {listed([f'{COVERS[way]} ({way})' for way in NAMES])}.",
    )


def front_words(result: ForecastResult, front: str) -> str:
    """Return a front's name, or that of all that have a baseline."""
    return "all of these" if front == ALL_FRONTS else result.actors.short(front)


def _cell(ways: Ways, way: Way, front: str, days: int) -> Cell:
    row = ways.of(way, front, days)
    return "" if row is None else Estimate(row.median, row.interval_90)


def ways_data(result: ForecastResult) -> Table:
    """Return the numbers of `ways.csv`: a row for each way, front and window."""
    rows = result.ways.rows if result.ways else ()
    names = (
        "way",
        "front",
        "window_days",
        "median",
        "low_50",
        "high_50",
        "low_90",
        "high_90",
        "mean",
        "none",
        "first",
    )
    first = {row.window_days: row.way for row in result.ways.first} if result.ways else {}
    return Table(
        f"{capital(result.counted)} three ways",
        tuple(map(Column, names)),
        tuple(
            (
                r.way,
                r.front,
                r.window_days,
                r.median,
                *r.interval_50,
                *r.interval_90,
                r.mean,
                r.none,
                int(first.get(r.window_days) == r.way),
            )
            for r in rows
        ),
    )
