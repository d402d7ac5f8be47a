"""What every chart shares: sizes, one quiet theme, and small pieces."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from armslength.report.colours import LIGHT

WIDE, NARROW = 740, 340  # px: a desktop column or a sheet of paper; a phone
Options = dict[str, object]
FONT = "Helvetica, Arial, sans-serif"


def data(rows: Sequence[Mapping[str, object]], name: str = "") -> alt.InlineData:
    """Return rows as one text, which Altair hands on whole: as objects it would copy them at every step."""
    named = {"name": name} if name else {}
    return alt.InlineData(values=json.dumps(rows), format={"type": "json"}, **named)


def plain(**options: object) -> Options:
    """Return an axis, a scale or a header as a mapping: Altair's classes copy every field that nobody set."""
    return options


#: labels that would touch are left out, in letters wider than those that a picture is measured with too
LABELS_APART = plain(labelOverlap=True, labelSeparation=10)


def colours(*names: str) -> list[str]:
    """Return the light colours of these names."""
    return [LIGHT[name] for name in names]


def legend(**options: object) -> Options:
    """Return a legend above the chart, in one line where it fits."""
    return {"orient": "top", "title": None, "symbolType": "square", **options}


def share_axis(title: str | None, **options: object) -> Options:
    """Return an axis of probabilities."""
    return {"format": "%", "title": title, "tickCount": 5, **options}


def themed(chart: Any) -> Any:
    """Return the chart in the report's theme; transparent, so that the page's paper shows."""
    muted, ink = LIGHT["muted"], LIGHT["ink"]
    return (
        chart.configure(
            aria=False,
            background="transparent",
            font=FONT,
            padding={"left": 20, "right": 8, "top": 4, "bottom": 2},
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=muted,
            titleColor=muted,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor=LIGHT["grid"],
            domainColor=LIGHT["axis"],
            tickColor=LIGHT["axis"],
            labelLimit=220,
            titlePadding=8,
        )
        .configure_legend(
            labelColor=ink,
            labelFontSize=12,
            labelLimit=260,
            titleColor=muted,
            titleFontSize=12,
            titleFontWeight="normal",
            symbolStrokeWidth=1,
            symbolSize=130,
            columnPadding=18,
        )
        .configure_header(
            labelColor=ink,
            labelFontSize=13,
            labelFontWeight="bold",
            labelLimit=320,
            titleColor=muted,
            labelPadding=5,
        )
        .configure_facet(spacing=10)
    )


def standing_svg(chart: Any, title: str, note: str | list[str]) -> str:
    """Return the chart as a picture that stands by itself: with its title, a note and white paper."""
    import vl_convert

    said = plain(text=title, subtitle=note, anchor="start", offset=12, subtitlePadding=4)
    spec = themed(chart).to_dict(validate=False) | {"background": "white", "title": said}
    return str(vl_convert.vegalite_to_svg(json.dumps(spec)))
