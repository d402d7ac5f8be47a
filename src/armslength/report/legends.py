"""What the signs of a picture mean: small drawings with their words."""

from __future__ import annotations

from armslength.report.charts.timeline import MARKS, mark_of, shared_fronts
from armslength.report.network_parts import paint
from armslength.results.forecast import ForecastResult

Entry = tuple[str, str]  # SVG, words
SHAPES = {  # as Vega draws them, in a square from -1 to 1
    "diamond": "M0,-1L.8,0L0,1L-.8,0Z",
    "triangle-down": "M0,.9L-1,-.8H1Z",
    "triangle-right": "M.9,0L-.8,-1V1Z",
    "circle": "M-.9,0a.9,.9 0 1,0 1.8,0a.9,.9 0 1,0 -1.8,0",
    "square": "M-.8,-.8H.8V.8H-.8Z",
    "cross": "M-.35,-1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35Z",
}


def icon(inside: str, width: int = 18) -> str:
    """Return a sign as large as a letter."""
    size = f'viewBox="0 0 {width} 14" width="{width}" height="14"'
    return f'<svg class="sign" {size} aria-hidden="true">{inside}</svg>'


def swatch(colour: str, stroke: str = "", dashed: bool = False) -> str:
    """Return a filled square."""
    fill = f'fill="{paint(colour)}"' if colour else 'fill="none"'
    line = f' stroke="{paint(stroke)}"' if stroke else ""
    dash = ' stroke-dasharray="3 2"' if dashed else ""
    return icon(f'<rect x="2" y="1.5" width="14" height="11" {fill}{line}{dash}/>')


def line(colour: str, width: float) -> str:
    """Return a stroke."""
    return icon(f'<path d="M0,7H18" stroke="{paint(colour)}" stroke-width="{width}"/>')


def mark(key: str) -> str:
    """Return the shape of an event."""
    _, shape, colour = MARKS[key]
    path = SHAPES.get(shape, shape)
    return icon(f'<path transform="translate(9,7)scale(4.5)" d="{path}" fill="{paint(colour)}"/>')


def network(counted: str) -> list[Entry]:
    """Return the signs of the network's picture."""
    gauge = '<rect y="4" width="30" height="6" fill="{}"/><rect x="7" y="4" width="16" height="6" fill="{}"/>'
    gauge += (
        '<rect x="11" y="4" width="8" height="6" fill="{}"/><rect x="14" width="2" height="14" fill="{}"/>'
    )
    return [
        (line("personal", 5), "personal part of a tie (to a person)"),
        (line("institutional", 5), "institutional part of a tie (to the organisation)"),
        (line("front", 4), f"front; its width is the square root of its {counted} a day now"),
        (
            icon(f'<circle cx="9" cy="7" r="6" fill="{paint("ink")}"/>'),
            f"client; its area is its {counted} a day now, all fronts together",
        ),
        (
            icon(gauge.format(*map(paint, ("grid", "band-50", "told", "ink"))), 30),
            "control from 0 to 1: median, 50% and 90%",
        ),
    ]


def time(result: ForecastResult) -> list[Entry]:
    """Return the signs of a front in time: those that this forecast uses."""
    tallies = [row for row in result.history if row.kind == "tally"]
    entries = []
    summed = [set(group) for group in shared_fronts(result)]
    if summed or any(row.primary and not row.is_shared for row in tallies):
        entries.append((swatch("tally", "tally-line"), "reported count of these fronts"))
    if any(row.primary and row.is_shared and set(row.fronts) not in summed for row in tallies):
        entries.append((swatch("", "tally-line", dashed=True), "reported count that several fronts share"))
    if not all(row.primary for row in tallies):
        entries.append((line("tally-line", 2), "count of another series, with another definition"))
    entries += [
        (line("median", 2.5), "median of the futures"),
        (swatch("band-50"), "50% of futures"),
        (swatch("band-90"), "90% of futures"),
    ]
    used = {mark_of(row, result.actors.counted(*row.fronts)) for row in result.history if row.kind != "tally"}
    return entries + [(mark(key), MARKS[key][0]) for key in MARKS if key in used]
