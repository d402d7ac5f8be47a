"""`armslength import`: UCDP GED, ACLED, GTD and one's own counts as events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from armslength.importing.read_file import How

import_group = typer.Typer(
    no_args_is_help=True, help="Turn data sets and your own counts into rows of events.csv."
)

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="CSV, TSV or XLSX files, or zips of one.")
]
Actors = Annotated[
    Path | None,
    typer.Option(
        help="Whom the names of the data stand for (actors.csv); if left out, the names are listed."
    ),
]
Covered = Annotated[
    list[str] | None,
    typer.Option(
        help="FROM..TO: a span in which no row means no clash; can be repeated. Nothing is zero outside."
    ),
]
Step = Annotated[str, typer.Option(help="How covered spans are cut: day, week or month.")]
Within = Annotated[str | None, typer.Option("--within", help="FROM..TO: rows outside are left out.")]
Since = Annotated[
    Path | None, typer.Option(help="The .rows.csv of an earlier import: says what is new, changed, deleted.")
]
Accessed = Annotated[
    str | None,
    typer.Option(help="Day on which the files were fetched; the day they were last written if left out."),
]
SourceId = Annotated[
    str | None, typer.Option(help="Id of the source in sources.yaml; the data set's name if left out.")
]
Edition = Annotated[
    str | None, typer.Option(help="Version of the data, where the name of the file does not say it.")
]
Encoding = Annotated[
    str | None,
    typer.Option(help="Encoding of text that is not UTF-8: cp1252, latin-1 or utf-16. It is never guessed."),
]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook with several.")]
DateFormat = Annotated[
    str | None,
    typer.Option(
        help="Format of the dates, such as %d/%m/%Y, or excel or stata for numbered days, where the file leaves a doubt."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="File to write, with the account of every row and the vintage beside it; printed if left out."
    ),
]


def _command(data: str, what: str) -> None:
    """Add the command that imports one data set; all of them take the same options."""

    def command(
        files: Files,
        actors: Actors = None,
        covered: Covered = None,
        step: Step = "week",
        within: Within = None,
        since: Since = None,
        accessed: Accessed = None,
        edition: Edition = None,
        source: SourceId = None,
        encoding: Encoding = None,
        sheet: Sheet = None,
        date_format: DateFormat = None,
        out: Out = None,
    ) -> None:
        from armslength.importing.periods import read_edge, read_span
        from armslength.importing.read_file import How

        how = How(
            covered=tuple(read_span(text, "--covered") for text in covered or ()),
            step=step,
            within=read_span(within, "--within") if within else None,
            encoding=encoding,
            sheet=sheet,
            date_format=date_format,
            accessed=read_edge(accessed, "--accessed", is_last=True) if accessed else None,
            edition=edition,
            source=source,
        )
        if actors is None:
            _list_names(data, files, how)
        else:
            _import(data, files, actors, how, since, out)

    import_group.command(data, help=f"Turn {what} into events.")(command)


_command("ged", "UCDP GED, its candidate releases or an exchange's copy of it")
_command("acled", "an ACLED export")
_command("gtd", "the Global Terrorism Database")


def _import(
    data: str, files: list[Path], actors: Path, how: How, since: Path | None, out: Path | None
) -> None:
    """Import files by a list of actors: the events are written or printed, sentences go to standard error."""
    from armslength.cli.console import err
    from armslength.importing.actors_file import read_actors
    from armslength.importing.import_events import import_events
    from armslength.importing.import_summary import summary
    from armslength.importing.saved_import import save_import
    from armslength.scenario.events import write_events

    imported = import_events(data, files, read_actors(actors), how, since)
    if out:
        written = save_import(imported, out)
    else:
        typer.echo(write_events(imported.events), nl=False)
    for sentence in summary(imported):
        err.print(sentence, markup=False, soft_wrap=True)
    if out:
        where = ", ".join(str(path) for path in written.values())
        err.print(f"Wrote {where}.", markup=False, soft_wrap=True)
    else:
        err.print("The account of every row and the vintage are kept with --out FILE.")


def _list_names(data: str, files: list[Path], how: How) -> None:
    """List the names of a file's sides by their number of rows: what to write into a list of actors."""
    from armslength.cli.console import err, out
    from armslength.importing.read_file import names_in

    names = names_in(data, files, how)
    for name, number in sorted(names.items(), key=lambda item: (-item[1], item[0])):
        out.print(f"{number:>8,}  {name}", markup=False, soft_wrap=True)
    err.print(
        "No list of actors was given, so nothing was imported: write one (--actors), or let `armslength draft` start it."
    )


DateColumn = Annotated[str, typer.Option("--date", help="The column with the day (or month).")]
Series = Annotated[
    str, typer.Option(help="The series that the counts belong to, as scenario.yaml declares it.")
]
SourceOfCounts = Annotated[str, typer.Option(help="An id of sources.yaml, a web address, or 'assumed'.")]
CountColumn = Annotated[
    str | None, typer.Option(help="The column with the count; if left out, each row is one event of its day.")
]
FrontOption = Annotated[
    str | None, typer.Option(help="CLIENT/ADVERSARY, several joined by ';'; the series' own if left out.")
]
FrontColumn = Annotated[
    str | None, typer.Option(help="A column that names the front; several fronts get a series each.")
]
Period = Annotated[str, typer.Option(help="What a row covers: daily, weekly or monthly.")]
Week = Annotated[str, typer.Option(help="Whether a weekly row is dated by its start or its end.")]
FormatOfCounts = Annotated[
    str | None, typer.Option(help="Format of the dates, such as %d/%m/%Y; if left out, YYYY-MM-DD.")
]
Published = Annotated[str | None, typer.Option(help="When a count appeared: a column, or one date for all.")]
OutCounts = Annotated[
    Path | None,
    typer.Option(help="File to write, with the account of every row beside it; printed if left out."),
]


@import_group.command(name="csv")
def csv_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV, TSV or XLSX file with a header, or a zip of one.")
    ],
    date_column: DateColumn,
    series: Series,
    source: SourceOfCounts,
    count: CountColumn = None,
    front: FrontOption = None,
    front_column: FrontColumn = None,
    period: Period = "daily",
    week: Week = "start",
    date_format: FormatOfCounts = None,
    published: Published = None,
    covered: Covered = None,
    step: Step = "week",
    encoding: Encoding = None,
    sheet: Sheet = None,
    out: OutCounts = None,
) -> None:
    """Turn a file of events, or of daily, weekly or monthly counts, into events. A blank count is a day not counted, which is not zero."""
    from armslength.cli.console import err
    from armslength.importing.account import write_account
    from armslength.importing.periods import read_span
    from armslength.scenario.events import write_events
    from armslength.scoring.counts_into_case import sentences
    from armslength.scoring.csv_import import Mapping, import_csv
    from armslength.writing import write_text

    how = Mapping(
        date=date_column,
        count=count,
        series=series,
        source=source,
        front=front,
        front_column=front_column,
        period=period,
        week=week,
        date_format=date_format,
        published=published,
        covered=tuple(read_span(text, "--covered") for text in covered or ()),
        step=step,
        encoding=encoding,
        sheet=sheet,
    )
    made = import_csv(file, how)
    text = write_events(made.events)
    if out:
        write_text(out, text)
        write_text(out.with_name(f"{out.stem}.rows.csv"), write_account(made.account))
    else:
        typer.echo(text, nl=False)
    for said in sentences(made, source):
        err.print(said, markup=False, soft_wrap=True)


GROUPS = (("import", import_group),)
