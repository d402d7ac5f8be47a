"""What each theory says, where a forecast is averaged over several."""

from __future__ import annotations

from armslength.formatting import capital, percent
from armslength.results.forecast import ForecastResult
from armslength.results.theory_average import Headline, TheoryAverage
from armslength.tables.table import Cell, Column, Table


def theories_table(
    result: ForecastResult, average: TheoryAverage, most: int = 6, numbers: tuple[str, ...] = ()
) -> Table:
    """Return the headline numbers on which the theories differ most, of `numbers` alone if any are named."""
    shown = average.differing(most, numbers)
    each: list[tuple[Cell, ...]] = [
        (row.title, row.weight, *(h.by_theory[row.name] for h in shown)) for row in average.rows
    ]
    return Table(
        "The numbers on which the theories differ most.",
        (
            Column("Theory", words=True),
            Column("Weight", percent),
            *(Column(_title(result, h), percent) for h in shown),
        ),
        (
            *each,
            ("All, by weight", "", *(h.probability for h in shown)),
            ("Structure's share of the variance", "", *(h.variance.structure for h in shown)),
        ),
    )


def _title(result: ForecastResult, headline: Headline) -> str:
    about, _, patron = headline.about.partition(" ")
    by = f", told by {result.scenario.patron_named(patron)}" if patron else ""
    whose = "" if about in ("any", "all") else f": {result.actors.short(about)}{by}"
    return f"{capital(headline.number)}{whose}, {headline.window_days} days"
