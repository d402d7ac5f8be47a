"""Tables of a fit."""

from __future__ import annotations

from armslength.formatting import day, percent
from armslength.results.fit import FitResult, PredictedTotal
from armslength.tables.table import Column, Estimate, Table


def learned_table(fit: FitResult, most: int | None = None) -> Table:
    """Return every uncertain parameter before and after the data; with `most`, only so many of those taught."""
    shown = fit.parameters if most is None else [row for row in fit.parameters if row.verdict != "prior only"]
    rows = [
        (
            row.name,
            Estimate.of(row.prior),
            Estimate.of(row.posterior),
            row.contraction,
            row.verdict,
            row.rests_on,
        )
        for row in shown[:most]
    ]
    columns = (
        Column("Parameter", words=True),
        Column("Prior", name="prior"),
        Column("Posterior", name="posterior"),
        Column("Contraction", percent, "contraction"),
        Column("Verdict", name="verdict"),
        Column("Prior rests on", words=True, name="rests_on"),
    )
    caption = (
        f"{fit.verdicts.prior_only} of {len(fit.parameters)} uncertain parameters are prior only. "
        "Contraction: share of the prior's variance that the data removed."
    )
    return Table(
        "What the data taught: median and 90% interval over parameters.", columns, tuple(rows), caption
    )


def coverage_table(fit: FitResult, least: int = 0) -> Table:
    """Return how often the intervals of each series held the reported totals; series with `least` totals or more."""
    rows = [
        (row.series, row.tallies, *row.prior, *row.posterior) for row in fit.coverage if row.tallies >= least
    ]
    columns = (
        Column("Series", words=True),
        Column("Totals"),
        Column("Prior: in 50%", percent),
        Column("in 90%", percent),
        Column("Posterior: in 50%", percent),
        Column("in 90%", percent),
    )
    return Table(
        "Share of reported totals inside intervals over chance and parameters.", columns, tuple(rows)
    )


def entangled_table(fit: FitResult) -> Table | None:
    """Return the pairs of parameters that the data cannot separate, or None where there are none."""
    columns = (
        Column("One", words=True),
        Column("The other", words=True),
        Column("Correlation", lambda r: f"{r:+.2f}"),
    )
    rows = tuple((pair.first, pair.second, pair.correlation) for pair in fit.entangled)
    return Table("Pairs of parameters that the data cannot separate.", columns, rows) if rows else None


def totals_table(totals: list[PredictedTotal]) -> Table:
    """Return single reported totals beside what the posterior predicted for them."""
    columns = (
        Column("Series", words=True),
        Column("First day", words=True),
        Column("Last day", words=True),
        Column("Reported"),
        Column("Predicted: median (90%)"),
        Column("Inside", words=True),
    )
    rows = []
    for row in totals:
        low, _, median, _, high = row.posterior
        inside = "yes" if low <= row.reported <= high else "no"
        predicted = Estimate(median, (low, high))
        rows.append((row.series, day(row.start), day(row.end), row.reported, predicted, inside))
    title = "Series with one or two totals: too few for a share or a picture."
    return Table(title, columns, tuple(rows))
