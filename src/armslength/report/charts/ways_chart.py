"""Counts three ways: each way's median and intervals, window by window; the one that comes first stands out."""

from __future__ import annotations

import altair as alt

from armslength.report.charts.style import WIDE, data, plain
from armslength.report.colours import LIGHT
from armslength.results.forecast import ForecastResult
from armslength.results.ways import ALL_FRONTS, Ways
from armslength.tables.ways_tables import NAMES

STEP = 17  # px from one way to the next


def ways_chart(result: ForecastResult, width: int = WIDE) -> alt.FacetChart:
    """Draw the counts of all fronts that have a baseline, or of the busiest one where they do not count the same."""
    assert result.ways is not None
    front = shown_front(result, result.ways)
    rows = [
        {
            "window": f"within {row.window_days} days",
            "way": NAMES[row.way],
            "first": first.way == row.way,
            "median": row.median,
            **dict(zip(("low", "high"), row.interval_90, strict=True)),
            **dict(zip(("lower", "upper"), row.interval_50, strict=True)),
        }
        for first in result.ways.first
        for way in NAMES
        if (row := result.ways.of(way, front, first.window_days))
    ]
    side = 90 if width >= WIDE else 80
    scale = plain(type="sqrt", zero=True, nice=True)
    base = alt.Chart().encode(
        y=alt.Y(
            "way:N",
            title=None,
            sort=list(NAMES.values()),
            axis=plain(domain=False, ticks=False, labelPadding=8),
        ),
        color=alt.condition("datum.first", alt.value(LIGHT["told"]), alt.value(LIGHT["muted"])),
    )
    wide = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", scale=scale, axis=plain(title=f"{result.counted} (square-root scale)", tickCount=6)),
        x2="high:Q",
    )
    half = base.mark_rule(strokeWidth=6, opacity=0.6).encode(x=alt.X("lower:Q", scale=scale), x2="upper:Q")
    dot = base.mark_circle(size=60, opacity=1).encode(x=alt.X("median:Q", scale=scale))
    layers = alt.layer(wide, half, dot, data=data(rows)).properties(
        width=width - side - 20, height={"step": STEP}
    )
    windows = list(dict.fromkeys(str(row["window"]) for row in rows))
    header = plain(labelAnchor="start", labelOrient="top", title=None)
    return layers.facet(facet=alt.Facet("window:N", sort=windows, header=header, title=None), columns=1)


def shown_front(result: ForecastResult, ways: Ways) -> str:
    """Return whose counts are drawn: all that have a baseline together where they can be added up, else the busiest front's."""
    if result.actors.counted_alike:
        return ALL_FRONTS
    window = ways.first[-1].window_days
    rows = [
        row
        for row in ways.rows
        if (row.way, row.window_days) == ("mechanism", window) and row.front != ALL_FRONTS
    ]
    return max(rows, key=lambda row: row.mean).front
