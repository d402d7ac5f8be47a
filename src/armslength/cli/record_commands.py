"""`armslength record`: forecasts of many networks, scored in the open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armslength.cli.options import JsonOption, SeedOption, day_asked, numbers_asked
from armslength.cli.where import anywhere

if TYPE_CHECKING:
    from armslength.results.track_record import TrackRecordResult

Cases = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CASE]...",
        help="Cases by the week: names or folders; all that ship and go by it if left out.",
    ),
]
Weeks = Annotated[str, typer.Option("--weeks", help="Weeks ahead, separated by commas.")]
LearnedBy = Annotated[
    str, typer.Option(help="Last day of what is learned on other networks; forecasts begin after it.")
]
Every = Annotated[int, typer.Option(help="Weeks between origins.")]
Draws = Annotated[
    int, typer.Option(help="Draws of the model's parameters, twenty futures each; 0 for the baselines alone.")
]
Without = Annotated[
    str,
    typer.Option(
        "--without",
        help="Mechanisms to switch off in turn, separated by commas: orders, truces, reprisals, excitation, level.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder for the numbers, the forecasts, the page and the pictures; out/record if left out."
    ),
]


@anywhere
def record(
    cases: Cases = None,
    weeks: Weeks = "1,4,13,26",
    learned_by: LearnedBy = "2010-12-31",
    every: Every = 4,
    draws: Draws = 100,
    without: Without = "",
    seed: SeedOption = 1,
    out: Out = None,
    as_json: JsonOption = False,
) -> None:
    """Forecast many networks from past weeks, beside baselines that are learned on the other networks, and score them."""
    from armslength.cli.console import out as console
    from armslength.cli.console import progress_bar, rich_table
    from armslength.results.issued import FILE, Issued, issued_text
    from armslength.simulate import keep_compiled_code
    from armslength.tables.track_record_tables import overall_table
    from armslength.track_record.record import record as run
    from armslength.writing import write_text

    ahead = numbers_asked("--weeks", weeks, "weeks", "1,4,13")
    keep_compiled_code()
    folder, issued = out or Path("out/record"), list[Issued]()
    with progress_bar(quiet=as_json) as tell:
        result = run(
            cases or _by_the_week(),
            ahead,
            learned_by=day_asked("--learned-by", learned_by),
            every=every,
            draws=draws,
            seed=seed,
            without=[name.strip() for name in without.split(",") if name.strip()],
            progress=tell,
            keep=issued.extend,
        )
    write_text(folder / FILE, issued_text(issued))
    where = _write(result, folder)
    if as_json:
        typer.echo(result.to_json(), nl=False)
        return
    for h in ahead:
        console.print(rich_table(overall_table(result, h), tight=True))
    console.print(where, soft_wrap=True)


def _by_the_week() -> list[str]:
    from armslength.scenario import list_cases

    return [case.name for case in list_cases() if case.step == "week"]


def _write(result: TrackRecordResult, folder: Path) -> str:
    """Write the numbers, the page and, where pictures can be drawn, the picture; return where they are."""
    from armslength.cli.console import can_draw
    from armslength.tables.track_record_tables import page
    from armslength.writing import write_text

    write_text(folder / "record.json", result.to_json())
    pictures: dict[int, str] = {}
    if can_draw("The picture"):
        from armslength.report.charts.record_chart import record_svg

        for weeks in sorted({row.weeks for row in result.networks}):
            pictures[weeks] = f"record-{weeks}-weeks.svg"
            write_text(folder / pictures[weeks], record_svg(result, weeks))
    write_text(folder / "record.md", page(result, pictures))
    return f"Page: [bold]{folder / 'record.md'}[/bold] (the numbers beside it)"


COMMANDS = (record,)
