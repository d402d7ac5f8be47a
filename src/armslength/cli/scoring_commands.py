"""`armslength backtest` and `score`: forecasts against what was observed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armslength.cli.options import (
    CaseArgument,
    EventsOption,
    JsonOption,
    LedgerFile,
    OriginsOption,
    RevisedOption,
    SeedOption,
    Until,
    day_asked,
    loaded,
    numbers_asked,
    origins_asked,
)
from armslength.cli.where import anywhere

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from armslength.results.backtest import BacktestResult
    from armslength.results.score import ScoreResult
    from armslength.results.scores import CountScores, LadderScores, TargetName, YesNoScores

ForecastFolder = Annotated[Path, typer.Argument(metavar="FORECAST", help="Folder of a saved forecast.")]
HorizonsOption = Annotated[
    str | None,
    typer.Option(
        help="Days ahead, separated by commas; 1,7,30 if left out, 7,28 by the week, a month and three by the month."
    ),
]


@anywhere
def backtest(
    scenario: CaseArgument,
    events: EventsOption = None,
    origins: OriginsOption = "weekly",
    horizons: HorizonsOption = None,
    draws: Annotated[
        int,
        typer.Option(help="Draws of the parameters at each origin; twenty futures are simulated for each."),
    ] = 100,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Fit a Gaussian at the mode at each origin; if left out, parameters are drawn from the prior.",
        ),
    ] = False,
    posterior: Annotated[
        Path | None,
        typer.Option(help="Always refused: a fit of the whole record knows what came after each origin."),
    ] = None,
    seed: SeedOption = 1,
    admit_revised: RevisedOption = False,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Folder where finished origins are kept until the whole is done; one in your data folder if left out."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the result and its figure; out/SCENARIO-backtest if left out."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Forecast from past days with what was published by then, and score the result beside seven simple baselines.

    An interrupted backtest goes on where it stopped when the same command is given again.
    """
    from armslength.cli.console import err, progress_bar
    from armslength.cli.console import out as console
    from armslength.errors import ArmslengthError
    from armslength.scoring import backtest as run
    from armslength.simulate import keep_compiled_code

    if posterior is not None:
        raise ArmslengthError(
            f"a backtest takes no posterior: {posterior} was fitted to the whole record and would tell each origin what "
            "came after it; with --quick the model is fitted anew at each origin"
        )
    days, ahead = origins_asked(origins), _horizons_asked(horizons) if horizons is not None else None
    keep_compiled_code()
    case = loaded(scenario, events)
    with progress_bar(quiet=as_json) as tell:
        result = run(
            case,
            origins=days,
            horizons=ahead,
            draws=draws,
            quick=quick,
            admit_revised=admit_revised,
            seed=seed,
            progress=tell,
            say=partial(err.print, markup=False, soft_wrap=True),
        )
    if as_json:
        typer.echo(result.to_json(), nl=False)
        if out is None:
            return
    where = _write(result, out or Path("out") / f"{case.name}-backtest")
    if not as_json:
        for part in _of_backtest(result):
            console.print(part)
        console.print(where, soft_wrap=True)


def _write(result: BacktestResult, folder: Path) -> str:
    """Write the numbers and, where pictures can be drawn, the figure; return where they are."""
    from armslength.cli.console import can_draw
    from armslength.writing import write_text

    write_text(folder / "backtest.json", result.to_json())
    if not can_draw("The figure"):
        return f"Numbers: [bold]{folder / 'backtest.json'}[/bold]"
    from armslength.report.charts.skill_chart import backtest_svg

    write_text(folder / "skill.svg", backtest_svg(result))
    return f"Figure: [bold]{folder / 'skill.svg'}[/bold] (the numbers beside it)"


def _horizons_asked(text: str) -> list[int]:
    return numbers_asked("--horizons", text, "days", "1,7,30")


def score(
    forecast: ForecastFolder,
    events: Annotated[
        Path | None,
        typer.Option(
            help="What happened: a file with the columns of events.csv; the outcomes.csv of the forecast's case if left out."
        ),
    ] = None,
    until: Until = None,
    horizons: Annotated[
        str | None,
        typer.Option(help="Days ahead, separated by commas; the forecast's own windows if left out."),
    ] = None,
    ledger: LedgerFile = None,
    out: Annotated[Path | None, typer.Option(help="File for a figure of skill (SVG).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Score a saved forecast on what happened since, beside seven simple baselines."""
    from armslength.cli.console import out as console
    from armslength.cli.console import rich_table
    from armslength.extras import require
    from armslength.scoring.score_saved import score_forecast
    from armslength.tables.outcome_tables import resolved_table
    from armslength.writing import write_text

    if out:
        require("plots", "A figure of skill")
    last = day_asked("--until", until) if until else None
    result = score_forecast(
        forecast,
        events or _outcomes(forecast),
        last,
        horizons=_horizons_asked(horizons) if horizons else None,
        ledger=ledger,
    )
    if out:
        from armslength.report.charts.skill_chart import score_svg

        write_text(out, score_svg(result))
    if as_json:
        typer.echo(result.to_json(), nl=False)
        return
    for part in _of_score(result):
        console.print(part)
    if (resolved := resolved_table(result)).rows:
        console.print(rich_table(resolved))


def _outcomes(forecast: Path) -> Path:
    """Return the file in which the case of a saved forecast says what happened since."""
    from armslength.errors import ArmslengthError
    from armslength.forecasting import load_forecast
    from armslength.scenario import load
    from armslength.scenario.outcomes import outcomes_file

    name = load_forecast(forecast).result.scenario.name
    if (file := outcomes_file(load(name))) is None:
        raise ArmslengthError(f"{name} carries no outcomes.csv; name a file of what happened with --events")
    return file


def _of_backtest(result: BacktestResult) -> Iterator[RenderableType]:
    """Yield the declared endpoint first, then everything exploratory, then what the scores do not show."""
    from rich.text import Text

    from armslength.cli.console import rich_table
    from armslength.results.scores import FEWEST_INDEPENDENT
    from armslength.tables.scoring_tables import gain_by_origin_table

    first, last = result.origins[0], result.origins[-1]
    horizons = ", ".join(map(str, result.horizons))
    yield Text(f"Backtest of {result.scenario}: {result.forecaster}", style="bold")
    yield Text(f"{len(result.origins)} origins from {first} to {last}; horizons {horizons} days.\n")
    if (p := result.primary) is None:
        yield Text("The scenario declares no endpoint, so every comparison is exploratory.", style="bold")
    else:
        target = result.targets[p.target].name
        yield Text(
            f"Declared beforehand: {p.score.upper()} of {target}, {p.horizon}, against the {p.baseline}."
        )
        yield Text(f"{p.finding}.", style="bold")
        yield Text(p.reason, style="dim")
    e = result.exploratory
    if shown := result.foremost:
        gains = gain_by_origin_table(shown, result.rival, result.targets)
        if gains.rows:
            yield rich_table(gains, tight=True)
    yield Text(
        "\nExploratory, everything below. Verdicts bear that so much is compared: Holm's correction for "
        f"{e.tested} comparisons with at least {FEWEST_INDEPENDENT} independent occasions; the others are too few to tell.",
        style="italic",
    )
    yield from _scores(e.counts, e.yes_no, e.ladder, result.targets)
    v = result.vintage
    edited = v.edited_since_left_out or v.edited_since_admitted
    yield Text(
        f"\n{result.caveat}\n{v.policy} Here: {v.undated_used_from_their_last_day} undated, {edited} edited since "
        f"({'left out' if v.edited_since_left_out else 'admitted'}), "
        f"{v.published_after_the_as_of_date_never_used} published only after the as-of date (never used).",
        style="dim",
    )


def _of_score(result: ScoreResult) -> Iterator[RenderableType]:
    """Yield whether the forecast was registered beforehand, its scores, and what surprised it."""
    from rich.text import Text

    from armslength.cli.console import rich_table
    from armslength.tables.scoring_tables import reliability_table, surprises_table

    r = result.registration
    yield Text(
        f"Forecast of {result.forecast}, as of {result.as_of}, scored to {result.until} on {result.events} events",
        style="bold",
    )
    if r.registered:
        yield Text(f"{r.timing.capitalize()}: registered {r.registered}, entry {r.entry} of the ledger.\n")
    else:
        yield Text(
            "Retrospective: it is not in the ledger, so nothing shows that it was made before the events.\n"
        )
    yield from _scores(result.counts, result.yes_no, result.ladder, result.targets)
    yield rich_table(surprises_table(result.surprises, result.targets), tight=True)
    yield rich_table(reliability_table(result.reliability))
    silent = ", ".join(result.deaths_not_coded)
    but = f", but no row says whether attacks on {silent} killed: of those, none was asked" if silent else ""
    yield Text(
        f"The events are taken to hold every reprisal, lethal attack and announced halt up to {result.until}"
        f"{but}. "
        f"{len(result.unscored)} windows were not scored for want of whole increments within them; "
        f"{result.secondary_tallies} tallies follow another definition and were left out.",
        style="dim",
    )


def _scores(
    counts: Sequence[CountScores],
    yes_no: Sequence[YesNoScores],
    ladder: Sequence[LadderScores],
    targets: Mapping[str, TargetName],
) -> Iterator[RenderableType]:
    from rich.text import Text

    from armslength.cli.console import rich_table
    from armslength.tables.scoring_tables import count_scores_table, ladder_scores_table, yes_no_table

    for scores in counts:
        yield rich_table(count_scores_table(scores, targets), tight=True)
    if counts:
        yield Text(
            "PIT: how often the outcome fell in each fifth of the forecast, lowest first; even where calibrated.",
            style="dim",
        )
    if not counts:
        yield Text("\nNo reported increment lies wholly within a window, so no count is scored.")
    if yes_no:
        yield rich_table(yes_no_table(yes_no), tight=True)
    if ladder:
        yield rich_table(ladder_scores_table(ladder), tight=True)


COMMANDS = (backtest, score)
