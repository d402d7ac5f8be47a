"""The picture of the event study: a row for each kind of event, a point for each estimate."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import numpy as np

from armslength.report.charts.style import colours, data, legend, plain, standing_svg
from armslength.report.colours import LIGHT

ESTIMATES = ("before and after", "beside matched weeks", "placebo dates", "the model")
SHAPES = ("circle", "diamond", "triangle-up", "square")
COLOURS = ("muted", "told", "personal", "pause")


class Shown(NamedTuple):
    """One estimate, as logs of counts after over before."""

    label: str
    estimate: str
    value: float
    interval: tuple[float, float] | None


def picture(shown: list[Shown]) -> str:
    """Return the picture as SVG."""
    rows: list[dict[str, object]] = [
        {
            "event": s.label,
            "estimate": s.estimate,
            "ratio": float(np.exp(s.value)),
            "low": float(np.exp(s.interval[0])) if s.interval else None,
            "high": float(np.exp(s.interval[1])) if s.interval else None,
        }
        for s in shown
    ]
    names = [name for name in ESTIMATES if any(s.estimate == name for s in shown)]
    order = list(dict.fromkeys(s.label for s in shown))
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("event:N", sort=order, title=None, axis=alt.Axis(labelLimit=330)),
        yOffset=alt.YOffset("estimate:N", scale=plain(domain=names)),
        color=alt.Color(
            "estimate:N",
            scale=plain(domain=names, range=colours(*COLOURS[: len(names)])),
            legend=legend(columns=4),
        ),
    )
    x = alt.X(
        "ratio:Q",
        title="counts in the four weeks after / in the four before (1: no change)",
        scale=alt.Scale(type="log"),
    )
    one = (
        alt.Chart(data([{"ratio": 1.0}])).mark_rule(color=LIGHT["ink"], strokeDash=[5, 3]).encode(x="ratio:Q")
    )
    lines = (
        base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q")
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=x,
        shape=alt.Shape("estimate:N", scale=plain(domain=names, range=list(SHAPES[: len(names)]))),
    )
    chart = alt.layer(one, lines, points).properties(width=400, height=70 * len(order))
    return standing_svg(
        chart,
        "What counts do around events",
        [
            "Networks weigh alike; lines are 90 % intervals, clustered by network (the model's: over parameters).",
            "Dates are of general knowledge, checked against no source.",
        ],
    )
