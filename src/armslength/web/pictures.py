"""Pictures of a run: each as SVG in two widths, kept in one file beside the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pydantic import TypeAdapter

from armslength.report.render_figures import TOGETHER, Drawn, Figure, FrontFigure, draw, front_table
from armslength.results import Record, described
from armslength.results.forecast import ForecastResult

FILE = "pictures.json"


class Picture(Record):
    """A picture in both widths; a style sheet shows the one that fits."""

    wide: str = described("SVG for a wide column; its text is escaped")
    narrow: str = described("SVG for a phone; its text is escaped")
    title: str = described("what it shows, in a few words", default="")
    note: str = described("what stands beneath it", default="")


_PICTURES = TypeAdapter(dict[str, Picture])


def write_pictures(folder: Path, pictures: Mapping[str, Picture]) -> None:
    """Write the pictures of a run, by name."""
    (folder / FILE).write_bytes(_PICTURES.dump_json(dict(pictures)))


def read_pictures(folder: Path) -> dict[str, Picture]:
    """Read the pictures of a run, by name; none where it drew none."""
    file = folder / FILE
    return _PICTURES.validate_json(file.read_bytes()) if file.is_file() else {}


def picture_of(figure: Figure, title: str = "", note: str = "") -> Picture:
    """Return a figure of the report as a picture."""
    return Picture(wide=str(figure.wide), narrow=str(figure.narrow), title=title, note=note)


def pictures_of(drawn: Drawn) -> dict[str, Picture]:
    """Return every figure of a forecast by name; those of fronts as `time/FRONT`."""
    main = {name: picture_of(figure) for name, figure in drawn.main.items() if figure}
    fronts = {
        f"time/{front.id}": picture_of(front.figure, front.name, front.series) for front in drawn.fronts
    }
    return main | fronts


def drawn_of(result: ForecastResult, pictures: Mapping[str, Picture]) -> Drawn:
    """Return the pictures of a forecast as its report takes them."""

    def figure(picture: Picture) -> Figure:
        return Figure(wide=Markup(picture.wide), narrow=Markup(picture.narrow))

    fronts = [
        FrontFigure(
            id_, one.title, figure(one), one.note, front_table(result, tuple(id_.split(TOGETHER)), one.title)
        )
        for name, one in pictures.items()
        if (id_ := name.removeprefix("time/")) != name
    ]
    return Drawn(
        {name: figure(one) for name, one in pictures.items() if not name.startswith("time/")}, fronts
    )


def chart(build: Callable[[int], Any], name: str, label: str) -> Picture:
    """Draw an Altair chart, built for a width in pixels, in both widths."""
    return picture_of(draw(build, name, label, "The table holds its numbers"))
