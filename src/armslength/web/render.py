"""Data into HTML: the report's own macros and style, with the page's templates. All text is escaped."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from armslength import formatting
from armslength.report import colours
from armslength.report.charts.timeline import anchor
from armslength.report.forecast_page import coded
from armslength.report.html_table import html_table


def render(template: str, **data: Any) -> str:
    """A piece of a page."""
    return environment().get_template(template).render(**data)


@cache
def environment() -> Environment:
    """Jinja with escaping on; the report's macros are at hand."""
    loader = ChoiceLoader([PackageLoader("armslength.web"), PackageLoader("armslength.report")])
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {
        "percent": formatting.percent, "number": formatting.number, "day": formatting.day, "listed": formatting.listed, "capital": formatting.capital,
        "coded": coded, "html_table": html_table, "anchor": anchor, "span": formatting.interval, "share": formatting.share, "part": _part, "change": formatting.difference, "slug": slug,
    }  # fmt: skip
    return made


def picture(drawn: Any) -> Markup:
    """A picture in both widths, as it was drawn from a document: its text is escaped already."""
    return Markup(f"{drawn['wide']}{drawn['narrow']}")


def slug(text: str) -> str:
    """Letters that may stand in an id."""
    return re.sub(r"[^a-z0-9]+", "-", str(text).lower()).strip("-")


def _part(text: str) -> str:
    """Text as one part of an address."""
    return quote(str(text), safe="")


@cache
def style() -> str:
    """The style sheet: the report's, its dark colours on choice as well as by the system's wish, and the page's own."""
    report = files("armslength.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    own = files("armslength.web").joinpath("static/page.css").read_text(encoding="utf-8")
    by_system = "@media (prefers-color-scheme: dark) { :root {"
    assert by_system in report
    report = report.replace(
        by_system, '@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {'
    )
    chosen = (
        f':root[data-theme="dark"] {{ color-scheme: dark; {colours.css(dark=True)} --wash: #1a202a; }}\n'
        ':root[data-theme="light"] { color-scheme: light; }\n'
    )
    sheet = report.replace("/*light*/", colours.css()).replace("/*dark*/", colours.css(dark=True))
    screen, printed = sheet.split("@page", 1)
    return (
        f"{screen}{chosen}{own}\n@media print {{ :root[data-theme] {{ {colours.css()} }} }}\n@page{printed}"
    )


@cache
def script(name: str) -> str:
    """A script of the page's own."""
    return files("armslength.web").joinpath(f"static/{name}").read_text(encoding="utf-8")
