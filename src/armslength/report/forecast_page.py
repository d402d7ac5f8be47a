"""The report: one HTML file that holds all it shows, asks the network for nothing and runs no script."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from armslength import formatting
from armslength.glossary import glossary
from armslength.report import colours, legends
from armslength.report.html_table import html_table
from armslength.report.render_figures import Drawn, draw_all
from armslength.report.summary_text import answer
from armslength.report.ways_part import three_ways
from armslength.results.forecast import ForecastResult
from armslength.results.reported_kinds import numbers_of
from armslength.tables import Table, evidence_tables, forecast_tables, ladder_tables
from armslength.tables.theory_average_tables import theories_table
from armslength.tables.ways_tables import all_ways_table


def write_report(result: ForecastResult, drawn: Drawn | None = None) -> str:
    """Return the whole report as HTML, from a forecast's record and nothing else; `drawn` are its pictures, if at hand."""
    drawn = drawn or draw_all(result)
    figure = drawn.main.get("ways")
    ways = three_ways(environment(), result, figure.wide + figure.narrow) if figure else Markup("")
    page = environment().get_template("report.html.j2")
    return page.render(
        result=result,
        figures=drawn.main,
        fronts=[front.unlinked() for front in drawn.fronts],
        network_legend=_marked(legends.network(result.counted)),
        time_legend=_marked(legends.time(result)),
        tables=report_tables(result),
        ways=ways,
        answer=answer(result),
        kinds=numbers_of(result.evidence.by_kind, result.counted),
        style=Markup(style()),
    )


def report_tables(result: ForecastResult) -> dict[str, Table]:
    """Return the tables of the report by name; those of fronts, week by week, are made with their pictures."""
    states = {kind: evidence_tables.state_table(result, kind) for kind in evidence_tables.KINDS}
    tables = {
        "together": forecast_tables.together_table(result),
        "patron_strike": forecast_tables.patron_strike_table(result),
        "attacks": forecast_tables.attacks_table(result),
        "exceedance": forecast_tables.exceedance_table(result),
        "reprisal": forecast_tables.reprisal_table(result),
        "war": ladder_tables.war_table(result),
        "history": evidence_tables.history_table(result),
        "words": evidence_tables.words_table(result),
    }
    if result.follow:
        tables["follow"] = forecast_tables.follow_table(result)
    if result.commander:
        tables["commander"] = forecast_tables.commander_table(result)
    if result.lethal:
        tables["lethal"] = forecast_tables.lethal_table(result)
    if result.ladder.highest:
        tables["highest"] = ladder_tables.highest_rung_table(result)
        tables["first_passage"] = ladder_tables.first_passage_table(result)
    if result.scenario.support:
        tables["support"] = evidence_tables.support_table(result)
    if result.ways and result.ways.rows:
        tables["ways"] = all_ways_table(result, result.ways)
    theories = {"theories": theories_table(result, result.theories)} if result.theories else {}
    return {**states, **tables, **theories}


def coded(text: object) -> Markup:
    """Return text in HTML whose parts in backticks are code."""
    return Markup(re.sub(r"`([^`<>]+)`", r"<code>\1</code>", str(escape(str(text)))))


def named(text: object) -> Markup:
    """Return names in HTML with what stands in brackets behind each, a probability and its marks, set apart."""
    parts = re.split(r"( \([^()]*%[^()]*\))", str(text))
    return Markup("").join(
        Markup("<small>{}</small>").format(part) if n % 2 else Markup("<strong>{}</strong>").format(part)
        for n, part in enumerate(parts)
        if part
    )


def _marked(entries: list[legends.Entry]) -> list[tuple[Markup, str]]:
    return [(Markup(sign), words) for sign, words in entries]


FILTERS = {
    "percent": formatting.percent,
    "number": formatting.number,
    "day": formatting.day,
    "listed": formatting.listed,
    "capital": formatting.capital,
    "coded": coded,
    "named": named,
    "html_table": html_table,
}


@cache
def environment() -> Environment:
    """Return the templates of reports, with escaping on."""
    environment = Environment(
        loader=PackageLoader("armslength.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,  # a misspelt field fails
    )
    environment.filters |= FILTERS
    environment.globals["glossary"] = glossary()
    return environment


def style() -> str:
    """Return the style sheet of a report, with its colours for light and dark screens."""
    written = files("armslength.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    return written.replace("/*light*/", colours.css()).replace("/*dark*/", colours.css(dark=True))
