"""Data into HTML: the report's own macros and style, with the page's templates. All text is escaped."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup, escape

from armslength import formatting
from armslength.glossary import Term, glossary
from armslength.report import colours
from armslength.report.brief_page import brief_style
from armslength.report.charts.timeline import anchor
from armslength.report.forecast_page import FILTERS
from armslength.results import Record
from armslength.tables.scoring_tables import ahead
from armslength.web.pictures import Picture


def render(template: str, **data: object) -> str:
    """Return a piece of a page."""
    return environment().get_template(template).render(**data)


@cache
def environment() -> Environment:
    """Return Jinja with escaping on and the report's macros at hand."""
    loader = ChoiceLoader([PackageLoader("armslength.web"), PackageLoader("armslength.report")])
    jinja = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    jinja.globals["glossary"] = glossary()
    jinja.filters |= FILTERS | {
        "anchor": anchor,
        "span": formatting.interval,
        "share": formatting.share,
        "part": _part,
        "change": formatting.difference,
        "ahead": ahead,
        "slug": slug,
        "asset": asset,
        "explained": explained,
    }
    jinja.tests["holding"] = _holds
    return jinja


def picture(picture: Picture) -> Markup:
    """Return a picture in both widths as HTML: its text was escaped when it was drawn."""
    return Markup(f"{picture.wide}{picture.narrow}")


def explained(text: str) -> Markup:
    """Return a text in which the first use of each term of the glossary tells its meaning, by pointer or by tap.

    The foot of every page holds the meanings.
    """
    met: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        term = _terms()[found.group().lower()]
        if term.id in met:
            return found.group()
        met.add(term.id)
        about = f'popovertarget="about-{term.id}" title="{escape(term.meaning)}"'
        return f'<button type="button" class="term" {about}>{found.group()}</button>'

    words = "|".join(sorted(map(re.escape, _terms()), key=len, reverse=True))
    return Markup(re.sub(rf"\b({words})\b", mark, str(escape(text)), flags=re.IGNORECASE))


@cache
def _terms() -> dict[str, Term]:
    """Return the terms by their names in small letters, in one and in several."""
    named = {name.strip().lower(): t for t in glossary() for name in t.term.split(",")}
    return named | {f"{name}s": t for name, t in named.items()}


def slug(text: str) -> str:
    """Return a text as letters that may stand in an id."""
    return re.sub(r"[^a-z0-9]+", "-", str(text).lower()).strip("-")


def _holds(row: Record, find: str) -> bool:
    """Return whether a row of a table holds all words that are looked for."""
    text = " ".join(map(str, dict(row).values())).lower()
    return all(word in text for word in find.lower().split())


def _part(text: str) -> str:
    """Return a text as one part of an address."""
    return quote(str(text), safe="")


@cache
def style() -> str:
    """Return the style sheet: the report's, dark colours by the system's wish or the user's choice, the page's own."""
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


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="8" cy="16" r="6" fill="#00629d"/>'
    '<circle cx="25" cy="8" r="4" fill="#c45100"/><circle cx="25" cy="24" r="4" fill="#c45100"/>'
    '<path d="M8 16L25 8M8 16L25 24" stroke="#586173" stroke-width="2"/></svg>'
)
SCRIPTS = ("theme.js", "htmx.min.js", "vega.min.js", "time.js", "editor.js")


@cache
def assets() -> dict[str, tuple[str, str]]:
    """Return what pages load from this server: text and media type by name."""
    folder = files("armslength.web").joinpath("static")
    scripts = {
        name: (folder.joinpath(name).read_text(encoding="utf-8"), "text/javascript") for name in SCRIPTS
    }
    return {"page.css": (style(), "text/css"), "icon.svg": (ICON, "image/svg+xml"), **scripts}


def asset(name: str) -> str:
    """Return the address of something that pages load; it changes with the content, so that a browser may keep it."""
    return f"/static/{name}?{sha256(assets()[name][0].encode()).hexdigest()[:8]}"


@cache
def card_style() -> Markup:
    """Return the style sheet of a card, which is a brief's."""
    return Markup(brief_style())
