"""`armslength export`: forecasts in the formats of others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import Until, day_asked
from armslength.errors import ArmslengthError

export_group = typer.Typer(no_args_is_help=True, help="Write forecasts in the formats of others.")

ForecastFolder = Annotated[Path, typer.Argument(metavar="FORECAST", help="Folder of a saved forecast.")]


@export_group.command()
def hub(
    forecast: Annotated[
        Path,
        typer.Argument(
            metavar="FORECAST|RECORD",
            help="Folder of a saved forecast, or of what `armslength record` wrote.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            help="Folder of the hub: a new one, or a hub of the same case that takes another round."
        ),
    ],
    events: Annotated[
        Path | None,
        typer.Option(
            help="What happened since: a file with the columns of events.csv, written as target data."
        ),
    ] = None,
    until: Until = None,
    check: Annotated[
        bool, typer.Option("--check", help="Read the hub back with hubdata and jsonschema (extra `hub`).")
    ] = False,
) -> None:
    """Write a saved forecast as a round of a hubverse hub (quantiles, probabilities, joint samples), or a record as a hub."""
    from armslength.cli.console import out as console
    from armslength.exporting.hub_folder import export_hub
    from armslength.exporting.hub_record import export_record
    from armslength.results.issued import FILE

    if (forecast / FILE).exists():
        if events is not None or until is not None:
            raise ArmslengthError("a record holds what was counted: leave --events and --until out")
        folder = export_record(forecast, out)
    else:
        folder = export_hub(forecast, out, events, day_asked("--until", until) if until else None)
    console.print(f"Hub: {folder}", markup=False, soft_wrap=True)
    if check:
        from armslength.exporting.hub_check import check_hub

        rows = check_hub(folder)
        console.print(
            f"hubdata reads {rows.forecasts:,} rows of forecasts, {rows.observations:,} of observations, {rows.outcomes:,} of "
            "outcomes."
        )


@export_group.command()
def metaculus(
    forecast: ForecastFolder,
    out: Annotated[Path | None, typer.Option(help="File to write; printed if left out.")] = None,
) -> None:
    """Write the windows of a saved forecast as questions and payloads in Metaculus' style, by the ledger's rules."""
    from armslength.cli.console import out as console
    from armslength.exporting.metaculus import export_metaculus
    from armslength.writing import write_text

    made = export_metaculus(forecast)
    if out is None:
        typer.echo(made.to_json(), nl=False)
        return
    write_text(out, made.to_json())
    console.print(f"{len(made.questions)} questions with payloads: {out}", markup=False, soft_wrap=True)


@export_group.command()
def views(
    forecast: ForecastFolder,
    out: Annotated[Path, typer.Option(help="Folder for the draws, the table of fronts and the header.")],
) -> None:
    """Write 1,000 monthly draws by front in the shape of VIEWS' files; the header says what they are not."""
    from armslength.cli.console import out as console
    from armslength.exporting.views import export_views

    folder = export_views(forecast, out)
    console.print(
        f"Draws: {folder / 'predictions.parquet'} (no VIEWS target: see its header)", soft_wrap=True
    )


GROUPS = (("export", export_group),)
