"""The long work of the page: each kind of task is one call of what the command line calls.

Results and pictures are written into a new folder of the workspace, under names that `exports` lists.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from armslength.errors import ArmslengthError
from armslength.results import Record
from armslength.scenario import Scenario, load
from armslength.scenario.schema import Strategy
from armslength.web.tasks import (
    FIT_FILE,
    BacktestTask,
    CompareTask,
    FitTask,
    ForecastTask,
    NamedActions,
    StoryTask,
    Task,
    TheoriesTask,
    WeekTask,
    WhyTask,
)

if TYPE_CHECKING:
    from armslength.initial_conditions import InitialConditions
    from armslength.report.render_figures import Figure
    from armslength.results.comparison import ComparisonResult
    from armslength.results.fit import FitResult
    from armslength.web.pictures import Picture

Report = Callable[[str, int, int], None]  # stage in words, steps done, steps in all


def compute(task: Task, case: Scenario, folder: Path, report: Report) -> None:
    """Compute a task of a case and write its result into a new folder."""
    folder.mkdir()
    match task:
        case ForecastTask():
            forecast(case, task, folder, report)
        case WeekTask():
            week(case, task, folder, report)
        case StoryTask():
            story(case, task, folder, report)
        case BacktestTask():
            backtest(case, task, folder, report)
        case FitTask():
            fitted(case, folder, report)
        case TheoriesTask():
            theories(case, task, folder, report)
        case CompareTask():
            compare(case, task, folder, report)
        case WhyTask():
            why(case, task, folder, report)


def forecast(case: Scenario, task: ForecastTask, folder: Path, report: Report) -> None:
    """Make the forecast behind the first page, as `armslength forecast` saves it, with its pictures drawn once."""
    from armslength.forecasting import forecast as run
    from armslength.forecasting import save
    from armslength.report import write_report
    from armslength.report.render_figures import draw_all
    from armslength.web.pictures import pictures_of, write_pictures

    forecast = run(case, days=task.days, futures=task.futures, seed=task.seed, progress=report)
    report("drawing the pictures", 0, 1)
    figures = draw_all(forecast.result)
    save(forecast, folder, {"report.html": write_report(forecast.result, figures)})
    write_pictures(folder, pictures_of(figures))


def week(case: Scenario, task: WeekTask, folder: Path, report: Report) -> None:
    """Say what the last week's reports changed, and which kind moved what: `armslength advance`, looking back.

    Strikes on leaders or on the patron and the loss of a commander are left out: nobody is told what they changed.
    """
    from armslength.forecasting import advance
    from armslength.scenario.unvalued import is_unvalued
    from armslength.scoring.observed import case_on
    from armslength.simulate import REPLICATES

    day = case.as_of - timedelta(days=7)
    if case.step == "month":  # the last month's, then
        day = case.time_step.begins(case.start, case.steps - 1) - timedelta(days=1)
    before = replace(case_on(case, day), events=[t for e in case.events if (t := e.as_of(day))])
    known = {e.event_id for e in before.events}
    added = [e for e in case.events if e.event_id not in known]
    told = [e for e in added if not is_unvalued(e)]
    report(f"comparing with a {'month' if case.step == 'month' else 'week'} before", 0, 1)
    update = advance(before, told, case.as_of, futures=task.draws * REPLICATES, seed=task.seed, fitted=case)
    all_of_it = {
        "added": tuple(e.event_id for e in added),
        "not_valued": tuple(e.event_id for e in added if is_unvalued(e)),
    }
    _write(folder, update.result.model_copy(update=all_of_it))


def story(case: Scenario, task: StoryTask, folder: Path, report: Report) -> None:
    """Tell one future in sentences: `armslength step`."""
    from armslength.forecasting import position, step
    from armslength.web.story import story_text, tell_story

    report("playing one future", 0, 1)
    played = step(position(str(case.folder)), days=task.days, seed=task.seed)
    story = tell_story(case, task.seed, played.events)
    _write(folder, story)
    (folder / "story.txt").write_text(story_text(case, task.days, story), encoding="utf-8")


def backtest(case: Scenario, task: BacktestTask, folder: Path, report: Report) -> None:
    """Score past forecasts against baselines: `armslength backtest`."""
    from armslength.counted import together
    from armslength.report.charts.skill_chart import gains, panels, skill
    from armslength.scoring import backtest as run
    from armslength.web.figure_selection import split_panels
    from armslength.web.pictures import chart, write_pictures

    result = run(case, draws=task.draws, quick=task.refitted, seed=task.seed, progress=report)
    parts = split_panels(panels(result.exploratory.counts, result.targets, result.declared))
    label = "Skill against each naive baseline, with its 90% interval"
    pictures = {part: chart(partial(skill, some), f"skill-{part}", label) for part, some in parts.items()}
    by_origin = [panel for panel in parts.get("main", ()) if len(panel.gains) > 1]
    if by_origin:
        counted = together(panel.counted for panel in by_origin)
        told = f"Gain at each origin on the {result.rival}, in {counted}"
        pictures["origins"] = chart(partial(gains, by_origin, result.rival), "skill-origins", told)
    _write(folder, result)
    write_pictures(folder, pictures)


def fitted(case: Scenario, folder: Path, report: Report) -> None:
    """Say what the data taught, and whether the model reproduces what it was fitted to, from the fit that ships."""
    from armslength.fitting import parameters_of
    from armslength.fitting.fit_result import fit_result
    from armslength.web.pictures import write_pictures

    report("reading the fit", 0, 1)
    posterior = parameters_of(case, None)
    if posterior is None:
        return
    result = fit_result(posterior, case)
    _write(folder, result, FIT_FILE)
    write_pictures(folder, fit_pictures(result))


def fit_pictures(result: FitResult) -> dict[str, Picture]:
    """Draw the totals of each series that has enough of them beside what the model predicted."""
    from armslength.report.charts.posterior import predicted
    from armslength.web.figure_selection import FEW
    from armslength.web.pictures import chart

    label = "reported totals beside what the model predicted for them"
    return {
        series: chart(partial(predicted, result, series), f"fit-{series}", f"{series}: {label}")
        for series in (row.series for row in result.coverage if row.tallies >= FEW)
    }


def theories(case: Scenario, task: TheoriesTask, folder: Path, report: Report) -> None:
    """Weigh rival theories of who obeys: `armslength theories`."""
    from armslength.report.charts.theory_weights import theories as draw
    from armslength.run import Run
    from armslength.theories.cache import cached_comparison
    from armslength.web.pictures import chart, write_pictures

    result = cached_comparison(case, None, Run(seed=task.seed, progress=report))
    label = "Weight of each theory, and its total log score less the full model's, with 90% intervals"
    _write(folder, result)
    write_pictures(folder, {"theories": chart(partial(draw, result), "theories", label)})


def compare(case: Scenario, task: CompareTask, folder: Path, report: Report) -> None:
    """Compare strategies with doing nothing and each other: `armslength compare`; every picture where there is time."""
    from armslength.decisions import compare as run
    from armslength.report.compare_page import draw_apart, draw_comparison, write_compare_page
    from armslength.tables.comparison_tables import every_difference_table
    from armslength.web.pictures import write_pictures

    result = run(
        case,
        _strategies(task.strategies),
        days=task.days,
        futures=task.futures,
        seed=task.seed,
        initial=_initial(case, task.futures, task.seed),
        progress=report,
    ).result
    whole = task.kind == "refine"
    if whole:
        report("drawing the pictures", 0, 1)
    figures = draw_comparison(result) if whole else draw_apart(result)
    _write(folder, result, "comparison.json")
    (folder / "comparison.csv").write_text(every_difference_table(result).to_csv(), encoding="utf-8")
    if whole:
        (folder / "comparison.html").write_text(write_compare_page(result, figures), encoding="utf-8")
    write_pictures(folder, _titled(figures, result))


def _titled(figures: Mapping[str, Figure], result: ComparisonResult) -> dict[str, Picture]:
    """Give the pictures of a comparison their titles; those of outcomes are named `changes/OUTCOME`."""
    from armslength.web.pictures import picture_of

    own = {"apart": "What sets them apart", "pauses": "Who follows", "by-war": "As war grows likelier"}
    return {
        name: picture_of(figure, own.get(name) or result.outcome(name.removeprefix("changes/")).title)
        for name, figure in figures.items()
    }


def why(case: Scenario, task: WhyTask, folder: Path, report: Report) -> None:
    """Explain a strategy's difference from doing nothing or from a second one: `armslength why`."""
    from armslength.decisions import BASELINE
    from armslength.decisions import why as run

    strategy, against = [*_strategies(task.strategies), BASELINE][:2]
    result = run(
        case,
        strategy,
        against,
        days=task.days,
        futures=task.futures,
        seed=task.seed,
        initial=_initial(case, task.futures, task.seed),
        progress=report,
    )
    _write(folder, result)


def _strategies(named: tuple[NamedActions, ...]) -> list[Strategy]:
    from armslength.decisions import inline

    return [inline(one.actions, one.name) for one in named]


_initial_conditions: OrderedDict[tuple[str, int, int], InitialConditions] = OrderedDict()


def _initial(case: Scenario, futures: int, seed: int) -> InitialConditions:
    """Return the replayed history, kept for the next question about the same case."""
    from armslength.fitting import parameters_of
    from armslength.initial_conditions import replay_to_as_of
    from armslength.simulate import REPLICATES

    key = (case.hash, -(-futures // REPLICATES), seed)
    if key not in _initial_conditions:
        _initial_conditions[key] = replay_to_as_of(case, key[1], key[2], parameters_of(case, None))
        while len(_initial_conditions) > 4:
            _initial_conditions.popitem(last=False)
    return _initial_conditions[key]


def _write(folder: Path, result: Record, file: str = "result.json") -> None:
    """Write a result as JSON."""
    (folder / file).write_text(result.to_json(), encoding="utf-8")


def warm(case: str) -> None:
    """Load and compile before anyone asks; what fails here fails again, and is said, when somebody does."""
    try:
        scenario = load(case)
        front = next(iter(scenario.fronts))
        strategy = NamedActions(name="A", actions=(f"order front={front} tempo=1 on=+1",))
        task = CompareTask(
            strategies=(strategy,),
            days=scenario.days_near(90),
            futures=2000,
            seed=1,
        )
        with tempfile.TemporaryDirectory() as runs:
            compute(task, scenario, Path(runs) / "result", lambda *_: None)
    except ArmslengthError:
        return
