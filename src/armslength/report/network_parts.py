"""The pieces of the network's picture, each a string of SVG."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

from armslength.formatting import interval, number, percent, share
from armslength.report.colours import LIGHT
from armslength.report.network_layout import Layout, docks, widest
from armslength.report.svg import attribute
from armslength.results import Quantiles
from armslength.results.actors import Front
from armslength.results.forecast import ForecastResult

SMALL = 12.5  #: px, the smallest text: what is read without effort at the size at which a page shows it
STRANDS = (("personal_strand", "personal", -1), ("institutional_strand", "institutional", 1))


def paint(name: str) -> str:
    """Return a colour as the page's variable, with the light one where there is no page."""
    return f"var(--{name}, {LIGHT[name]})"


def text(
    x: float,
    y: float,
    words: str,
    size: float = 13,
    fill: str = "ink",
    anchor: str = "middle",
    bold: bool = False,
) -> str:
    """Draw a label with a halo, so that it reads over lines."""
    weight = ' font-weight="600"' if bold else ""
    halo = f'paint-order="stroke" stroke="{paint("paper")}" stroke-width="4" stroke-linejoin="round"'
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text {place} fill="{paint(fill)}" {halo}{weight}>{attribute(words)}</text>'


def group(kind: str, id_: str, title: str, *inside: str) -> str:
    """Group the parts of one actor or tie, with its id and a title that a pointer shows."""
    name = f'class="{kind}" data-id="{attribute(id_)}"'
    return f"<g {name}><title>{attribute(title)}</title>{''.join(inside)}</g>"


def curve(
    start: tuple[float, float], end: tuple[float, float], width: float, colour: str, opacity: float = 1
) -> str:
    """Draw a line from left to right that leaves and arrives level."""
    (x0, y0), (x1, y1) = start, end
    bend = (x1 - x0) * 0.5
    path = f"M{x0:.1f},{y0:.1f}C{x0 + bend:.1f},{y0:.1f} {x1 - bend:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
    faint = f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<path d="{path}" fill="none" stroke="{paint(colour)}" stroke-width="{max(width, 0.6):.1f}"{faint}/>'
    )


def ranged(
    start: tuple[float, float],
    end: tuple[float, float],
    median: float,
    upper: float,
    scale: float,
    colour: str,
) -> str:
    """Draw a line as wide as the median, in a pale one as wide as the upper end of its 90% interval."""
    return curve(start, end, upper * scale, colour, 0.25) + curve(start, end, median * scale, colour)


def said(q: Quantiles, form: Callable[[float], str] = number) -> str:
    """Return a quantity as one reads it out."""
    return f"{form(q.median)} (90% {interval(q.interval_90, form)})"


def tie(result: ForecastResult, layout: Layout, client: str) -> str:
    """Draw two parallel strands from the patron to a client."""
    thickest = layout.form.thickest
    scale = thickest / widest(result, "clients", "personal_strand", "institutional_strand")
    order = list(layout.clients)
    x, y = layout.clients[client]
    fan = (order.index(client) - (len(order) - 1) / 2) * (thickest * 1.25)
    drawn, words = [], []
    for key, colour, side in STRANDS:
        q = result.state.clients[client][key]
        words.append(f"{colour} {said(q, share)}")
        apart = side * (thickest * 0.5 + 0.5)
        start = (layout.form.columns[0], layout.middle + fan * 2 + apart)
        end = (
            x,
            y + side * min(abs(apart), 0.7 * layout.radius[client]),
        )  # inside the circle, small as it may be
        drawn.append(ranged(start, end, q.median, q.interval_90.high, scale, colour))
    return group("tie", client, f"Tie to {result.actors.name(client)}: {', '.join(words)}", *drawn)


def front(result: ForecastResult, layout: Layout, edge: Front) -> str:
    """Draw a front from its client to its adversary, as wide as the root of its tempo, the tempo as a number."""
    q = result.state.fronts[edge.id]["tempo"]
    (x0, _), (x1, _) = layout.clients[edge.client], layout.adversaries[edge.adversary]
    start = (x0 + layout.radius[edge.client], docks(layout, "client")[edge.id])
    end = (x1, docks(layout, "adversary")[edge.id])
    scale = layout.form.thickest / sqrt(widest(result, "fronts", "tempo"))
    upper = sqrt(q.interval_90.high)
    drawn = ranged(start, end, sqrt(q.median), upper, scale, "front")
    at = 0.62
    x, y = start[0] + (end[0] - start[0]) * at, start[1] + (end[1] - start[1]) * (3 * at**2 - 2 * at**3)
    label = number(q.median) if layout.narrow else f"{number(q.median)} a day"
    title = f"{edge.name}: {said(q)} {result.actors.counted(edge.id)} a day"
    wide = len(label) * SMALL * 0.56 + 6
    size = (
        f'x="{x - wide / 2:.1f}" y="{y - SMALL / 2 - 2:.1f}" width="{wide:.1f}" height="{SMALL + 4}" rx="3"'
    )
    ground = f'<rect {size} fill="{paint("paper")}"/>'
    return group("front", edge.id, title, drawn, ground, text(x, y + SMALL * 0.36, label, SMALL))


def patron(result: ForecastResult, layout: Layout) -> str:
    """Draw the patron's box with its commander inside."""
    scenario, box = result.scenario, layout.form.box
    lines = [scenario.patron.name, scenario.patron.organisation, result.speakers]
    x0 = layout.form.columns[0] - box
    size = SMALL if layout.narrow else 14
    folded = [(part, i) for i, line in enumerate(lines) for part in _fold(line, box - 10, size)]
    strands = layout.form.thickest * (len(layout.clients) * 2.5 + 2)
    tall = max(len(folded) * (size + 4) + 34, strands)
    drawn = [_box(x0, layout.middle - tall / 2, box, tall)]
    y = layout.middle - (len(folded) - 1) * (size + 4) / 2 + size / 3
    for part, i in folded:
        drawn.append(text(x0 + box / 2, y, part, size, "muted" if i == 1 else "ink", bold=i == 2))
        y += size + 4
    return group("patron", "patron", ", ".join(filter(None, lines)), *drawn)


def client(result: ForecastResult, layout: Layout, id_: str) -> str:
    """Draw a client: its circle by capability, its name above, its control as a gauge below."""
    x, y = layout.clients[id_]
    actor = next(c for c in result.actors.clients if c.id == id_)
    name = actor.short if layout.narrow else actor.name
    capability, control = (result.state.clients[id_][key] for key in ("capability", "control"))
    r = layout.radius[id_]
    rim = f'fill="{paint("ink")}" stroke="{paint("paper")}" stroke-width="2"'
    circle = f'<circle cx="{x}" cy="{y:.1f}" r="{r:.1f}" {rim}/>'
    apart = not layout.narrow and actor.theatre and actor.theatre not in name
    label = f"{name}, {actor.theatre}" if apart else name
    title = f"{name}: control {said(control, share)}, capability {said(capability)}"
    clear = max(r, 11)  # of the strands
    above = text(x, y - clear - 8, label, SMALL if layout.narrow else 14, bold=True)
    mark = ", assumed" if result.control_is_assumed else ""
    return group("client", id_, title + mark, circle, above, gauge(layout, x, y + clear + 13, control, mark))


def gauge(layout: Layout, x: float, y: float, q: Quantiles, mark: str = "") -> str:
    """Draw a quantity between 0 and 1 as a scale: pale 90%, strong 50%, a tick at the median, and the number.

    `mark` is what is said behind the number.
    """
    long = 62 if layout.narrow else 124
    left = x - long / 2
    bars = [_bar(left, y, long, 0, 1, "grid", 7)]
    for ends, colour in ((q.interval_90, "band-50"), (q.interval_50, "told")):
        bars.append(_bar(left, y, long, ends.low, min(ends.high, 1), colour, 7))
    at = f'x="{left + long * q.median - 1.5:.1f}" y="{y - 7:.1f}" width="3" height="14"'
    tick = f'<rect {at} fill="{paint("ink")}" stroke="{paint("paper")}" stroke-width="1"/>'
    words = (share(q.median) if layout.narrow else f"control {said(q, share)}") + mark
    return "".join([*bars, tick, text(x, y + 21, words, SMALL)])


def adversary(result: ForecastResult, layout: Layout, id_: str) -> str:
    """Draw an adversary's box: its name, and how far it blames the patron, where it is known to hit back at all."""
    x, y = layout.adversaries[id_]
    name = result.actors.short(id_) if layout.narrow else result.actors.name(id_)
    blame = result.state.adversaries[id_]["attribution"]
    size, box = (SMALL if layout.narrow else 14), layout.form.box
    asked = any(row.adversary == id_ for row in result.reprisal)
    blames: list[tuple[str, float, str, bool]] = [
        ("blames" if layout.narrow else "blames the patron", SMALL, "muted", False),
        (percent(blame.median) if layout.narrow else said(blame, percent), SMALL, "muted", False),
    ]
    lines = [(part, float(size), "ink", True) for part in _fold(name, box - 10, size)]
    lines += blames if asked else []
    tall = max(len(lines) * 17 + 16, sum(f.adversary == id_ for f in layout.fronts) * 17 + 10)
    drawn = [_box(x, y - tall / 2, box, tall)]
    at = y - (len(lines) - 1) * 8.5 + 4.5
    for words, big, fill, bold in lines:
        drawn.append(text(x + box / 2, at, words, big, fill, bold=bold))
        at += 17
    title = f"{name}: blames the patron {said(blame, percent)}" if asked else name
    return group("adversary", id_, title, *drawn)


def _box(x: float, y: float, width: float, height: float) -> str:
    size = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="8"'
    return f'<rect {size} fill="{paint("paper")}" stroke="{paint("axis")}" stroke-width="1.5"/>'


def _bar(left: float, y: float, long: float, low: float, high: float, colour: str, thick: float) -> str:
    start, width = left + long * low, long * max(high - low, 0)
    size = f'x="{start:.1f}" y="{y - thick / 2:.1f}" width="{width:.1f}" height="{thick}" rx="2"'
    return f'<rect {size} fill="{paint(colour)}"/>'


def _fold(words: str, width: float, size: float) -> list[str]:
    """Return words in lines that fit, by an average letter's width."""
    lines: list[str] = []
    for word in words.split():
        if lines and (len(lines[-1]) + 1 + len(word)) * size * 0.6 <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
