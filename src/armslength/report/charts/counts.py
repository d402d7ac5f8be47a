"""How many attacks: the chance of at least so many, and what the uncertainty is made of."""

from __future__ import annotations

import altair as alt

from armslength.report import actors
from armslength.report.charts.lethal import window_colours
from armslength.report.charts.style import WIDE, colours, data, legend, plain, share_axis
from armslength.report.document_text import Document


def exceedance(document: Document, width: int = WIDE) -> alt.FacetChart:
    """Per front and window the chance of at least n attacks, n on a logarithmic axis."""
    windows = [f"{days} days" for days in actors.windows(document["attacks"])]
    rows = [
        {
            "front": actors.front_name(document, row["front"]),
            "window": f"{row['window_days']} days",
            "n": step["n"],
            "p": step["p"],
        }
        for row in document["attacks"]
        for step in row.get("at_least") or []
        if step["n"] >= 1
    ]
    columns = 3 if width >= WIDE else 2
    order = [actors.front_name(document, f["id"]) for f in actors.fronts(document)]
    ticks = [n for n in (1, 10, 100, 1000) if n <= max([row["n"] for row in rows] or [1])]
    line = (
        alt.Chart(data(rows))
        .mark_line(interpolate="monotone", strokeWidth=2)
        .encode(
            x=alt.X(
                "n:Q", scale=plain(type="log", nice=False), axis=plain(title=None, values=ticks, format="d")
            ),
            y=alt.Y(
                "p:Q",
                scale=plain(domain=[0, 1]),
                axis=share_axis(None, tickCount=2, domain=False, ticks=False),
            ),
            color=alt.Color(
                "window:N",
                sort=windows,
                legend=legend(symbolType="stroke", columns=4),
                scale=plain(domain=windows, range=colours(*window_colours(len(windows)))),
            ),
        )
        .properties(width=(width - 70) / columns - 12, height=96)
    )
    header = plain(
        title=None,
        labelOrient="top",
        labelAnchor="start",
        labelFontSize=12,
        labelLimit=(width - 70) // columns,
    )
    return line.facet(alt.Facet("front:N", sort=order, header=header), columns=columns, spacing=12)


def split(document: Document, width: int = WIDE) -> alt.FacetChart:
    """Per front and window the shares of chance, of parameters and of theories in the variance of log(1 + count)."""
    parts = ("chance", "parameters", "structure") if document.get("theories") else ("chance", "parameters")
    words = {part: part for part in parts}
    rows = [
        {
            "front": actors.front_name(document, row["front"]),
            "window": f"{row['window_days']} d",
            "part": word,
            "at": i,
            "share": row["variance"][key],
        }
        for row in document["attacks"]
        if row.get("variance")
        for i, (key, word) in enumerate(words.items())
    ]
    columns = 3 if width >= WIDE else 2
    chart = (
        alt.Chart(data(rows))
        .mark_bar(height={"band": 0.8})
        .encode(
            y=alt.Y(
                "window:N",
                title=None,
                sort=[f"{days} d" for days in actors.windows(document["attacks"])],
                axis=plain(domain=False, ticks=False),
            ),
            x=alt.X(
                "share:Q",
                stack="zero",
                scale=plain(domain=[0, 1]),
                axis=share_axis(None, domain=False, tickCount=2),
            ),
            order=alt.Order("at:Q"),
            color=alt.Color(
                "part:N",
                legend=legend(columns=3),
                scale=plain(domain=list(words.values()), range=colours(*words)),
            ),
        )
        .properties(width=(width - 70) / columns - 12, height={"step": 15})
    )
    order = [actors.front_name(document, f["id"]) for f in actors.fronts(document)]
    header = plain(
        title=None,
        labelOrient="top",
        labelAnchor="start",
        labelFontSize=12,
        labelLimit=(width - 70) // columns,
    )
    return chart.facet(alt.Facet("front:N", sort=order, header=header), columns=columns, spacing=12)
