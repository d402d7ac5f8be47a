"""Who follows: per front and order three probabilities that add to one, as one bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from armslength.formatting import percents
from armslength.report import actors
from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.report.colours import LIGHT
from armslength.report.document_text import Document

OUTCOMES = {  # in the order of the bar
    "pauses_because_told": "pauses because told",
    "pauses_anyway": "pauses anyway",
    "does_not_pause": "does not pause",
}
ROOM_FOR_TEXT = 0.07
BELOW = 12  # px under the middle of a bar, where its interval is drawn


def follow(document: Document, width: int = WIDE) -> alt.FacetChart:
    """One bar per front and order; the line at the end of its first part is the 90% interval of that part."""
    rows = [part for entry in document["follow"] for part in _parts(document, entry)]
    order = [actors.front_name(document, f["id"]) for f in actors.fronts(document)]
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
            scale=plain(domain=list(OUTCOMES.values()), range=colours("told", "anyway", "does-not")),
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


def _parts(document: Document, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    shares = [entry[key] for key in OUTCOMES if entry.get(key) is not None]
    if len(shares) < len(OUTCOMES):
        return []
    parts, start = [], 0.0
    inks = colours("on-told", "on-anyway", "on-does-not")
    interval = (entry.get("parameters_90") or {}).get("pauses_because_told")
    for key, share, said, ink in zip(OUTCOMES, shares, percents(shares), inks, strict=True):
        parts.append(
            {
                "front": actors.front_name(document, entry["front"]),
                "order": entry["order"],
                "outcome": OUTCOMES[key],
                "from": start,
                "to": start + share,
                "middle": start + share / 2,
                "said": said,
                "ink": ink,
            }
        )
        if key == "pauses_because_told" and interval:
            parts[-1] |= {"low": interval[0], "high": interval[1]}
        start += share
    return parts
