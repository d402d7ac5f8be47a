"""Deep uncertainty in pictures: what drives an outcome, the box in which it happens, and what is worth knowing."""

from __future__ import annotations

from typing import Any

import altair as alt

from armslength.report.charts.style import WIDE, colours, data, legend, plain
from armslength.report.colours import LIGHT
from armslength.results.discovery import DiscoveryResult
from armslength.results.sensitivity import SensitivityResult
from armslength.results.value_of_information import InformationResult

SHOWN = 14
KINDS = ["alone", "with interactions"]  # of an index


def drivers(result: SensitivityResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the first-order and total Sobol index of each factor, with 95% intervals."""
    rows = [
        {
            "factor": i.name,
            "index": kind,
            "share": max(index, 0),
            "low": max(index - error, 0),
            "high": min(index + error, 1.2),
        }
        for i in result.sobol
        for kind, index, error in zip(KINDS, (i.first, i.total), (i.first_error, i.total_error), strict=True)
    ]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("factor:N", sort=[i.name for i in result.sobol], title=None, axis=_names(width)),
        yOffset=alt.YOffset("index:N", sort=KINDS),
        color=alt.Color(
            "index:N", scale=plain(domain=KINDS, range=colours("window-1", "told")), legend=legend()
        ),
    )
    x = plain(title="share of the variance of the expected outcome", format="%")
    line = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        x=alt.X("low:Q", axis=x, scale=plain(domain=[0, 1], clamp=True)), x2="high:Q"
    )
    dot = base.mark_circle(size=60, opacity=1).encode(x=alt.X("share:Q", axis=x))
    return alt.layer(line, dot).properties(width=width - width // 2, height=plain(step=14))


def box(result: DiscoveryResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the limits of a box, each over the whole range of its parameter."""
    rows = []
    for limit in result.limits:
        span = (limit.most - limit.least) or 1.0
        low = limit.least if limit.low is None else limit.low
        high = limit.most if limit.high is None else limit.high
        rows.append(
            {
                "parameter": limit.name,
                "start": 0,
                "end": 1,
                "low": (low - limit.least) / span,
                "high": (high - limit.least) / span,
                "said": f"{low:.3g} to {high:.3g}",
            }
        )
    base = alt.Chart(data(rows)).encode(y=alt.Y("parameter:N", title=None, axis=_names(width)))
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


def worth_knowing(result: InformationResult, width: int = WIDE) -> alt.LayerChart:
    """Draw the value of knowing each thing, with two standard errors, over what is found where nothing is to be known."""
    kinds = ["parameters", "series to collect"]
    values = [(kinds[0], row) for row in result.partial[:SHOWN]] + [(kinds[1], row) for row in result.sample]
    rows = [
        {
            "what": row.name,
            "kind": kind,
            "value": row.value,
            "low": max(row.value - 2 * row.error, 0),
            "high": row.value + 2 * row.error,
            "floor": row.floor,
        }
        for kind, row in sorted(values, key=lambda pair: -pair[1].value)[:SHOWN]
    ]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("what:N", sort=[r["what"] for r in rows], title=None, axis=_names(width)),
        color=alt.Color(
            "kind:N", scale=plain(domain=kinds, range=colours("parameters", "told")), legend=legend()
        ),
    )
    axis = plain(title=f"{result.unit}, {result.days} days")
    line = base.mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    dot = base.mark_circle(size=70, opacity=1).encode(x=alt.X("value:Q", axis=axis))
    floor = base.mark_tick(color=LIGHT["ink"], thickness=2, height=12).encode(x=alt.X("floor:Q", axis=axis))
    return alt.layer(line, dot, floor).properties(width=width - width // 2, height=plain(step=22))


def _names(width: int) -> Any:
    return plain(domain=False, ticks=False, labelLimit=width // 2)
