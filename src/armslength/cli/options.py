"""Arguments and options that several commands share, spelt once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Unpack

import typer

from armslength.errors import ArmslengthError
from armslength.formatting import capital

if TYPE_CHECKING:
    from armslength.fitting import Posterior
    from armslength.run import Progress, Run, RunOptions
    from armslength.scenario import Scenario
    from armslength.scenario.schema import Strategy
    from armslength.theories import Variant

CaseArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a shipped case, or a scenario folder.")
]
StrategyArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="STRATEGY...", help="Names of the scenario's strategies; all if left out."),
]
DoOption = Annotated[
    list[str] | None,
    typer.Option(
        "--do",
        help='An action in words, such as "order front=CLIENT/ADVERSARY tempo=1 on=+2"; repeated, they make one strategy.',
    ),
]
DaysOption = Annotated[
    int | None, typer.Option(help="Days ahead; about 90, in whole steps of the case, if left out.")
]
HorizonOption = Annotated[int | None, typer.Option(help="Days ahead; the scenario's horizon if left out.")]
DrawsOption = Annotated[
    int, typer.Option(help="Draws of the parameters; fifty futures are simulated for each.")
]
SeedOption = Annotated[
    int, typer.Option(help="Seed of the random numbers: the same seed gives the same result.")
]
WorkersOption = Annotated[int, typer.Option(help="Threads; the result does not depend on it.")]
DeviceOption = Annotated[
    Literal["cpu", "gpu"],
    typer.Option(
        "--device", help="Where futures are played: on processor cores, or on a GPU that JAX finds."
    ),
]
PosteriorOption = Annotated[
    Path | None,
    typer.Option(
        help="A fit of this case, made by `armslength fit`; if left out, the fit that ships with the case."
    ),
]
PriorOption = Annotated[
    bool, typer.Option("--prior", help="Draw all parameters from their priors, even if there is a fit.")
]
EventsOption = Annotated[
    Path | None,
    typer.Option(
        "--events", help="More events, in a file with the columns of events.csv, up to the as-of date."
    ),
]
OriginsOption = Annotated[
    str,
    typer.Option(
        "--origins",
        help="Past days to forecast from: weekly, or dates as YYYY-MM-DD separated by commas.",
    ),
]
RevisedOption = Annotated[
    bool,
    typer.Option(
        "--admit-revised",
        help="Also use rows whose source was edited later, from the last day that they cover.",
    ),
]
LedgerFile = Annotated[
    Path | None, typer.Option("--ledger", help="File of the ledger; if left out, one in your data folder.")
]
EventsFile = Annotated[Path, typer.Option(help="What happened: a file with the columns of events.csv.")]
Until = Annotated[
    str | None,
    typer.Option(help="Last day that the events cover, YYYY-MM-DD; if left out, the last day named in them."),
]
TheoriesOption = Annotated[
    bool,
    typer.Option("--theories", help="Average over rival theories of who obeys, and show what they change."),
]
WarOption = Annotated[
    bool,
    typer.Option(
        "--with-war", help="Include regional war in the burden of a strategy; its hazard is assumed."
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(help="Folder for the results; if left out, a folder under out/ named after the case."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]


def loaded(scenario: str, events: Path | None = None) -> Scenario:
    """Return the case to compute on; a line on standard error says where its as-of date has not come yet."""
    from armslength.scenario import load

    case = load(scenario, events)
    warn_of_future(case)
    return case


def warn_of_future(case: Scenario) -> None:
    """Say on standard error where the as-of date of a case has not come yet."""
    from armslength.cli.console import err
    from armslength.scenario.dates import not_come

    if said := not_come(case.as_of):
        err.print(f"{capital(said)}.", markup=False, soft_wrap=True)


@contextmanager
def computing(
    scenario: str,
    posterior: Path | None,
    prior: bool,
    quiet: bool,
    theories: bool = False,
    device: Literal["cpu", "gpu"] = "cpu",
    **size: Unpack[RunOptions],
) -> Iterator[tuple[Scenario, Run]]:
    """Yield the scenario and the run that the options ask for, while a bar shows the progress.

    With `theories` the run has no parameters: each theory brings its own fit.
    """
    from armslength.cli.console import err, progress_bar
    from armslength.run import Run
    from armslength.simulate import keep_compiled_code
    from armslength.simulate.device import use
    from armslength.simulate.kept_code import Store

    keep_compiled_code()
    if not quiet and err.is_terminal:  # for whoever waits, as the bar is
        Store.say = partial(err.print, markup=False, soft_wrap=True)
    if device != "cpu":
        use(device)
    case = loaded(scenario)
    if theories:
        refuse_parameters(posterior, prior)
    with progress_bar(quiet=quiet) as tell:
        parameters = None if theories else parameters_asked(case, posterior, prior, tell)
        yield case, Run(parameters=parameters, progress=tell).but(**size)


def refuse_parameters(posterior: Path | None, prior: bool) -> None:
    """Refuse `--posterior` and `--prior` beside `--theories`."""
    if posterior or prior:
        raise ArmslengthError("--theories fits every theory itself: leave --posterior and --prior out")


def parameters_asked(
    case: Scenario, file: Path | None, prior: bool, tell: Progress
) -> Posterior | Literal["prior"] | None:
    """Return what `--posterior` and `--prior` ask for together.

    Where they ask for nothing and no fit of the case is at hand, a quick one is made and kept, and a line on standard
    error says so. Where the fit that ships with a case cannot be used, a line says why.
    """
    from armslength.cli.console import err
    from armslength.fitting import fit_at_hand, fit_refused, read_posterior

    if file and prior:
        raise ArmslengthError("--posterior and --prior exclude each other: leave one out")
    if prior:
        return "prior"
    if file:
        return read_posterior(file)
    if refused := fit_refused(case):
        err.print(
            f"Warning: {refused} All parameters are drawn from their priors.", markup=False, soft_wrap=True
        )
        return None
    return fit_at_hand(case) or _quick_fit(case, tell)


def _quick_fit(case: Scenario, tell: Progress) -> Posterior | Literal["prior"]:
    """Fit a case for which no fit is at hand, and keep the fit; a case without events stands on its priors."""
    from armslength.cli.console import err
    from armslength.fitting.at_hand import keep
    from armslength.fitting.fit import can_be_fitted, fit

    if not can_be_fitted(case):
        return "prior"
    made = fit(case, quick=True, progress=tell)
    kept = keep(case, made)
    err.print(
        f"Note: {case.name} had no fit: a quick one (a Gaussian at the mode) was made from its reports and is kept in "
        f"{kept}. `armslength fit` replaces it by draws of a sampler; `--prior` leaves the reports' lesson out.",
        markup=False,
        soft_wrap=True,
    )
    return made


def theories_asked(case: Scenario, run: Run, out: Path = Path("out")) -> list[Variant]:
    """Return the theories kept in the folder `CASE-theories` under `out`, or weight them now and keep them there."""
    from armslength.theories import variants

    return variants(case, out / f"{case.name}-theories", run)


def folder_asked(out: Path | None, case: Scenario, kind: str) -> Path:
    """Return the folder to write to: `out`, or `out/CASE-kind`; raises `ArmslengthError` where it is a file."""
    folder = out or Path("out") / f"{case.name}-{kind}"
    if folder.exists() and not folder.is_dir():
        raise ArmslengthError(f"{folder}: cannot write there: it is a file; choose another folder with --out")
    return folder


def day_asked(option: str, text: str) -> date:
    """Return the day that an option names."""
    from armslength.scenario.dates import read_date

    try:
        return read_date(text)
    except ValueError as error:
        raise ArmslengthError(f"{option} is '{text}'; {error}") from None


def numbers_asked(option: str, text: str, unit: str, example: str) -> list[int]:
    """Return the whole numbers that an option names, separated by commas."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise ArmslengthError(
            f"{option} is '{text}'; write whole {unit} separated by commas, such as {example}"
        ) from None


def origins_asked(text: str) -> list[date] | None:
    """Return the days that `--origins` names, or None for weekly ones."""
    return None if text == "weekly" else [day_asked("--origins", part.strip()) for part in text.split(",")]


def strategies_asked(names: list[str] | None, do: list[str] | None) -> list[str | Strategy]:
    """Return the strategies that are named, and the one whose actions are written out."""
    from armslength.decisions import inline

    return [*(names or ()), *([inline(do)] if do else [])]
