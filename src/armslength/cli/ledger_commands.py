"""`armslength ledger`: register forecasts, settle them, show everyone's record, check the chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import EventsFile, JsonOption, LedgerFile, Until, day_asked

ledger_group = typer.Typer(
    no_args_is_help=True, help="Register forecasts before the events, and keep everyone's score."
)


@ledger_group.command()
def add(
    forecast: Annotated[
        Path | None, typer.Argument(metavar="[FORECAST]", help="Folder of a saved forecast.")
    ] = None,
    human: Annotated[
        Path | None,
        typer.Option(
            help="People's own forecasts, CSV or YAML. With FORECAST, the model answers their questions too."
        ),
    ] = None,
    case: Annotated[
        str,
        typer.Option(help="The case that people's forecasts are about; with FORECAST, its own case."),
    ] = "axis-2024",
    ledger: LedgerFile = None,
) -> None:
    """Register a saved forecast, people's own forecasts, or both on the same questions."""
    from armslength.cli.console import out as console
    from armslength.errors import ArmslengthError
    from armslength.scenario import load
    from armslength.scoring.human_forecasts import read_human
    from armslength.scoring.ledger import Ledger
    from armslength.scoring.ledger_service import register_forecast, register_human
    from armslength.scoring.saved_forecast import open_forecast
    from armslength.scoring.scoring_actors import actors_of_case

    book = Ledger(ledger)
    asked, added_by_people, added = [], [], []
    if human is not None:
        actors = actors_of_case(load(case)) if forecast is None else open_forecast(forecast).actors
        asked = read_human(human, actors)
        added_by_people = register_human(book, human, asked, actors)
    added += added_by_people
    if forecast is not None:
        added += register_forecast(book, forecast, asked)
    if human is None and forecast is None:
        raise ArmslengthError("name a saved forecast, or people's forecasts with --human FILE")
    if not added:
        raise ArmslengthError("these forecasts stand in the ledger already; each counts once")
    count = sum(entry.kind == "forecast" for entry in added)
    text = f"{count} forecasts registered in {book.path}; newest hash {added[-1].hash}"
    console.print(text, markup=False, soft_wrap=True)
    people = sum(e.kind == "forecast" for e in added_by_people)
    if again := len(asked) - people:
        were = "stands" if again == 1 else "stand"
        console.print(f"{again} of {len(asked)} {were} there already, or twice in the file, and counts once.")


@ledger_group.command()
def resolve(
    events: EventsFile, until: Until = None, ledger: LedgerFile = None, as_json: JsonOption = False
) -> None:
    """Resolve registered forecasts by what happened, each by the rule fixed when it was registered."""
    from armslength.cli.console import out as console
    from armslength.cli.console import say_json
    from armslength.scoring.ledger import Ledger
    from armslength.scoring.ledger_service import resolve as settle

    made = settle(Ledger(ledger), events, day_asked("--until", until) if until else None)
    if as_json:
        say_json([resolution.model_dump(mode="json") for resolution in made])
        return
    void = sum(resolution.state == "void" for resolution in made)
    console.print(f"{len(made) - void} resolved, {void} void; the rest is pending.")


@ledger_group.command()
def show(ledger: LedgerFile = None, as_json: JsonOption = False) -> None:
    """Show each forecaster's scores, with the number of forecasts pending, resolved and void."""
    from armslength.cli.console import out as console
    from armslength.cli.console import rich_table
    from armslength.scoring.ledger import Ledger
    from armslength.scoring.ledger_record import ledger_result
    from armslength.tables.scoring_tables import forecasters_table, words_table

    result = ledger_result(Ledger(ledger))
    if as_json:
        typer.echo(result.to_json(), nl=False)
        return
    console.print(rich_table(forecasters_table(result), tight=True))
    for row in result.forecasters:
        for skill in row.against_the_model or ():
            text = f"{row.forecaster} against the model, {skill.score} on {skill.n} shared questions: {skill.in_words}."
            console.print(text, markup=False)
    console.print(rich_table(words_table(result)))
    head = f"{result.entries} entries in {result.ledger}; newest hash {result.head}"
    console.print(head, markup=False, style="dim")


@ledger_group.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A hash noted earlier, which must still be in the ledger.")
    ] = None,
    ledger: LedgerFile = None,
) -> None:
    """Check that no entry was changed, removed or inserted."""
    from armslength.cli.console import out as console
    from armslength.errors import ArmslengthError, Fault
    from armslength.scoring.ledger import Ledger

    book = Ledger(ledger)
    if faults := book.verify(head):
        raise ArmslengthError(*(Fault(book.path, None, fault) for fault in faults))
    console.print(f"The chain of {len(book.entries())} entries holds.")


@ledger_group.command()
def publish(
    out: Annotated[Path, typer.Option(help="Folder for the page, index.html; an older page is replaced.")],
    ledger: LedgerFile = None,
) -> None:
    """Write everything registered, settled and void as one page that anyone can host."""
    from armslength.cli.console import out as console
    from armslength.errors import ArmslengthError, Fault
    from armslength.extras import require
    from armslength.scoring.ledger import Ledger
    from armslength.scoring.ledger_record import ledger_result
    from armslength.writing import write_text

    require("plots", "The ledger's page")
    from armslength.report.ledger_page import write_ledger_page

    book = Ledger(ledger)
    if faults := book.verify():
        raise ArmslengthError(*(Fault(book.path, None, fault) for fault in faults))
    result = ledger_result(book)
    if not result.forecasts:
        raise ArmslengthError("the ledger holds no forecast: `armslength ledger add FORECAST` registers one")
    page = write_text(out / "index.html", write_ledger_page(result))
    names = sum(row.forecaster != "model" for row in result.forecasters)
    text = f"Page: {page}; newest hash {result.head}" + (
        f"; it names {names} people" if names > 1 else "; it names one person" if names else ""
    )
    console.print(text, markup=False, soft_wrap=True)


GROUPS = (("ledger", ledger_group),)
