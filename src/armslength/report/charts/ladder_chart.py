"""How far it climbs: the ladder's occupancy day by day, and the highest level of reprisal."""

from __future__ import annotations

import textwrap

import altair as alt

from armslength.ladder import LEVELS
from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.results.forecast import ForecastResult

FINEST = 90  # points of a drawn area: more would not show


def _brief(name: str) -> str:
    """Return a rung's name short enough for a legend."""
    return textwrap.shorten(str(name).split(",")[0], 28, placeholder="…")


def occupancy(result: ForecastResult, width: int = WIDE, height: int = 190) -> alt.Chart:
    """Draw the share of futures on each rung on each day."""
    rungs = [f"{rung.rung} {_brief(rung.name)}" for rung in result.ladder.rungs]
    held = result.ladder.occupancy
    kept = [day for i, day in enumerate(held) if i % (1 + len(held) // FINEST) == 0 or i == len(held) - 1]
    rows = [
        {"day": day.day, "rung": name, "at": i, "share": share}
        for day in kept
        for i, (name, share) in enumerate(zip(rungs, day.shares, strict=True))
    ]
    return (
        alt.Chart(data(rows))
        .mark_area()
        .encode(
            x=alt.X(
                "day:Q",
                title="days from the as-of date",
                axis=plain(grid=False, tickCount=6),
                scale=plain(nice=False),
            ),
            y=alt.Y("share:Q", stack="zero", scale=plain(domain=[0, 1]), axis=share_axis("share of futures")),
            order=alt.Order("at:Q"),
            color=alt.Color(
                "rung:N",
                scale=plain(domain=rungs, range=colours(*(f"rung-{i}" for i in range(len(rungs))))),
                legend=legend(columns=3 if width >= WIDE else 1),
            ),
        )
        .properties(width=width - 70, height=height)
    )


def reprisal(result: ForecastResult, width: int = WIDE) -> alt.FacetChart:
    """Draw the highest level of reprisal within each window, per adversary, as bars that add to one."""
    levels = ["none", *LEVELS]
    rows = [
        {
            "adversary": result.actors.name(row.adversary),
            "window": f"{row.window_days} days",
            "level": level,
            "at": i,
            "share": share,
        }
        for row in result.reprisal
        for i, (level, share) in enumerate(zip(levels, row.shares, strict=True))
    ]
    order = [f"{days} days" for days in result.windows]
    chart = (
        alt.Chart(data(rows))
        .mark_bar(height={"band": 0.82})
        .encode(
            y=alt.Y("window:N", title=None, sort=order, axis=plain(domain=False, ticks=False)),
            x=alt.X("share:Q", stack="zero", scale=plain(domain=[0, 1]), axis=share_axis(None, domain=False)),
            order=alt.Order("at:Q"),
            color=alt.Color(
                "level:N",
                scale=plain(domain=levels, range=colours(*(f"rung-{i}" for i in range(5)))),
                legend=legend(columns=5 if width >= WIDE else 2),
            ),
        )
        .properties(width=width - 90, height={"step": 18})
    )
    header = plain(title=None, labelOrient="top", labelAnchor="start", labelPadding=3)
    sort = [result.actors.name(a) for a in result.actors.adversary_order]
    return chart.facet(row=alt.Row("adversary:N", sort=sort, header=header), spacing=8)
