"""How the command line speaks: one console, tables, progress, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from armslength.extras import advice, is_installed

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def say_json(data: Any) -> None:
    """One JSON object on standard output and nothing else."""
    sys.stdout.write(as_text(data))


def as_text(data: Any) -> str:
    """A document as a file holds it."""
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False, default=str) + "\n"


def can_draw(what: str) -> bool:
    """Return whether the extra for pictures is installed; where it is not, say on standard error what to install."""
    if not is_installed("plots"):
        err.print(advice("plots", what), markup=False, soft_wrap=True)
        return False
    return True


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error that is told the stage, what is done and what there is to do."""
    with Progress(
        TextColumn("{task.description:<28}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(),
        console=err, transient=True, disable=quiet,
    ) as bar:  # fmt: skip
        task = bar.add_task("starting", total=1)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=max(total, 1))

        yield tell


def number(x: float | None, digits: int = 2) -> str:
    """Short and readable: whole numbers from ten on."""
    if x is None:
        return "-"
    return f"{x:,.0f}" if abs(x) >= 10 else f"{x:.{digits}g}"


def percent(p: float | None) -> str:
    """A probability for reading; never 0 % or 100 % for what is merely rare or common."""
    if p is None:
        return "-"
    if 0 < p < 0.005:
        return "<1 %"
    if 0.995 < p < 1:
        return ">99 %"
    return f"{100 * p:.0f} %"


def plain_table(title: str, caption: str | None = None, tight: bool = False) -> Table:
    """An empty table with a title, a line under the head alone; `tight` where there is much to show in 80 columns."""
    return Table(
        title=title, title_justify="left", title_style="bold", caption=caption, caption_justify="left",
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0) if tight else (0, 1),
    )  # fmt: skip
