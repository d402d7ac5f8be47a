"""A drawing of ours by itself, as SVG or pixels, for programs that know neither style sheets nor CSS variables."""

from __future__ import annotations

import re

from armslength.report import colours
from armslength.report.svg import unlinked

FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
_SIZE = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')


def size(drawing: str) -> tuple[float, float]:
    """Return the width and height of a drawing in its own units."""
    found = _SIZE.search(drawing)
    assert found, "every drawing has a size"
    return float(found.group(3)), float(found.group(4))


def png(drawing: str, scale: float = 3.0) -> bytes:
    """Return a drawing as PNG on paper, `scale` pixels for each of its own units."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(standing(drawing), scale=scale)
    return drawn


def standing(drawing: str) -> str:
    """Return a drawing that stands alone: its name space, size, font and paper, every colour written out."""
    wide, tall = size(drawing)
    paper = f'<rect width="{wide:g}" height="{tall:g}" fill="{colours.LIGHT["paper"]}"/>'
    inside = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" height="{tall:g}" '
        f'font-family="{FONT}">{paper}{written_out(unlinked(inside))}</svg>'
    )


def written_out(drawing: str) -> str:
    """Return a drawing with every colour written out: few programs but browsers know CSS variables."""
    return re.sub(r"var\(--[a-z0-9-]+, (#[0-9a-f]{6})\)", r"\1", drawing)
