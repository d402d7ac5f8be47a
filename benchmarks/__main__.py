"""Time a future of the built-in case against Mesa, NumPy and the floor: `make bench`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console

from armslength.simulate import keep_compiled_code
from benchmarks import commands, page
from benchmarks.race import contenders, race
from benchmarks.start import CASE, start_from_prior

PAGE = Path("docs") / "generated" / "benchmark.md"
WORKERS = 2
MANY = 100_000  # futures, whose memory is measured


def main(arguments: list[str] | None = None) -> None:
    """Race, measure the commands, print, write."""
    asked = _asked(arguments)
    console = Console()
    draws, numpy_futures, mesa_futures, turns = (25, 1250, 2, 1) if asked.quick else (200, 10_000, 60, 5)
    keep_compiled_code()
    with console.status("replaying the reported past") as status:
        start = start_from_prior(draws)
        status.update("compiling")
        made = contenders(start, WORKERS, numpy_futures, mesa_futures)
        race(made, turns, lambda name: status.update(f"playing futures: {name}"))
        goals = list(page.speed_goals(made))
        if not asked.no_commands:
            status.update("running the command")
            goals += _command_goals(
                1 if asked.quick else 3, 1250 if asked.quick else 10_000, MANY // (50 if asked.quick else 1)
            )
    page.show(console, made, goals)
    ensemble = start.ensemble
    sizes = (
        f"A future is {ensemble.days} days of `{CASE}`: {len(start.network.clients)} clients, {len(start.network.fronts)} fronts, "
        f"{len(start.network.adversaries)} adversaries. Ours are {ensemble.draws} draws of the parameters by {ensemble.replicates}, "
        f"in blocks of {ensemble.block * ensemble.replicates:,}."
    )
    page.write(asked.out, made, goals, sizes)
    console.print(f"wrote {asked.out}")


def _command_goals(times: int, futures: int, many: int) -> list[page.Goal]:
    warm, big, shown = (
        commands.warm_forecast(CASE, futures, times),
        commands.forecast(CASE, many),
        commands.help_seconds(times),
    )
    return [
        page.Goal(
            f"seconds until the table of `armslength forecast {CASE}`, {futures:,} futures, code compiled before",
            f"{warm.to_table:.1f}", "under 6", warm.to_table < 6,
        ),
        page.Goal("seconds until that command ends, its report written", f"{warm.seconds:.1f}", "-", None),
        page.Goal(f"most memory of {many:,} futures, GiB", f"{big.gibibytes:.2f}", "under 2 GB", big.gibibytes * 1.0737 < 2),
        page.Goal("seconds of `armslength --help`", f"{shown:.2f}", "under 1", shown < 1),
    ]  # fmt: skip


def _asked(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few futures and one turn: to see that it runs")
    parser.add_argument(
        "--no-commands", action="store_true", help="the race alone, without running the command"
    )
    parser.add_argument("--out", type=Path, default=PAGE, help=f"where the page goes; {PAGE} if left out")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
