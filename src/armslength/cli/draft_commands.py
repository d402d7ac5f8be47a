"""`armslength draft`: a case from public data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Patrons = Annotated[
    list[str] | None,
    typer.Option(
        "--patron",
        help="The patron, as the support data write it; can be repeated. None: --client names groups that nobody supports.",
    ),
]
EventFiles = Annotated[list[Path], typer.Option(help="A file of UCDP GED; can be repeated.")]
Start = Annotated[str, typer.Option("--from", help="First day of the history: a day, month or year.")]
End = Annotated[str, typer.Option("--to", help="The as-of date: a day, or a month or year for its last day.")]
Out = Annotated[Path, typer.Option(help="Folder to write, new or empty.")]
Support = Annotated[Path | None, typer.Option(help="UCDP's table of external support, by actor and year.")]
Clients = Annotated[
    list[str] | None,
    typer.Option("--client", help="A client that the support data do not name; can be repeated."),
]
Without = Annotated[
    list[str] | None,
    typer.Option(help="A government that becomes no patron, whatever the support data say; can be repeated."),
]
Title = Annotated[str, typer.Option(help="Title of the case; its patrons and years if left out.")]
Question = Annotated[
    str, typer.Option(help="What the case asks; how many clashes there will be if left out.")
]
Group = Annotated[str, typer.Option(help="Heading under which `armslength list` shows the case.")]
Actors = Annotated[
    Path | None,
    typer.Option(help="A corrected actors.csv, which then says who is who in place of the rules."),
]
Covered = Annotated[
    list[str] | None,
    typer.Option(help="FROM..TO: where no row means no clash, in place of the rule; can be repeated."),
]
Step = Annotated[str, typer.Option(help="How covered spans are cut: day, week or month.")]
Accessed = Annotated[
    str | None,
    typer.Option(help="Day on which the files were fetched; the day they were last written if left out."),
]
Edition = Annotated[
    str | None,
    typer.Option(help="Version of the event data, where the name of the file does not say it."),
]
Encoding = Annotated[
    str | None, typer.Option(help="Encoding of text that is not UTF-8. It is never guessed.")
]
DateFormat = Annotated[
    str | None, typer.Option(help="Format of days that could be read in two ways, such as %m/%d/%Y.")
]
CarrySupport = Annotated[
    bool,
    typer.Option("--carry-support", help="Let support go on where its table ends before the case does."),
]

Priors = Annotated[
    Literal["networks", "usual"],
    typer.Option(
        help="What numbers start from that the draft does not write: networks (what other networks taught) or usual."
    ),
]


def draft(
    ged: EventFiles,
    start: Start,
    end: End,
    out: Out,
    patron: Patrons = None,
    esd: Support = None,
    client: Clients = None,
    without: Without = None,
    actors: Actors = None,
    covered: Covered = None,
    step: Step = "week",
    title: Title = "",
    question: Question = "",
    group: Group = "",
    accessed: Accessed = None,
    edition: Edition = None,
    encoding: Encoding = None,
    date_format: DateFormat = None,
    carry_support: CarrySupport = False,
    priors: Priors = "networks",
) -> None:
    """Draft a case from public data: clients, fronts, counts, and DRAFT.md with each decision for a person to look at."""
    from armslength.cli.console import out as console
    from armslength.drafting.decisions import HIGH
    from armslength.drafting.draft import draft as make

    made = make(
        patron or (),
        ged,
        start,
        end,
        esd,
        out,
        client=client or (),
        without=without or (),
        actors=actors,
        covered=covered or (),
        step=step,
        title=title,
        question=question,
        group=group,
        accessed=accessed,
        edition=edition,
        encoding=encoding,
        date_format=date_format,
        carry_support=carry_support,
        priors=priors,
    )
    plan = made.plan
    console.print(
        f"{made.scenario.title}: {len(plan.clients)} clients, {len(plan.adversaries)} adversaries, {len(plan.fronts)} fronts, "
        f"{len(made.scenario.events):,} events.",
        markup=False,
        soft_wrap=True,
    )
    for what, number in made.imported.counts.items():
        console.print(f"  {number:,} {what}", markup=False, soft_wrap=True)
    console.print("Look at first:", style="bold")
    for decision in (d for d in made.decisions if d.doubt == HIGH):
        console.print(f"- {decision.title}: {decision.look}", markup=False, soft_wrap=True)
    console.print(
        f"Wrote {out}; every decision stands in {out / 'DRAFT.md'}. Next: armslength check {out}",
        markup=False,
        soft_wrap=True,
    )


COMMANDS = (draft,)
