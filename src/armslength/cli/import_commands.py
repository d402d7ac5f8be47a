"""`armslength import csv`: one's own counts as events."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import_group = typer.Typer(no_args_is_help=True, help="Turn your own data into rows of events.csv.")


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
    period: Annotated[str, typer.Option(help="What a row covers: daily, weekly or monthly.")] = "daily",
    week: Annotated[
        str, typer.Option(help="Whether a weekly row is dated by its start or its end.")
    ] = "start",
    date_format: Annotated[
        str | None, typer.Option(help="Format of the dates, such as %d/%m/%Y; if left out, YYYY-MM-DD.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="When a count appeared: a column, or one date for all.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; printed if left out.")] = None,
) -> None:
    """Turn a daily, weekly or monthly file into events. A blank count is a day not counted, which is not zero."""
    from armslength.cli.console import err
    from armslength.scenario.events import write_events
    from armslength.scoring.csv_import import Mapping, import_csv
    from armslength.scoring.observed import ASSUMED
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
    if source == ASSUMED:
        err.print(
            "Their source is 'assumed': such counts inform a fit, but no backtest and no score is ever made on them. "
            "Where somebody counted, name them with --source.",
            markup=False,
            soft_wrap=True,
        )


GROUPS = (("import", import_group),)
