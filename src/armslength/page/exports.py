"""Files to take away: what a forecast's folder holds, and its pictures as files of their own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from armslength.page.desk import Desk, Made, Unknown
from armslength.report import colours
from armslength.scenario.files import FILES
from armslength.scenario.nearest import did_you_mean

TYPES = {
    "report.html": "text/html", "forecast.json": "application/json", "forecast.nc": "application/x-netcdf",
    "attacks.csv": "text/csv", "exceedance.csv": "text/csv",
}  # fmt: skip
SHARP = 2  # pixels of a PNG for each of the drawing's own units


def file_of(made: Made, name: str) -> tuple[Path, str]:
    """A file of the forecast, and its type."""
    if name not in TYPES:
        raise Unknown(f"no file is named '{name[:80]}'; {did_you_mean(name[:80], list(TYPES))}")
    return made.run.folder / name, TYPES[name]


def picture_of(made: Made, name: str, form: str) -> bytes:
    """A picture as SVG or PNG, on paper of its own."""
    if name not in made.pictures:
        raise Unknown(f"no picture is named '{name[:80]}'; {did_you_mean(name[:80], list(made.pictures))}")
    svg = _alone(made.pictures[name]["wide"])
    if form == "svg":
        return svg.encode()
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(_plain(svg), scale=SHARP)
    return drawn


def _alone(svg: str) -> str:
    """With its name space and its paper, as a file needs."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head, _, rest = svg.partition(">")
    font = "" if "font-family=" in head else ' font-family="Helvetica, Arial, sans-serif"'
    paper = f'<rect width="100%" height="100%" fill="{colours.LIGHT["paper"]}"/>'
    return f"{head}{font}>{paper}{rest}"


def _plain(svg: str) -> str:
    """Without CSS variables, which the converter to pixels does not know."""
    for name, light in colours.LIGHT.items():
        svg = svg.replace(f"var(--{name}, {light})", light)
    return svg


def folder_of(desk: Desk, case: str) -> bytes:
    """A scenario as a zip of its folder."""
    ref, held = desk.case(case), io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in FILES:
            if (ref.folder / file).is_file():
                packed.writestr(f"{ref.name}/{file}", (ref.folder / file).read_bytes())
    return held.getvalue()
