"""The part of the report and of the page Trust that sets the three ways of forecasting counts side by side."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment
from markupsafe import Markup

from armslength.formatting import listed
from armslength.report.charts.ways_chart import shown_front
from armslength.results.forecast import ForecastResult
from armslength.results.ways import ALL_FRONTS, RULE, FirstWay, Ways
from armslength.tables.ways_tables import all_ways_table


def three_ways(templates: Environment, result: ForecastResult, drawn: Markup) -> Markup:
    """Return the part as HTML, with its picture; empty where a forecast says nothing of other ways."""
    ways = result.ways
    if ways is None:
        return Markup("")
    return Markup(
        templates.get_template("ways.html.j2").render(
            ways=ways,
            counted=result.counted,
            rule=RULE,
            reasons=reasons(ways.first),
            drawn=drawn,
            where=_where(result, ways) if ways.rows else "",
            table=all_ways_table(result, ways) if ways.rows else None,
        )
    )


def reasons(first: Sequence[FirstWay]) -> list[str]:
    """Say which way comes first at which windows, and why: once for all windows of the same reason.

    >>> rows = [FirstWay(window_days=d, way="pool", weight=0.5, networks=0, ratio={},
    ...                  says=f"Take the pool for counts within {d} days: both weigh alike.") for d in (7, 28)]
    >>> reasons(rows)
    ['Take the pool for counts within 7 and 28 days: both weigh alike.']
    """
    windows: dict[tuple[str, str], list[str]] = {}
    for row in first:
        start, _, end = row.says.partition(f"{row.window_days} days")
        windows.setdefault((start, end), []).append(str(row.window_days))
    return [f"{start}{listed(days)} days{end}" for (start, end), days in windows.items()]


def _where(result: ForecastResult, ways: Ways) -> str:
    """Return the fronts whose counts are drawn, in words."""
    front = shown_front(result, ways)
    fronts = {row.front for row in ways.rows} - {ALL_FRONTS}
    if front == ALL_FRONTS and len(fronts) > 1:
        own = " with a weekly count of their own" if ways.without else ""
        return f"{'the' if own else 'all'} {len(fronts)} fronts{own}, together"
    return result.actors.name(min(fronts) if front == ALL_FRONTS else front)
