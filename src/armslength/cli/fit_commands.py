"""`armslength fit`: what the data taught, and what is still only prior."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armslength.cli.options import loaded
from armslength.cli.where import anywhere
from armslength.errors import ArmslengthError

if TYPE_CHECKING:
    from armslength.fitting.fits import Fits
    from armslength.results.fit import FitResult
    from armslength.run import Progress
    from armslength.scenario import Scenario

CasesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO...",
        help="Name of a shipped case, or a scenario folder; of several each is fitted by itself.",
    ),
]


@anywhere
def fit(
    scenario: CasesArgument,
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
    apart: Annotated[
        bool,
        typer.Option(
            "--apart",
            help="Make each two chains a task of their own, for --shard and --cluster: the same draws.",
        ),
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Seed of the random numbers: the same seed gives the same draws.")
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File for the posterior, or folder for those of several cases; out/SCENARIO-posterior.nc if left out."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object for each case instead.")
    ] = False,
) -> None:
    """Fit the parameters of a case to its reports, and show what the data taught about each."""
    from armslength.cli.console import progress_bar
    from armslength.fitting.fits import AskedFit, Fits
    from armslength.scenario import load
    from armslength.simulate import keep_compiled_code

    keep_compiled_code()
    if events and len(scenario) > 1:
        raise ArmslengthError("--events belong to one case: fit it by itself")
    cases = _different([loaded(one, events) for one in scenario])
    work = Fits(
        cases[0],
        tuple(map(AskedFit, cases)),
        seed,
        quick,
        chains=chains,
        draws=draws,
        accept=accept,
        also=tuple(map(load, also or ())),
        apart=apart,
    )
    with progress_bar(quiet=as_json) as tell:
        made = _saved(work, out, tell)
    for result in made:
        _show(result, as_json)
    if left := [case.name for case in cases[len(made) :]]:
        typer.echo(f"Interrupted: {', '.join(left)} not fitted.", err=True)
        raise typer.Exit(130)


def _different(cases: list[Scenario]) -> list[Scenario]:
    """Return the cases after refusing one that is named twice, whose files would be one."""
    for case in cases:
        if [other.name for other in cases].count(case.name) > 1:
            raise ArmslengthError(f"{case.name} is named twice; each case is fitted once")
    return cases


def _saved(work: Fits, out: Path | None, tell: Progress) -> list[FitResult]:
    """Save each fit as it is finished; return what each found."""
    from armslength.fitting.at_hand import keep
    from armslength.fitting.fit_result import fit_result
    from armslength.tasks import Here

    made = []
    for asked, posterior in zip(work.asked, work.posteriors(Here(progress=tell)), strict=False):
        name = f"{asked.case.name}-posterior.nc"
        several = len(work.asked) > 1
        path = posterior.save(out if out and not several else (out or Path("out")) / name)
        if posterior.converged and not work.also:
            keep(asked.case, posterior)  # later commands on the case stand on it
        made.append(fit_result(posterior, asked.case, str(path)))
    return made


def _show(result: FitResult, as_json: bool) -> None:
    """Write the page of a fit, and print what it found."""
    from armslength.cli.console import can_draw, rich_table
    from armslength.cli.console import out as console
    from armslength.tables.fit_tables import coverage_table, learned_table
    from armslength.writing import write_text

    path, page = Path(str(result.file)), ""
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
