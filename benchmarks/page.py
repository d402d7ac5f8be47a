"""What was measured, as a table on the screen and as a page of the docs."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.race import Contender, ratio


@dataclass(frozen=True)
class Goal:
    """One thing measured against what was aimed at."""

    what: str
    measured: str
    target: str
    met: bool | None  #: nothing was aimed at


def speed_goals(made: dict[str, Contender]) -> Iterator[Goal]:
    """Ratios of the race."""
    threads = made["ours"].threads
    mesa, numpy, floor = (
        ratio(made, "mesa", "ours"),
        ratio(made, "numpy", "ours"),
        ratio(made, "ours", "floor"),
    )
    yield Goal(f"times as fast as Mesa, {threads} threads", f"{mesa:.0f}", "500", mesa >= 500)
    yield Goal(f"times as fast as NumPy, {threads} threads", f"{numpy:.1f}", "8", numpy >= 8)
    yield Goal("times the floor, as many threads", f"{floor:.1f}", "at most 2", floor <= 2)


def core_for_core(made: dict[str, Contender]) -> str:
    """The ratios on one thread."""
    return (
        f"On one thread each: {ratio(made, 'mesa', 'ours_1'):.0f} times as fast as Mesa, "
        f"{ratio(made, 'numpy', 'ours_1'):.1f} times as fast as NumPy, {ratio(made, 'ours_1', 'floor_1'):.1f} times the floor."
    )


def machine() -> str:
    """Processor, system and versions; no names of hosts."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("jax", "numpy", "mesa"))
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}"


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def speed_table(made: dict[str, Contender]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows: every contender beside ours."""
    header = (
        "",
        "threads",
        "futures a turn",
        "turns",
        "ms a future",
        "futures a second",
        "time against ours",
    )
    rows: list[tuple[str, ...]] = [
        (
            c.name, str(c.threads), f"{c.futures:,}", str(len(c.seconds)), f"{c.milliseconds:.3g}",
            f"{1000 / c.milliseconds:,.0f}", f"{ratio(made, key, 'ours'):.3g}",
        )
        for key, c in made.items()
    ]  # fmt: skip
    return header, rows


def goal_table(goals: list[Goal]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows: what was aimed at."""
    return ("", "measured", "aim", "met"), [
        (g.what, g.measured, g.target, "-" if g.met is None else "yes" if g.met else "no") for g in goals
    ]


def show(console: Console, made: dict[str, Contender], goals: list[Goal]) -> None:
    """Print both tables."""
    for header, rows in (speed_table(made), goal_table(goals)):
        table = Table()
        for i, name in enumerate(header):
            table.add_column(name, justify="left" if i == 0 else "right")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    console.print(core_for_core(made))


def write(path: Path, made: dict[str, Contender], goals: list[Goal], sizes: str) -> None:
    """The page of the docs."""
    text = f"""# How fast a future is

Made by `make bench` on {date.today().isoformat()}: {machine()}.

{sizes}

All start from the same draws of the prior and the same replayed state. They take turns, so that whatever else the machine
does falls on all alike; times are medians over turns, ratios are medians of the ratios within a turn.

{_markdown(*speed_table(made))}

{core_for_core(made)}

- **Mesa** and **NumPy** are the same model written again from its description, as a user of each would (`benchmarks/`):
  agents in plain Python, one replicate at a time; futures on the last axis in single precision. They leave out what
  futures of this case never need (tallies, a change of commander). `tests/recovery/test_mesa_agrees.py` holds that their means are ours.
- **The floor** draws the same random numbers and takes as many exponentials and logarithms a day, by the same runtime in
  blocks of the same size, and nothing else.

## Against what was aimed at

{_markdown(*goal_table(goals))}
"""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _markdown(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---", *["---:"] * (len(header) - 1)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
