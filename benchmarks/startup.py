"""Where each second goes from the return key to the table, and until the command ends: `python -m benchmarks.startup`.

    python -m benchmarks.startup --against ../earlier/src    # beside another checkout, turn by turn

Each run is a process of its own that does what `armslength forecast CASE` does, with compiled code and bytecode kept from
a run before. Seconds are wall clock; those of the processor, of all threads, stand beside them, since a busy machine
stretches the first alone.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

PAGE = Path("docs/generated/benchmark-start.md")
CASES = ("axis-2024", "sri-lanka-2008")
TABLE = "the table"
#: what a run goes through, as its progress and this module call it
SAID = {
    "start": "Python, Typer and what the command line is made of",
    "imports": "importing JAX, pydantic and the model",
    "case": "reading and checking the case, opening its fit",
    "replaying the reported past": "the past, replayed in 200 draws: loading its code, and playing it",
    "playing futures": "10,000 futures; who follows, beside them",
    "asking who follows": "the rest of who follows",
    "asking the prior the same": "the same asked of the prior",
    "writing it down": "xarray, quantiles, the three ways, one record",
    TABLE: "the table",
    "pictures": "importing Altair, drawing the pictures, the report",
    "files": "JSON, netCDF and CSV",
}

RUN = """
import json, os, sys, tempfile, time
began, seen = float(sys.argv[2]), []
def mark(name):
    if not seen or seen[-1][0] != name:
        seen.append((name, time.time(), sum(os.times()[:2])))
seen.append(("start", began, 0.0))
import armslength.cli
mark("imports")
from armslength.cli.first_screen import first_screen
from armslength.cli.console import out
from armslength.forecasting import forecast, save
from armslength.run import Run
from armslength.scenario import load
from armslength.simulate import keep_compiled_code
mark("case")
keep_compiled_code()
case = load(sys.argv[1])
made = forecast(case, Run(progress=lambda stage, done, total: mark(stage) if not done else None))
mark("the table")
for part in first_screen(made.result):
    out.print(part)
mark("pictures")
from armslength.report import write_report
report = write_report(made.result)
mark("files")
with tempfile.TemporaryDirectory() as folder:
    save(made, folder + "/forecast", {"report.html": report})
mark("end")
print(json.dumps(seen), file=sys.stderr)
"""


def run(case: str, source: Path | None = None) -> dict[str, tuple[float, float]]:
    """Run one forecast; return the seconds of each stage, by the clock and of the processor."""
    environment = {**os.environ, **({"PYTHONPATH": str(source)} if source else {})}
    words = [sys.executable, "-c", RUN, case, str(time.time())]
    ran = subprocess.run(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True
    )
    seen = json.loads(ran.stderr.splitlines()[-1])
    made: dict[str, tuple[float, float]] = {}
    for (name, at, spent), (_, then, later) in pairwise(seen):
        wall, processor = made.get(name, (0.0, 0.0))
        made[name] = (wall + then - at, processor + later - spent)
    return made


def until_table(stages: dict[str, tuple[float, float]], which: int) -> float:
    """Return the seconds until the table, by the clock (0) or of the processor (1)."""
    names = list(stages)
    return sum(stages[name][which] for name in names[: names.index(TABLE) + 1])


def measured(case: str, turns: int, against: Path | None) -> list[str]:
    """Return the lines of the page for one case."""
    mine, theirs = [], []
    for turn in range(turns + 1):  # the first compiles what is new
        ours = run(case)
        other = run(case, against) if against else None
        if turn:
            mine.append(ours)
            theirs += [other] if other else []
    lines = [f"## `{case}`", "", "| what | seconds | of the processor |", "|---|---:|---:|"]
    for name, said in SAID.items():
        found = [stages[name] for stages in mine if name in stages]
        if found:
            wall, processor = (statistics.median(x[i] for x in found) for i in (0, 1))
            lines.append(f"| {said} | {wall:.2f} | {processor:.2f} |")
        if name == TABLE:
            wall, processor = (statistics.median(until_table(s, i) for s in mine) for i in (0, 1))
            lines.append(f"| **until the table** | **{wall:.2f}** | **{processor:.2f}** |")
    if theirs:
        clock, processor = (
            statistics.median(
                until_table(a, i) / until_table(b, i) for a, b in zip(mine, theirs, strict=True)
            )
            for i in (0, 1)
        )
        lines += [
            "",
            f"Until the table: {clock:.2f} of the time of the other checkout, {processor:.2f} of its processor's.",
        ]
    return [*lines, ""]


def help_ratio(turns: int) -> float:
    """Return how long `--help` takes beside `import typer`, the median over turns."""

    def spent(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    shown = "import sys; sys.argv[1:] = ['--help']; from armslength.cli import main; main()"
    return statistics.median(spent(shown) / spent("import typer") for _ in range(turns))


def main() -> None:
    """Measure and write the page."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    asked.add_argument("--turns", type=int, default=5)
    asked.add_argument("--against", type=Path, help="the folder src of another checkout")
    asked.add_argument("--cases", nargs="+", default=list(CASES))
    asked.add_argument("--out", type=Path, default=PAGE)
    given = asked.parse_args()
    lines = [line for case in given.cases for line in measured(case, given.turns, given.against)]
    head = [
        "# From the return key to the table",
        "",
        f"Measured on {date.today().isoformat()} by `python -m benchmarks.startup` on {os.cpu_count()} cores, median of {given.turns} turns, "
        f"load {os.getloadavg()[0]:.0f} at the end. Compiled code and bytecode are kept from a run before. "
        "Where the load is above the number of cores, others used them: read the processor's seconds.",
        "",
        f'`armslength --help` takes {help_ratio(4 * given.turns + 1):.2f} times as long as `python -c "import typer"`.',
        "",
    ]
    given.out.write_text("\n".join([*head, *lines]), encoding="utf-8")
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
