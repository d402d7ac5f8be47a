"""`armslength fit`: what the data taught, and what is still only prior."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.forecasting import CaseArgument


def fit(
    scenario: CaseArgument,
    events: Annotated[
        Path | None, typer.Option(help="More rows in the form of events.csv, up to the as-of date.")
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(help="Another case that informs what belongs to no actor; may be repeated."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="The Gaussian at the mode instead of NUTS.")] = False,
    chains: Annotated[int, typer.Option(help="Chains, side by side.")] = 4,
    draws: Annotated[int, typer.Option(help="Draws of each chain.")] = 1000,
    seed: Annotated[int, typer.Option(help="Same seed, same draws.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="File for the posterior; out/SCENARIO-posterior.nc if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
) -> None:
    """Fit a case to everything reported; say first what the data could teach."""
    from dataclasses import asdict

    from armslength.cli.said import out as console
    from armslength.cli.said import progress_bar, say_json
    from armslength.cli.tables import learned_table
    from armslength.fitting.fit import fit as run
    from armslength.fitting.identify import entangled, identifiability
    from armslength.scenario import load
    from armslength.scenario.advance import read_new_events
    from armslength.simulate import keep_compiled_code

    keep_compiled_code()
    case = load(scenario)
    if events:
        case = case.with_events(read_new_events(events), case.as_of)
    with progress_bar(quiet=as_json) as tell:
        posterior = run(
            case,
            also=[load(name) for name in also or ()],
            chains=chains,
            draws=draws,
            seed=seed,
            quick=quick,
            progress=tell,
        )
    path = posterior.save(out or Path("out") / f"{case.name}-posterior.nc")
    learned, pairs = identifiability(posterior, case), entangled(posterior)
    if as_json:
        rows = [{**asdict(row), "verdict": row.verdict} for row in learned]
        say_json({"file": str(path), "manifest": posterior.attrs, "parameters": rows, "entangled": pairs})
        return
    console.print(learned_table(learned))
    for first, second, together in pairs:
        console.print(
            f"Not separable: {first} and {second} (correlation {together:+.2f})", markup=False, soft_wrap=True
        )
    verdict = "Converged." if posterior.converged else f"NOT converged: {posterior.attrs['faults']}."
    console.print(f"{verdict} Posterior: {path}", markup=False, soft_wrap=True)


COMMANDS = (fit,)
