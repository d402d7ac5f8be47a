"""Any stretch of time on the same axis; the charts of fronts, for a browser that draws them and for one that does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from armslength.errors import ArmslengthError
from armslength.formatting import day
from armslength.report.charts.timeline import Axis, whole_axis
from armslength.report.render_figures import front_definitions, front_figures
from armslength.results.forecast import ForecastResult
from armslength.web.app_state import read_forecast
from armslength.web.database import SavedRun
from armslength.web.pictures import Picture, picture_of


@dataclass(frozen=True)
class Span:
    """A stretch of time that the page offers: days before the as-of date and after it; None is all there is."""

    title: str
    before: int | None
    after: int | None


SPANS = {
    "all": Span("Everything", None, None),
    "year": Span("A year before", 365, None),
    "quarter": Span("Three months before, one month ahead", 91, 30),
    "ahead": Span("Ahead only", 7, None),
}
CHOSEN = "chosen"  #: a span that has no name
LEAST = 7  # days on the axis


def span_of(result: ForecastResult, name: str = "all", since: str = "", until: str = "") -> Axis:
    """Return the axis of the days given, else of a named span; never beyond what there is.

    Raises:
        ArmslengthError: where there is no such span, or nothing to draw in it.
    """
    if name not in (*SPANS, CHOSEN):
        raise ArmslengthError(f"no span of time is called '{name[:40]}'; there are {', '.join(SPANS)}")
    span, as_of, whole = SPANS.get(name, SPANS["all"]), result.scenario.as_of, whole_axis(result)
    before, after = (None if n is None else timedelta(days=n) for n in (span.before, span.after))
    start = _date(since) if since else whole.first if before is None else as_of - before
    end = _date(until) if until else whole.last if after is None else as_of + after
    if end < start:
        raise ArmslengthError(f"the time asked for ends on {day(end)}, before it begins on {day(start)}")
    if not whole.overlaps(start, end):
        raise ArmslengthError(
            f"nothing is known from {day(start)} to {day(end)}: there is {day(whole.first)} to {day(whole.last)}"
        )
    axis = Axis(max(start, whole.first), min(end, whole.last))
    if axis.days < LEAST:
        raise ArmslengthError(f"{day(start)} to {day(end)} is too short to draw; {LEAST} days are the least")
    return axis


def name_of(result: ForecastResult, axis: Axis) -> str:
    """Return the name of a span by its days, or that it was chosen freely."""
    return next((name for name in SPANS if span_of(result, name) == axis), CHOSEN)


def words_of(result: ForecastResult, axis: Axis) -> dict[str, str]:
    """Return an axis as the page's address says it: by the name of its span, else by its days."""
    name = name_of(result, axis)
    days = (axis.first.isoformat(), axis.last.isoformat()) if name == CHOSEN else ("", "")
    return {"span": name, "since": days[0], "until": days[1]}


def drawn_fronts(result: ForecastResult, axis: Axis, fronts: Sequence[str]) -> dict[str, Picture]:
    """Draw fronts on an axis, and those that are counted together in all; named `time/FRONT` as a forecast's own are."""
    drawn = front_figures(result, fronts, axis)
    return {f"time/{one.id}": picture_of(one.figure) for one in drawn}


@lru_cache(maxsize=8)
def definitions(run: SavedRun) -> str:
    """Return the charts of a forecast's fronts as a browser draws them, in JSON; those of the last few stay in memory."""
    return front_definitions(read_forecast(run).result)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ArmslengthError(f"'{text[:40]}' is no date; write it as YYYY-MM-DD") from None
