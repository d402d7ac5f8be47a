"""The page of a ledger: everything registered, settled and void, with the hash that nobody can change unnoticed."""

from __future__ import annotations

from markupsafe import Markup

from armslength.report.charts.reliability_chart import in_words, reliability
from armslength.report.forecast_page import environment, style
from armslength.report.render_figures import Figure, draw
from armslength.results.ledger import LedgerResult
from armslength.tables.ledger_tables import pending_table, resolved_table, void_table
from armslength.tables.scoring_tables import forecasters_table, words_table

SQUARE = 520  #: pixels, of the picture's sides at most
NAMED = 3  #: forecasters in the picture beside the model, those with most answers


def write_ledger_page(ledger: LedgerResult) -> str:
    """Return the page as HTML that asks the network for nothing and runs no script."""
    states = [forecast.state for forecast in ledger.forecasts]
    return (
        environment()
        .get_template("ledger.html.j2")
        .render(
            ledger=ledger,
            newest=max((f.registered for f in ledger.forecasts), default="")[:10],
            number={state: states.count(state) for state in ("pending", "resolved", "void")},
            early=sum(f.state == "resolved" and not f.is_past for f in ledger.forecasts),
            picture=reliability_figure(ledger),
            forecasters=forecasters_table(ledger),
            words=words_table(ledger),
            tables=[
                table
                for table in (
                    pending_table(ledger.forecasts),
                    resolved_table(ledger.forecasts),
                    void_table(ledger.forecasts),
                )
                if table.rows
            ],
            rules={f.question: f.rule for f in ledger.forecasts},
            style=Markup(style()),
        )
    )


def reliability_figure(ledger: LedgerResult) -> Figure | None:
    """Draw how often probabilities came true, of questions past their scheduled end; None where there is none."""
    answered = [row for row in ledger.forecasters if row.reliability]
    answered.sort(key=lambda row: (row.forecaster != "model", -sum(b.n for b in row.reliability)))
    groups = {row.forecaster: row.reliability for row in answered[: NAMED + 1]}
    if not groups:
        return None
    label = " ".join(["How often what was given a probability happened.", *in_words(groups)])
    return draw(lambda width: reliability(groups, min(width, SQUARE)), "reliability", label)
