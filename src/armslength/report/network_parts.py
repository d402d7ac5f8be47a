"""The pieces of the network's picture, each a string of SVG."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

from armslength.formatting import interval, number, percent, share
from armslength.report import actors
from armslength.report.colours import LIGHT
from armslength.report.document_text import Document
from armslength.report.network_layout import Layout, docks, median, quantity, widest
from armslength.report.svg import attribute

STRANDS = (("personal_strand", "personal", -1), ("institutional_strand", "institutional", 1))


def paint(name: str) -> str:
    """A colour as the page's variable, with the light one where there is no page."""
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
    """A label with a halo, so that it reads over lines."""
    weight = ' font-weight="600"' if bold else ""
    halo = f'paint-order="stroke" stroke="{paint("paper")}" stroke-width="4" stroke-linejoin="round"'
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text {place} fill="{paint(fill)}" {halo}{weight}>{attribute(words)}</text>'


def group(kind: str, id_: str, title: str, *inside: str) -> str:
    """Pieces that are one thing: named, with a title a pointer shows."""
    name = f'class="{kind}" data-id="{attribute(id_)}"'
    return f"<g {name}><title>{attribute(title)}</title>{''.join(inside)}</g>"


def curve(
    start: tuple[float, float], end: tuple[float, float], width: float, colour: str, opacity: float = 1
) -> str:
    """A line from left to right that leaves and arrives level."""
    (x0, y0), (x1, y1) = start, end
    bend = (x1 - x0) * 0.5
    path = f"M{x0:.1f},{y0:.1f}C{x0 + bend:.1f},{y0:.1f} {x1 - bend:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
    faint = f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<path d="{path}" fill="none" stroke="{paint(colour)}" stroke-width="{max(width, 0.6):.1f}"{faint}/>'
    )


def ranged(
    start: tuple[float, float], end: tuple[float, float], q: Mapping[str, Any], scale: float, colour: str
) -> str:
    """A line as wide as the median, in a pale one as wide as the upper end of its 90% interval."""
    upper = q.get("90", [0, q["median"]])[1]
    return curve(start, end, upper * scale, colour, 0.25) + curve(start, end, q["median"] * scale, colour)


def said(q: Mapping[str, Any] | None, form: Any = number) -> str:
    """A quantity as one reads it out."""
    return f"{form(q['median'])} (90% {interval(q.get('90'), form)})" if q else "not given"


def tie(document: Document, layout: Layout, client: str) -> str:
    """Two parallel strands from the patron to a client."""
    scale = layout.thickest / widest(document, "clients", "personal_strand", "institutional_strand")
    order = list(layout.clients)
    x, y = layout.clients[client]
    fan = (order.index(client) - (len(order) - 1) / 2) * (layout.thickest * 1.25)
    drawn, words = [], []
    for key, colour, side in STRANDS:
        q = quantity(document, "clients", client, key)
        words.append(f"{colour} {said(q, share)}")
        if q:
            apart = side * (layout.thickest * 0.5 + 0.5)
            drawn.append(
                ranged((layout.columns[0], layout.middle + fan * 2 + apart), (x, y + apart), q, scale, colour)
            )
    return group(
        "tie", client, f"Tie to {actors.names(document, 'clients')[client]}: {', '.join(words)}", *drawn
    )


def front(document: Document, layout: Layout, edge: Mapping[str, Any]) -> str:
    """A front from its client to its adversary, width by tempo, the tempo as a number."""
    q = quantity(document, "fronts", edge["id"], "tempo")
    (x0, _), (x1, _) = layout.clients[edge["client"]], layout.adversaries[edge["adversary"]]
    start = (x0 + layout.radius[edge["client"]], docks(layout, "client")[edge["id"]])
    end = (x1, docks(layout, "adversary")[edge["id"]])
    title = f"{edge.get('name') or edge['id']}: {said(q)} attacks a day"
    if not q:
        return group("front", edge["id"], title, curve(start, end, 1, "front", 0.4))
    root: dict[str, Any] = {"median": sqrt(q["median"]), "90": [0, sqrt(q.get("90", [0, q["median"]])[1])]}
    drawn = ranged(start, end, root, layout.thickest / sqrt(widest(document, "fronts", "tempo")), "front")
    at = 0.62
    x, y = start[0] + (end[0] - start[0]) * at, start[1] + (end[1] - start[1]) * (3 * at**2 - 2 * at**3)
    y -= root["90"][1] * layout.thickest / sqrt(widest(document, "fronts", "tempo")) / 2 + 5
    label = number(q["median"]) if layout.narrow else f"{number(q['median'])} a day"
    return group("front", edge["id"], title, drawn, text(x, y, label, 11.5, "muted"))


def patron(document: Document, layout: Layout) -> str:
    """The patron's box with its commander inside."""
    scenario = document["scenario"]
    who, commander = scenario.get("patron") or {}, scenario.get("commander") or {}
    lines = [
        str(who.get("name") or "Patron"),
        str(who.get("organisation") or ""),
        str(commander.get("name") or ""),
    ]
    x0 = layout.columns[0] - layout.box
    size = 9.5 if layout.narrow else 14
    folded = [(part, i) for i, line in enumerate(lines) for part in _fold(line, layout.box - 10, size)]
    tall = max(
        len(folded) * (size + 4) + 34, len(layout.clients) * layout.thickest * 2.5 + layout.thickest * 2
    )
    drawn = [_box(x0, layout.middle - tall / 2, layout.box, tall)]
    y = layout.middle - (len(folded) - 1) * (size + 4) / 2 + size / 3
    for part, i in folded:
        drawn.append(text(x0 + layout.box / 2, y, part, size, "muted" if i == 1 else "ink", bold=i == 2))
        y += size + 4
    return group("patron", "patron", ", ".join(filter(None, lines)), *drawn)


def client(document: Document, layout: Layout, id_: str) -> str:
    """A client: its circle by capability, its name above, its control as a gauge below."""
    x, y = layout.clients[id_]
    name = actors.names(document, "clients", short=layout.narrow)[id_]
    theatre = next((c.get("theatre") for c in document["actors"]["clients"] if c["id"] == id_), None)
    capability, control = (quantity(document, "clients", id_, key) for key in ("capability", "control"))
    r = layout.radius[id_]
    rim = f'fill="{paint("ink")}" stroke="{paint("paper")}" stroke-width="2"'
    circle = f'<circle cx="{x}" cy="{y:.1f}" r="{r:.1f}" {rim}/>'
    label = name if layout.narrow or not theatre or theatre in name else f"{name}, {theatre}"
    title = f"{name}: control {said(control, share)}, capability {said(capability)}"
    above = text(x, y - r - 8, label, 12 if layout.narrow else 14, bold=True)
    return group("client", id_, title, circle, above, gauge(layout, x, y + r + 13, control))


def gauge(layout: Layout, x: float, y: float, q: Mapping[str, Any] | None) -> str:
    """A quantity between 0 and 1 as a scale: pale 90%, strong 50%, a tick at the median, and the number."""
    if not q:
        return text(x, y + 4, "control not given", 11, "muted")
    long = 62 if layout.narrow else 124
    left = x - long / 2
    bars = [_bar(left, y, long, 0, 1, "grid", 7)]
    for at, colour in (("90", "band-50"), ("50", "told")):
        if at in q:
            bars.append(_bar(left, y, long, q[at][0], min(q[at][1], 1), colour, 7))
    at = f'x="{left + long * q["median"] - 1.5:.1f}" y="{y - 7:.1f}" width="3" height="14"'
    tick = f'<rect {at} fill="{paint("ink")}" stroke="{paint("paper")}" stroke-width="1"/>'
    words = (
        share(q["median"])
        if layout.narrow
        else f"control {share(q['median'])} (90% {interval(q.get('90'), share)})"
    )
    return "".join([*bars, tick, text(x, y + 21, words, 11.5)])


def adversary(document: Document, layout: Layout, id_: str) -> str:
    """An adversary's box: its name, and how far it blames the patron."""
    x, y = layout.adversaries[id_]
    name = actors.names(document, "adversaries", short=layout.narrow)[id_]
    blame = quantity(document, "adversaries", id_, "attribution")
    size = 10 if layout.narrow else 14
    lines: list[tuple[str, float, str, bool]] = [
        (part, size, "ink", True) for part in _fold(name, layout.box - 10, size)
    ]
    if blame:
        words = percent(median(document, "adversaries", id_, "attribution"))
        lines += [("blames" if layout.narrow else "blames the patron", 10.5, "muted", False)]
        lines += [
            (
                words if layout.narrow else f"{words} (90% {interval(blame.get('90'), percent)})",
                10.5,
                "muted",
                False,
            )
        ]
    tall = len(lines) * 17 + 16
    tall = max(tall, sum(f["adversary"] == id_ for f in layout.fronts) * 17 + 10)
    drawn = [_box(x, y - tall / 2, layout.box, tall)]
    at = y - (len(lines) - 1) * 8.5 + 4.5
    for words, big, fill, bold in lines:
        drawn.append(text(x + layout.box / 2, at, words, big, fill, bold=bold))
        at += 17
    return group("adversary", id_, f"{name}: blames the patron {said(blame, percent)}", *drawn)


def _box(x: float, y: float, width: float, height: float) -> str:
    size = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="8"'
    return f'<rect {size} fill="{paint("paper")}" stroke="{paint("axis")}" stroke-width="1.5"/>'


def _bar(left: float, y: float, long: float, low: float, high: float, colour: str, thick: float) -> str:
    start, width = left + long * low, long * max(high - low, 0)
    size = f'x="{start:.1f}" y="{y - thick / 2:.1f}" width="{width:.1f}" height="{thick}" rx="2"'
    return f'<rect {size} fill="{paint(colour)}"/>'


def _fold(words: str, width: float, size: float) -> list[str]:
    """Words in lines that fit, by an average letter's width."""
    lines: list[str] = []
    for word in words.split():
        if lines and (len(lines[-1]) + 1 + len(word)) * size * 0.6 <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
