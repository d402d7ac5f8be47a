"""Is it better than a naive rival? One dot and interval for each; right of the line is better, and words say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from armslength.report.charts.style import NARROW, WIDE, colours, data, plain, standing_svg
from armslength.report.colours import LIGHT

VERDICTS = {  # words of a verdict: colour
    "skill shown": "told",
    "no skill shown": "ink",
    "worse than the rival": "lethal",
    "too few to tell": "muted",
}
EDGE = 1.0  # skill beyond this is drawn at the edge


def skill(figure: Mapping[str, Any], width: int = WIDE) -> alt.FacetChart:
    """A panel for each group of occasions, a row for each rival, the line at 0 where both are as good."""
    narrow = width <= NARROW
    rows = [_row(row, short=narrow) for row in figure["rows"] if row["skill"] is not None]
    groups = list(dict.fromkeys(row["panel"] for row in rows))
    rivals = list(dict.fromkeys(row["rival"] for row in rows))
    colour = alt.Color(
        "verdict:N",
        legend=None,
        scale=plain(domain=list(VERDICTS), range=colours(*VERDICTS.values())),
    )
    x = plain(domain=[-EDGE, EDGE], clamp=True, nice=False)
    base = alt.Chart().encode(
        y=alt.Y("rival:N", sort=rivals, title=None, axis=plain(domain=False, ticks=False, grid=False)),
        color=colour,
    )
    ticks = plain(
        values=[-1, 1] if narrow else [-1, -0.5, 0, 0.5, 1],
        format="+.0%",
        title="skill" if narrow else figure["axis"],
        grid=True,
        domain=False,
    )
    line = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=3, opacity=0.55)
    line = line.encode(x=alt.X("low:Q", scale=x, axis=ticks), x2="high:Q")
    dot = base.mark_point(filled=True, size=70, opacity=1).encode(x=alt.X("skill:Q", scale=x, axis=ticks))
    zero = (
        alt.Chart()
        .mark_rule(color=LIGHT["ink"], strokeWidth=1)
        .encode(x=alt.X("zero:Q", scale=x, axis=ticks))
    )
    said = base.mark_text(align="left", dx=8, fontSize=12).encode(text="verdict:N", x=alt.value(_plot(width)))
    layered = alt.layer(zero, line, dot, said, data=data(rows)).properties(
        width=_plot(width), height=plain(step=20)
    )
    header = plain(title=None, labelOrient="top", labelAnchor="start", labelLimit=width, labelPadding=3)
    return layered.facet(row=alt.Row("panel:N", sort=groups, header=header), spacing=10)


def _plot(width: int) -> int:
    return width - (260 if width > NARROW else 230)


def _row(row: Mapping[str, Any], short: bool = False) -> dict[str, Any]:
    ends = {
        key: None if row[key] is None else max(min(row[key], EDGE), -EDGE) for key in ("skill", "low", "high")
    }
    many = f"n {row['n']}" if short else f"{row['n']} occasion{'s' * (row['n'] != 1)}"
    return {
        "panel": f"{row['group'].partition(' - ')[0] if short else row['group']} ({many})",
        "rival": row["rival"],
        "verdict": row["verdict"],
        "zero": 0,
        **ends,
    }


def skill_svg(figure: Mapping[str, Any], width: int = WIDE) -> str:
    """The chart as a picture that stands by itself, with its title."""
    note = "Right of the line: better than the rival. An interval that touches the line shows no skill."
    return standing_svg(skill(figure, width), figure["title"], note)
