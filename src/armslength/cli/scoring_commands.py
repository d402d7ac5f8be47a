"""`armslength backtest`, `score`, `ledger` and `import csv`: forecasts against what came."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from armslength.cli.options import (
    CaseArgument,
    EventsOption,
    JsonOption,
    OriginsOption,
    RevisedOption,
    SeedOption,
    day_asked,
)

LedgerFile = Annotated[
    Path | None, typer.Option("--ledger", help="The ledger's file; one in your data folder if left out.")
]
ForecastFolder = Annotated[Path, typer.Argument(metavar="FORECAST", help="Folder of a saved forecast.")]
EventsFile = Annotated[Path, typer.Option(help="What happened, in the form of events.csv.")]
Until = Annotated[
    str | None,
    typer.Option(help="Last day that the events cover, YYYY-MM-DD; their own last day if left out."),
]


def backtest(
    scenario: CaseArgument,
    events: EventsOption = None,
    origins: OriginsOption = "weekly",
    horizons: Annotated[str, typer.Option(help="Days ahead, separated by commas.")] = "1,7,30",
    draws: Annotated[
        int, typer.Option(help="Draws of the parameters at each origin, twenty futures each.")
    ] = 100,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Fit anew at each origin, by the Gaussian at the mode; draws of the prior if left out.",
        ),
    ] = False,
    posterior: Annotated[
        Path | None,
        typer.Option(help="Refused: one fit of the whole record knows what came after each origin."),
    ] = None,
    seed: SeedOption = 1,
    admit_revised: RevisedOption = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the result and its figure; out/SCENARIO-backtest if left out."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Forecast from past days with what was published by then, beside five naive rivals; say if there is skill."""
    from armslength.cli.console import can_draw, progress_bar, say_json
    from armslength.cli.console import out as console
    from armslength.cli.scoring_tables import backtest_tables
    from armslength.errors import ArmslengthError
    from armslength.forecasting.storage import as_json as written
    from armslength.scenario import load
    from armslength.scoring import backtest as run
    from armslength.simulate import keep_compiled_code
    from armslength.writing import write_text

    if posterior is not None:
        raise ArmslengthError(
            f"a backtest takes no posterior: {posterior} was fitted to the whole record and would tell each origin what "
            "came after it; with --quick the model is fitted anew at each origin"
        )
    days, ahead = _origins(origins), _horizons(horizons)
    keep_compiled_code()
    case = load(scenario, events)
    with progress_bar(quiet=as_json) as tell:
        made = run(
            case,
            origins=days,
            horizons=ahead,
            draws=draws,
            quick=quick,
            admit_revised=admit_revised,
            seed=seed,
            progress=tell,
        ).document()
    if as_json:
        say_json(made)
        if out is None:
            return
    folder = out or Path("out") / f"{case.name}-backtest"
    write_text(folder / "backtest.json", written(made))
    said = f"Numbers: [bold]{folder / 'backtest.json'}[/bold]"
    if can_draw("The figure"):
        from armslength.report.charts.skill_chart import skill_svg

        write_text(folder / "skill.svg", skill_svg(made["figure"]))
        said = f"Figure: [bold]{folder / 'skill.svg'}[/bold] (the numbers beside it)"
    if not as_json:
        for table in backtest_tables(made):
            console.print(table)
        console.print(said, soft_wrap=True)


def _origins(text: str) -> list[date] | None:
    return None if text == "weekly" else [day_asked("--origins", part.strip()) for part in text.split(",")]


def _horizons(text: str) -> list[int]:
    from armslength.errors import ArmslengthError

    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise ArmslengthError(
            f"--horizons is '{text}'; write whole days separated by commas, such as 1,7,30"
        ) from None


def score(
    forecast: ForecastFolder,
    events: EventsFile,
    until: Until = None,
    ledger: LedgerFile = None,
    out: Annotated[Path | None, typer.Option(help="File for a figure of skill (SVG).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Score a saved forecast on what happened since, beside the same rivals; say what surprised it."""
    from armslength.cli.console import out as console
    from armslength.cli.console import say_json
    from armslength.cli.scoring_tables import score_tables
    from armslength.extras import require
    from armslength.scoring.ledger import Ledger
    from armslength.scoring.ledger_service import standing_of
    from armslength.scoring.score_saved import open_forecast, score_forecast
    from armslength.writing import write_text

    if out:
        require("plots", "A figure of skill")
    document, _, fingerprint = open_forecast(forecast)
    as_of = date.fromisoformat(document["scenario"]["as_of"])
    standing = standing_of(Ledger(ledger), fingerprint, as_of)
    made = score_forecast(forecast, events, day_asked("--until", until) if until else None, standing)
    if out:
        from armslength.report.charts.skill_chart import skill_svg

        write_text(out, skill_svg(made["figure"]))
    if as_json:
        say_json(made)
        return
    for table in score_tables(made):
        console.print(table)


ledger_group = typer.Typer(
    no_args_is_help=True, help="Forecasts written down before the fact, and everyone's record."
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
        typer.Option(
            help="The case whose fronts and series people's forecasts name; FORECAST's own if given."
        ),
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
    from armslength.scoring.score_saved import open_forecast
    from armslength.scoring.scoring_actors import who_of_document, who_of_scenario

    if forecast is None and human is None:
        raise ArmslengthError("name a saved forecast, or people's forecasts with --human FILE")
    book, added = Ledger(ledger), []
    asked: list[Any] = []
    if human is not None:
        who = who_of_scenario(load(case)) if forecast is None else who_of_document(open_forecast(forecast)[0])
        asked = read_human(human, who)
        added += register_human(book, human, asked, who)
    if forecast is not None:
        added += register_forecast(book, forecast, asked)
    made = [e for e in added if e.kind == "forecast"]
    console.print(
        f"{len(made)} forecasts registered in {book.path}; newest hash {added[-1].hash}",
        markup=False,
        soft_wrap=True,
    )


@ledger_group.command()
def resolve(
    events: EventsFile, until: Until = None, ledger: LedgerFile = None, as_json: JsonOption = False
) -> None:
    """Settle what the events settle, each forecast by the rule fixed when it was registered."""
    from armslength.cli.console import out as console
    from armslength.cli.console import say_json
    from armslength.scoring.ledger import Ledger
    from armslength.scoring.ledger_service import resolve as settle

    made = settle(Ledger(ledger), events, day_asked("--until", until) if until else None)
    if as_json:
        say_json([e.body for e in made])
        return
    void = sum(e.body["state"] == "void" for e in made)
    console.print(f"{len(made) - void} resolved, {void} void; the rest is pending.")


@ledger_group.command()
def show(ledger: LedgerFile = None, as_json: JsonOption = False) -> None:
    """Everyone's record: pending, resolved and void beside every score, and what the words were worth."""
    from armslength.cli.console import out as console
    from armslength.cli.console import say_json
    from armslength.cli.scoring_tables import ledger_tables
    from armslength.scoring.ledger import Ledger
    from armslength.scoring.ledger_service import record

    made = record(Ledger(ledger))
    if as_json:
        say_json(made)
        return
    for table in ledger_tables(made):
        console.print(table, soft_wrap=False)


@ledger_group.command()
def verify(
    head: Annotated[str | None, typer.Option(help="A hash noted earlier; it must still be there.")] = None,
    ledger: LedgerFile = None,
) -> None:
    """Check that nothing was changed, removed or put in between."""
    from armslength.cli.console import out as console
    from armslength.errors import ArmslengthError, Fault
    from armslength.scoring.ledger import Ledger

    book = Ledger(ledger)
    if faults := book.verify(head):
        raise ArmslengthError(*(Fault(book.path, None, fault) for fault in faults))
    console.print(f"The chain of {len(book.entries())} entries holds.")


import_group = typer.Typer(no_args_is_help=True, help="Your own data as rows of events.csv.")


@import_group.command(name="csv")
def csv_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file with a header.")],
    date_column: Annotated[str, typer.Option("--date", help="The column with the day (or month).")],
    count: Annotated[str, typer.Option(help="The column with the count.")],
    series: Annotated[
        str, typer.Option(help="The series that the counts belong to, as scenario.yaml declares it.")
    ],
    source: Annotated[str, typer.Option(help="An id of sources.yaml, a web address, or 'assumed'.")],
    front: Annotated[
        str | None, typer.Option(help="CLIENT/ADVERSARY, several joined by ';'; the series' own if left out.")
    ] = None,
    front_column: Annotated[str | None, typer.Option(help="A column that names the front.")] = None,
    period: Annotated[str, typer.Option(help="daily, weekly or monthly.")] = "daily",
    week: Annotated[
        str, typer.Option(help="Whether a weekly row is dated by its start or its end.")
    ] = "start",
    date_format: Annotated[str | None, typer.Option(help="Such as %d/%m/%Y; YYYY-MM-DD if left out.")] = None,
    published: Annotated[
        str | None, typer.Option(help="When a count appeared: a column, or one date for all.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; printed if left out.")] = None,
) -> None:
    """Turn a daily, weekly or monthly file into events. A blank count is a day not counted, which is not zero."""
    from armslength.cli.console import err
    from armslength.scenario.events import write_events
    from armslength.scoring.csv_import import Mapping, import_csv
    from armslength.writing import write_text

    how = Mapping(
        date_column, count, series, source, front, front_column, period, week, date_format, published
    )
    made = import_csv(file, how)
    text = write_events(made.events)
    if out:
        write_text(out, text)
    else:
        typer.echo(text, nl=False)
    err.print(f"{len(made.events)} events; {made.blank} rows without a count were left out.")


COMMANDS = (backtest, score)
GROUPS = (("ledger", ledger_group), ("import", import_group))
