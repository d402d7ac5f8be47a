"""Rival theories: the weight that each has earned, and how far its score lies from the full model's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import altair as alt

from armslength.report.charts.style import NARROW, WIDE, colours, data, plain, themed
from armslength.report.colours import LIGHT

VERDICTS = {  # words of a verdict: colour
    "the data cannot tell": "ink",
    "better than the full model": "told",
    "worse than the full model": "lethal",
    "": "muted",
}
NAMES = 175  # px for the theories' titles


def theories(document: Mapping[str, Any], width: int = WIDE) -> alt.HConcatChart:
    """Two panels, a row for each theory: weight with its interval; difference of total log score with its own."""
    rows = [_row(row) for row in document["theories"]]
    order = [row["title"] for row in rows]
    each = (width - NAMES - 60) // 2 if width > NARROW else width - NAMES - 20
    weight = _panel("weight in the mixture", "weight", order, rows, each, plain(domain=[0, 1]), "%", True)
    difference = _panel(
        "total log score less the full model's", "difference", order, rows, each, plain(nice=True), "+.0f", width <= NARROW
    )  # fmt: skip
    zero = alt.Chart(data([{"zero": 0}])).mark_rule(color=LIGHT["ink"]).encode(x="zero:Q")
    panels = (weight, alt.layer(zero, difference))
    return alt.hconcat(*panels, spacing=14) if width > NARROW else alt.vconcat(*panels, spacing=14)


def _panel(
    title: str, name: str, order: list[str], rows: list[dict[str, Any]], width: int, scale: Any, form: str, named: bool
) -> alt.LayerChart:  # fmt: skip
    axis = plain(domain=False, ticks=False, grid=False, labels=named, labelLimit=NAMES, labelPadding=10)
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("title:N", scale=plain(domain=order), title=None, axis=axis),
        color=alt.Color(
            "verdict:N", legend=None, scale=plain(domain=list(VERDICTS), range=colours(*VERDICTS.values()))
        ),
    )
    ticks = plain(format=form, title=title, tickCount=5, grid=True, domain=False)
    line = base.transform_filter(f"isValid(datum.{name}_low)").mark_rule(strokeWidth=3, opacity=0.55)
    line = line.encode(x=alt.X(f"{name}_low:Q", scale=scale, axis=ticks), x2=f"{name}_high:Q")
    dot = base.transform_filter(f"isValid(datum.{name})").mark_point(filled=True, size=70, opacity=1)
    dot = dot.encode(x=alt.X(f"{name}:Q", scale=scale, axis=ticks))
    return alt.layer(line, dot).properties(width=width, height=plain(step=24))


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    low, high = row["difference_90"] or (None, None)
    return {
        "title": row["title"], "verdict": row["verdict"], "weight": row["weight"], "weight_low": row["weight_90"][0],
        "weight_high": row["weight_90"][1], "difference": row["difference"], "difference_low": low, "difference_high": high,
    }  # fmt: skip


def theories_svg(document: Mapping[str, Any], width: int = WIDE) -> str:
    """The chart as a picture that stands by itself, with its title."""
    import vl_convert

    spec = themed(theories(document, width)).to_dict(validate=False)
    note = f"{document['says']} Lines: 90 % over resampled origins ({len(document['origins'])} of them)."
    spec |= {
        "background": "white",
        "title": {
            "text": f"{document['title']}: who obeys? Theories weighed by what they foresaw",
            "subtitle": _lines(note), "anchor": "start", "offset": 12, "subtitlePadding": 4,
        },
    }  # fmt: skip
    return str(vl_convert.vegalite_to_svg(json.dumps(spec)))


def _lines(text: str, width: int = 110) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)
