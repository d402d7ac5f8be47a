"""A brief as HTML that prints on one page: the same bytes from the same brief, no script, nothing loaded."""

from __future__ import annotations

from importlib.resources import files
from textwrap import shorten

from markupsafe import Markup

from armslength.report import colours
from armslength.report.charts.brief_chart import WIDTH, brief_chart
from armslength.report.forecast_page import environment
from armslength.report.svg import figure_label, svg, unchecked
from armslength.results.brief import Brief, BriefPicture


def write_brief(brief: Brief) -> str:
    """Return the brief as HTML."""
    page = environment().overlay()
    page.filters = {**page.filters, "cut": cut}
    drawn = Markup(draw_brief(brief.picture)) if brief.picture else None
    return page.get_template("brief.html.j2").render(brief=brief, drawn=drawn, style=Markup(brief_style()))


def draw_brief(picture: BriefPicture, width: int = WIDTH) -> str:
    """Return the picture of a brief as SVG, with every number in its label."""
    label = figure_label(picture.title, *(label_of(row.group, row.name, row.said) for row in picture.numbers))
    with unchecked():
        return svg(brief_chart(picture, width), "brief", label)


def label_of(group: str, name: str, said: str) -> str:
    """Return a number of the picture in words."""
    return f"{group}: {name} {said}" if group else f"{name} {said}"


def cut(text: str, most: int) -> str:
    """Return a text that keeps to its place on the page; a cut is shown."""
    return text if len(text) <= most else shorten(text, most, placeholder=" …")


def brief_style() -> str:
    """Return the style sheet of a brief, with its colours for light and dark screens and for paper."""
    written = files("armslength.report").joinpath("templates/brief.css").read_text(encoding="utf-8")
    return written.replace("/*light*/", colours.css()).replace("/*dark*/", colours.css(dark=True))
