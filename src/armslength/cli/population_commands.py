"""`armslength population`: what many networks teach about the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import JsonOption, SeedOption
from armslength.cli.where import anywhere


@anywhere
def population(
    cases: Annotated[
        list[str],
        typer.Argument(metavar="CASE...", help="Three networks or more: names of cases, or folders."),
    ],
    chains: Annotated[int, typer.Option(min=2, max=16, help="Chains of the second stage.")] = 4,
    draws: Annotated[int, typer.Option(min=100, max=100_000, help="Draws of each chain.")] = 1000,
    rounds: Annotated[
        int,
        typer.Option(
            min=0, max=10, help="Rounds in which every network is fitted again where the population puts it."
        ),
    ] = 1,
    seed: SeedOption = 1,
    out: Annotated[
        Path | None, typer.Option(help="File for the draws; out/population.nc if left out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Learn from many networks how parameters vary over them, and what a next network should start from."""
    from armslength.cli.console import out as console
    from armslength.cli.console import progress_bar, rich_table
    from armslength.population.population import learn, saved
    from armslength.simulate import keep_compiled_code
    from armslength.tables.population_tables import networks_table, spread_table, taught_table

    keep_compiled_code()
    with progress_bar(quiet=as_json) as tell:
        made = learn(cases, chains=chains, draws=draws, seed=seed, rounds=rounds, progress=tell)
    result = saved(made, out or Path("out/population.nc")).result
    if as_json:
        typer.echo(result.to_json(), nl=False)
        return
    for table in (taught_table(result), spread_table(result), networks_table(result)):
        console.print(rich_table(table, tight=True))
    for note in result.notes:
        console.print(note, markup=False, soft_wrap=True)
    found = result.diagnostics
    verdict = "Converged." if found.converged else f"NOT converged: {found.faults}."
    console.print(f"{verdict} Draws: {result.file}.", markup=False, soft_wrap=True)


COMMANDS = (population,)
