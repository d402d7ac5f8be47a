"""How likely something is, front by front, with its interval: a lethal attack, an order of restraint."""

from __future__ import annotations

import altair as alt

from armslength.report import actors
from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.report.document_text import Document


def lethal(document: Document, width: int = WIDE) -> alt.LayerChart:
    """Chance of at least one lethal attack per front and window."""
    return _chances(document, "lethal", "probability", "chance of at least one lethal attack", width)


def commander(document: Document, width: int = WIDE) -> alt.LayerChart:
    """Chance that the commander orders restraint, per front and window."""
    return _chances(document, "commander", "order", "chance of an order of restraint", width)


def _chances(document: Document, section: str, key: str, title: str, width: int) -> alt.LayerChart:
    """A dot for each chance, and its 90% interval over parameters."""
    order = [actors.front_name(document, f["id"]) for f in actors.fronts(document)]
    held = actors.windows(document[section])
    rows = [
        {
            "front": actors.front_name(document, row["front"]),
            "window": f"{row['window_days']} days",
            "p": row[key],
            "low": (row.get("parameters_90") or [None, None])[0],
            "high": (row.get("parameters_90") or [None, None])[1],
        }
        for row in document[section]
        if row.get(key) is not None
    ]
    windows = [f"{days} days" for days in held]
    label_limit = 200 if width >= WIDE else 110
    base = alt.Chart(data(rows)).encode(
        y=alt.Y(
            "front:N",
            title=None,
            sort=[*order, "Any front"],
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
    """Names of colours for so many windows, the longest strongest."""
    return [f"window-{max(0, min(3, i + 4 - count))}" for i in range(count)]
