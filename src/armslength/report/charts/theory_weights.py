"""Theories: the weight that each has earned, and how far its log predictive density lies from the full model's."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt

from armslength.report.charts.style import NARROW, WIDE, colours, data, plain, standing_svg
from armslength.report.colours import LIGHT
from armslength.results.theories import ComparedTheory, TheoriesResult, TheoryVerdict

VERDICTS: dict[TheoryVerdict, str] = {  # colours
    "the data cannot tell": "ink",
    "better than the full model": "told",
    "worse than the full model": "lethal",
    "": "muted",
}
NAMES = 175  # px for the theories' titles


def theories(result: TheoriesResult, width: int = WIDE) -> alt.HConcatChart:
    """Draw two panels, a row for each theory: its weight, and its difference to the full model, with intervals."""
    rows = [_row(theory) for theory in result.theories]
    order = [theory.title for theory in result.theories]
    each = (width - NAMES - 60) // 2 if width > NARROW else width - NAMES - 20
    weight = _panel("weight in the mixture", "weight", order, rows, each, plain(domain=[0, 1]), "%", True)
    difference = _panel(
        "total log score less the full model's",
        "difference",
        order,
        rows,
        each,
        plain(nice=True),
        "+.0f",
        width <= NARROW,
    )
    zero = alt.Chart(data([{"zero": 0}])).mark_rule(color=LIGHT["ink"]).encode(x="zero:Q")
    panels = (weight, alt.layer(zero, difference))
    return alt.hconcat(*panels, spacing=14) if width > NARROW else alt.vconcat(*panels, spacing=14)


def _panel(
    title: str,
    name: str,
    order: list[str],
    rows: list[dict[str, object]],
    width: int,
    scale: Any,
    form: str,
    named: bool,
) -> alt.LayerChart:
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


def _row(theory: ComparedTheory) -> dict[str, object]:
    low, high = theory.difference_90 or (None, None)
    return {
        "title": theory.title,
        "verdict": theory.verdict,
        "weight": theory.weight,
        "weight_low": theory.weight_90.low,
        "weight_high": theory.weight_90.high,
        "difference": theory.difference,
        "difference_low": low,
        "difference_high": high,
    }


def theories_svg(result: TheoriesResult, width: int = WIDE) -> str:
    """Return the chart as a picture that stands by itself."""
    note = f"{result.says} Lines: 90 % over resampled origins ({len(result.origins)} of them)."
    title = f"{result.title}: who obeys? Theories weighed by what they predicted"
    return standing_svg(theories(result, width), title, textwrap.wrap(note, 110))
