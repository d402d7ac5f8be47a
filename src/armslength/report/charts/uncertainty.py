"""Deep uncertainty in pictures: what drives an outcome, the box in which it happens, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from armslength.report.charts.style import WIDE, colours, data, legend, plain
from armslength.report.colours import LIGHT

SHOWN = 14


def drivers(document: Mapping[str, Any], width: int = WIDE) -> alt.LayerChart:
    """First and total Sobol index of each factor, with 95 % intervals."""
    rows = [
        {"factor": i["name"], "index": kind, "share": max(i[key], 0), "low": max(i[key] - i[f"{key}_error"], 0), "high": min(i[key] + i[f"{key}_error"], 1.2)}
        for i in document["sobol"] for key, kind in (("first", "alone"), ("total", "with interactions"))
    ]  # fmt: skip
    order = [i["name"] for i in document["sobol"]]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("factor:N", sort=order, title=None, axis=plain(domain=False, ticks=False, labelLimit=width // 2)),
        yOffset=alt.YOffset("index:N", sort=["alone", "with interactions"]),
        color=alt.Color("index:N", scale=plain(domain=["alone", "with interactions"], range=colours("window-1", "told")), legend=legend()),
    )  # fmt: skip
    x = plain(title="share of the variance of the expected outcome", format="%")
    line = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        x=alt.X("low:Q", axis=x, scale=plain(domain=[0, 1], clamp=True)), x2="high:Q"
    )
    dot = base.mark_circle(size=60, opacity=1).encode(x=alt.X("share:Q", axis=x))
    return alt.layer(line, dot).properties(width=width - width // 2, height=plain(step=14))


def box(document: Mapping[str, Any], width: int = WIDE) -> alt.LayerChart:
    """The limits of a box, each over the whole range of its parameter."""
    rows = []
    for limit in document["limits"]:
        span = (limit["most"] - limit["least"]) or 1.0
        low, high = (limit["least"] if limit["low"] is None else limit["low"], limit["most"] if limit["high"] is None else limit["high"])  # fmt: skip
        rows.append(
            {
                "parameter": limit["name"], "start": 0, "end": 1, "low": (low - limit["least"]) / span,
                "high": (high - limit["least"]) / span, "said": f"{low:.3g} to {high:.3g}",
            }
        )  # fmt: skip
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("parameter:N", title=None, axis=plain(domain=False, ticks=False, labelLimit=width // 2))
    )
    axis = plain(title="range over all draws, from least to greatest", format="%", grid=False)
    whole = base.mark_bar(height=6, color=LIGHT["grid"]).encode(
        x=alt.X("start:Q", axis=axis, scale=plain(domain=[0, 1])), x2="end:Q"
    )
    inside = base.mark_bar(height=14, color=LIGHT["parameters"]).encode(
        x=alt.X("low:Q", axis=axis), x2="high:Q"
    )
    words = base.mark_text(align="left", dx=6, dy=-14, color=LIGHT["ink"]).encode(
        x=alt.X("low:Q", axis=axis), text="said:N"
    )
    return alt.layer(whole, inside, words).properties(width=width - width // 2, height=plain(step=44))


def worth_knowing(document: Mapping[str, Any], width: int = WIDE) -> alt.LayerChart:
    """What each thing is worth knowing, with two standard errors, over what would be found where there is nothing."""
    rows = [
        {"what": w["name"], "kind": kind, "value": w["value"], "low": max(w["value"] - 2 * w["error"], 0), "high": w["value"] + 2 * w["error"], "floor": w["floor"]}
        for kind, listed in (("parameters", document["partial"][:SHOWN]), ("series to collect", document["sample"])) for w in listed
    ]  # fmt: skip
    rows = sorted(rows, key=lambda r: -r["value"])[:SHOWN]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("what:N", sort=[r["what"] for r in rows], title=None, axis=plain(domain=False, ticks=False, labelLimit=width // 2)),
        color=alt.Color("kind:N", scale=plain(domain=["parameters", "series to collect"], range=colours("parameters", "told")), legend=legend()),
    )  # fmt: skip
    axis = plain(title=f"{document['unit']}, {document['days']} days")
    line = base.mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    dot = base.mark_circle(size=70, opacity=1).encode(x=alt.X("value:Q", axis=axis))
    floor = base.mark_tick(color=LIGHT["ink"], thickness=2, height=12).encode(x=alt.X("floor:Q", axis=axis))
    return alt.layer(line, dot, floor).properties(width=width - width // 2, height=plain(step=22))
