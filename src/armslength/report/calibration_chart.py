"""Reliability: how often events happened that were given a probability. Drawn by hand, while a page is being read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from armslength.report.network_parts import paint
from armslength.report.svg import attribute, figure_label
from armslength.results.scores import ReliabilityBin

SIDE, LEFT, TOP, BELOW = 250.0, 46.0, 10.0, 44.0
SIGNS = ("circle", "diamond", "square", "triangle")  # shapes, not colours alone, tell forecasters apart
COLOURS = ("told", "personal", "pause", "muted")


def reliability_picture(groups: Mapping[str, Sequence[ReliabilityBin]]) -> str:
    """Draw a point for each bin of each forecaster, with the 90% interval of its share; on the line is calibrated.

    Beyond four forecasters the last sign serves them all.
    """
    width, height = LEFT + SIDE + 16, TOP + SIDE + BELOW
    drawn = [_axes()]
    for i, rows in enumerate(groups.values()):
        drawn += [_point(row, min(i, len(SIGNS) - 1), i, len(groups)) for row in rows]
    label = figure_label(
        "How often events happened that were given a probability",
        *(f"{who}: {_words(rows)}" for who, rows in groups.items()),
    )
    head = f'viewBox="0 0 {width:g} {height:g}" style="max-width:{1.15 * width:g}px"'
    return (
        f'<svg {head} class="chart square" role="img" aria-label="{attribute(label)}">{"".join(drawn)}</svg>'
    )


def sign(at: int) -> str:
    """Return the sign of one forecaster, for a legend."""
    return f'<svg class="sign" viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true">{_mark(0, 0, 6, at)}</svg>'


def share_interval(share: float, n: int) -> tuple[float, float]:
    """Return the 90% interval of a share of n, by chance alone (Jeffreys; Brown, Cai & DasGupta 2001, Statistical Science 16:101).

    >>> [round(end, 2) for end in share_interval(0.5, 10)]
    [0.26, 0.74]
    """
    from scipy.special import betaincinv

    yes = share * n
    low, high = (float(betaincinv(yes + 0.5, n - yes + 0.5, q)) for q in (0.05, 0.95))
    return (0.0 if yes < 0.5 else low), (1.0 if n - yes < 0.5 else high)


def _words(rows: Sequence[ReliabilityBin]) -> str:
    return "; ".join(
        f"given {row.predicted:.0%} on average, {row.observed:.0%} of {row.n} happened" for row in rows
    )


def _at(predicted: float, observed: float) -> tuple[float, float]:
    return LEFT + SIDE * predicted, TOP + SIDE * (1 - observed)


def _axes() -> str:
    parts = []
    for tenth in range(0, 11, 2):
        (x, y), share = _at(tenth / 10, tenth / 10), f"{10 * tenth}%"
        parts += [
            f'<path d="M{LEFT},{y:g}h{SIDE}" stroke="{paint("grid")}"/>',
            f'<text x="{LEFT - 6}" y="{y + 4:g}" text-anchor="end" font-size="11" fill="{paint("muted")}">{share}</text>',
            f'<text x="{x:g}" y="{TOP + SIDE + 16}" text-anchor="middle" font-size="11" fill="{paint("muted")}">{share}</text>',
        ]
    (x0, y0), (x1, y1) = _at(0, 0), _at(1, 1)
    parts.append(f'<path d="M{x0},{y0}L{x1},{y1}" stroke="{paint("ink")}" stroke-dasharray="5 3"/>')
    middle, left = LEFT + SIDE / 2, 11
    return "".join(parts) + (
        f'<text x="{middle:g}" y="{TOP + SIDE + 36}" text-anchor="middle" font-size="11.5" fill="{paint("muted")}">probability given</text>'
        f'<text transform="translate({left},{TOP + SIDE / 2:g})rotate(-90)" text-anchor="middle" font-size="11.5" '
        f'fill="{paint("muted")}">share that happened</text>'
    )


def _point(row: ReliabilityBin, look: int, nth: int, of: int) -> str:
    x, y = _at(row.predicted, row.observed)
    x += 5 * (nth - (of - 1) / 2)  # side by side where they gave the same
    low, high = (_at(0, end)[1] for end in share_interval(row.observed, row.n))
    line = f'<path d="M{x:.1f},{low:.1f}V{high:.1f}" stroke="{paint(COLOURS[look])}" stroke-width="2" stroke-opacity=".5"/>'
    return line + _mark(x, y, min(3 + sqrt(row.n), 10), look)


def _mark(x: float, y: float, r: float, look: int) -> str:
    shape = {
        "circle": f"M{-r:.1f},0a{r:.1f},{r:.1f} 0 1,0 {2 * r:.1f},0a{r:.1f},{r:.1f} 0 1,0 {-2 * r:.1f},0",
        "diamond": f"M0,{-1.2 * r:.1f}L{1.2 * r:.1f},0L0,{1.2 * r:.1f}L{-1.2 * r:.1f},0Z",
        "square": f"M{-0.9 * r:.1f},{-0.9 * r:.1f}h{1.8 * r:.1f}v{1.8 * r:.1f}h{-1.8 * r:.1f}Z",
        "triangle": f"M0,{-1.1 * r:.1f}L{1.1 * r:.1f},{0.9 * r:.1f}H{-1.1 * r:.1f}Z",
    }[SIGNS[look]]
    paper = f'stroke="{paint("paper")}" stroke-width="1.5"'
    return f'<path transform="translate({x:.1f},{y:.1f})" d="{shape}" fill="{paint(COLOURS[look])}" {paper}/>'
