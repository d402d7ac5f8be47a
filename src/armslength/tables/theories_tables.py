"""The table of a comparison of theories."""

from __future__ import annotations

from armslength.results.theories import TheoriesResult
from armslength.tables.table import Column, Estimate, Table

SHORT = {
    "the data cannot tell": "unclear",
    "worse than the full model": "worse",
    "better than the full model": "better",
}


def theories_table(result: TheoriesResult) -> Table:
    """Return each theory's weight, and how far its log predictive density lies from the full model's."""
    rows = tuple(
        (
            row.title,
            Estimate(row.weight, row.weight_90),
            "" if row.difference is None else Estimate(row.difference, row.difference_90),
            SHORT.get(row.verdict, ""),
        )
        for row in result.theories
    )
    columns = (
        Column("Theory", words=True),
        Column("Weight (90%)", lambda x: f"{x:.2f}", "weight"),
        Column("Difference (90%)", lambda x: f"{x:+.1f}", "difference"),
        Column("Verdict", words=True),
    )
    title = (
        f"Who obeys? Theories of {result.scenario}, weighed by the reports of {result.window_days} days after each of "
        f"{len(result.origins)} origins, {result.origins[0]} to {result.origins[-1]}"
    )
    caption = (
        "Weight: mean over resamples of the origins. Difference: total log predictive density less the full model's, "
        "in nats."
    )
    return Table(title, columns, rows, caption)
