"""Markdown as the generated pages write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made from the code's own records by `make docs`; a test compares the two. Do not edit. -->"


def page(title: str, *parts: str) -> str:
    """Return a whole page: its title, the notice that it is made, and its parts."""
    return "\n\n".join([f"# {title}", MADE, *(part.strip() for part in parts if part.strip())]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; what stands in a cell stays in it."""
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    inside = (str(cell).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(inside)} |"


def code(names: Iterable[str]) -> str:
    """Return names as code, in a list; a dash for none."""
    return ", ".join(f"`{name}`" for name in names) or "-"


def sentence(docstring: str | None) -> str:
    """Return the first line of a docstring."""
    return (docstring or "").strip().splitlines()[0] if docstring else ""
