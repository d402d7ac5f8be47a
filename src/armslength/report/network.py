"""The network as one picture: patron, commander, clients, the two strands of each tie, fronts, adversaries.

Hand-written SVG. Its colours are CSS variables with light ones to fall back on: dark for free in a page,
and still right as a file of its own. Wide for a column, narrow for a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from armslength.formatting import share
from armslength.report import actors, colours, network_parts
from armslength.report.document_text import Document, quantile
from armslength.report.network_layout import place
from armslength.report.svg import attribute, figure_label


def network_picture(document: Document, narrow: bool = False, alone: bool = False) -> str:
    """The picture as SVG; edges and nodes carry `data-id` and a title, for a page to hang behaviour on.

    `alone` is for a file of its own: it brings its paper, and its dark colours for a dark screen.
    """
    layout = place(document, narrow)
    parts = [
        *(network_parts.tie(document, layout, client) for client in layout.clients),
        *(network_parts.front(document, layout, front) for front in layout.fronts),
        network_parts.patron(document, layout),
        *(network_parts.client(document, layout, client) for client in layout.clients),
        *(network_parts.adversary(document, layout, adversary) for adversary in layout.adversaries),
    ]
    size = f'viewBox="0 0 {layout.width} {layout.height:.0f}" style="max-width:{layout.width}px"'
    label = attribute(described(document))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} class="network" role="img" aria-label="{label}"'
    return (
        f'{head} font-family="Helvetica, Arial, sans-serif">{_paper() if alone else ""}{"".join(parts)}</svg>'
    )


PART = re.compile(r'<g class="(\w+)" data-id="([^"]*)"><title>(.*?)</title>(.*?)</g>', re.DOTALL)


def linked(picture: str, leads: Callable[[str, str], str]) -> str:
    """The picture for a page whose every actor, tie and front leads to its evidence, by mouse and by keyboard.

    `leads` gives an address for a kind and an id. What leads somewhere must not be hidden inside an image.
    """

    def link(found: re.Match[str]) -> str:
        kind, id_, title, inside = found.groups()
        address = attribute(leads(kind, unescape(id_)))
        name = f'class="{kind}" data-id="{id_}" aria-label="Evidence of {title}"'
        return f'<a href="{address}" {name}><title>{title}</title>{inside}</a>'

    return PART.sub(link, picture).replace('role="img"', 'role="group"')


def _paper() -> str:
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {colours.css(dark=True)} }} }}"
    style = f"<style>:root {{ {colours.css()} }} {dark}</style>"
    return f'{style}<rect width="100%" height="100%" fill="{network_parts.paint("paper")}"/>'


def described(document: Document) -> str:
    """The picture in words, for those who cannot see it."""
    scenario = document["scenario"]
    patron, commander = scenario.get("patron") or {}, scenario.get("commander") or {}
    clients = (document.get("state") or {}).get("clients") or {}
    ties = [
        f"{name}: control {quantile(clients.get(id_, {}).get('control'), share)}"
        for id_, name in actors.names(document, "clients").items()
    ]
    fronts = [str(front.get("name") or front["id"]) for front in actors.fronts(document)]
    return figure_label(
        f"Network: {patron.get('name', 'the patron')}, commander {commander.get('name', 'not named')}",
        *ties,
        "Fronts: " + "; ".join(fronts) if fronts else "",
    )
