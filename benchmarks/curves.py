"""How the time of a forecast grows with its futures, days, fronts and history: `python -m benchmarks.curves`.

Each is doubled several times while the others stay. What is timed is replaying the past in 200 draws and playing the
futures, after a first time that compiles. The slope is that of the logarithm of the time over the logarithm of what
grows: 1 is proportion, and what a doubling costs beyond it is a cliff.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from armslength.forecasting.futures import play_futures
from armslength.initial_conditions import replay_to_as_of
from armslength.scenario import Scenario, load
from armslength.simulate import REPLICATES, keep_compiled_code
from armslength.simulate.kept_code import clear_code
from benchmarks.long_case import write_case

PAGE = Path("docs/generated/benchmark-curves.md")
DRAWS, DAYS, FRONTS, WEEKS = 200, 84, 4, 104
SEED = 1


def seconds(case: Scenario, draws: int, days: int, times: int) -> tuple[float, float]:
    """Return the least seconds of a forecast after the first, by the clock and of the processor."""

    def once() -> tuple[float, float]:
        clock, processor = perf_counter(), process_time()
        initial = replay_to_as_of(case, draws, SEED)
        play_futures(initial.futures(initial.plan(days), SEED), 2)
        return perf_counter() - clock, process_time() - processor

    once()
    made = [once() for _ in range(times)]
    clear_code()
    return min(x for x, _ in made), min(x for _, x in made)


def made_up(home: Path, fronts: int, weeks: int) -> Scenario:
    """Return a made-up case by the week with so many fronts and weeks of history."""
    folder = home / f"{fronts}-{weeks}"
    if not folder.exists():
        write_case(folder, "week", date(1990, 1, 1), weeks, fronts)
    return load(folder)


def curves(home: Path, doublings: int, times: int) -> Iterator[tuple[str, list[tuple[int, float, float]]]]:
    """Yield what grows, and for each of its values the seconds."""
    steps = [2**n for n in range(doublings + 1)]
    one = made_up(home, FRONTS, WEEKS)
    grown: dict[str, Callable[[int], tuple[int, Scenario, int, int]]] = {
        f"futures, {DAYS} days ahead of {FRONTS} fronts": lambda s: (
            DRAWS * s * REPLICATES,
            one,
            DRAWS * s,
            DAYS,
        ),
        f"days ahead, {DRAWS * REPLICATES:,} futures": lambda s: (DAYS * s, one, DRAWS, DAYS * s),
        f"fronts, {WEEKS} weeks of history": lambda s: (
            FRONTS * s,
            made_up(home, FRONTS * s, WEEKS),
            DRAWS,
            DAYS,
        ),
        f"weeks of history, {FRONTS} fronts": lambda s: (
            WEEKS * s,
            made_up(home, FRONTS, WEEKS * s),
            DRAWS,
            DAYS,
        ),
    }
    for what, of in grown.items():
        rows = []
        for step in steps:
            number, case, draws, days = of(step)
            rows.append((number, *seconds(case, draws, days, times)))
        yield what, rows


def slope(rows: list[tuple[int, float, float]]) -> float:
    """Return the slope of log seconds of the processor over log number, by least squares."""
    x, y = (np.log([row[i] for row in rows]) for i in (0, 2))
    return float(np.polyfit(x, y, 1)[0])


def steepest(rows: list[tuple[int, float, float]]) -> float:
    """Return the greatest factor that one doubling costs."""
    return max(b[2] / a[2] for a, b in pairwise(rows))


def page(doublings: int, times: int) -> str:
    """Measure and return the page."""
    lines = []
    with tempfile.TemporaryDirectory() as home:
        for what, rows in curves(Path(home), doublings, times):
            lines += [
                "",
                f"## {what[0].upper()}{what[1:]}",
                "",
                "| " + " | ".join(["number", *(f"{n:,}" for n, _, _ in rows)]) + " |",
                "|---" * (len(rows) + 1) + "|",
                "| " + " | ".join(["seconds", *(f"{wall:.2f}" for _, wall, _ in rows)]) + " |",
                "| " + " | ".join(["of the processor", *(f"{spent:.2f}" for _, _, spent in rows)]) + " |",
                "",
                f"Slope {slope(rows):.2f}; the dearest doubling costs {steepest(rows):.1f} times as much.",
            ]
    head = (
        f"Measured on {date.today().isoformat()} by `python -m benchmarks.curves` on {os.cpu_count()} cores, the least of {times}, "
        f"load {os.getloadavg()[0]:.0f} at the end: a made-up case by the week. A slope of 1 is proportion."
    )
    return "\n".join(["# How the time of a forecast grows", "", head, *lines, ""])


def main() -> None:
    """Measure and write the page."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.curves", description=__doc__)
    asked.add_argument("--doublings", type=int, default=4)
    asked.add_argument("--times", type=int, default=3)
    asked.add_argument("--out", type=Path, default=PAGE)
    given = asked.parse_args()
    keep_compiled_code()
    given.out.write_text(page(given.doublings, given.times), encoding="utf-8")
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
