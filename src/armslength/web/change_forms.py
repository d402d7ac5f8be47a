"""Forms for what most people change of a case: what each shows, and what was sent as a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from armslength.errors import ArmslengthError
from armslength.parameters import Site
from armslength.scenario import Event, Scenario
from armslength.scenario.dates import read_date
from armslength.scenario.edit import (
    Change,
    CountChange,
    DatesChange,
    NumberChange,
    StrategyChange,
    shown,
)
from armslength.web.addresses import ScenarioPlace
from armslength.web.evidence_view import number_row
from armslength.web.sentences import sentence

Fields = Mapping[str, str]
NEWEST = 12  # rows that are listed at once
COUNTED = ("tally", "attack")  # kinds of row that hold a count
CELLS = ("date", "end_date", "count", "source")


def forms(scenario: Scenario, place: ScenarioPlace, refused: str, given: Fields) -> dict[str, object]:
    """Return what the forms show; `given` are the fields of the one that was refused."""
    site = next((s for s in scenario.sites() if s.name == place.number), None)
    rows = [e for e in scenario.events if e.kind in COUNTED and place.front in ("", *e.fronts)]
    near = [e for e in rows if not place.on or e.date.isoformat() <= place.on] or rows[:NEWEST]
    row = next((e for e in rows if str(e.line) == place.row), None)
    numbers: dict[str, list[Site]] = {}
    for one in scenario.sites():
        numbers.setdefault(whose(scenario, one), []).append(one)
    filled = {"dates": _dates(scenario), "number": _number(site), "count": _cells(row)}
    return {
        "of": version(scenario),
        "place": place,
        "dates": _dates(scenario),
        "given": filled | ({refused: {**filled[refused], **given}} if refused in filled else {}),
        "numbers": numbers,
        "number": number_row(scenario, site) if site else None,
        "fronts": {front.id: front.name for front in scenario.fronts.values()},
        "series": {s.id: f"{s.title} ({_fronts(scenario, s.fronts)})" for s in scenario.series.values()},
        "rows": [(event, _fronts(scenario, event.fronts)) for event in near[: -NEWEST - 1 : -1]],
        "counted": len(rows),
        "row": row,
        "sources": ["assumed", *scenario.sources],
        "strategies": [(s, [sentence(a, scenario) for a in s.actions]) for s in scenario.strategies.values()],
    }


def version(scenario: Scenario) -> str:
    """Return what tells these files from what they were before any change."""
    return scenario.hash[:16]


def change_of(scenario: Scenario, what: str, given: Fields) -> Change:
    """Return what was sent as a change; raises `ArmslengthError` with a sentence for a field that cannot be read."""
    match what:
        case "dates":
            start, as_of = (
                _day(given, *named) for named in (("start", "The first day"), ("as_of", "The as-of date"))
            )
            horizon = _decimal(given, "horizon", "The number of days ahead")
            if not horizon.is_integer():
                raise ArmslengthError(f"The number of days ahead is {horizon:g}; write a whole number")
            return DatesChange(start, as_of, int(horizon))
        case "number":
            width = _decimal(given, "width", "The width") if given.get("width", "").strip() else None
            source, note = (given.get(key, "").strip() for key in ("source", "note"))
            middle = _decimal(given, "middle", "The middle")
            return NumberChange(given.get("number", ""), middle, width, source or "assumed", note)
        case "strategy":
            known = scenario.strategies.get(given.get("strategy", ""))
            if known is None:
                raise ArmslengthError("no strategy of the case is called so")
            is_removed = given.get("do") == "remove"
            return StrategyChange(
                known.id, given.get("title", "").strip(), () if is_removed else known.actions
            )
    cells = {cell: given.get(cell, "").strip() for cell in CELLS}
    if line := given.get("row", ""):
        if line not in {str(event.line) for event in scenario.events}:
            raise ArmslengthError("no row begins on that line any more; choose it again")
        return CountChange(cells, int(line))
    series = scenario.series.get(given.get("series", ""))
    if series is None:
        raise ArmslengthError("choose the series that the count belongs to")
    return CountChange({"kind": "tally", "series": series.id, "front": ";".join(series.fronts), **cells})


def whose(scenario: Scenario, site: Site) -> str:
    """Return whose number it is, in the case's own names."""
    scope, ids = site.record.scope, site.name.split(".")[1:-1]
    if not site.record.per_entity:
        return f"The whole case: {scope.replace('_', ' ')}"
    known: dict[str, str] = {}
    for kind in (
        scenario.patrons,
        scenario.commanders,
        scenario.clients,
        scenario.adversaries,
        scenario.fronts,
    ):
        known |= {i: entity.name for i, entity in kind.items()}
    return " and ".join(known.get(i, i) for i in ids)


def _fronts(scenario: Scenario, fronts: tuple[str, ...]) -> str:
    return ", ".join(scenario.fronts[f].name for f in fronts if f in scenario.fronts) or "every front"


def _dates(scenario: Scenario) -> Fields:
    return {key: str(getattr(scenario, key)) for key in ("start", "as_of", "horizon")}


def _number(site: Site | None) -> Fields:
    if site is None:
        return {}
    middle, width = shown(site)
    return {
        "middle": f"{middle:g}",
        "width": f"{width:g}",
        "source": site.source if site.written else "assumed",
        "note": site.note,
    }


def _cells(row: Event | None) -> Fields:
    if row is None:
        return {}
    end = "" if row.end_date == row.date else row.end_date.isoformat()
    count = "" if row.count is None else str(row.count)
    return {"date": row.date.isoformat(), "end_date": end, "count": count, "source": row.source}


def _day(given: Fields, key: str, named: str) -> date:
    try:
        return read_date(given.get(key, "").strip())
    except ValueError as error:
        raise ArmslengthError(f"{named} is '{given.get(key, '')[:40]}'; {error}") from None


def _decimal(given: Fields, key: str, named: str) -> float:
    text = given.get(key, "").strip()
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) <= 1e15:
        raise ArmslengthError(f"{named} is '{text[:40]}'; write a number, such as 0.5")
    return value
