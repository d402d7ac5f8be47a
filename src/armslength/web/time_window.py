"""Any stretch of time on the same axis: the document with what lies outside left out, drawn by the report's own picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from armslength.errors import ArmslengthError
from armslength.formatting import day
from armslength.report.document_text import ends_on
from armslength.report.render_figures import front_figure

SPANS = {  # what the list offers: days before the as-of date and days after it; None is all there is
    "all": ("Everything", None, None),
    "year": ("A year before", 365, None),
    "quarter": ("Three months before, one month ahead", 91, 30),
    "ahead": ("Ahead only", 7, None),
}
CHOSEN = "chosen"  #: a span that has no name
LEAST = 7  # days on the axis


def span_of(
    document: Mapping[str, Any], name: str = "all", since: str = "", until: str = ""
) -> tuple[str, str]:
    """First and last day of the axis: those given, else those of a named span; never beyond what there is."""
    if name not in (*SPANS, CHOSEN):
        raise ArmslengthError(f"no span of time is called '{name[:40]}'; there are {', '.join(SPANS)}")
    _, before, after = SPANS.get(name, SPANS["all"])
    as_of, first, last = _days(document)
    start = _date(since) if since else first if before is None else as_of - timedelta(days=before)
    end = _date(until) if until else last if after is None else as_of + timedelta(days=after)
    if end < start:
        raise ArmslengthError(
            f"the time asked for ends on {day(end.isoformat())}, before it begins on {day(start.isoformat())}"
        )
    if end < first or start > last:
        raise ArmslengthError(
            f"nothing is known from {day(start.isoformat())} to {day(end.isoformat())}: there is {day(first.isoformat())} to {day(last.isoformat())}"
        )
    start, end = max(start, first), min(end, last)
    if (end - start).days < LEAST:
        raise ArmslengthError(
            f"{day(start.isoformat())} to {day(end.isoformat())} is too short to draw; {LEAST} days are the least"
        )
    return start.isoformat(), end.isoformat()


def name_of(document: Mapping[str, Any], since: str, until: str) -> str:
    """The name of a span by its days, or that it was chosen freely."""
    return next((name for name in SPANS if span_of(document, name) == (since, until)), CHOSEN)


def clipped(document: Mapping[str, Any], since: str, until: str) -> dict[str, Any]:
    """The document with the days of its axis, and without what lies beyond them."""
    start, end = _date(since), _date(until)
    history = [
        row
        for row in document.get("history") or []
        if _date(row["end"]) >= start and _date(row["start"]) <= end
    ]
    weekly = [
        row
        for row in document.get("weekly") or []
        if _date(row["week"]) + timedelta(days=6) >= start and _date(row["week"]) <= end
    ]
    return {**document, "history": history, "weekly": weekly, "axis": [since, until]}


def drawn_fronts(
    document: Mapping[str, Any], since: str, until: str, fronts: Sequence[str]
) -> list[dict[str, Any]]:
    """Both widths of each front's picture on that axis."""
    shown = clipped(document, since, until)
    made = [front_figure(shown, front) for front in fronts]
    return [
        {"front": m.id, "name": m.name, "series": m.series, "wide": str(m.figure.wide), "narrow": str(m.figure.narrow)}
        for m in made
    ]  # fmt: skip


def _days(document: Mapping[str, Any]) -> tuple[date, date, date]:
    as_of = _date(document["scenario"]["as_of"])
    first = min([as_of, *(_date(row["start"]) for row in document.get("history") or [])])
    return as_of, first, ends_on(document)


def _date(text: Any) -> date:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        raise ArmslengthError(f"'{str(text)[:40]}' is no date; write it as YYYY-MM-DD") from None
