"""What can be taken away: the files and the pictures of whatever was made here, a scenario's folder.

A run is a folder of the workspace. Its files are those that its work left there under a known ending, and its pictures
those that its result holds: nothing else can be named, so that no address leads out of the folder.
"""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from armslength import __version__
from armslength.report import colours
from armslength.report.svg import attribute, unlinked
from armslength.scenario.files import FILES
from armslength.scenario.suggest import did_you_mean
from armslength.web.app_state import AppState, NotFound
from armslength.web.database import Run

TYPES = {
    ".html": "text/html", ".json": "application/json", ".nc": "application/x-netcdf", ".csv": "text/csv",
    ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
PICTURES = "pictures.json"  # where a forecast keeps what was drawn; of every other run the result holds it
SHARP = 2  # pixels of a PNG for each of the drawing's own units
MARGIN, LONGEST_NOTE = 14, 3  # units around a picture that stands alone; lines of what a strategy does
TITLE, NOTE = (15, 20), (11, 15)  # size and height of a line, in the drawing's own units

Pictures = Mapping[str, Mapping[str, str]]


def run_of(app_state: AppState, id_: str) -> Run:
    """A finished run by its id, which is that of the job that made it."""
    run = app_state.store.run(id_)
    if run is None:
        held = [run.id for run in app_state.store.all_runs()]
        near = f"; {did_you_mean(id_[:80], held)}" if held else ""
        raise NotFound(f"no finished run is named '{id_[:80]}'{near}")
    return run


def files(run: Run) -> dict[str, Path]:
    """Its files by name."""
    found = sorted(p for p in run.folder.iterdir() if p.suffix in TYPES and p.name != PICTURES)
    return {p.name: p for p in found if p.is_file() and not p.is_symlink()}


def file_of(run: Run, name: str) -> tuple[Path, str]:
    """One file, and its type."""
    held = files(run)
    if name not in held:
        raise NotFound(f"no file of {run.id} is named '{name[:80]}'; {did_you_mean(name[:80], list(held))}")
    return held[name], TYPES[held[name].suffix]


def pictures(run: Run) -> Pictures:
    """Its pictures by name, each in its widths, some with a title."""
    if (run.folder / PICTURES).is_file():
        drawn: Pictures = run.result(PICTURES)
        return drawn
    return dict(_drawn(run.result())) if (run.folder / "result.json").is_file() else {}


def _drawn(result: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Pictures as results hold them: by name, in a list with a front or a series each, or one alone."""
    if isinstance(result, dict) and isinstance(result.get("picture"), str):
        yield "picture", {"wide": result["picture"]}
    held = result.get("pictures") if isinstance(result, dict) else result
    if isinstance(held, dict) and "wide" in held:
        held = {"picture": held}
    named = (
        held.items()
        if isinstance(held, dict)
        else [(_name(one), one) for one in held or [] if isinstance(one, dict)]
    )
    yield from ((name, one) for name, one in named if "wide" in one)


def _name(one: Mapping[str, Any]) -> str:
    return str(one.get("front") or one.get("series") or one.get("name") or "picture")


def title_of(drawn: Mapping[str, str]) -> str:
    """What a picture shows, as those are told who cannot see it; escaped, as it stands in the drawing."""
    label = re.search(r'aria-label="([^"]*)"', drawn["wide"])
    said = label.group(1) if label else attribute(drawn.get("title", ""))
    return said.removesuffix(" The table holds its numbers.")


def picture_of(run: Run, name: str, form: str) -> bytes:
    """A picture as SVG or PNG, with its title, on paper of its own."""
    held = pictures(run)
    if name not in held:
        near = did_you_mean(name[:80], list(held)) if held else "this run drew none"
        raise NotFound(f"no picture of {run.id} is named '{name[:80]}'; {near}")
    svg = _alone(held[name], _made_by(run))
    if form == "svg":
        return svg.encode()
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg, scale=SHARP)
    return drawn


def pictures_of(run: Run) -> bytes:
    """All of its pictures as SVG and PNG, in one zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in pictures(run):
            for form in ("svg", "png"):
                plain = re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "picture"
                packed.writestr(f"{run.case}/{plain}.{form}", picture_of(run, name, form))
    return held.getvalue()


def _made_by(run: Run) -> list[str]:
    """What the strategies do whose names the picture uses, and of what it was made."""
    done = [f"{one['name']}: {'; '.join(one['actions'])}" for one in run.asked.get("strategies", [])]
    asked = [f"{run.asked[key]:,} {key}" for key in ("days", "futures", "draws") if key in run.asked]
    asked += [f"seed {run.asked['seed']}"] if "seed" in run.asked else []
    return [*done, ", ".join([f"armslength {__version__}", run.case, *asked, run.id])]


def _alone(drawn: Mapping[str, str], notes: Sequence[str]) -> str:
    """As a file that needs no page around it: name space, size, title, paper, light colours written out."""
    svg = _plain(unlinked(drawn["wide"]))
    box = re.search(r'viewBox="([^"]*)"', svg)
    assert box, "every picture has a size"
    x, y, width, height = (float(part) for part in box.group(1).split())
    lettered = "network" in svg[: svg.index(">")]  # its label lists every tie: too long for a title
    title = [] if lettered else _lines(title_of(drawn), width, TITLE[0])
    foot = [line for note in notes for line in _lines(attribute(note), width, NOTE[0])[:LONGEST_NOTE]]
    top = y - len(title) * TITLE[1] - (8 if title else 0) - MARGIN
    tall = y + height + 6 + len(foot) * NOTE[1] + MARGIN - top
    left, wide = x - MARGIN, width + 2 * MARGIN
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {wide:g} {tall:g}" width="{wide:g}" '
        f'height="{tall:g}" font-family="Helvetica, Arial, sans-serif"><title>{title_of(drawn)}</title>'
        f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{tall:g}" fill="{colours.LIGHT["paper"]}"/>'
        f"{_text(title, x, top + MARGIN, TITLE, 'ink')}{inside}{_text(foot, x, y + height + 6, NOTE, 'muted')}</svg>"
    )


def _lines(text: str, width: float, size: int) -> list[str]:
    return textwrap.wrap(text, max(int(width / (0.52 * size)), 20), break_long_words=False)


def _text(lines: list[str], x: float, y: float, kind: tuple[int, int], colour: str) -> str:
    size, step = kind
    return "".join(
        f'<text x="{x:g}" y="{y + step * i + size:g}" font-size="{size}" fill="{colours.LIGHT[colour]}">{line}</text>'
        for i, line in enumerate(lines)
    )


def _plain(svg: str) -> str:
    """With every colour written out: few programs but browsers know CSS variables."""
    return re.sub(r"var\(--[a-z0-9-]+, (#[0-9a-f]{6})\)", r"\1", svg)


def folder_of(app_state: AppState, case: str) -> bytes:
    """A scenario as a zip of its folder."""
    ref, held = app_state.case(case), io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in FILES:
            if (ref.folder / file).is_file():
                packed.writestr(f"{ref.name}/{file}", (ref.folder / file).read_bytes())
    return held.getvalue()
