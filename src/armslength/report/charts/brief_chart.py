"""The picture of a brief: each number as a dot with its interval, all on one scale, its value beside it."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from textwrap import shorten

import altair as alt

from armslength.report.charts.style import data, plain
from armslength.report.colours import LIGHT
from armslength.results.brief import BriefNumber, BriefPicture

WIDTH = 680  # px: the width of a sheet of paper between its margins
ROW, HEAD = 19, 22  # px: a number; the name of a group above its numbers
LETTER = 6.6  # px, on average
LONGEST = 37  # letters of a name
MOST_CHANGE = 3.0  # times what would happen anyway, beyond which a line is cut

Row = dict[str, object]


def brief_chart(picture: BriefPicture, width: int = WIDTH) -> alt.LayerChart:
    """Draw the numbers of a brief; hollow dots are prior only."""
    rows, heads, tall = _places(picture.numbers)
    left = LETTER * max(len(str(row["name"])) for row in rows) + 16
    right = LETTER * max(len(str(row["said"])) for row in rows) + 16
    inner = width - left - right - 28  # what the theme pads
    across = _scale(picture, inner)
    y = alt.Y("y:Q", axis=None, scale=plain(domain=[0, tall], range=[0, tall]))
    x = alt.X("value:Q", scale=across, axis=_axis(picture))
    marks = alt.Chart(data(rows))
    line = marks.mark_rule(strokeWidth=3, opacity=0.55, color=LIGHT["told"])
    dot = marks.mark_point(size=70, strokeWidth=2, opacity=1, color=LIGHT["told"]).encode(
        x=x, y=y, fill=alt.Fill("fill:N", scale=None)
    )
    names = marks.mark_text(align="right", fontSize=12, color=LIGHT["ink"], baseline="middle")
    said = marks.mark_text(align="left", fontSize=12, color=LIGHT["ink"], baseline="middle")
    parts = [
        line.encode(x=alt.X("low:Q", scale=across), x2="high:Q", y=y),
        dot,
        names.encode(x=alt.value(-8), y=y, text="name:N"),
        said.encode(x=alt.value(inner + 10), y=y, text="said:N"),
    ]
    if picture.unit == "share of what would happen anyway":
        none = alt.Chart(data([{"value": 0}])).mark_rule(color=LIGHT["muted"], strokeWidth=1.5)
        parts.insert(0, none.encode(x=x))
    if heads:
        head = alt.Chart(data(heads)).mark_text(
            align="left", fontSize=12, color=LIGHT["muted"], baseline="middle", fontWeight="bold"
        )
        parts.append(head.encode(x=alt.value(-left), y=y, text="head:N"))
    return alt.layer(*parts).properties(width=inner, height=tall)


def _places(numbers: tuple[BriefNumber, ...]) -> tuple[list[Row], list[Row], float]:
    """Return the rows with their places from the top, the heads of groups, and the height, in px."""
    rows: list[Row] = []
    heads: list[Row] = []
    top = 0.0
    for group, members in groupby(numbers, key=lambda row: row.group):
        if group:
            heads.append({"head": group, "y": top + HEAD / 2})
            top += HEAD
        for row in members:
            rows.append(_row(row, top + ROW / 2))
            top += ROW
    return rows, heads, top


def _row(row: BriefNumber, y: float) -> Row:
    return {
        "name": shorten(row.name, LONGEST, placeholder="…"),
        "said": row.said,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "fill": LIGHT["told"] if row.informed else LIGHT["paper"],
        "y": y,
    }


def _scale(picture: BriefPicture, inner: float) -> dict[str, object]:
    held = {"range": [0, inner]}
    if picture.unit in ("probability", "share"):
        return plain(domain=[0, 1], clamp=True, **held)
    most = max(row.high for row in picture.numbers)
    if picture.unit == "count":
        return plain(domain=[0, max(1.0, most)], type="symlog", nice=True, **held)
    least = min(0.0, *(row.low for row in picture.numbers))
    most = min(max(most, 0.1), MOST_CHANGE)
    return plain(domain=[max(least, -1.0), ceil(10 * most) / 10], clamp=True, **held)


def _axis(picture: BriefPicture) -> dict[str, object]:
    form = "" if picture.unit == "count" else "+.0%" if picture.unit.startswith("share of") else ".0%"
    values = {"values": _powers(picture)} if picture.unit == "count" else {"tickCount": 5}
    return plain(title=None, format=form or "~s", domain=False, ticks=False, **values)


def _powers(picture: BriefPicture) -> list[float]:
    """Return ticks that stand apart on a scale of logarithms."""
    most = max(1.0, *(row.high for row in picture.numbers))
    return [0, *(tick for tick in (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000) if tick <= most)]
