"""The report's pictures: each drawn twice, for a column and for a phone, with the words that stand for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from armslength.formatting import capital, day, listed
from armslength.report import charts
from armslength.report.charts.style import NARROW, WIDE
from armslength.report.charts.timeline import Axis, ahead_of
from armslength.report.network import network_picture
from armslength.report.svg import figure_label, svg, unchecked, unlinked, vega
from armslength.results.forecast import ForecastResult
from armslength.tables.forecast_tables import weekly_table
from armslength.tables.table import Column, Estimate, Table


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
    table: Table

    def unlinked(self) -> FrontFigure:
        """Return the same without links from its marks to the records of what was reported."""
        drawn = (Markup(unlinked(self.figure.wide)), Markup(unlinked(self.figure.narrow)))
        return replace(self, figure=Figure(*drawn))


@dataclass(frozen=True)
class Drawn:
    """Every picture of a forecast, so that the report and the page draw it once."""

    main: dict[str, Figure]
    fronts: list[FrontFigure]

    def as_data(self) -> dict[str, dict[str, str]]:
        """Return both widths of each picture by name; those of fronts as `time/FRONT`."""
        named = self.main | {f"time/{front.id}": front.figure for front in self.fronts}
        return {name: {"wide": str(f.wide), "narrow": str(f.narrow)} for name, f in named.items()}


def draw_all(result: ForecastResult) -> Drawn:
    """Draw everything that a forecast holds."""
    order = [front.id for front in result.actors.fronts_in_order]
    return Drawn(main_figures(result), front_figures(result, order))


def draw(build: Callable[[int], Any], name: str, *label: str) -> Figure:
    """Draw a chart in both widths; `name` is kept to letters that may stand in an id."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower())
    said = figure_label(*label)
    with unchecked():
        wide, narrow = (
            svg(build(WIDE), f"{plain}-w", said, "wide"),
            svg(build(NARROW), f"{plain}-n", said, "narrow"),
        )
    return Figure(wide=Markup(wide), narrow=Markup(narrow))


def main_figures(result: ForecastResult) -> dict[str, Figure]:
    """Draw every picture but those of single fronts, by name."""
    when = day(result.scenario.as_of)
    chart: dict[str, tuple[Callable[[ForecastResult, int], Any], str]] = {
        "follow": (
            charts.follow,
            f"Who pauses because told, who anyway and who not, per front and order given on {when}",
        ),
        "commander": (
            charts.commander,
            "Probability that the commander orders restraint, per front and window, with 90% intervals",
        ),
        "lethal": (
            charts.lethal,
            "Probability of at least one lethal attack, per front and window, with 90% intervals",
        ),
        "reprisal": (charts.reprisal, "Highest level of reprisal per adversary and window"),
        "occupancy": (
            charts.occupancy,
            f"Share of futures on each rung of the ladder, day by day from {when}",
        ),
        "exceedance": (
            charts.exceedance,
            f"Probability of at least so many {result.counted}, per front and window",
        ),
        "ways": (
            charts.ways_chart,
            f"Numbers of {result.counted} ahead by each of three ways of forecasting, with 50% and 90% intervals",
        ),
        "split": (
            charts.split,
            "Share of the variance of counts that is chance and that is parameters",
        ),
    }
    asked = {  # what a case does not ask has no picture
        "follow": result.follow,
        "commander": result.commander,
        "lethal": result.lethal,
        "reprisal": result.reprisal,
        "occupancy": result.ladder.occupancy,
        "ways": result.ways and result.ways.rows,
    }
    chart = {name: drawn for name, drawn in chart.items() if asked.get(name, True)}
    drawn = {
        name: draw(partial(build, result), name, label, "The table holds its numbers")
        for name, (build, label) in chart.items()
    }
    return {"network": network(result)} | drawn


def network(result: ForecastResult) -> Figure:
    """Draw the network."""
    wide, narrow = (
        network_picture(result, narrow=width == "narrow").replace(
            'class="network"', f'class="network {width}"'
        )
        for width in ("wide", "narrow")
    )
    return Figure(wide=Markup(wide), narrow=Markup(narrow))


def front_figures(
    result: ForecastResult, fronts: Sequence[str], axis: Axis | None = None
) -> list[FrontFigure]:
    """Draw fronts in time; before the first of those that are counted together stands what they come to in all."""
    return [
        together_figure(result, shown, axis) if len(shown) > 1 else front_figure(result, shown[0], axis)
        for shown in _in_order(result, fronts)
    ]


def front_definitions(result: ForecastResult) -> str:
    """Return the charts of all fronts in time by the ids of their fronts, as Vega draws them in a page, in JSON."""
    with unchecked():
        drawn = {
            TOGETHER.join(shown): charts.together_in_time(result, shown)
            if len(shown) > 1
            else charts.front_in_time(result, shown[0])
            for shown in _in_order(result, [front.id for front in result.actors.fronts_in_order])
        }
        return "{" + ",".join(f"{json.dumps(name)}:{vega(chart)}" for name, chart in drawn.items()) + "}"


def _in_order(result: ForecastResult, fronts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield which fronts each picture shows."""
    groups = {group[0]: group for group in charts.shared_fronts(result) if set(group) <= set(fronts)}
    for front in fronts:
        if front in groups:
            yield groups[front]
        yield (front,)


TOGETHER = "+"  #: between the ids of fronts that one picture shows


def together_figure(result: ForecastResult, fronts: tuple[str, ...], axis: Axis | None = None) -> FrontFigure:
    """Draw what several fronts count together, with the words and the table that go with it."""
    counted, ahead = result.actors.counted(*fronts), ahead_of(result, fronts)
    name = f"On {ahead[0].name}, {len(fronts)} fronts together"
    label = f"{name}: reported {counted} a day, then the daily rate of the windows ahead, 90% of futures and median"

    def chart(width: int) -> Any:
        return charts.together_in_time(result, fronts, width, axis=axis)

    said = (
        f"The counts of {listed([result.actors.name(front) for front in fronts])} are reported together. Ahead: the daily "
        f"rate over the first {result.main_window} days (darker) and over all {max(result.windows)}, 90% of futures and median."
    )
    figure = draw(chart, f"time-{TOGETHER.join(fronts)}", label)
    return FrontFigure(TOGETHER.join(fronts), name, figure, said, front_table(result, fronts, name))


def front_table(result: ForecastResult, fronts: tuple[str, ...], name: str) -> Table:
    """Return the numbers of a picture in time: week by week of one front, by window of several together."""
    counted = result.actors.counted(*fronts)
    if len(fronts) == 1:
        return weekly_table([week for week in result.weekly if week.front in fronts], counted)
    return Table(
        f"{name}: {counted} in the first days ahead.",
        (Column("Days"), Column(capital(counted))),
        tuple((row.window_days, Estimate(row.attacks, row.attacks_90)) for row in ahead_of(result, fronts)),
    )


def front_figure(result: ForecastResult, front: str, axis: Axis | None = None) -> FrontFigure:
    """Draw one front in time, with the words and the table that go with it."""
    name, until = result.actors.name(front), day(result.scenario.as_of)
    label = f"{name}: reported {result.actors.counted(front)} a day up to {until}, then the median, 50% and 90% of futures"

    def chart(width: int) -> Any:
        return charts.front_in_time(result, front, width, axis=axis)

    figure = draw(chart, f"time-{front}", label)
    return FrontFigure(front, name, figure, _series(result, front), front_table(result, (front,), name))


def _series(result: ForecastResult, front: str) -> str:
    """Return which counts were reported in all, and which of them other fronts share."""
    counted: dict[tuple[str, tuple[str, ...]], int] = {}
    for row in result.reports_on(front):
        if row.kind == "tally" and row.count is not None:
            key = (row.series or "count", tuple(f for f in row.fronts if f != front))
            counted[key] = counted.get(key, 0) + row.count
    if not counted:
        return "No count of this front was reported."
    parts = [
        f"{series}: {count:,}"
        + (
            f" (shared with {', '.join(map(result.actors.name, others))}, so not drawn here)"
            if others
            else ""
        )
        for (series, others), count in counted.items()
    ]
    return "Reported in all, " + "; ".join(parts) + "."
