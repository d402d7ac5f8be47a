"""Deep uncertainty on the command line: what drives it, when it happens, what holds up, what to learn, what to watch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from armslength.cli.options import (
    CaseArgument,
    DaysOption,
    DoOption,
    DrawsOption,
    JsonOption,
    PosteriorOption,
    PriorOption,
    SeedOption,
    StrategyArgument,
    parameters_asked,
    strategies_asked,
)

OutOption = Annotated[Path | None, typer.Option(help="Folder for the numbers and the picture.")]
WarOption = Annotated[
    bool, typer.Option("--with-war", help="Count regional war in the burden; its hazard is assumed.")
]


def sensitivity(
    scenario: CaseArgument,
    outcome: Annotated[
        str, typer.Option(help="Outcome, by the name that `compare --json` gives it.")
    ] = "lethal_attack",
    days: DaysOption = 90,
    factors: Annotated[int, typer.Option(help="Parameters that the screening passes on.")] = 8,
    samples: Annotated[int, typer.Option(help="Size of Sobol's design, a power of two.")] = 256,
    theories: Annotated[bool, typer.Option("--theories", help="Rival theories as one more factor.")] = False,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which assumptions drive an outcome: every parameter screened, then the variance split, chance told apart."""
    from armslength.cli.uncertainty_tables import sensitivity_tables
    from armslength.decisions.analyses import sensitivity_of

    case, tell = _start(scenario, as_json)
    with tell as progress:
        document = sensitivity_of(
            case, outcome, days=days, factors=factors, samples=samples, theories=_theories(case, progress) if theories else (),
            posterior=parameters_asked(case, posterior, prior), seed=seed, progress=progress,
        )  # fmt: skip
    picture = (
        "drivers",
        f"What drives {outcome.replace('_', ' ')} within {days} days",
        f"95 % intervals; {document['verdict']}",
    )
    _finish(
        document,
        sensitivity_tables(document),
        out or Path("out") / f"{case.name}-sensitivity",
        as_json,
        picture,
    )


def discover(
    scenario: CaseArgument,
    outcome: Annotated[
        str, typer.Option(help="What happens: war, lethal_attack, rung_4, loses_control and others.")
    ] = "war",
    days: DaysOption = 90,
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
    """Under which assumptions something happens: a box of parameters, in words and as a picture."""
    from armslength.cli.uncertainty_tables import discovery_tables
    from armslength.decisions.analyses import discovery_of

    case, tell = _start(scenario, as_json)
    with tell as progress:
        document, experiments, outcomes = discovery_of(
            case,
            outcome,
            days=days,
            draws=draws,
            posterior=parameters_asked(case, posterior, prior),
            seed=seed,
            progress=progress,
        )
    if export:
        from armslength.decisions.ema import export as write_ema

        write_ema(export, scenario, days, experiments, outcomes)
    picture = (
        ("box", f"Where {outcome.replace('_', ' ')} is most likely", document["words"])
        if document["limits"]
        else None
    )
    _finish(
        document, discovery_tables(document), out or Path("out") / f"{case.name}-discovery", as_json, picture
    )


def robust(
    scenario: CaseArgument,
    strategies: StrategyArgument = None,
    do: DoOption = None,
    days: DaysOption = 90,
    draws: DrawsOption = 400,
    theories: Annotated[bool, typer.Option("--theories", help="Across rival theories, too.")] = False,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which strategy holds up whatever is true: four rules of choice, where each wins, the patron's dilemma."""
    from armslength.cli.uncertainty_tables import robust_tables
    from armslength.decisions.analyses import robustness_of

    case, tell = _start(scenario, as_json)
    with tell as progress:
        document = robustness_of(
            case, strategies_asked(strategies or [], do), days=days, draws=draws, variants=_theories(case, progress) if theories else (),
            posterior=parameters_asked(case, posterior, prior), seed=seed, progress=progress,
        )  # fmt: skip
    _finish(document, robust_tables(document), out or Path("out") / f"{case.name}-robust", as_json)


def worth(
    scenario: CaseArgument,
    strategies: StrategyArgument = None,
    do: DoOption = None,
    days: DaysOption = 90,
    draws: DrawsOption = 1000,
    with_war: WarOption = False,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """What would be worth knowing before choosing among strategies: parameters, and series one could collect."""
    from armslength.cli.uncertainty_tables import worth_tables
    from armslength.decisions.analyses import information_of

    case, tell = _start(scenario, as_json)
    with tell as progress:
        document = information_of(
            case, strategies_asked(strategies or [], do), days=days, draws=draws, with_war=with_war,
            posterior=parameters_asked(case, posterior, prior), seed=seed, progress=progress,
        )  # fmt: skip
    picture = (
        "worth_knowing",
        "What would be worth knowing",
        "Two standard errors; black: what is found where there is nothing to know",
    )
    _finish(document, worth_tables(document), out or Path("out") / f"{case.name}-worth", as_json, picture)


def watch(
    scenario: CaseArgument,
    days: Annotated[int, typer.Option(help="Days to watch.")] = 14,
    window: Annotated[int, typer.Option(help="Days after them, of which each outcome speaks.")] = 30,
    draws: DrawsOption = 200,
    seed: SeedOption = 1,
    posterior: PosteriorOption = None,
    prior: PriorOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Indicators: what of the next days would most move each probability, and at which value to change one's mind."""
    from armslength.cli.uncertainty_tables import watch_tables
    from armslength.decisions.analyses import indicators_of

    case, tell = _start(scenario, as_json)
    with tell as progress:
        document = indicators_of(
            case,
            watch_days=days,
            window=window,
            draws=draws,
            posterior=parameters_asked(case, posterior, prior),
            seed=seed,
            progress=progress,
        )
    _finish(document, watch_tables(document), out or Path("out") / f"{case.name}-watch", as_json)


def _start(scenario: str, as_json: bool) -> tuple[Any, Any]:
    from armslength.cli.console import progress_bar
    from armslength.scenario import load
    from armslength.simulate import keep_compiled_code

    keep_compiled_code()
    return load(scenario), progress_bar(quiet=as_json)


def _theories(case: Any, progress: Any) -> Sequence[Any]:
    from armslength.theories import variants

    return variants(case, Path("out") / f"{case.name}-theories", progress=progress)


def _finish(
    document: dict[str, Any],
    tables: Iterable[Any],
    folder: Path,
    as_json: bool,
    picture: tuple[str, str, str] | None = None,
) -> None:
    from armslength.cli.console import as_text, can_draw, say_json
    from armslength.cli.console import out as console
    from armslength.writing import write_text

    write_text(folder / "numbers.json", as_text(document))
    has_picture = picture is not None and can_draw("The picture")
    if picture and has_picture:
        from armslength.report.charts import uncertainty
        from armslength.report.charts.style import standing_svg

        name, title, caption = picture
        chart = getattr(uncertainty, name)(document)
        write_text(folder / "picture.svg", standing_svg(chart, title, caption))
    if as_json:
        say_json(document)
        return
    for table in tables:
        console.print(table)
    console.print(f"Numbers{' and picture' if has_picture else ''}: {folder}", soft_wrap=True)


COMMANDS = (sensitivity, discover, robust, worth, watch)
