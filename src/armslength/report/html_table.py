"""A table as HTML: a caption, heads with their scope, text escaped, links that lead to the web alone."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from markupsafe import Markup

from armslength.tables import Link, Table

FEW, MANY = 3, 6  # columns up to which a table is narrow, and beyond which its text is small


def html_table(table: Table) -> Markup:
    """Return the table as HTML, in a region that scrolls sideways and can be reached by keyboard."""
    wordy = all(column.words for column in table.columns)
    classes = f"{'wordy ' if wordy else ''}{'small' if len(table.columns) <= FEW else 'many' if len(table.columns) > MANY else ''}"
    caption = escape(" ".join(filter(None, [table.title, table.caption])))
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    rows = "\n".join(
        f"<tr>{''.join(_cell(i, text, cell) for i, (text, cell) in enumerate(zip(texts, row, strict=True)))}</tr>"
        for texts, row in zip(table.texts(), table.rows, strict=True)
    )
    return Markup(
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">\n<table class="{classes}">\n'
        f"<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n{_as_csv(table)}</div>"
    )


def _as_csv(table: Table) -> str:
    """Return a link that holds the table as CSV, so that it can be kept without asking anyone."""
    name = re.sub(r"[^a-z0-9]+", "-", table.title.lower()).strip("-")[:60] or "table"
    held = quote(table.to_csv(units=True))
    label = escape(f"CSV: {table.title or 'this table'}")
    return f'<a class="csv" download="{name}.csv" href="data:text/csv;charset=utf-8,{held}" aria-label="{label}">CSV</a>'


def _cell(place: int, text: str, cell: object) -> str:
    shown = escape(text)
    if isinstance(cell, Link) and cell.href:
        shown = f'<a href="{escape(cell.href)}" rel="noreferrer noopener">{shown}</a>'
    return f'<th scope="row">{shown}</th>' if place == 0 else f"<td>{shown}</td>"
