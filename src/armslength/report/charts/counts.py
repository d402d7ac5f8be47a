"""How many attacks: the chance of at least so many, and what the uncertainty is made of."""

from __future__ import annotations

import altair as alt

from armslength.report.charts.lethal import window_colours
from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.results.forecast import ForecastResult


def exceedance(result: ForecastResult, width: int = WIDE) -> alt.FacetChart:
    """Draw the probability of at least n attacks per front and window, with n on a logarithmic axis."""
    windows = [f"{days} days" for days in result.windows]
    rows = [
        {
            "front": result.actors.name(row.front),
            "window": f"{row.window_days} days",
            "n": point.n,
            "p": point.p,
        }
        for row in result.attacks
        for point in row.at_least
    ]
    columns = 3 if width >= WIDE else 2
    ticks = [n for n in (1, 10, 100, 1000) if n <= max(point.n for point in result.attacks[0].at_least)]
    line = (
        alt.Chart(data(rows))
        .mark_line(interpolate="monotone", strokeWidth=2)
        .encode(
            x=alt.X(
                "n:Q", scale=plain(type="log", nice=False), axis=plain(title=None, values=ticks, format="d")
            ),
            y=alt.Y(
                "p:Q",
                scale=plain(domain=[0, 1]),
                axis=share_axis(None, tickCount=2, domain=False, ticks=False),
            ),
            color=alt.Color(
                "window:N",
                sort=windows,
                legend=legend(symbolType="stroke", columns=4),
                scale=plain(domain=windows, range=colours(*window_colours(len(windows)))),
            ),
        )
        .properties(width=(width - 70) / columns - 12, height=96)
    )
    return _by_front(line, result, columns, width)


def split(result: ForecastResult, width: int = WIDE) -> alt.FacetChart:
    """Draw what chance, parameters and theories contribute to the variance of log(1 + count), per front and window."""
    parts = list(result.attacks[0].variance.parts)
    rows = [
        {
            "front": result.actors.name(row.front),
            "window": f"{row.window_days} d",
            "part": part,
            "at": i,
            "share": share,
        }
        for row in result.attacks
        for i, (part, share) in enumerate(row.variance.parts.items())
    ]
    columns = 3 if width >= WIDE else 2
    chart = (
        alt.Chart(data(rows))
        .mark_bar(height={"band": 0.8})
        .encode(
            y=alt.Y(
                "window:N",
                title=None,
                sort=[f"{days} d" for days in result.windows],
                axis=plain(domain=False, ticks=False),
            ),
            x=alt.X(
                "share:Q",
                stack="zero",
                scale=plain(domain=[0, 1]),
                axis=share_axis(None, domain=False, tickCount=2),
            ),
            order=alt.Order("at:Q"),
            color=alt.Color(
                "part:N",
                legend=legend(columns=3),
                scale=plain(domain=parts, range=colours(*parts)),
            ),
        )
        .properties(width=(width - 70) / columns - 12, height={"step": 15})
    )
    return _by_front(chart, result, columns, width)


def _by_front(chart: alt.Chart, result: ForecastResult, columns: int, width: int) -> alt.FacetChart:
    """Draw a chart once for each front, under its name."""
    header = plain(
        title=None,
        labelOrient="top",
        labelAnchor="start",
        labelFontSize=12,
        labelLimit=(width - 70) // columns,
    )
    order = [front.name for front in result.actors.fronts_in_order]
    return chart.facet(alt.Facet("front:N", sort=order, header=header), columns=columns, spacing=12)
