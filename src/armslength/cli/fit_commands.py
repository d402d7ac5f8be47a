"""`armslength fit`: what the data taught, and what is still only prior."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import CaseArgument, loaded


def fit(
    scenario: CaseArgument,
    events: Annotated[
        Path | None,
        typer.Option(help="More events, in a file with the columns of events.csv, up to the as-of date."),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            help="Another case that also informs the parameters that the two share; may be repeated."
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fit a Gaussian at the mode instead of sampling.")
    ] = False,
    chains: Annotated[int, typer.Option(help="Chains, run in parallel.")] = 4,
    draws: Annotated[int, typer.Option(help="Draws of each chain.")] = 1000,
    accept: Annotated[
        float,
        typer.Option(
            help="Target acceptance rate of the sampler: nearer to 1 makes shorter steps and fewer divergences."
        ),
    ] = 0.85,
    seed: Annotated[
        int, typer.Option(help="Seed of the random numbers: the same seed gives the same draws.")
    ] = 1,
    out: Annotated[
        Path | None, typer.Option(help="File for the posterior; out/SCENARIO-posterior.nc if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
) -> None:
    """Fit the parameters of a case to its reports, and show what the data taught about each."""
    from armslength.cli.console import can_draw, progress_bar, rich_table
    from armslength.cli.console import out as console
    from armslength.fitting.at_hand import keep
    from armslength.fitting.fit import fit as run
    from armslength.fitting.fit_result import fit_result
    from armslength.simulate import keep_compiled_code
    from armslength.tables.fit_tables import coverage_table, learned_table
    from armslength.writing import write_text

    keep_compiled_code()
    case = loaded(scenario, events)
    with progress_bar(quiet=as_json) as tell:
        posterior = run(
            case,
            also=also or (),
            chains=chains,
            draws=draws,
            seed=seed,
            quick=quick,
            accept=accept,
            progress=tell,
        )
    path = posterior.save(out or Path("out") / f"{case.name}-posterior.nc")
    if posterior.converged and not also:
        keep(case, posterior)  # later commands on the case stand on it
    result = fit_result(posterior, case, str(path))
    page = ""
    if can_draw("The page of the fit"):
        from armslength.report.fit_page import write_fit_page

        page = f" Page: {write_text(path.with_suffix('.html'), write_fit_page(result))}"
    if as_json:
        typer.echo(result.to_json(), nl=False)
        return
    console.print(rich_table(learned_table(result, most=30)))
    for pair in result.entangled:
        text = f"Not separable: {pair.first} and {pair.second} (correlation {pair.correlation:+.2f})"
        console.print(text, markup=False, soft_wrap=True)
    for sentence in result.conflicts:
        console.print(sentence, markup=False, soft_wrap=True)
    console.print(rich_table(coverage_table(result)))
    verdict = "Converged." if result.converged else f"NOT converged: {result.manifest.faults}."
    console.print(f"{verdict} Posterior: {path}.{page}", markup=False, soft_wrap=True)


COMMANDS = (fit,)
