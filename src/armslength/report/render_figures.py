"""The report's pictures: each drawn twice, for a column and for a phone, with the words that stand for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from armslength.formatting import day
from armslength.report import actors, charts, report_tables
from armslength.report.charts.style import NARROW, WIDE
from armslength.report.charts.timeline import on_front
from armslength.report.document_text import Document
from armslength.report.network import network_picture
from armslength.report.svg import figure_label, svg, unchecked, unlinked


@dataclass(frozen=True)
class Figure:
    """A picture in both widths; a style sheet shows the one that fits."""

    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class FrontFigure:
    """A front in time."""

    id: str
    name: str
    figure: Figure
    series: str
    table: report_tables.Table

    def unlinked(self) -> FrontFigure:
        """The same without links from its marks to the records of what was reported."""
        drawn = (Markup(unlinked(self.figure.wide)), Markup(unlinked(self.figure.narrow)))
        return replace(self, figure=Figure(*drawn))


@dataclass(frozen=True)
class Drawn:
    """Every picture of a document, so that the report and the page draw it once."""

    main: dict[str, Figure | None]
    fronts: list[FrontFigure]

    def as_data(self) -> dict[str, dict[str, str]]:
        """Both widths of each picture by name; those of fronts as `time/FRONT`."""
        named = {name: figure for name, figure in self.main.items() if figure}
        named |= {f"time/{front.id}": front.figure for front in self.fronts}
        return {name: {"wide": str(f.wide), "narrow": str(f.narrow)} for name, f in named.items()}


def draw_all(document: Document) -> Drawn:
    """Draw everything that a document holds."""
    return Drawn(main_figures(document), front_figures(document))


def draw(build: Callable[[int], Any], name: str, *label: str) -> Figure:
    """A chart in both widths; `name` is kept to letters that may stand in an id."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower())
    said = figure_label(*label)
    with unchecked():
        wide, narrow = (
            svg(build(WIDE), f"{plain}-w", said, "wide"),
            svg(build(NARROW), f"{plain}-n", said, "narrow"),
        )
    return Figure(wide=Markup(wide), narrow=Markup(narrow))


def main_figures(document: Document) -> dict[str, Figure | None]:
    """Every picture but those of single fronts, by name; None where the document holds nothing to draw."""
    ladder, rows = document.get("ladder") or {}, document.get("attacks") or []
    when = day(document["scenario"]["as_of"])
    chart: dict[str, tuple[Any, Any, str]] = {
        "follow": (
            document.get("follow"),
            charts.follow,
            f"Who pauses because told, who anyway and who not, per front and order given on {when}",
        ),
        "commander": (
            document.get("commander"),
            charts.commander,
            "Chance that the commander orders restraint, per front and window, with 90% intervals",
        ),
        "lethal": (
            document.get("lethal"),
            charts.lethal,
            "Chance of at least one lethal attack, per front and window, with 90% intervals",
        ),
        "reprisal": (
            document.get("reprisal"),
            charts.reprisal,
            "Highest level of reprisal per adversary and window",
        ),
        "occupancy": (
            ladder.get("occupancy"),
            charts.occupancy,
            f"Share of futures on each rung of the ladder, day by day from {when}",
        ),
        "exceedance": (
            any(r.get("at_least") for r in rows),
            charts.exceedance,
            "Chance of at least so many attacks, per front and window",
        ),
        "split": (
            any(r.get("variance") for r in rows),
            charts.split,
            "Share of the variance of counts that is chance and that is parameters",
        ),
    }
    drawn: dict[str, Figure | None] = {
        name: draw(partial(build, document), name, label, "The table holds its numbers") if held else None
        for name, (held, build, label) in chart.items()
    }
    return {"network": network(document)} | drawn


def network(document: Document) -> Figure | None:
    """The network's picture."""
    if not (document.get("actors") or {}).get("clients"):
        return None
    return Figure(
        wide=Markup(network_picture(document).replace('class="network"', 'class="network wide"')),
        narrow=Markup(
            network_picture(document, narrow=True).replace('class="network"', 'class="network narrow"')
        ),
    )


def front_figures(document: Document) -> list[FrontFigure]:
    """Each front in time; fronts of which the document holds neither history nor futures are left out."""
    shown = {row["front"] for row in document.get("weekly") or []}
    made = []
    for front in actors.fronts(document):
        if front["id"] in shown or on_front(document, front["id"]):
            made.append(front_figure(document, front["id"]))
    return made


def front_figure(document: Document, front: str) -> FrontFigure:
    """One front in time, with the words and the table that go with it."""
    name = actors.front_name(document, front)
    until = day(document["scenario"]["as_of"])
    label = f"{name}: reported attacks a day up to {until}, then the median, 50% and 90% of futures"
    figure = draw(lambda width: charts.front_in_time(document, front, width), f"time-{front}", label)
    return FrontFigure(front, name, figure, _series(document, front), report_tables.weekly(document, front))


def _series(document: Document, front: str) -> str:
    """Which counts are drawn, and which of them other fronts share."""
    counted: dict[tuple[str, tuple[str, ...]], float] = {}
    for row in on_front(document, front):
        if row["kind"] == "tally" and row.get("count") is not None:
            key = (str(row.get("series") or "count"), tuple(f for f in row.get("fronts") or [] if f != front))
            counted[key] = counted.get(key, 0) + row["count"]
    if not counted:
        return "No count of this front was reported."
    named = actors.names(document, "fronts")
    parts = [
        f"{series}: {count:,.0f}"
        + (f" (shared with {', '.join(named.get(o, o) for o in others)})" if others else "")
        for (series, others), count in counted.items()
    ]
    return "Reported in all, " + "; ".join(parts) + "."
