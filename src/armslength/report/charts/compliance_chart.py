"""Who follows: per front and order three probabilities that add to one, as one bar."""

from __future__ import annotations

import altair as alt

from armslength.formatting import percents
from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.report.colours import LIGHT
from armslength.results.follow import Follow
from armslength.results.forecast import ForecastResult

OUTCOMES = ("pauses because told", "pauses anyway", "does not pause")  # in the order of the bar
ROOM_FOR_TEXT = 0.07
BELOW = 12  # px under the middle of a bar, where its interval is drawn


def follow(result: ForecastResult, width: int = WIDE) -> alt.FacetChart:
    """Draw a bar per front and order; the line at the end of its first part is the 90% interval of that part."""
    asked = [entry for entry in result.follow if entry.supported] or result.follow
    rows = [part for entry in asked for part in _parts(result, entry)]
    order = [front.name for front in result.actors.fronts_in_order]
    base = alt.Chart().encode(
        y=alt.Y(
            "order:N",
            title=None,
            sort=None,
            axis=plain(domain=False, ticks=False, grid=False, labelPadding=6),
        )
    )
    bars = base.mark_bar(height=18).encode(
        x=alt.X("from:Q", scale=plain(domain=[0, 1]), axis=share_axis(None, domain=False)),
        x2="to:Q",
        color=alt.Color(
            "outcome:N",
            scale=plain(domain=list(OUTCOMES), range=colours("told", "anyway", "does-not")),
            legend=legend(columns=3 if width >= WIDE else 2),
        ),
    )
    said = (
        base.transform_filter(f"datum.to - datum.from >= {ROOM_FOR_TEXT}")
        .mark_text(fontSize=12, align="center")
        .encode(x="middle:Q", text="said:N", color=alt.Color("ink:N", scale=None))
    )
    whisker = base.transform_filter("isValid(datum.low)")
    line = whisker.mark_rule(strokeWidth=2, color=LIGHT["muted"], yOffset=BELOW).encode(
        x="low:Q", x2="high:Q"
    )
    layered = alt.layer(bars, said, line, data=data(rows)).properties(width=width - 84, height={"step": 30})
    header = plain(title=None, labelOrient="top", labelAnchor="start", labelPadding=3)
    return layered.facet(row=alt.Row("front:N", sort=order, header=header), spacing=8)


def _parts(result: ForecastResult, entry: Follow) -> list[dict[str, object]]:
    parts: list[dict[str, object]] = []
    by = result.scenario.patron_named(entry.patron)
    start = 0.0
    inks = colours("on-told", "on-anyway", "on-does-not")
    for outcome, share, said, ink in zip(OUTCOMES, entry.shares, percents(entry.shares), inks, strict=True):
        parts.append(
            {
                "front": result.actors.name(entry.front),
                "order": f"{by}, {entry.order}" if by else entry.order,
                "outcome": outcome,
                "from": start,
                "to": start + share,
                "middle": start + share / 2,
                "said": said,
                "ink": ink,
            }
        )
        start += share
    low, high = entry.parameters_90.pauses_because_told
    parts[0] |= {"low": low, "high": high}
    return parts
