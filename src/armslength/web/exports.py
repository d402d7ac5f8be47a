"""What can be taken away: the files and the pictures of whatever was made here, a scenario's folder.

A run is a folder of the workspace. Its files are those that its task left there under a known ending, and its pictures
those of one file: nothing else can be named, so that no address leads out of the folder.
"""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Sequence
from pathlib import Path

from armslength import __version__
from armslength.report import colours
from armslength.report.svg import attribute, unlinked
from armslength.scenario.files import FILES
from armslength.scenario.suggest import did_you_mean
from armslength.web import pictures
from armslength.web.app_state import AppState, NotFound
from armslength.web.database import SavedRun
from armslength.web.pictures import Picture, read_pictures
from armslength.web.tasks import CompareTask, Task, WhyTask

TYPES = {
    ".html": "text/html",
    ".json": "application/json",
    ".nc": "application/x-netcdf",
    ".csv": "text/csv",
    ".txt": "text/plain; charset=utf-8",
}
SHARP = 2  # pixels of a PNG for each of the drawing's own units
MARGIN, LONGEST_NOTE = 14, 3  # units around a picture that stands alone; lines of what a strategy does
TITLE, NOTE = (15, 20), (11, 15)  # size and height of a line, in the drawing's own units


def find_run(app_state: AppState, id_: str) -> SavedRun:
    """Return a finished run by its id, which is that of the job that made it.

    Raises:
        NotFound: with the nearest id.
    """
    run = app_state.database.run(id_)
    if run is None:
        known = [run.id for run in app_state.database.recent_runs()]
        near = f"; {did_you_mean(id_[:80], known)}" if known else ""
        raise NotFound(f"no finished run is named '{id_[:80]}'{near}")
    return run


def files(run: SavedRun) -> dict[str, Path]:
    """Return the files of a run that can be taken away, by name."""
    paths = sorted(p for p in run.folder.iterdir() if p.suffix in TYPES and p.name != pictures.FILE)
    return {p.name: p for p in paths if p.is_file() and not p.is_symlink()}


def find_file(run: SavedRun, name: str) -> tuple[Path, str]:
    """Return a file of a run and its media type.

    Raises:
        NotFound: with the nearest name.
    """
    known = files(run)
    if name not in known:
        near = did_you_mean(name[:80], list(known))
        raise NotFound(f"no file of {run.id} is named '{name[:80]}'; {near}")
    return known[name], TYPES[known[name].suffix]


def alt_text(picture: Picture) -> str:
    """Return a picture's alternative text (its `aria-label`), escaped as it stands in the SVG; else its title."""
    label = re.search(r'aria-label="([^"]*)"', picture.wide)
    text = label.group(1) if label else attribute(picture.title)
    return text.removesuffix(" The table holds its numbers.")


def export_picture(run: SavedRun, name: str, form: str) -> bytes:
    """Return a picture of a run as SVG or PNG, with its title and what it was made from.

    Raises:
        NotFound: with the nearest name.
    """
    known = read_pictures(run.folder)
    if name not in known:
        near = did_you_mean(name[:80], list(known)) if known else "this run drew none"
        raise NotFound(f"no picture of {run.id} is named '{name[:80]}'; {near}")
    svg = _standalone(known[name], _caption(run))
    if form == "svg":
        return svg.encode()
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg, scale=SHARP)
    return png


def zip_pictures(run: SavedRun) -> bytes:
    """Return all pictures of a run as SVG and PNG, in one zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in read_pictures(run.folder):
            for form in ("svg", "png"):
                plain = re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "picture"
                archive.writestr(f"{run.case}/{plain}.{form}", export_picture(run, name, form))
    return buffer.getvalue()


def zip_scenario(app_state: AppState, case: str) -> bytes:
    """Return a scenario as a zip of its folder."""
    ref, buffer = app_state.case(case), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in FILES:
            if (ref.folder / file).is_file():
                archive.writestr(f"{ref.name}/{file}", (ref.folder / file).read_bytes())
    return buffer.getvalue()


def _caption(run: SavedRun) -> list[str]:
    """Say what each strategy does, and from what the run was made."""
    strategies = run.task.strategies if isinstance(run.task, CompareTask | WhyTask) else ()
    actions = [f"{one.name}: {'; '.join(one.actions)}" for one in strategies]
    return [*actions, ", ".join([f"armslength {__version__}", run.case, *_size(run.task), run.id])]


def _size(task: Task) -> list[str]:
    settings: dict[str, object] = task.model_dump()
    counts = [f"{settings[key]:,} {key}" for key in ("days", "futures", "draws") if key in settings]
    return [*counts, f"seed {settings['seed']}"] if "seed" in settings else counts


def _standalone(picture: Picture, notes: Sequence[str]) -> str:
    """Return an SVG that needs no page around it: name space, size, title, paper, light colours written out."""
    svg = _with_colours(unlinked(picture.wide))
    box = re.search(r'viewBox="([^"]*)"', svg)
    assert box, "every picture has a size"
    x, y, width, height = (float(part) for part in box.group(1).split())
    is_network = "network" in svg[: svg.index(">")]  # its label lists every tie: too long for a title
    title = [] if is_network else _lines(alt_text(picture), width, TITLE[0])
    foot = [line for note in notes for line in _lines(attribute(note), width, NOTE[0])[:LONGEST_NOTE]]
    top = y - len(title) * TITLE[1] - (8 if title else 0) - MARGIN
    tall = y + height + 6 + len(foot) * NOTE[1] + MARGIN - top
    left, wide = x - MARGIN, width + 2 * MARGIN
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {wide:g} {tall:g}" width="{wide:g}" '
        f'height="{tall:g}" font-family="Helvetica, Arial, sans-serif"><title>{alt_text(picture)}</title>'
        f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{tall:g}" fill="{colours.LIGHT["paper"]}"/>'
        f"{_text(title, x, top + MARGIN, TITLE, 'ink')}{inside}{_text(foot, x, y + height + 6, NOTE, 'muted')}</svg>"
    )


def _lines(text: str, width: float, size: int) -> list[str]:
    return textwrap.wrap(text, max(int(width / (0.52 * size)), 20), break_long_words=False)


def _text(lines: list[str], x: float, y: float, font: tuple[int, int], colour: str) -> str:
    size, step = font
    return "".join(
        f'<text x="{x:g}" y="{y + step * i + size:g}" font-size="{size}" fill="{colours.LIGHT[colour]}">{line}</text>'
        for i, line in enumerate(lines)
    )


def _with_colours(svg: str) -> str:
    """Write every colour out: few programs but browsers know CSS variables."""
    return re.sub(r"var\(--[a-z0-9-]+, (#[0-9a-f]{6})\)", r"\1", svg)
