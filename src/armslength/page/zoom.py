"""A shorter time on the same axis: the document with what lies outside left out, drawn by the report's own picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from armslength.errors import ArmslengthError
from armslength.report import actors
from armslength.report.figures import front_figure
from armslength.report.said import ends_on

SPANS = {  # what the buttons offer: days before the as-of date and days after it; None is all there is
    "all": ("Everything", None, None),
    "year": ("A year before", 365, None),
    "quarter": ("Three months before, one month ahead", 91, 30),
    "ahead": ("Ahead only", 7, None),
}


def span_of(document: Mapping[str, Any], name: str) -> tuple[str, str]:
    """First and last day of a named span."""
    if name not in SPANS:
        raise ArmslengthError(f"no span of time is called '{name[:40]}'; there are {', '.join(SPANS)}")
    _, before, after = SPANS[name]
    as_of, first, last = _days(document)
    since = first if before is None else max(first, as_of - timedelta(days=before))
    return since.isoformat(), (
        last if after is None else min(last, as_of + timedelta(days=after))
    ).isoformat()


def clipped(document: Mapping[str, Any], since: str, until: str) -> dict[str, Any]:
    """The document with history and futures cut to these days; the as-of date stays inside.

    A count that began before the first day keeps its rate: its share of the days that remain is shown.
    """
    as_of, _, _ = _days(document)
    start, end = _date(since), _date(until)
    if not start <= as_of <= end:
        raise ArmslengthError(
            f"{since} to {until} leaves out the as-of date {as_of}; the axis has to hold it"
        )
    history = [_cut(row, start) for row in document.get("history") or [] if _date(row["end"]) >= start]
    weekly = [row for row in document.get("weekly") or [] if _date(row["week"]) + timedelta(days=6) <= end]
    scenario = {**document["scenario"], "horizon": (end - as_of).days}
    return {**document, "history": history, "weekly": weekly, "scenario": scenario}


def drawn_fronts(
    document: Mapping[str, Any], since: str, until: str, fronts: Sequence[str]
) -> list[dict[str, Any]]:
    """Both widths of each front's picture on that axis."""
    shown = clipped(document, since, until)
    known = {front["id"] for front in actors.fronts(document)}
    if strangers := [front for front in fronts if front not in known]:
        raise ArmslengthError(
            f"no front is called '{strangers[0][:80]}'; there are {', '.join(sorted(known))}"
        )
    made = [front_figure(shown, front) for front in fronts]
    return [
        {
            "front": m.id,
            "name": m.name,
            "series": m.series,
            "wide": str(m.figure.wide),
            "narrow": str(m.figure.narrow),
        }
        for m in made
    ]


def _cut(row: Mapping[str, Any], start: date) -> Mapping[str, Any]:
    first, last = _date(row["start"]), _date(row["end"])
    if first >= start:
        return row
    whole, left = (last - first).days + 1, (last - start).days + 1
    count = row.get("count")
    return {**row, "start": start.isoformat(), "count": None if count is None else count * left / whole}


def _days(document: Mapping[str, Any]) -> tuple[date, date, date]:
    as_of = _date(document["scenario"]["as_of"])
    first = min([as_of, *(_date(row["start"]) for row in document.get("history") or [])])
    return as_of, first, ends_on(document)


def _date(text: Any) -> date:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        raise ArmslengthError(f"'{str(text)[:40]}' is no date; write it as YYYY-MM-DD") from None
