"""What each page shows, as records: the page renders them and its JSON twin returns them."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeVar

from armslength.forecasting.evidence_summary import actors_of, history_of
from armslength.formatting import capital
from armslength.formatting import number as figure
from armslength.report.headline import headline
from armslength.report.summary_text import answer
from armslength.results import Record, described
from armslength.results.actors import Actors
from armslength.results.answer import Answer
from armslength.results.backtest import BacktestResult
from armslength.results.evidence import Evidence, Report
from armslength.results.fit import FitResult
from armslength.results.follow import Follow
from armslength.results.forecast import (
    ForecastManifest,
    ForecastScenario,
    State,
    WeeklyAttacks,
)
from armslength.results.headline import HeadlinePart
from armslength.results.ladder import Ladder
from armslength.results.ledger import LedgerResult
from armslength.results.reported_kinds import many_of
from armslength.results.theories import TheoriesResult
from armslength.results.update import NOT_VALUED, Change, UpdateResult
from armslength.scenario.suggest import did_you_mean
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_record import ledger_result
from armslength.web import results_cache, scenario_files
from armslength.web.app_state import (
    AppState,
    InvalidScenario,
    NotFound,
)
from armslength.web.entity_view import EntityView, entity
from armslength.web.evidence_view import NumberView, number
from armslength.web.jobs import Job
from armslength.web.schemas import WaitingAnswer, job_answer
from armslength.web.story import Story, StoryView
from armslength.web.tasks import FitTask, StoryTask, WeekTask
from armslength.web.time_window import name_of, span_of

R = TypeVar("R", bound=Record)

STORY_DAYS = 30
WEEK_DRAWS = 40
CHANGES_SHOWN = 6
LITTLE = 0.05  # of a change: an event that did less is not named for it


class ChangeView(Change):
    """A number that moved, in the case's own names."""

    name: str = described("the number in words")
    by_kind: str | None = described(
        "the kind of event that moved it most, in words; null where none did much by itself"
    )


class ReportRow(Report):
    """A reported event or count, with the names of its fronts."""

    names: tuple[str, ...] = described("names of the fronts that it may belong to")


class WeekView(Record):
    """What the reports of the last week changed."""

    ready: Literal[True] = True
    since: date = described("the day a week before the as-of date")
    events: tuple[ReportRow, ...] = described("the reports of the week, with the names of their fronts")
    changes: tuple[ChangeView, ...] = described("what moved most")
    parameters_from: Literal["posterior", "prior"] = described("where the parameters come from")
    not_valued: str | None = described("what is not told, in a sentence; null where nothing is left out")


class OverviewView(Record):
    """The page Overview."""

    ready: Literal[True] = True
    scenario: ForecastScenario = described("the case, its dates and conditions")
    evidence: Evidence = described("how much was reported")
    headline: tuple[HeadlinePart, ...] = described(
        "the answer to each half of the question, in a sentence or two"
    )
    support: str = described("how far past forecasts of this case support the model, in a sentence")
    answer: Answer = described("the answer in words with numbers")
    actors: Actors = described("names of clients, adversaries and fronts")
    state: State = described("how everyone stands on the as-of date")
    follow: tuple[Follow, ...] = described("whether each client would follow an order given today")
    week: WeekView | WaitingAnswer = described("what the last week's reports changed")
    manifest: ForecastManifest = described("what the forecast was made from")
    on_prior: str | None = described("why the case stands on its priors; null where a fit stands for it")


class FrontChoice(Record):
    """A front, and whether it is shown."""

    id: str = described("id of the front")
    name: str = described("its name")
    chosen: bool = described("whether it is shown")


class TimeView(Record):
    """The page Time."""

    ready: Literal[True] = True
    scenario: ForecastScenario = described("the case, its dates and conditions")
    span: str = described("name of the span of time, or `chosen`")
    since: date = described("first day of the axis")
    until: date = described("last day of the axis")
    fronts: tuple[FrontChoice, ...] = described("every front")
    history: tuple[ReportRow, ...] = described("what was reported of the chosen fronts in this time")
    weekly: tuple[WeeklyAttacks, ...] = described("attacks by week ahead on the chosen fronts in this time")
    ladder: Ladder = described("the ladder day by day")


class FitView(Record):
    """What the data taught."""

    ready: Literal[True] = True
    document: FitResult | None = described(
        "the fit, as `armslength fit --json` prints it; null where there is none"
    )


class TrustView(Record):
    """The page Trust: what is at hand, and what is being made; null where neither is."""

    ready: Literal[True] = True
    case: str = described("name of the case")
    fit: FitView | WaitingAnswer = described("what the data taught")
    backtest: BacktestResult | WaitingAnswer | None = described("scores against baselines")
    theories: TheoriesResult | WaitingAnswer | None = described("rival theories and their weights")
    ledger: LedgerResult = described("forecasts that were registered before the fact")


class ScenarioView(Record):
    """The page Scenario."""

    ready: Literal[True] = True
    case: str = described("name of the case")
    editable: bool = described("whether it lies in the workspace")
    files: dict[str, str] = described("text by file")
    check: scenario_files.CheckReport = described("what its check finds")
    difference: str = described("what a copy changed, as a unified diff")
    on_prior: str | None = described("why the case stands on its priors; null where a fit stands for it")


def overview(app_state: AppState, case: str) -> OverviewView | Job:
    """Return the network at a glance, the answer in words with numbers, and what changed last week."""
    forecast = app_state.forecast(case)
    if isinstance(forecast, Job):
        return forecast
    result, changes = forecast.result, week(app_state, case)
    return OverviewView(
        scenario=result.scenario,
        evidence=result.evidence,
        headline=headline(result),
        support=results_cache.support(app_state, case),
        answer=answer(result),
        actors=result.actors,
        state=result.state,
        follow=result.follow,
        week=WaitingAnswer(job=job_answer(changes)) if isinstance(changes, Job) else changes,
        manifest=result.manifest,
        on_prior=results_cache.on_prior(app_state.scenario(case)),
    )


def week(app_state: AppState, case: str) -> WeekView | Job:
    """Return what the last week's reports changed, and which kind of event moved what most."""
    run = app_state.run_or_job(case, WeekTask(draws=WEEK_DRAWS, seed=1))
    if isinstance(run, Job):
        return run
    update, scenario = run.read(UpdateResult), app_state.scenario(case)
    names = actors_of(scenario)
    reports = {row.id: row for row in history_of(scenario)}
    return WeekView(
        since=update.since,
        events=tuple(_named(names, reports[id_]) for id_ in update.added if id_ in reports),
        changes=tuple(
            ChangeView(
                **dict(change), name=number_name(names, change), by_kind=_mover(change, update.counted)
            )
            for change in [c for c in update.changes if figure(c.before) != figure(c.after)][:CHANGES_SHOWN]
        ),
        parameters_from=update.parameters_from,
        not_valued=NOT_VALUED if update.not_valued else None,
    )


def _named(names: Actors, row: Report) -> ReportRow:
    return ReportRow(**dict(row), names=tuple(map(names.name, row.fronts)))


def _mover(change: Change, counted: str) -> str | None:
    """Return the kind of event that moved a number most; None where none of them did much by itself."""
    size = max(abs(change.by_time_alone), abs(change.after - change.before))
    if change.moved_most_by is None or abs(change.by_that_kind) < LITTLE * size:
        return None
    return many_of(change.moved_most_by, counted)


def number_name(names: Actors, change: Change) -> str:
    """Return what moved, in the case's own names."""
    words = {
        "tempo": f"{names.counted(change.about) if change.about else names.counted()} a day",
        "compliance": "accepts an order given today",
        "attribution": "blames the patron",
        "restraint": "restraint in force",
        "pressure": "red-line pressure",
    }
    if change.about is None:
        return capital(change.quantity)
    return capital(f"{words.get(change.quantity, change.quantity)}: {names.name(change.about)}")


def time(
    app_state: AppState,
    case: str,
    span: str = "all",
    fronts: list[str] | None = None,
    since: str = "",
    until: str = "",
) -> TimeView | Job:
    """Return what was reported and the fan of futures, on one axis; the ladder day by day. No list is all fronts."""
    forecast = app_state.forecast(case)
    if isinstance(forecast, Job):
        return forecast
    result, names = forecast.result, forecast.result.actors
    known = [front.id for front in names.fronts_in_order]
    if unknown := [front for front in fronts or [] if front not in known]:
        raise NotFound(f"no front is called '{unknown[0][:80]}'; {did_you_mean(unknown[0][:80], known)}")
    chosen = [front for front in known if fronts is None or front in fronts]
    axis = span_of(result, span, since, until)
    return TimeView(
        scenario=result.scenario,
        span=name_of(result, axis),
        since=axis.first,
        until=axis.last,
        fronts=tuple(FrontChoice(id=f, name=names.name(f), chosen=f in chosen) for f in known),
        history=tuple(
            _named(names, row)
            for row in result.history
            if axis.overlaps(row.start, row.end) and (chosen == known or set(row.fronts) & set(chosen))
        ),
        weekly=tuple(
            row for row in result.weekly if row.front in chosen and axis.overlaps(row.week, row.last_day)
        ),
        ladder=result.ladder,
    )


def story_days(app_state: AppState, case: str) -> int:
    """Return the days that a story tells, in whole steps of the case and no more than can be played at once."""
    return app_state.days_ahead(case, STORY_DAYS)


def story(app_state: AppState, case: str, seed: int) -> StoryView | Job:
    """Return one future in sentences, in the case's own names."""
    app_state.check_range("seed", seed, 0, 2**32 - 1)
    run = app_state.run_or_job(case, StoryTask(days=story_days(app_state, case), seed=seed))
    return run if isinstance(run, Job) else StoryView(**dict(run.read(Story)), run=run.id)


def number_view(app_state: AppState, case: str, path: str) -> NumberView:
    """Return the record of one number, with what the fit says of it, if that is at hand."""
    fit = fitted(app_state, case)
    return number(app_state, case, path, None if isinstance(fit, Job) else fit.document)


def entity_view(app_state: AppState, case: str, subject: str) -> EntityView:
    """Return the record of one actor, tie or front: how it stands now, its numbers, the claims under them."""
    forecast = app_state.forecast(case)
    result = None if isinstance(forecast, Job) else forecast.result
    return entity(app_state.scenario(case), subject, result)


def fitted(app_state: AppState, case: str) -> FitView | Job:
    """Return what the data taught, and how the model fits."""
    run = app_state.run_or_job(case, FitTask())
    return run if isinstance(run, Job) else FitView(document=results_cache.read_fit(run))


def trust(app_state: AppState, case: str) -> TrustView:
    """Return how far to trust it: what is at hand of the fit, scores, theories, and the ledger."""
    fit = fitted(app_state, case)
    return TrustView(
        case=case,
        fit=WaitingAnswer(job=job_answer(fit)) if isinstance(fit, Job) else fit,
        backtest=_at_hand(app_state, case, "backtest", BacktestResult),
        theories=_at_hand(app_state, case, "theories", TheoriesResult),
        ledger=ledger_result(Ledger()),
    )


def _at_hand(
    app_state: AppState, case: str, kind: results_cache.Kind, record: type[R]
) -> R | WaitingAnswer | None:
    run = results_cache.at_hand(app_state, case, kind)
    if isinstance(run, Job):
        return WaitingAnswer(job=job_answer(run))
    return run.read(record) if run else None


def scenario(app_state: AppState, case: str) -> ScenarioView:
    """Return the files of a scenario, what its check finds, and what a copy changed."""
    ref = app_state.case(case)
    files = scenario_files.texts_of(ref.folder)
    return ScenarioView(
        case=case,
        editable=ref.is_copy,
        files=files,
        check=scenario_files.check_texts(files),
        difference=scenario_files.difference(app_state, case),
        on_prior=prior_only(app_state, case),
    )


def prior_only(app_state: AppState, case: str) -> str | None:
    """Return why a case stands on its priors; None where a fit stands for it, or where it does not load."""
    try:
        return results_cache.on_prior(app_state.scenario(case))
    except InvalidScenario:
        return None
