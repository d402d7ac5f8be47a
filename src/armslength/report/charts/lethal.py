"""How likely something is, front by front, with its interval: a lethal attack, an order of restraint."""

from __future__ import annotations

import altair as alt

from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.results import Interval
from armslength.results.actors import ANY_FRONT
from armslength.results.forecast import ForecastResult


def lethal(result: ForecastResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the probability of at least one lethal attack per front and window."""
    rows = [(row.front, row.window_days, row.probability, row.parameters_90) for row in result.lethal]
    return _probabilities(result, rows, "probability of at least one lethal attack", width)


def commander(result: ForecastResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the probability that the commander orders restraint, per front and window."""
    rows = [(row.front, row.window_days, row.order, row.parameters_90) for row in result.commander]
    return _probabilities(result, rows, "probability of an order of restraint", width)


def _probabilities(
    result: ForecastResult, held: list[tuple[str, int, float, Interval]], title: str, width: int
) -> alt.LayerChart:
    """Draw a dot for each probability, and its 90% interval over parameters."""
    order = [front.name for front in result.actors.fronts_in_order]
    rows = [
        {
            "front": result.actors.name(front),
            "window": f"{days} days",
            "p": p,
            "low": ends.low,
            "high": ends.high,
        }
        for front, days, p, ends in held
    ]
    windows = [f"{days} days" for days in result.windows]
    label_limit = 200 if width >= WIDE else 110
    base = alt.Chart(data(rows)).encode(
        y=alt.Y(
            "front:N",
            title=None,
            sort=[*order, result.actors.name(ANY_FRONT)],
            axis=plain(domain=False, ticks=False, grid=True, bandPosition=0.5, labelLimit=label_limit),
        ),
        yOffset=alt.YOffset("window:N", sort=windows, scale=plain(paddingOuter=0.35)),
        color=alt.Color(
            "window:N",
            sort=windows,
            legend=legend(symbolType="circle", columns=4 if width >= WIDE else 2),
            scale=plain(domain=windows, range=colours(*window_colours(len(windows)))),
        ),
    )
    interval = base.mark_rule(strokeWidth=2.5, opacity=0.55).encode(x="low:Q", x2="high:Q")
    dot = base.mark_circle(size=46, opacity=1).encode(
        x=alt.X("p:Q", scale=plain(domain=[0, 1]), axis=share_axis(title)),
    )
    return alt.layer(interval, dot).properties(width=width - label_limit - 10, height={"step": 9})


def window_colours(count: int) -> list[str]:
    """Return the names of colours for so many windows, the strongest for the longest."""
    return [f"window-{max(0, min(3, i + 4 - count))}" for i in range(count)]
