"""`armslength forecast`: from evidence to the table and the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armslength.cli.options import (
    CaseArgument,
    DeviceOption,
    HorizonOption,
    PosteriorOption,
    PriorOption,
    WorkersOption,
    computing,
)
from armslength.cli.where import anywhere

if TYPE_CHECKING:
    from armslength.forecasting import Forecast
    from armslength.run import Run, RunOptions
    from armslength.scenario import Scenario


@anywhere
def forecast(
    scenario: CaseArgument,
    days: HorizonOption = None,
    futures: Annotated[
        int, typer.Option(help="Futures to simulate: fifty for each draw of the parameters, rounded up.")
    ] = 10_000,
    seed: Annotated[
        int, typer.Option(help="Seed of the random numbers: the same seed gives the same futures.")
    ] = 1,
    workers: WorkersOption = 2,
    device: DeviceOption = "cpu",
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    theories: Annotated[
        bool,
        typer.Option(
            "--theories",
            help="Average over rival theories of who obeys. Their weights are computed and saved on first use.",
        ),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder for report, data and tables; out/SCENARIO if left out.")
    ] = None,
    keep_paths: Annotated[
        bool,
        typer.Option("--keep-paths", help="Save the daily path of every future, not of a sample of 1,000."),
    ] = False,
    csv: Annotated[
        bool,
        typer.Option("--csv", help="Also write every table of the report as CSV, into the folder tables."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole forecast as one JSON object.")
    ] = False,
) -> None:
    """Forecast a case: who follows, what comes next, how sure that is. Print tables and write a report."""
    from armslength.cli.console import can_draw
    from armslength.cli.console import out as console
    from armslength.cli.first_screen import first_screen
    from armslength.forecasting import forecast as one_model
    from armslength.forecasting import save
    from armslength.forecasting.storage import check_target

    size: RunOptions = {"days": days, "futures": futures, "seed": seed, "workers": max(workers, 1)}
    with computing(scenario, posterior, prior, as_json, theories, device, **size) as (case, run):
        folder = out or Path("out") / case.name
        check_target(folder)
        if theories:
            made = _over_theories(case, folder, run, keep_paths)
        else:
            made = one_model(case, run, keep_paths=keep_paths)
    if not as_json:
        for part in first_screen(made.result):
            console.print(part)
    beside = {}
    if can_draw("The report"):
        from armslength.report import (
            write_report,  # after the answer stands: pictures take a second to import
        )

        beside["report.html"] = write_report(made.result)
        if csv:
            from armslength.report.csv_tables import forecast_files

            beside |= {f"tables/{name}": text for name, text in forecast_files(made.result).items()}
    save(made, folder, beside)
    if as_json:
        typer.echo(made.result.to_json(), nl=False)
    elif not beside:
        console.print(f"Data: [bold]{folder}[/bold]", soft_wrap=True)
    else:
        console.print(f"Report: [bold]{folder / 'report.html'}[/bold] (data beside it)", soft_wrap=True)
        console.print(f"In a browser: armslength serve {scenario}", markup=False, soft_wrap=True)


def _over_theories(case: Scenario, folder: Path, run: Run, keep_paths: bool) -> Forecast:
    """Forecast over theories, whose weights are read beside the forecast's folder or computed if there are none."""
    from armslength.theories import forecast_over
    from armslength.theories.cache import cached_comparison, cached_fits

    beside = folder.parent / f"{case.name}-theories"
    comparison = cached_comparison(case, beside, run)
    theories = cached_fits(case, comparison, beside, run)
    return forecast_over(case, theories, run, says=comparison.says, keep_paths=keep_paths)


COMMANDS = (forecast,)
