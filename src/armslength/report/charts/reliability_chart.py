"""Reliability: how often events happened that were given a probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import altair as alt

from armslength.report.charts.style import NARROW, colours, data, legend, plain, share_axis
from armslength.report.colours import LIGHT
from armslength.results.scores import ReliabilityBin

SHAPES = ("circle", "diamond", "square", "triangle-up")  # shapes, not colours alone, tell forecasters apart
COLOURS = ("told", "personal", "pause", "muted")
APART = 0.02  # between forecasters who gave the same probability


def reliability(groups: Mapping[str, Sequence[ReliabilityBin]], width: int = NARROW) -> alt.LayerChart:
    """Draw a point for each bin of each forecaster, with the 90% interval of its share; on the line is calibrated.

    Beyond four forecasters the last sign serves them all.
    """
    names = list(groups)
    looks = [min(i, len(SHAPES) - 1) for i in range(len(names))]
    rows = [
        _point(name, i - (len(names) - 1) / 2, row)
        for i, (name, bins) in enumerate(groups.items())
        for row in bins
    ]
    scale = plain(domain=[0, 1], nice=False)
    base = alt.Chart(data(rows)).encode(
        x=alt.X("given:Q", scale=scale, axis=share_axis("probability given")),
        color=alt.Color(
            "who:N",
            scale=plain(domain=names, range=colours(*(COLOURS[i] for i in looks))),
            legend=legend(columns=2) if len(names) > 1 else None,
        ),
    )
    line = alt.Chart(data([{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(
        color=LIGHT["ink"], strokeDash=[5, 3], strokeWidth=1
    )
    ends = base.mark_rule(strokeWidth=2, opacity=0.5).encode(
        y=alt.Y("low:Q", scale=scale, axis=share_axis("share that happened")), y2="high:Q"
    )
    points = base.mark_point(filled=True, opacity=1, stroke=LIGHT["paper"], strokeWidth=1.5).encode(
        y=alt.Y("happened:Q", scale=scale),
        size=alt.Size("size:Q", scale=None, legend=None),
        shape=alt.Shape("who:N", scale=plain(domain=names, range=[SHAPES[i] for i in looks])),
    )
    diagonal = line.encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale))
    return alt.layer(diagonal, ends, points).properties(width=width - 90, height=width - 90)


def in_words(groups: Mapping[str, Sequence[ReliabilityBin]]) -> list[str]:
    """Return the chart in words, a sentence for each forecaster, for those who cannot see it."""
    return [
        f"{name}: "
        + "; ".join(
            f"given {row.predicted:.0%} on average, {row.observed:.0%} of {row.n} happened" for row in bins
        )
        for name, bins in groups.items()
    ]


def share_interval(share: float, n: int) -> tuple[float, float]:
    """Return the 90% interval of a share of n, by chance alone (Jeffreys; Brown, Cai & DasGupta 2001, Statistical Science 16:101).

    >>> [round(end, 2) for end in share_interval(0.5, 10)]
    [0.26, 0.74]
    """
    from scipy.special import betaincinv

    yes = share * n
    low, high = (float(betaincinv(yes + 0.5, n - yes + 0.5, q)) for q in (0.05, 0.95))
    return (0.0 if yes < 0.5 else low), (1.0 if n - yes < 0.5 else high)


def _point(name: str, place: float, row: ReliabilityBin) -> dict[str, object]:
    low, high = share_interval(row.observed, row.n)
    return {
        "who": name,
        "given": min(max(row.predicted + APART * place, 0), 1),
        "happened": row.observed,
        "low": low,
        "high": high,
        "size": 3 * min(3 + sqrt(row.n), 10) ** 2,
    }
