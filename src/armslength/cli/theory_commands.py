"""`armslength theories`: what each theory of who obeys would have foreseen, and the weight that it has earned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from armslength.cli.options import (
    CaseArgument,
    EventsOption,
    JsonOption,
    OriginsOption,
    RevisedOption,
    SeedOption,
    WorkersOption,
)

if TYPE_CHECKING:
    from rich.table import Table

SHORT = {
    "the data cannot tell": "unclear",
    "worse than the full model": "worse",
    "better than the full model": "better",
}


def theories(
    scenario: CaseArgument,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--theory", help="Compare this one with the full model; may be repeated. All if left out."
        ),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="The Gaussian at the mode for the kept fits, too, instead of NUTS."),
    ] = False,
    events: EventsOption = None,
    origins: OriginsOption = "weekly",
    window: Annotated[int, typer.Option(help="Days after each origin whose reports are predicted.")] = 7,
    draws: Annotated[int, typer.Option(help="Draws of each refit.")] = 500,
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
    """Weigh rival theories of who obeys by what each foresaw; say plainly when the data cannot tell."""
    from armslength.cli.console import can_draw, err, progress_bar, say_json
    from armslength.cli.console import out as console
    from armslength.cli.scoring_commands import _origins
    from armslength.forecasting.storage import as_json as written
    from armslength.scenario import load
    from armslength.simulate import keep_compiled_code
    from armslength.theories import compare
    from armslength.theories.cache import FILE, fitted
    from armslength.theories.theories_document import comparison_document
    from armslength.writing import write_text

    days = _origins(origins)
    keep_compiled_code()
    case = load(scenario, events)
    folder = out or Path("out") / f"{case.name}-theories"
    with progress_bar(quiet=as_json) as tell:
        made = compare(
            case, only, days, window=window, admit_revised=admit_revised, draws=draws, seed=seed,
            workers=workers, progress=tell,
        )  # fmt: skip
        document = comparison_document(made)
        write_text(folder / FILE, written(document))
        if made.finished:
            fitted(case, document, folder, quick=quick, seed=seed, progress=tell)
    if as_json:
        say_json(document)
    else:
        if can_draw("The figure"):
            from armslength.report.charts.theory_weights import theories_svg

            write_text(folder / "theories.svg", theories_svg(document))
        console.print(theories_table(document))
        for line in _foot(document, quick):
            console.print(line, markup=False, soft_wrap=True)
        console.print(f"Results: {folder}", markup=False, soft_wrap=True)
    if not made.finished:
        err.print(
            f"Interrupted: {len(made.theories)} finished theories are kept, {', '.join(made.left_out)} are missing.",
            markup=False,
        )
        raise typer.Exit(130)


def theories_table(document: dict[str, Any]) -> Table:
    """A row for each theory: weight, and difference to the full model."""
    from armslength.cli.console import plain_table

    first, last = document["origins"][0], document["origins"][-1]
    table = plain_table(
        f"Who obeys? Theories of {document['scenario']}, weighed by the reports of {document['window_days']} days "
        f"after each of {len(document['origins'])} origins, {first} to {last}",
        "Weight: mean over resamples of the origins. Difference: total log score less the full model's, in nats.",
        tight=True,
    )
    for name in ("theory", "weight (90 %)", "difference (90 %)", "verdict"):
        table.add_column(name, justify="left" if name in ("theory", "verdict") else "right", no_wrap=True)
    for row in document["theories"]:
        low, high = row["weight_90"]
        differs = ""
        if row["difference"] is not None:
            between = row["difference_90"]
            differs = f"{row['difference']:+.1f} ({between[0]:+.1f} to {between[1]:+.1f})"
        weight = f"{row['weight']:.2f} ({low:.2f}-{high:.2f})"
        table.add_row(row["title"], weight, differs, SHORT.get(row["verdict"], ""))
    return table


def _foot(document: dict[str, Any], quick: bool) -> list[str]:
    kept = "Kept fits: the same." if quick else "Kept fits, for `forecast --theories`: NUTS."
    said = [
        document["says"],
        document["rule"],
        f"Refits at the origins: {document['refits']}. {kept}",
        document["standing"],
    ]
    return said + [f"Left out: {row['theory']}: {row['why']}." for row in document["left_out"]]


COMMANDS = (theories,)
