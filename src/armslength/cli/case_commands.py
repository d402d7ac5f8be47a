"""What an analyst writes: list, new, check, explain, questions, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import CaseArgument, JsonOption


def list_(as_json: JsonOption = False) -> None:
    """List the cases that ship, with their questions."""
    from itertools import groupby

    from rich.markup import escape
    from rich.table import Table

    from armslength.cli.console import out, say_json
    from armslength.scenario import list_cases

    cases = list_cases()
    if as_json:
        say_json(
            [
                {
                    "name": c.name,
                    "title": c.title,
                    "group": c.group,
                    "question": c.question,
                    "as_of": c.as_of.isoformat(),
                }
                for c in cases
            ]
        )
        return
    table = Table("case", "title", "as of", "asks")
    for group, members in groupby(cases, key=lambda c: c.group):
        if group:
            table.add_section()
            table.add_row(f"[bold]{escape(group)}[/bold]")
        for c in members:
            table.add_row(c.name, c.title, c.as_of.isoformat(), c.question)
    out.print(table)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to create; it must not exist yet.")],
) -> None:
    """Write a commented scenario to start from."""
    from armslength.cli.console import out
    from armslength.scenario.starter import new as write

    made = write(folder)
    out.print(f"Wrote {made}. Next: armslength check {made}", markup=False, soft_wrap=True)


def check(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A scenario folder, or the name of a shipped case.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Check a scenario: list every fault, and the questions that its data cannot answer."""
    from dataclasses import asdict

    from armslength.cli.console import out, say_json
    from armslength.errors import ArmslengthError
    from armslength.scenario.check import check as examine

    report = examine(path)
    if as_json:
        say_json(
            {
                "sound": report.sound,
                "faults": [asdict(f) for f in report.faults],
                "cannot_answer": report.cannot_answer,
                "warnings": report.warnings,
            }
        )
    if not report.sound:
        if as_json:
            raise typer.Exit(2)
        raise ArmslengthError(*report.faults)
    if as_json or report.scenario is None:
        return
    s = report.scenario
    out.print(
        f"{s.name}: sound. {len(s.events)} events over {s.days} days, {len(s.fronts)} fronts, {len(s.claims)} claims.",
        markup=False,
        soft_wrap=True,
    )
    if s.own:
        named = ", ".join(own.written for own in s.own)
        out.print(f"Mechanisms of its own, code that runs as part of the model: {named}.", markup=False)
    for title, sentences in (
        ("What these data cannot answer", report.cannot_answer),
        ("Worth a look", report.warnings),
    ):
        if sentences:
            out.print(f"\n{title}", style="bold")
        for sentence in sentences:
            out.print(f"- {sentence}", markup=False, soft_wrap=True)


def explain(
    scenario: CaseArgument,
    path: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Dotted path, such as clients.CLIENT.autonomy.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Explain one parameter: meaning, prior, value, the equation it acts in, claims and sources."""
    from rich.table import Table

    from armslength.cli.console import out, say_json
    from armslength.scenario import load
    from armslength.scenario.explain import explain as look_up

    found = look_up(load(scenario), path)
    if as_json:
        say_json({"path": path, "rows": [{"what": name, "is": text} for name, text in found.rows()]})
        return
    table = Table(title=path, title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    from rich.text import Text

    for name, text in found.rows():
        table.add_row(name, Text(text))
    out.print(table)


def questions(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A case with questions.yaml.")
    ] = "axis-2024",
    futures: Annotated[int, typer.Option(help="Futures to simulate for the answers.")] = 2_000,
    as_json: JsonOption = False,
) -> None:
    """Answer the questions of a case (questions.yaml) from a forecast."""
    from armslength.cli.console import out, progress_bar, rich_table, say_json
    from armslength.forecasting import forecast
    from armslength.forecasting.question_answers import answered, asked_by
    from armslength.scenario import load
    from armslength.simulate import keep_compiled_code
    from armslength.tables.question_tables import questions_table

    keep_compiled_code()
    case = load(scenario)
    asked_by(case)
    with progress_bar(quiet=as_json) as tell:
        made = answered(case, forecast(case, futures=futures, progress=tell).result)
    if as_json:
        say_json([row.model_dump(mode="json") for row in made])
        return
    out.print(rich_table(questions_table(made, f"{case.title}, as of {case.as_of}")))


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]",
            help="What to describe: scenario (its YAML files), or a result that --json prints, such as forecast.",
        ),
    ] = "scenario",
) -> None:
    """Print the JSON Schema of a scenario's files or of a result."""
    from armslength.cli.console import say_json
    from armslength.errors import ArmslengthError
    from armslength.results.documents import DOCUMENTS, json_schema
    from armslength.scenario.json_schema import schema as scenario_schema
    from armslength.scenario.suggest import did_you_mean

    if name != "scenario" and name not in DOCUMENTS:
        raise ArmslengthError(
            f"nothing is called '{name}' here; {did_you_mean(name, ['scenario', *DOCUMENTS])}"
        )
    say_json(scenario_schema() if name == "scenario" else json_schema(name))


COMMANDS = (list_, new, check, explain, questions, schema)
ALIASES = {"article": questions}  #: earlier names
