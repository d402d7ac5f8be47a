"""`armslength brief`: one page for whoever decides, about a case, one of its questions, or a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armslength.cli.options import SeedOption, computing

if TYPE_CHECKING:
    from armslength.report.brief_file import Form
    from armslength.results.backtest import BacktestResult
    from armslength.results.brief import Brief
    from armslength.results.forecast import ForecastResult
    from armslength.scenario import Scenario

FORECAST, COMPARISON, BACKTEST = "forecast.json", "comparison.json", "backtest.json"
FORMS: Mapping[str, Form] = {".html": "html", ".pdf": "pdf", ".pptx": "pptx"}


@dataclass(frozen=True)
class Made:
    """A brief, when its result was made, and the whole forecast where it is of one."""

    brief: Brief
    created: str
    whole: ForecastResult | None = None


def brief(
    about: Annotated[
        str,
        typer.Argument(
            metavar="CASE|FORECAST|COMPARISON",
            help="A case, the folder of a saved forecast, or that of a saved comparison.",
        ),
    ],
    question: Annotated[
        str | None, typer.Option(help="One question of the case, by its name in questions.yaml.")
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(
            help="The case of a saved forecast, for --question; the shipped case of its name if left out."
        ),
    ] = None,
    scores: Annotated[
        Path | None,
        typer.Option(
            help="A saved backtest of the case, which says what its record supports; out/CASE-backtest if left out, else the verdict that ships."
        ),
    ] = None,
    futures: Annotated[int, typer.Option(help="Futures to simulate for a case.")] = 10_000,
    seed: SeedOption = 1,
    out: Annotated[
        Path,
        typer.Option(
            help="File to write: .html, .pdf (which needs Chromium) or .pptx (slides; extra `slides`)."
        ),
    ] = Path("brief.html"),
) -> None:
    """Write one page: the answer with its intervals, what the record supports, one picture, how to make it again."""
    from armslength.cli.console import out as console
    from armslength.errors import ArmslengthError
    from armslength.extras import require

    require("plots", "A brief")
    form = FORMS.get(out.suffix.lower())
    if form == "pptx":
        require("slides", "A presentation")
    if form is None:
        *others, last = FORMS
        raise ArmslengthError(f"--out is '{out}'; a brief is written as {', '.join(others)} or {last}")
    saved = _saved(about)
    if saved is not None and _is_comparison(saved):
        if question:
            raise ArmslengthError("--question is of a case or a forecast, not of a comparison")
        made = _of_comparison(saved, about, scores, out)
    elif saved is not None:
        made = _of_saved_forecast(saved, about, question, case, scores, out)
    else:
        made = _of_case(about, question, scores, futures, seed, out)
    _write(made, form, out)
    console.print(f"Brief: [bold]{out}[/bold]", soft_wrap=True)


def _saved(about: str) -> Path | None:
    """Return the file of a saved result that the argument names, or None where it names a case."""
    path = Path(about)
    if path.is_file() and path.suffix == ".json":
        return path
    return next((path / name for name in (FORECAST, COMPARISON) if (path / name).is_file()), None)


def _is_comparison(saved: Path) -> bool:
    """Return whether a file holds a comparison, by the format that it names; its reader says what else is wrong."""
    return b'"armslength-comparison/' in saved.read_bytes()[:200]


def _of_case(
    about: str, question: str | None, scores: Path | None, futures: int, seed: int, out: Path
) -> Made:
    from armslength.forecasting import forecast
    from armslength.forecasting.shipped import shipped_result

    with computing(about, None, False, False, futures=futures, seed=seed) as (scenario, run):
        _known_question(scenario, question)
        result = shipped_result(scenario, run) or forecast(scenario, run).result
    asked = f" --question {question}" if question else ""
    again = f"armslength brief {about}{asked} --futures {futures} --seed {seed} --out {out.name}"
    return _of_forecast(result, scenario, question, [again], scores)


def _of_saved_forecast(
    saved: Path, about: str, question: str | None, case: str | None, scores: Path | None, out: Path
) -> Made:
    from armslength.errors import ArmslengthError
    from armslength.results.forecast import ForecastResult
    from armslength.scenario import load

    result = ForecastResult.from_json(saved.read_bytes(), str(saved))
    scenario = None
    if question:
        scenario = load(case or result.scenario.name)
        _known_question(scenario, question)
        if scenario.hash != result.manifest.scenario_hash:
            raise ArmslengthError(
                f"{saved} was made from other files than {case or result.scenario.name} has now; make the forecast again"
            )
    run = result.manifest
    asked = f" --question {question}" if question else ""
    again = [
        f"armslength forecast {case or run.scenario} --futures {run.futures} --seed {run.seed} --out {about}",
        f"armslength brief {about}{asked} --out {out.name}",
    ]
    return _of_forecast(result, scenario, question, again, scores)


def _of_forecast(
    result: ForecastResult,
    scenario: Scenario | None,
    question: str | None,
    again: list[str],
    scores: Path | None,
) -> Made:
    from armslength.forecasting.question_answers import answered
    from armslength.forecasting.question_numbers import numbers_of
    from armslength.report.brief_of_forecast import brief_of_forecast, brief_of_question

    record = _record(scores, result.scenario.name, result.manifest.scenario_hash)
    created = result.manifest.created
    if scenario is None or question is None:
        return Made(brief_of_forecast(result, again, record), created, result)
    (own,) = (one for one in answered(scenario, result) if one.id == question)
    numbers = numbers_of(scenario, result, scenario.questions[question])
    return Made(brief_of_question(result, own, numbers, again, record), created)


def _of_comparison(saved: Path, about: str, scores: Path | None, out: Path) -> Made:
    from armslength.report.brief_of_comparison import brief_of_comparison
    from armslength.results.comparison import NOTHING, ComparisonResult

    result = ComparisonResult.from_json(saved.read_bytes(), str(saved))
    run = result.manifest
    names = " ".join(one.name for one in result.strategies if one.name != NOTHING)
    again = [
        f"armslength compare {run.scenario} {names} --days {result.scenario.days} --futures {run.futures} "
        f"--seed {run.seed} --out {about}",
        f"armslength brief {about} --out {out.name}",
    ]
    record = _record(scores, run.scenario, run.scenario_hash)
    return Made(brief_of_comparison(result, again, record), run.created)


def _known_question(scenario: Scenario, question: str | None) -> None:
    from armslength.errors import ArmslengthError
    from armslength.forecasting.question_answers import asked_by
    from armslength.scenario.suggest import did_you_mean

    if question is None:
        return
    known = [one.id for one in asked_by(scenario)]
    if question not in known:
        raise ArmslengthError(f"no question is named '{question}'; {did_you_mean(question, known)}")


def _record(scores: Path | None, case: str, scenario_hash: str) -> str:
    """Say what past forecasts of a case show: by the backtest that is named or at hand, else by the one that ships."""
    from armslength.scoring.verdicts import record_of

    return record_of(case, scenario_hash, _backtest(scores, case, scenario_hash))


def _backtest(scores: Path | None, case: str, scenario_hash: str) -> BacktestResult | None:
    """Return the backtest that is named, or the one that `armslength backtest` left for this very case."""
    from armslength.errors import ArmslengthError, Fault
    from armslength.results.backtest import BacktestResult

    file = scores or Path("out") / f"{case}-backtest"
    file = file / BACKTEST if file.is_dir() else file
    if not file.is_file():
        if scores is not None:
            raise ArmslengthError(
                Fault(scores, None, "no backtest is here", "`armslength backtest` makes one")
            )
        return None
    found = BacktestResult.from_json(file.read_bytes(), str(file))
    if found.scenario_hash == scenario_hash:
        return found
    if scores is not None:
        raise ArmslengthError(Fault(file, None, f"this backtest is of other files than {case} has now"))
    return None


def _write(made: Made, form: Form, out: Path) -> None:
    from armslength.report.brief_file import brief_file
    from armslength.writing import write_whole

    picture = ""
    if made.whole and form == "pptx":
        from armslength.report.render_figures import network

        picture = str(network(made.whole).wide)
    written = brief_file(made.brief, made.created, form, picture)
    write_whole(out, lambda fresh: fresh.write_bytes(written))


COMMANDS = (brief,)
