"""Any stretch of time on the same axis, drawn by the report's own picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from armslength.errors import ArmslengthError
from armslength.formatting import day
from armslength.report.charts.timeline import Axis, whole_axis
from armslength.report.render_figures import front_figure
from armslength.results.forecast import ForecastResult

SPANS = {  # what the list offers: days before the as-of date and days after it; None is all there is
    "all": ("Everything", None, None),
    "year": ("A year before", 365, None),
    "quarter": ("Three months before, one month ahead", 91, 30),
    "ahead": ("Ahead only", 7, None),
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
    _, before, after = SPANS.get(name, SPANS["all"])
    as_of, whole = result.scenario.as_of, whole_axis(result)
    start = _date(since) if since else whole.first if before is None else as_of - timedelta(days=before)
    end = _date(until) if until else whole.last if after is None else as_of + timedelta(days=after)
    if end < start:
        raise ArmslengthError(f"the time asked for ends on {day(end)}, before it begins on {day(start)}")
    if end < whole.first or start > whole.last:
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


def drawn_fronts(result: ForecastResult, axis: Axis, fronts: Sequence[str]) -> list[dict[str, str]]:
    """Draw each front on that axis, in both widths."""
    made = [front_figure(result, front, axis) for front in fronts]
    return [
        {"front": m.id, "name": m.name, "series": m.series, "wide": str(m.figure.wide), "narrow": str(m.figure.narrow)}
        for m in made
    ]  # fmt: skip


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ArmslengthError(f"'{text[:40]}' is no date; write it as YYYY-MM-DD") from None
