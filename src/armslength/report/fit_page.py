"""The page of a fit: what the data could teach, before any result; then whether the model reproduces them."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from armslength.formatting import number, percent
from armslength.report import charts
from armslength.report.forecast_page import environment, style
from armslength.report.render_figures import draw
from armslength.report.report_tables import Table


def write_fit_page(document: dict[str, Any]) -> str:
    """The whole page as HTML, from a fit's document and nothing else."""
    series = [c["series"] for c in document["coverage"]]
    drawn = {
        name: draw(
            partial(charts.predicted, document, name), f"predicted-{name}",
            f"Totals of {name} as reported, over the intervals that prior and posterior gave for each beforehand",
        )
        for name in series
    }  # fmt: skip
    learned = draw(
        partial(charts.learned, document), "learned", "What the data taught, per parameter: contraction"
    )
    return environment().get_template("fit.html.j2").render(
        document=document, style=Markup(style()), learned=learned, predicted=drawn,
        parameters=parameters_table(document), entangled=_entangled(document), coverage=coverage_table(document),
    )  # fmt: skip


def parameters_table(document: dict[str, Any]) -> Table:
    """Each uncertain parameter before and after."""
    rows = [
        [r["name"], _interval(r["prior"]), _interval(r["posterior"]), percent(r["contraction"]), r["verdict"]]
        for r in document["parameters"]
    ]
    head = ("Parameter", "Prior", "Posterior", "Contraction", "Verdict")
    return Table("Median and 90% interval over parameters, before and after the data", head, rows)


def coverage_table(document: dict[str, Any]) -> Table:
    """How often the intervals hold what was reported."""
    rows = [
        [
            c["series"],
            number(c["tallies"]),
            *(percent(c[which][i]) for which in ("prior", "posterior") for i in (0, 1)),
        ]
        for c in document["coverage"]
    ]
    head = ("Series", "Totals", "Prior: in 50%", "in 90%", "Posterior: in 50%", "in 90%")
    return Table("Share of reported totals inside intervals over chance and parameters", head, rows)


def _entangled(document: dict[str, Any]) -> Table | None:
    rows = [[e["first"], e["second"], f"{e['correlation']:+.2f}"] for e in document["entangled"]]
    return (
        Table("Pairs that the data cannot separate", ("One", "The other", "Correlation"), rows)
        if rows
        else None
    )


def _interval(quantiles: tuple[float, float, float]) -> str:
    low, middle, high = (f"{x:.2g}" for x in quantiles)
    return f"{middle} ({low} to {high})"
