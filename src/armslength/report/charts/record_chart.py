"""A track record in a picture: how well each forecaster did on each network."""

from __future__ import annotations

import altair as alt

from armslength.report.charts.style import colours, data, legend, plain, standing_svg
from armslength.report.colours import LIGHT
from armslength.results.track_record import TrackRecordResult

SHOWN = ("regression", "mechanism", "pool", "baseline")  #: a picture of all would be a thicket
SHAPES = ("circle", "diamond", "square", "triangle-up")
COLOURS = ("told", "personal", "pause", "muted")


def record_chart(result: TrackRecordResult, weeks: int) -> alt.LayerChart:
    """Draw, for each network and a few forecasters, the CRPS as a share of that of the historical mean; left is better."""
    shown = [row for row in result.networks if row.weeks == weeks]
    rows: list[dict[str, object]] = [
        {"network": row.title, "forecaster": name, "ratio": row.forecasters[name].ratio}
        for row in shown
        for name in SHOWN
        if name in row.forecasters
    ]
    names = [name for name in SHOWN if any(name in row.forecasters for row in shown)]
    order = [row.title for row in sorted(shown, key=lambda row: row.forecasters[result.baseline].ratio)]
    base = alt.Chart(data(rows))
    one = (
        alt.Chart(data([{"ratio": 1.0}])).mark_rule(color=LIGHT["ink"], strokeDash=[5, 3]).encode(x="ratio:Q")
    )
    points = base.mark_point(filled=True, size=90, opacity=1, stroke=LIGHT["paper"], strokeWidth=1).encode(
        x=alt.X(
            "ratio:Q",
            title="CRPS / that of the historical mean (less is better)",
            scale=alt.Scale(zero=False),
        ),
        # room for letters wider than those that the picture was measured with
        y=alt.Y("network:N", sort=order, title=None, axis=alt.Axis(labelLimit=320, minExtent=370)),
        color=alt.Color(
            "forecaster:N",
            scale=plain(domain=names, range=colours(*COLOURS[: len(names)])),
            legend=legend(columns=4),
        ),
        shape=alt.Shape("forecaster:N", scale=plain(domain=names, range=list(SHAPES[: len(names)]))),
    )
    return alt.layer(one, points).properties(width=430, height=30 * len(order))


def record_svg(result: TrackRecordResult, weeks: int) -> str:
    """Return the picture as SVG."""
    return standing_svg(
        record_chart(result, weeks),
        f"Forecasts {weeks} week{'' if weeks == 1 else 's'} ahead, network by network",
        "CRPS as a share of that of the historical mean, over origins and fronts; points left of the line are better than it.",
    )
