"""Tables of what a forecast rests on: the state on the as-of date, what was reported, the words of probability."""

from __future__ import annotations

from collections.abc import Callable

from armslength.formatting import capital, day, number, percent, share
from armslength.results.evidence import Report
from armslength.results.forecast import ForecastResult
from armslength.tables.table import Cell, Column, Estimate, Link, Table

Form = Callable[[float | None], str]
FORMS: dict[str, Form] = {"share": share, "percent": percent, "number": number}
KINDS = {"clients": "Client", "fronts": "Front", "adversaries": "Adversary"}


def quantities_of(result: ForecastResult, kind: str) -> dict[str, tuple[str, Form]]:
    """Return title and form of the quantities that are shown of clients, fronts or adversaries."""
    held = {name for id_ in _ids(result, kind) for name in result.state.of(kind, id_)}
    return {q.name: (q.title, FORMS[q.form]) for q in result.state.shown if q.kind == kind and q.name in held}


def state_table(result: ForecastResult, kind: str) -> Table:
    """Return clients, fronts or adversaries on the as-of date."""
    shown = quantities_of(result, kind)
    if "control" in shown and result.control_is_assumed:
        shown["control"] = (f"{shown['control'][0]} (assumed)", shown["control"][1])
    rows: list[tuple[Cell, ...]] = []
    for id_ in _ids(result, kind):
        held = result.state.of(kind, id_)
        cells = (Estimate(held[q].median, held[q].interval_90) if q in held else None for q in shown)
        rows.append((result.actors.name(id_), *cells))
    return Table(
        f"{capital(kind)} on {day(result.scenario.as_of)}.",
        (Column(KINDS[kind], words=True), *(Column(title, form) for title, form in shown.values())),
        tuple(rows),
        f"Median and, in brackets, 90% interval over {result.state.tension.covers}.",
    )


def _ids(result: ForecastResult, kind: str) -> list[str]:
    actors = result.actors
    orders = {
        "clients": actors.client_order,
        "adversaries": actors.adversary_order,
        "fronts": [front.id for front in actors.fronts_in_order],
    }
    return orders[kind]


def support_table(result: ForecastResult) -> Table:
    """Return who supported whom when, as far as the case says it."""
    titles = ("Client", "Patron", "From", "To", "Level", "Kinds", "Source")
    return Table(
        "Who supported whom.",
        tuple(Column(title, words=True) for title in titles),
        tuple(
            (
                result.actors.name(row.client),
                row.patron,
                day(row.start),
                day(row.end),
                number(row.level),
                ", ".join(row.kinds) or "not stated",
                row.source,
            )
            for row in result.scenario.support
        ),
        "Level: as a multiple of the client's parameter `support`. Kinds are evidence: no equation reads them. "
        "What lasts to the as-of date goes on after it.",
    )


def history_table(result: ForecastResult) -> Table:
    """Return everything that was reported, in order of date."""
    titles = ("Date", "What", "Fronts", "Count", "Deaths", "Source", "Published")
    reports = sorted(result.history, key=lambda report: report.start)
    return Table(
        "What was reported, as far as this forecast used it.",
        tuple(Column(title, words=True) for title in titles),
        tuple(_reported(result, report) for report in reports),
    )


def _reported(result: ForecastResult, report: Report) -> tuple[Cell, ...]:
    dates = day(report.start) if report.start == report.end else f"{day(report.start)} to {day(report.end)}"
    published = report.published.isoformat() if report.published else None
    return (
        dates,
        capital(report.in_words),
        ", ".join(map(result.actors.name, report.fronts)),
        "" if report.count is None else number(report.count),
        "" if report.deaths is None else number(report.deaths),
        Link(report.source, report.address),
        ", ".join(filter(None, [published, report.vintage])),
    )


def words_table(result: ForecastResult) -> Table:
    """Return the scale behind the words of probability."""
    return Table(
        f"Words of probability: {result.words.name}.",
        (Column("Word", words=True), Column("Probability", words=True)),
        tuple((word.word, f"{percent(word.start)} to {percent(word.end)}") for word in result.words.scale),
    )
