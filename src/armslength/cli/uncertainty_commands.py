"""Deep uncertainty on the command line: what drives it, when it happens, what holds up, what to learn, what to watch."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from armslength.cli.options import (
    CaseArgument,
    DaysOption,
    DoOption,
    DrawsOption,
    JsonOption,
    OutOption,
    PosteriorOption,
    PriorOption,
    SeedOption,
    StrategyArgument,
    TheoriesOption,
    WarOption,
    computing,
    folder_asked,
    strategies_asked,
    theories_asked,
)
from armslength.cli.where import anywhere

if TYPE_CHECKING:
    from armslength.results import Record
    from armslength.run import RunOptions
    from armslength.tables import Table


USUAL = 90  # days ahead, in whole steps of the case


class Picture(NamedTuple):
    """A chart of a result."""

    chart: Literal["drivers", "box", "worth_knowing"]  #: its name in `report.charts.uncertainty`
    title: str
    caption: str


@anywhere
def sensitivity(
    scenario: CaseArgument,
    outcome: Annotated[str, typer.Option(help="Outcome, by its name in `compare --json`.")] = "lethal_attack",
    days: DaysOption = None,
    factors: Annotated[
        int, typer.Option(help="How many parameters the screening keeps for the variance split.")
    ] = 8,
    samples: Annotated[int, typer.Option(help="Size of Sobol's design, a power of two.")] = 256,
    theories: Annotated[
        bool, typer.Option("--theories", help="Include rival theories of who obeys as one more factor.")
    ] = False,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the assumptions that drive an outcome: screen all parameters, then split the variance (Morris, Sobol)."""
    from armslength.decisions.sensitivity import sensitivity as analyse
    from armslength.tables.uncertainty_tables import sensitivity_tables

    with computing(scenario, posterior, prior, as_json, days=days, usual=USUAL, seed=seed) as (case, run):
        rivals = theories_asked(case, run) if theories else []
        result = analyse(case, outcome, run, factors=factors, samples=samples, theories=rivals)

    title = f"What drives {outcome.replace('_', ' ')} within {run.days_of(case)} days"
    picture = Picture("drivers", title, f"95% intervals; {result.verdict}")
    folder = folder_asked(out, case, "sensitivity")
    _finish(result, sensitivity_tables(result), folder, as_json, picture)


@anywhere
def discover(
    scenario: CaseArgument,
    outcome: Annotated[
        str, typer.Option(help="The outcome: war, lethal_attack, rung_4, loses_control and others.")
    ] = "war",
    days: DaysOption = None,
    draws: DrawsOption = 2000,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    export: Annotated[
        Path | None, typer.Option(help="Folder for the design in the EMA Workbench's own format.")
    ] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the ranges of parameters in which an outcome is most frequent (scenario discovery)."""
    from armslength.decisions.discovery import discover as find
    from armslength.tables.uncertainty_tables import box_table

    with computing(scenario, posterior, prior, as_json, **_size(days, draws, seed)) as (case, run):
        found = find(case, outcome, run)
    if export:
        from armslength.decisions.ema import export as write_ema

        write_ema(export, scenario, found)

    result = found.result
    picture = Picture("box", f"Where {outcome.replace('_', ' ')} is most likely", result.words)
    _finish(
        result,
        [box_table(result)],
        folder_asked(out, case, "discovery"),
        as_json,
        picture if result.limits else None,
    )


@anywhere
def robust(
    scenario: CaseArgument,
    strategies: StrategyArgument = None,
    do: DoOption = None,
    days: DaysOption = None,
    draws: DrawsOption = 400,
    theories: TheoriesOption = False,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare strategies by four rules of robust choice, and show under which parameters each is best."""
    from armslength.decisions.robust import robustness
    from armslength.tables.uncertainty_tables import robustness_tables

    with computing(scenario, posterior, prior, as_json, theories, **_size(days, draws, seed)) as (case, run):
        rivals = theories_asked(case, run) if theories else []
        result = robustness(case, strategies_asked(strategies, do), run, theories=rivals)
    _finish(result, robustness_tables(result), folder_asked(out, case, "robust"), as_json)


@anywhere
def worth(
    scenario: CaseArgument,
    strategies: StrategyArgument = None,
    do: DoOption = None,
    days: DaysOption = None,
    draws: DrawsOption = 1000,
    with_war: WarOption = False,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Estimate the value of information: what is worth finding out before choosing a strategy."""
    from armslength.decisions.value_of_information import value_of_information
    from armslength.tables.uncertainty_tables import information_tables

    with computing(scenario, posterior, prior, as_json, **_size(days, draws, seed)) as (case, run):
        result = value_of_information(case, strategies_asked(strategies, do), run, with_war=with_war)

    caption = "Two standard errors; black: what is found where there is nothing to know"
    picture = Picture("worth_knowing", "What would be worth knowing", caption)
    _finish(result, information_tables(result), folder_asked(out, case, "worth"), as_json, picture)


def watch(
    scenario: CaseArgument,
    days: Annotated[
        int | None, typer.Option(help="Days to watch; 14, in whole steps of the case, if left out.")
    ] = None,
    window: Annotated[
        int | None,
        typer.Option(
            help="Days after those, for which probabilities are given; 30, in whole steps, if left out."
        ),
    ] = None,
    draws: DrawsOption = 200,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """List indicators: observations of the next days that would change each probability most, with thresholds."""
    from armslength.decisions.indicators import indicators
    from armslength.tables.uncertainty_tables import indicators_table

    with computing(scenario, posterior, prior, as_json, **_size(days, draws, seed)) as (case, run):
        result = indicators(case, run, watch_days=days, window=window)
    _finish(result, [indicators_table(result)], folder_asked(out, case, "watch"), as_json)


def _size(days: int | None, draws: int, seed: int) -> RunOptions:
    from armslength.simulate import REPLICATES

    return {"days": days, "usual": USUAL, "futures": max(draws, 1) * REPLICATES, "seed": seed}


def _finish(
    result: Record,
    tables: Iterable[Table | str],
    folder: Path,
    as_json: bool,
    picture: Picture | None = None,
) -> None:
    """Write the numbers and the picture of a result, and print it."""
    from armslength.cli.console import can_draw, show
    from armslength.cli.console import out as console
    from armslength.writing import write_text

    write_text(folder / "numbers.json", result.to_json())
    has_picture = picture is not None and can_draw("The picture")
    if picture and has_picture:
        from armslength.report.charts import uncertainty
        from armslength.report.charts.style import standing_svg

        chart = getattr(uncertainty, picture.chart)(result)
        write_text(folder / "picture.svg", standing_svg(chart, picture.title, picture.caption))
    show(result, tables, as_json)
    if not as_json:
        console.print(f"Numbers{' and picture' if has_picture else ''}: {folder}", soft_wrap=True)


COMMANDS = (sensitivity, discover, robust, worth, watch)
