"""Markdown as the generated pages write it."""

from __future__ import annotations

from collections.abc import Iterable

MADE = "<!-- Made from the code's own records by `make docs`; a test compares the two. Do not edit. -->"


def page(title: str, *parts: str) -> str:
    """Return a whole page: its title, the notice that it is made, and its parts."""
    return "\n\n".join([f"# {title}", MADE, *(part.strip() for part in parts if part.strip())]) + "\n"


def code(names: Iterable[str]) -> str:
    """Return names as code, in a list; a dash for none."""
    return ", ".join(f"`{name}`" for name in names) or "-"


def sentence(docstring: str | None) -> str:
    """Return the first line of a docstring."""
    return (docstring or "").strip().splitlines()[0] if docstring else ""
