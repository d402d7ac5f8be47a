"""The network as one picture: patron, commander, clients, the two strands of each tie, fronts, adversaries.

Hand-written SVG. Its colours are CSS variables with light ones to fall back on: dark for free in a page,
and still right as a file of its own. Wide for a column, narrow for a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from armslength.formatting import estimate, share
from armslength.report import colours, network_parts
from armslength.report.network_layout import place
from armslength.report.svg import attribute, figure_label
from armslength.results.forecast import ForecastResult


def network_picture(result: ForecastResult, narrow: bool = False, alone: bool = False) -> str:
    """Return the picture as SVG; edges and nodes carry `data-id` and a title, for a page to hang behaviour on.

    `alone` is for a file of its own: it brings its paper, and its dark colours for a dark screen.
    """
    layout = place(result, narrow)
    parts = [
        *(network_parts.tie(result, layout, client) for client in layout.clients),
        *(network_parts.front(result, layout, front) for front in layout.fronts),
        network_parts.patron(result, layout),
        *(network_parts.client(result, layout, client) for client in layout.clients),
        *(network_parts.adversary(result, layout, adversary) for adversary in layout.adversaries),
    ]
    most = f'style="max-width:{layout.form.width}px"' if alone else f'width="{layout.form.width}"'
    size = f'viewBox="0 0 {layout.form.width} {layout.height:.0f}" {most}'
    label = attribute(described(result))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} class="network" role="img" aria-label="{label}"'
    return (
        f'{head} font-family="Helvetica, Arial, sans-serif">{_paper() if alone else ""}{"".join(parts)}</svg>'
    )


PART = re.compile(r'<g class="(\w+)" data-id="([^"]*)"><title>(.*?)</title>(.*?)</g>', re.DOTALL)


def linked(picture: str, leads: Callable[[str, str], str]) -> str:
    """Return the picture for a page whose every actor, tie and front leads to its evidence, by mouse and by keyboard.

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


def described(result: ForecastResult) -> str:
    """Return the picture in words, for those who cannot see it."""
    ties = []
    for client in result.actors.clients:
        control = result.state.clients[client.id]["control"]
        mark = ", assumed" if result.control_is_assumed else ""
        ties.append(f"{client.name}: control {estimate(control.median, control.interval_90, share)}{mark}")
    scenario = result.scenario
    return figure_label(
        f"Network: {scenario.patron.name}{', commander ' + result.speakers if result.speakers else ''}",
        *ties,
        "Fronts: " + "; ".join(front.name for front in result.actors.fronts_in_order),
    )
