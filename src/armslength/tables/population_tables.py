"""Tables of a population of networks."""

from __future__ import annotations

from armslength.formatting import number, percent
from armslength.results.population import PopulationResult
from armslength.tables.table import Column, Estimate, Table


def taught_table(result: PopulationResult) -> Table:
    """Return each pooled parameter: usual prior, a next network, how far networks differ, and how many taught it."""
    rows = tuple((p.path, Estimate.of(p.usual), Estimate.of(p.next), p.networks) for p in result.parameters)
    columns = (
        Column("Parameter", words=True),
        Column("Usual prior", name="usual"),
        Column("Next network", name="next"),
        Column(
            "From", lambda n: f"{n:.0f}" if n >= result.least_networks else f"{n:.0f}: too few", "networks"
        ),
    )
    caption = (
        "Median and 90% interval; a next network's is over what is known of the population and how networks differ. "
        f"From: networks that inform it, {result.least_networks} or more for a prior."
    )
    title = f"What {len(result.teachers)} networks teach about the next one, {result.years}."
    return Table(title, columns, rows, caption)


def spread_table(result: PopulationResult) -> Table:
    """Return how far networks differ in each parameter, and how well its population mean is known."""
    rows = tuple(
        (
            p.path,
            Estimate.of(p.spread),
            None if p.spread_within is None else Estimate.of(p.spread_within),
            p.contraction,
        )
        for p in result.parameters
    )
    columns = (
        Column("Parameter", words=True),
        Column("Over networks", name="spread"),
        Column("Within one", number, "spread_within"),
        Column("Mean known", percent, "contraction"),
    )
    caption = "Standard deviations in widths of the usual prior, with 90% intervals; `within one` is over its fronts."
    return Table("How far networks differ.", columns, rows, caption)


def networks_table(result: PopulationResult) -> Table:
    """Return each network: what it counted, whether it teaches, and what."""
    rows = tuple(
        (
            n.name,
            f"{n.start.year}-{n.as_of.year}",
            n.counted,
            n.method or "not fitted",
            len(n.informs),
            "no" if n.why_not else "yes",
        )
        for n in result.networks
    )
    columns = (
        Column("Network", words=True),
        Column("Years", words=True),
        Column("Counted"),
        Column("Fit", words=True),
        Column("Informs"),
        Column("Teaches", words=True),
    )
    caption = "Informs: parameters of which a network removed a tenth of the variance or more."
    return Table("Who teaches.", columns, rows, caption)
