"""`armslength compare` and `armslength why`: what changes if they did this instead, and through what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.cli.options import (
    CaseArgument,
    DoOption,
    HorizonOption,
    JsonOption,
    PosteriorOption,
    PriorOption,
    StrategyArgument,
    WorkersOption,
    day_asked,
    parameters_asked,
    strategies_asked,
)
from armslength.errors import ArmslengthError

FuturesOption = Annotated[int, typer.Option(help="Futures of each strategy, fifty for each draw of the parameters.")]  # fmt: skip
SinceOption = Annotated[str | None, typer.Option("--from", help="Replay to this day of the history, YYYY-MM-DD, and change one thing from there.")]  # fmt: skip


def compare(
    scenario: CaseArgument,
    strategies: StrategyArgument = None,
    strategy: Annotated[list[str] | None, typer.Option("--strategy", help="The same as an option; may be repeated.")] = None,
    do: DoOption = None,
    shock: Annotated[list[str] | None, typer.Option(help="A changed starting state to look at beside them; never ranked. May be repeated.")] = None,
    days: HorizonOption = None,
    since: SinceOption = None,
    futures: FuturesOption = 10_000,
    seed: Annotated[int, typer.Option(help="Same seed, same luck for every strategy.")] = 1,
    workers: WorkersOption = 2,
    interval: Annotated[float, typer.Option(help="Mass of the intervals.")] = 0.9,
    weight: Annotated[list[str] | None, typer.Option(help="Another weight of an objective, such as deaths=2; may be repeated.")] = None,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    theories: Annotated[bool, typer.Option("--theories", help="Average over rival theories of who obeys, and tell structure apart.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the report and the numbers; out/SCENARIO-compared if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole comparison as one JSON object.")] = False,
) -> None:  # fmt: skip
    """Compare strategies: what each changes, how sure, and which is better for de-escalation."""
    from armslength.cli.console import as_text, can_draw, progress_bar, say_json
    from armslength.cli.console import out as console
    from armslength.cli.decisions_tables import comparison_tables
    from armslength.decisions import compare as run
    from armslength.decisions.compare import Comparison
    from armslength.decisions.comparison_csv import as_csv
    from armslength.scenario import load
    from armslength.simulate import keep_compiled_code
    from armslength.theories import variants
    from armslength.writing import write_text

    keep_compiled_code()
    case = load(scenario)
    folder = out or Path("out") / f"{case.name}-compared"
    if folder.exists() and not folder.is_dir():
        raise ArmslengthError(f"{folder}: cannot write there: it is a file; choose another folder with --out")
    if theories and (posterior or prior):
        raise ArmslengthError("--theories fits every theory itself: leave --posterior and --prior out")
    with progress_bar(quiet=as_json) as tell:
        beside = folder.parent / f"{case.name}-theories"
        known = variants(case, beside, seed=seed, workers=workers, progress=tell) if theories else ()
        made: Comparison = run(
            case, strategies_asked([*(strategies or ()), *(strategy or ())], do), days=days, futures=futures, seed=seed, workers=max(workers, 1),
            interval=interval, since=day_asked("--from", since) if since else None, shocks=shock or (), weights=_weights(weight or ()),
            posterior=None if theories else parameters_asked(case, posterior, prior), variants=known, progress=tell,
        )  # fmt: skip
    if as_json:
        say_json(made.document)
    else:
        for table in comparison_tables(made.document):
            console.print(table)
    write_text(folder / "comparison.json", as_text(made.document))
    write_text(folder / "comparison.csv", as_csv(made.document))
    said = f"Numbers: [bold]{folder}[/bold]"
    if can_draw("The report"):
        from armslength.report.compare_page import write_compare_page  # after the answer stands

        page = write_text(folder / "comparison.html", write_compare_page(made.document))
        said = f"Report: [bold]{page}[/bold] (numbers beside it)"
    if not as_json:
        console.print(said, soft_wrap=True)


def why(
    scenario: CaseArgument,
    strategy: Annotated[str | None, typer.Argument(help="Name of a strategy; left out with --do.")] = None,
    against: Annotated[str, typer.Option(help="The strategy that it is set against.")] = "nothing",
    do: DoOption = None,
    days: HorizonOption = None,
    futures: FuturesOption = 2_000,
    seed: Annotated[int, typer.Option(help="Same seed, same luck.")] = 1,
    workers: WorkersOption = 2,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: Annotated[Path | None, typer.Option(help="File for the numbers behind; not kept if left out.")] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Explain a difference: one pair of futures as a chain, and what each mechanism carried on average."""
    from armslength.cli.console import as_text, progress_bar, say_json
    from armslength.cli.console import out as console
    from armslength.cli.decisions_tables import why_tables
    from armslength.decisions import why as run
    from armslength.scenario import load
    from armslength.simulate import keep_compiled_code
    from armslength.writing import write_text

    keep_compiled_code()
    case = load(scenario)
    one = strategies_asked([strategy] if strategy else [], do)
    if len(one) != 1:
        raise ArmslengthError(f"say one strategy to explain, by its name or with --do; {case.name} has {', '.join(case.strategies) or 'none of its own'}")  # fmt: skip
    with progress_bar(quiet=as_json) as tell:
        made = run(
            case, one[0], against, days=days, futures=futures, seed=seed, workers=max(workers, 1),
            posterior=parameters_asked(case, posterior, prior), progress=tell,
        )  # fmt: skip
    if as_json:
        say_json(made.document)
    else:
        for table in why_tables(made.document):
            console.print(table)
    if out:
        write_text(out, as_text(made.document))


def _weights(given: list[str] | tuple[()]) -> dict[str, float]:
    made = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            made[name] = float(value)
        except ValueError:
            raise ArmslengthError(f"--weight is '{text}'; write it as deaths=2") from None
    return made


COMMANDS = (compare, why)
