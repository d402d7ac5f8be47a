"""`armslength compare` and `armslength why`: what changes if they did this instead, and through what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armslength.cli.options import (
    CaseArgument,
    DoOption,
    HorizonOption,
    JsonOption,
    OutOption,
    PosteriorOption,
    PriorOption,
    SeedOption,
    StrategyArgument,
    TheoriesOption,
    WorkersOption,
    computing,
    day_asked,
    folder_asked,
    strategies_asked,
    theories_asked,
)
from armslength.cli.where import anywhere
from armslength.errors import ArmslengthError

if TYPE_CHECKING:
    from armslength.results.comparison import ComparisonResult
    from armslength.results.explanation import ExplanationResult
    from armslength.run import RunOptions
    from armslength.tables import Table

FuturesOption = Annotated[
    int, typer.Option(help="Futures simulated for each strategy, fifty for each draw of the parameters.")
]
MoreStrategiesOption = Annotated[
    list[str] | None,
    typer.Option("--strategy", help="Name of a strategy, given as an option; may be repeated."),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--from", help="Counterfactual: start the strategies at this past day, YYYY-MM-DD."),
]
IntervalOption = Annotated[float, typer.Option(help="Probability that the intervals hold, between 0 and 1.")]
WeightOption = Annotated[
    list[str] | None,
    typer.Option(help="Change the weight of an objective, such as deaths=2; may be repeated."),
]
AgainstOption = Annotated[str, typer.Option(help="The strategy to compare with.")]
StrategyName = Annotated[str | None, typer.Argument(help="Name of a strategy; left out with --do.")]
FileOption = Annotated[
    Path | None, typer.Option(help="File for the result as JSON; not written if left out.")
]


@anywhere
def compare(
    scenario: CaseArgument,
    strategies: StrategyArgument = None,
    strategy: MoreStrategiesOption = None,
    do: DoOption = None,
    days: HorizonOption = None,
    since: SinceOption = None,
    futures: FuturesOption = 10_000,
    seed: SeedOption = 1,
    workers: WorkersOption = 2,
    interval: IntervalOption = 0.9,
    weight: WeightOption = None,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    theories: TheoriesOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare strategies: what each changes, with intervals, and a ranking by de-escalation."""
    from armslength.cli.console import show
    from armslength.decisions import compare as run_comparison

    size: RunOptions = {"days": days, "futures": futures, "seed": seed, "workers": max(workers, 1)}
    with computing(scenario, posterior, prior, as_json, theories, **size) as (case, run):
        folder = folder_asked(out, case, "compared")
        made = run_comparison(
            case,
            strategies_asked([*(strategies or ()), *(strategy or ())], do),
            run,
            interval=interval,
            since=day_asked("--from", since) if since else None,
            weights=_weights(weight or ()),
            theories=theories_asked(case, run, folder.parent) if theories else [],
        )
    show(made.result, _comparison_texts(made.result), as_json)
    _write_comparison(made.result, folder, as_json)


def why(
    scenario: CaseArgument,
    strategy: StrategyName = None,
    against: AgainstOption = "nothing",
    do: DoOption = None,
    days: HorizonOption = None,
    futures: FuturesOption = 2_000,
    seed: SeedOption = 1,
    workers: WorkersOption = 2,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: FileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain why a strategy makes a difference: one pair of futures, and the part of each mechanism."""
    from armslength.cli.console import show
    from armslength.decisions import why as explain
    from armslength.writing import write_text

    size: RunOptions = {"days": days, "futures": futures, "seed": seed, "workers": max(workers, 1)}
    with computing(scenario, posterior, prior, as_json, **size) as (case, run):
        one = strategies_asked([strategy] if strategy else [], do)
        if len(one) != 1:
            own = ", ".join(case.strategies) or "none of its own"
            raise ArmslengthError(
                f"name one strategy to explain, or write it with --do; {case.name} has {own}"
            )
        result = explain(case, one[0], against, run)
    show(result, _explanation_texts(result), as_json)
    if out:
        write_text(out, result.to_json())


def _write_comparison(result: ComparisonResult, folder: Path, quiet: bool) -> None:
    from armslength.cli.console import can_draw
    from armslength.cli.console import out as console
    from armslength.tables.comparison_tables import every_difference_table
    from armslength.writing import write_text

    write_text(folder / "comparison.json", result.to_json())
    write_text(folder / "comparison.csv", every_difference_table(result).to_csv())
    text = f"Numbers: [bold]{folder}[/bold]"
    if can_draw("The report"):
        from armslength.report.compare_page import write_compare_page  # after the answer stands

        page = write_text(folder / "comparison.html", write_compare_page(result))
        text = f"Report: [bold]{page}[/bold] (numbers beside it)"
    if not quiet:
        console.print(text, soft_wrap=True)


def _comparison_texts(result: ComparisonResult) -> Iterator[Table | str]:
    from armslength.formatting import percent
    from armslength.tables.comparison_tables import comparison_tables

    scenario, manifest = result.scenario, result.manifest
    yield f"{scenario.title}: what if they did this instead?"
    if result.counterfactual:
        yield f"Counterfactual: replayed to {result.counterfactual.since}; {result.counterfactual.kept}."
    yield (
        f"{scenario.days} days from {scenario.first_day}; {manifest.futures:,} futures of each strategy with common "
        f"random numbers, {manifest.draws} draws of the {manifest.parameters_from}, seed {manifest.seed}."
    )
    yield from comparison_tables(result)
    known = [row.median for row in result.pairing if row.median is not None]
    if known:
        yield (
            f"Common random numbers removed {percent(min(known))} to {percent(max(known))} of the Monte Carlo variance "
            "of the differences (median over objectives, by strategy)."
        )
    yield " ".join(result.coupling[:2])


def _explanation_texts(result: ExplanationResult) -> Iterator[Table | str]:
    from armslength.tables.explanation_tables import carried_table

    pair = result.pair
    yield result.strategy.title
    yield f"against: {result.against.title}; {result.scenario.days} days from {result.scenario.first_day}"
    yield "One pair of futures with the same random numbers, near the average difference"
    yield f"The same until {pair.first_day_apart}."
    for step in pair.steps:
        yield f"{step.on}  {'' if step.kind == 'action' else '  '}{step.text}"
    totals = [f"{t.what} {t.of} {t.with_strategy:.0f} instead of {t.against:.0f}" for t in pair.totals]
    yield f"In all: {'; '.join(totals)}.\n"
    yield carried_table(result)
    used = [m for m in result.mechanisms if m.name in pair.mechanisms]
    claims = [f"{m.title}: {', '.join(m.claims) or 'none of this case'} ({m.source})." for m in used]
    yield f"The chain rests on these claims and sources. {' '.join(claims)}"


def _weights(given: Sequence[str]) -> dict[str, float]:
    made = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            made[name] = float(value)
        except ValueError:
            raise ArmslengthError(f"--weight is '{text}'; write it as deaths=2") from None
    return made


COMMANDS = (compare, why)
