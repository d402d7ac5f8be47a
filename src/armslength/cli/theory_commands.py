"""`armslength theories`: what each theory of obedience would have predicted, and the weight that it has earned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armslength.cli.options import (
    CaseArgument,
    EventsOption,
    JsonOption,
    OriginsOption,
    RevisedOption,
    SeedOption,
    WorkersOption,
    loaded,
    origins_asked,
)
from armslength.cli.where import anywhere

if TYPE_CHECKING:
    from armslength.results.theories import TheoriesResult


@anywhere
def theories(
    scenario: CaseArgument,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--theory", help="A theory to compare with the full model; may be repeated; all if left out."
        ),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Also make the fits for later forecasts by a Gaussian at the mode instead of sampling.",
        ),
    ] = False,
    events: EventsOption = None,
    origins: OriginsOption = "weekly",
    window: Annotated[
        int, typer.Option(help="Days after each origin whose reports are predicted and scored.")
    ] = 7,
    draws: Annotated[int, typer.Option(help="Draws of the posterior at each origin.")] = 500,
    seed: SeedOption = 1,
    workers: WorkersOption = 2,
    admit_revised: RevisedOption = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the result, its figure and the fits; out/SCENARIO-theories if left out."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Weight rival theories of who obeys by how well each predicts the reports."""
    from armslength.cli.console import err, progress_bar
    from armslength.fitting.fit import can_be_fitted
    from armslength.run import Run
    from armslength.simulate import keep_compiled_code
    from armslength.theories import compare_theories
    from armslength.theories.cache import FILE, fits_under, made_fits
    from armslength.theories.definitions import chosen
    from armslength.writing import write_text

    days = origins_asked(origins)
    keep_compiled_code()
    case = loaded(scenario, events)
    folder = out or Path("out") / f"{case.name}-theories"
    held = [theory.held_in(case) for theory in chosen(case, only)[0]]
    then = fits_under(case, held, seed, quick=quick) if can_be_fitted(case) else None
    with progress_bar(quiet=as_json) as tell:
        run = Run(seed=seed, workers=workers, progress=tell)
        made = compare_theories(
            case,
            only,
            days,
            run,
            window=window,
            admit_revised=admit_revised,
            draws=draws,
            then=then,
        )
        result = made.result
        write_text(folder / FILE, result.to_json())
        if made.finished and then is not None:
            made_fits(then, result.theories, folder, run)
    if as_json:
        typer.echo(result.to_json(), nl=False)
    else:
        _show(result, folder, quick)
    if not made.finished:
        err.print(
            f"Interrupted: {len(made.theories)} finished theories are saved, {', '.join(made.left_out)} are missing.",
            markup=False,
        )
        raise typer.Exit(130)


def _show(result: TheoriesResult, folder: Path, quick: bool) -> None:
    """Draw the figure of a comparison, and print what it found."""
    from armslength.cli.console import can_draw, rich_table
    from armslength.cli.console import out as console
    from armslength.tables.theories_tables import theories_table
    from armslength.writing import write_text

    if can_draw("The figure"):
        from armslength.report.charts.theory_weights import theories_svg

        write_text(folder / "theories.svg", theories_svg(result))
    console.print(rich_table(theories_table(result), tight=True))
    for line in _notes(result, quick):
        console.print(line, markup=False, soft_wrap=True)
    console.print(f"Results: {folder}", markup=False, soft_wrap=True)


def _notes(result: TheoriesResult, quick: bool) -> list[str]:
    later = "the same" if quick else "sampling"
    return [
        result.says,
        result.rule,
        f"Refits at the origins: {result.refits}. Fits for `forecast --theories`: {later}.",
        result.caveat,
        *(f"Left out: {row.theory}: {row.why}." for row in result.left_out),
    ]


COMMANDS = (theories,)
