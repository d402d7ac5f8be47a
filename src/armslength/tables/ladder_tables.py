"""Tables of the ladder of escalation and of regional war."""

from __future__ import annotations

from armslength.formatting import percent
from armslength.results.forecast import ForecastResult
from armslength.tables.table import Column, Estimate, Table

DAYS = (7, 30, 90, 180)  # days ahead for which first passages are shown


def highest_rung_table(result: ForecastResult) -> Table:
    """Return the highest rung reached within each window."""
    return Table(
        "Highest rung reached within each window; each row adds to one.",
        (
            Column("Window", words=True),
            *(Column(f"{rung.rung} {rung.name}", percent, part=True) for rung in result.ladder.rungs),
        ),
        tuple((f"{row.window_days} days", *row.shares) for row in result.ladder.highest),
    )


def first_passage_table(result: ForecastResult) -> Table:
    """Return the probability that each rung has been reached, or passed, by some days."""
    held = {(row.rung, row.day): row.p for row in result.ladder.first_passage}
    known = sorted({day for _, day in held})
    if len(known) > len(DAYS):
        known = sorted({min((abs(day - wanted), day) for day in known)[1] for wanted in DAYS})
    return Table(
        "Probability that a rung has been reached, or passed, by a day.",
        (Column("Rung", words=True), *(Column(f"day {day}", percent) for day in known)),
        tuple(
            (f"{rung} {result.ladder.name(rung)}", *(held[rung, day] for day in known))
            for rung in sorted({rung for rung, _ in held})
        ),
    )


def war_table(result: ForecastResult) -> Table:
    """Return the probability of regional war within each window."""
    return Table(
        "Probability of regional war within each window.",
        (Column("Window", words=True), Column("Probability", percent)),
        tuple(
            (f"{row.window_days} days", Estimate(row.probability, row.parameters_90))
            for row in result.war.windows
        ),
        f"In brackets: 90% interval over {result.covers}.",
    )
