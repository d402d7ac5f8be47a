"""`armslength step` and `armslength advance`: one world day by day, and a case kept up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import CaseArgument, day_asked, warn_of_future


def step(
    state: Annotated[
        str,
        typer.Argument(
            metavar="STATE", help="File of a saved state, or a case, which starts on its as-of date."
        ),
    ],
    orders: Annotated[
        list[str] | None,
        typer.Option(
            help='An action, such as "order front=CLIENT/ADVERSARY tempo=1 cap=1"; may be repeated.'
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(help="Days to simulate: 1 for a day, 7 for a week; one step of the case if left out."),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Seed of the random numbers: the same seed gives the same events.")
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(help="File for the new state; if left out, it is only printed, with --json."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print events and the new state as JSON.")] = False,
) -> None:
    """Simulate one future day by day from a saved state, for example for the umpire of a wargame."""
    from armslength.cli.console import out as console
    from armslength.forecasting import position
    from armslength.forecasting import step as play
    from armslength.simulate import keep_compiled_code
    from armslength.writing import write_text

    keep_compiled_code()
    played = play(position(state), orders or (), days, seed)
    if out:
        write_text(out, played.position.saved().to_json())
    if as_json:
        typer.echo(played.result.to_json(), nl=False)
        return
    for event in played.events:
        console.print(f"{event.day}  {event.text}", markup=False, soft_wrap=True)
    console.print(
        f"New state: {out}" if out else "The new state was not kept; --out FILE keeps it.", markup=False
    )


def advance(
    scenario: CaseArgument,
    events: Annotated[Path, typer.Option(help="New events: a file with the columns of events.csv.")],
    as_of: Annotated[str, typer.Option(help="The later as-of date, YYYY-MM-DD.")],
    out: Annotated[Path | None, typer.Option(help="Folder to write the later case to.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """Move a case to a later date, and show what changed and by which event."""
    from armslength.cli.console import out as console
    from armslength.cli.console import rich_table
    from armslength.forecasting import advance as move
    from armslength.scenario import load, read_new_events, save
    from armslength.simulate import keep_compiled_code
    from armslength.tables.update_tables import changes_table

    keep_compiled_code()
    moved = move(load(scenario), read_new_events(events), day_asked("--as-of", as_of))
    warn_of_future(moved.scenario)
    if out:
        save(moved.scenario, out)
    if as_json:
        typer.echo(moved.result.to_json(), nl=False)
        return
    console.print(rich_table(changes_table(moved.result)))
    console.print(
        f"Later case: {out}" if out else "The later case was not kept; --out DIR keeps it.", markup=False
    )


COMMANDS = (step, advance)
