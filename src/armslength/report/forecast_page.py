"""The report: one HTML file that holds all it shows, asks the network for nothing and runs no script."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from armslength import formatting
from armslength.report import colours, document_text, legends, report_tables, summary_text
from armslength.report.html_table import html_table
from armslength.report.render_figures import Drawn, draw_all

ABSENT = "This forecast holds no numbers for this."


def write_report(document: document_text.Document, drawn: Drawn | None = None) -> str:
    """The whole report as HTML, from a forecast's document and nothing else; `drawn` are its pictures, if at hand."""
    drawn = drawn or draw_all(document)
    page = environment().get_template("report.html.j2")
    return page.render(
        document=document,
        figures=drawn.main,
        fronts=[front.unlinked() for front in drawn.fronts],
        network_legend=_marked(legends.network()),
        time_legend=_marked(legends.time(document)),
        tables=_tables(document),
        answer=_answer(document),
        style=Markup(style()),
        absent=ABSENT,
    )


def _answer(document: document_text.Document) -> dict[str, Any]:
    return {
        "who_follows": summary_text.who_follows(document),
        "other_order": summary_text.other_order(document),
        "made_of": summary_text.made_of(document),
        "next": summary_text.what_next(document),
    }


def _tables(document: document_text.Document) -> dict[str, Any]:
    """Every table by name; what the document does not hold is None, and the page says so."""
    ladder = document.get("ladder") or {}
    made: dict[str, tuple[Any, Callable[[document_text.Document], report_tables.Table | None]]] = {
        "follow": (document.get("follow"), report_tables.follow),
        "commander": (document.get("commander"), report_tables.commander),
        "attacks": (document.get("attacks"), report_tables.attacks),
        "exceedance": (document.get("attacks"), report_tables.exceedance),
        "lethal": (document.get("lethal"), report_tables.lethal),
        "reprisal": (document.get("reprisal"), report_tables.reprisal),
        "highest": (ladder.get("highest"), report_tables.highest),
        "first_passage": (ladder.get("first_passage"), report_tables.first_passage),
        "war": ((document.get("war") or {}).get("windows"), report_tables.war),
        "theories": (document.get("theories"), report_tables.theories),
        "history": (document.get("history"), report_tables.history),
        "words": ((document.get("words") or {}).get("scale"), report_tables.words),
    }
    states = {kind: report_tables.state(document, kind) for kind in report_tables.OF_STATE}
    return states | {name: make(document) if held else None for name, (held, make) in made.items()}


def coded(text: object) -> Markup:
    """Text whose `marked` parts are code, as scenarios write them."""
    return Markup(re.sub(r"`([^`<>]+)`", r"<code>\1</code>", str(escape(str(text)))))


def _marked(entries: list[legends.Entry]) -> list[tuple[Markup, str]]:
    return [(Markup(sign), words) for sign, words in entries]


@cache
def environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("armslength.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "percent": formatting.percent,
        "number": formatting.number,
        "day": formatting.day,
        "listed": formatting.listed,
        "capital": formatting.capital,
        "coded": coded,
        "html_table": html_table,
    }
    return environment


def style() -> str:
    written = files("armslength.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    return written.replace("/*light*/", colours.css()).replace("/*dark*/", colours.css(dark=True))
