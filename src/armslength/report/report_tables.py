"""A table of text, for what is no `armslength.tables.Table` yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A caption, heads, and rows of text; the first cell of a row names it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    wordy: bool = False  # text rather than numbers: cells align left
