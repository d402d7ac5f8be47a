"""The page of a fit: what the data could teach, before any result; then whether the model reproduces the reports."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from armslength.report import charts
from armslength.report.forecast_page import environment, style
from armslength.report.render_figures import draw
from armslength.results.fit import FitResult
from armslength.tables.fit_tables import coverage_table, entangled_table, learned_table


def write_fit_page(fit: FitResult) -> str:
    """Return the page of a fit as HTML."""
    predicted = {
        row.series: draw(
            partial(charts.predicted, fit, row.series),
            f"predicted-{row.series}",
            f"Totals of {row.series} as reported, over the intervals that prior and posterior predicted for each",
        )
        for row in fit.coverage
    }
    label = "What the data taught, per parameter: contraction"
    return (
        environment()
        .get_template("fit.html.j2")
        .render(
            fit=fit,
            style=Markup(style()),
            learned=draw(partial(charts.learned, fit), "learned", label),
            predicted=predicted,
            parameters=learned_table(fit),
            entangled=entangled_table(fit),
            coverage=coverage_table(fit),
        )
    )
