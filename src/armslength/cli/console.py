"""The terminal: consoles for output and errors, tables, a progress bar, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable
from rich.text import Text

from armslength.extras import advice, is_installed
from armslength.results import Record
from armslength.tables import Table

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
HEAD = 10  # letters in a line of the head of a column of numbers
WORD = 10  # letters of a word for which the first column always has room


def say_json(data: Any) -> None:
    """Print one JSON object on standard output and nothing else."""
    sys.stdout.write(as_text(data))


def as_text(data: Any) -> str:
    """Return a document as a file holds it."""
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False, default=str) + "\n"


def show(result: Record, texts: Iterable[Table | str], as_json: bool) -> None:
    """Print a result: one JSON object and nothing else, or its tables and sentences."""
    if as_json:
        sys.stdout.write(result.to_json())
        return
    for text in texts:
        if isinstance(text, str):
            out.print(text, markup=False)
        else:
            out.print(rich_table(text, tight=True))


def can_draw(what: str) -> bool:
    """Return whether the extra for pictures is installed; where it is not, say on standard error what to install."""
    if not is_installed("plots"):
        err.print(advice("plots", what), markup=False, soft_wrap=True)
        return False
    return True


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar on standard error; what it yields is told the stage, what is done and what there is to do."""
    bar = Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=quiet,
    )
    task = bar.add_task("starting", total=1)

    def tell(stage: str, done: int, total: int) -> None:
        bar.start()  # not before: what is refused at once is one line
        bar.update(task, description=stage, completed=done, total=max(total, 1))

    try:
        yield tell
    finally:
        if bar.live.is_started:
            bar.stop()


def plain_table(title: str, caption: str | None = None, tight: bool = False) -> RichTable:
    """Return an empty table with a title and a line under the head; `tight` where there is much to show in 80 columns."""
    return RichTable(
        title=title,
        title_justify="left",
        title_style="bold",
        caption=caption,
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0) if tight else (0, 1),
    )


def rich_table(table: Table, tight: bool = False) -> RichTable:
    """Return a table for the terminal; heads of numbers are folded, and markup in its text is not interpreted."""
    shown = plain_table(table.title, table.caption or None, tight)
    cells = list(table.texts())
    for i, column in enumerate(table.columns):
        if column.words:
            words = " ".join([column.title, *(row[0] for row in cells)]).split() if i == 0 else []
            shortest = min(max(map(len, words), default=0), WORD)
            shown.add_column(Text(column.title), overflow="fold", min_width=shortest)
        else:
            head = fill(column.title, HEAD, break_long_words=False)
            shown.add_column(Text(head), justify="right", no_wrap=True)
    for texts in cells:
        shown.add_row(*(Text(text) for text in texts))
    return shown
