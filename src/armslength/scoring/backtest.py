"""Backtest with rolling origins: on many past days, forecast with what was published by then; score what followed.

Only reported increments are scored. One comparison, declared in the scenario before anything is run, is the primary
one; the rest is exploratory. What is forecast at an origin does not depend on anything after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

from armslength.counted import together
from armslength.errors import ArmslengthError
from armslength.results.backtest import BacktestResult, DeclaredEndpoint, Exploratory
from armslength.results.scores import CountRow, ScoredRows, TargetName
from armslength.scenario import Scenario, load
from armslength.scoring.mean_scores import Declared, MeanScores, mean_scores
from armslength.scoring.observed import vintage_of
from armslength.scoring.origins import Origins, OriginScores
from armslength.scoring.paths import Forecaster
from armslength.scoring.scorable import can_ask_events, why_no_count_is_scored
from armslength.scoring.scoring_actors import actors_of_case
from armslength.scoring.skill import skill
from armslength.tasks import Here, InProcess, results, running

EARLIEST = 14  # days of record before the first origin
WEEK = 7
LONGEST = 365
THREADS = 2  # for the futures of an origin; the result does not depend on it
HORIZONS = {"day": (1, 7, 30), "week": (7, 28), "month": (30, 91)}  # by the step of the case
PRIOR, REFITTED = "model (prior draws)", "model (fitted anew at each origin, Laplace)"

RETROSPECTIVE = (
    "Retrospective: whoever set the case's priors knew the whole record, so a good score here is no proof of foresight. "
    "Only forecasts registered beforehand are prospective."
)


def backtest(
    scenario: Scenario | str | Path,
    forecaster: Forecaster | None = None,
    origins: Sequence[date] | None = None,
    horizons: Sequence[int] | None = None,
    *,
    draws: int = 100,
    quick: bool = False,
    name: str | None = None,
    admit_revised: bool = False,
    seed: int = 1,
    keep: str | Path | None = None,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
    say: Callable[[str], None] = lambda sentence: None,
) -> BacktestResult:
    """Forecast from each origin with what was published by then, beside seven naive baselines; score what was reported.

    Origins are weekly if left out, monthly of a case by the month; horizons are days, `HORIZONS` if left out. The model forecasts with `draws` of the parameters, twenty futures
    each: from the prior, or `quick`, from a Gaussian fit at each origin to what was known by then. A `forecaster` of
    one's own, with its `name`, is given the case as it stood on the origin and how many days to look ahead. With
    `admit_revised`, rows from pages edited since count from their own last day.

    Each finished origin is kept in the folder `keep` until the whole is done: an interrupted backtest goes on there, one
    of another case, model version or option starts anew. A forecaster of one's own is known there by its name alone.
    `say` is told in a sentence which of the two it is, and what cannot be scored.

    Raises:
        ArmslengthError: for a record too short or without anything to score, and for origins or horizons outside of it.
    """
    case = load(scenario)
    if forecaster is None:
        if not 2 <= draws <= 10_000:
            raise ArmslengthError(f"draws is {draws}; it must lie between 2 and 10,000")
        name = name or (REFITTED if quick else PRIOR)
    usual = HORIZONS[case.step]
    ahead = tuple(sorted(set(usual if horizons is None else horizons)))
    if not ahead or not all(1 <= h <= LONGEST for h in ahead):
        such = ",".join(map(str, usual))
        raise ArmslengthError(f"horizons are whole days from 1 to {LONGEST}, such as {such}")
    days = _usable(case, origins, min(ahead))
    if why := why_no_count_is_scored(case, days, ahead):
        if not can_ask_events(case):
            raise ArmslengthError(f"nothing can be scored: {why}")
        say(f"No count can be scored: {why}.")
    work = Origins(
        case, tuple(days), ahead, seed, draws, quick, admit_revised, name or "forecaster", forecaster
    )
    with running(InProcess(keep, say)) if keep else nullcontext():
        made = list(results(work, Here(THREADS, progress)))
    rows = _joined(made)
    declared = _declared(case)
    found = mean_scores(rows, declared)
    return BacktestResult(
        scenario=case.name,
        title=case.title,
        scenario_hash=case.hash,
        as_of=case.as_of,
        forecaster=work.name,
        origins=tuple(days),
        horizons=ahead,
        vintage=vintage_of(case, admit_revised),
        caveat=RETROSPECTIVE,
        primary=_primary(case, declared, found),
        exploratory=Exploratory(**found._asdict()),
        targets={target: target_name(case, target) for target in _targets(case, rows.counts)},
        rows=rows,
        unscored=tuple(window for scores in made for window in scores.unscored),
        seed=seed,
    )


def _joined(made: Sequence[OriginScores]) -> ScoredRows:
    """Return the scored rows of all origins, in their order."""
    return ScoredRows(
        counts=tuple(row for scores in made for row in scores.rows.counts),
        yes_no=tuple(row for scores in made for row in scores.rows.yes_no),
        ladder=tuple(row for scores in made for row in scores.rows.ladder),
    )


def _declared(case: Scenario) -> Declared | None:
    if (end := case.endpoint) is None:
        return None
    horizon = case.time_step.label(end.horizon)
    return actors_of_case(case).target(end.fronts), horizon, end.score, end.baseline


def _primary(case: Scenario, declared: Declared | None, found: MeanScores) -> DeclaredEndpoint | None:
    """Return the declared endpoint and its result; None where the scenario declares none."""
    if case.endpoint is None or declared is None:
        return None
    target, horizon, score, baseline = declared
    groups = (group for group in found.counts if (group.target, group.horizon) == (target, horizon))
    result = next((s for group in groups for s in [group.against(baseline, score)] if s), None)
    result = result or skill(score, baseline, [], [])
    return DeclaredEndpoint(
        **result.model_dump(), target=target, horizon=horizon, reason=case.endpoint.reason
    )


def _targets(case: Scenario, counts: Sequence[CountRow]) -> list[str]:
    declared = [actors_of_case(case).target(case.endpoint.fronts)] if case.endpoint else []
    return list(dict.fromkeys([*declared, *(row.target for row in counts)]))


def target_name(case: Scenario, target: str) -> TargetName:
    """Return what a reader calls fronts that are counted together: their umbrella's name, or their own."""
    fronts = target.split(";")
    counts = together(map(case.counted_on, fronts))
    for umbrella in case.umbrellas.values():
        if set(umbrella.fronts) == set(fronts):
            return TargetName(name=umbrella.name, short=umbrella.name, counts=counts)
    named = [case.fronts[front] for front in fronts]
    return TargetName(
        name=" and ".join(front.name for front in named),
        short=" + ".join(front.short or front.name for front in named),
        counts=counts,
    )


def weekly(scenario: Scenario, step: int = WEEK) -> list[date]:
    """Return an origin every `step` days, back from one step before the as-of date to two weeks into the record.

    Of a case by the month they are the last days of its months.
    """
    first = scenario.start + timedelta(days=EARLIEST)
    if scenario.step == "month":
        begins = (scenario.time_step.begins(scenario.start, n) for n in range(1, scenario.steps))
        return [day - timedelta(days=1) for day in begins if day > first]
    found = []
    day = scenario.as_of - timedelta(days=step)
    while day >= first:
        found.append(day)
        day -= timedelta(days=step)
    return sorted(found)


def refuse_within_step(scenario: Scenario, origin: date) -> None:
    """Raise `ArmslengthError` for an origin that is not the last day of a step."""
    if origin >= scenario.start and not scenario.time_step.whole(scenario.start, origin):
        raise ArmslengthError(
            f"the step of {scenario.name} is a {scenario.step}, and the origin {origin} is not the last day of one"
        )


def _usable(scenario: Scenario, origins: Sequence[date] | None, shortest: int) -> list[date]:
    """Return the origins, weekly ones with a window after them if left out; refuse one without."""
    step = scenario.time_step

    def end(origin: date) -> date:
        return origin + timedelta(days=step.window(origin + timedelta(days=1), shortest))

    if origins is None:
        days = [day for day in weekly(scenario) if end(day) <= scenario.as_of]
    else:
        days = sorted(set(origins))
    if not days:
        raise ArmslengthError(
            f"the record of {scenario.name} is too short for a backtest: it needs {EARLIEST} days before an origin and a "
            f"window of {shortest} days after it"
        )
    for day in days:
        refuse_within_step(scenario, day)
        if day < scenario.start or end(day) > scenario.as_of:
            raise ArmslengthError(
                f"the origin {day} has no window of {shortest} days within the record, {scenario.start} to {scenario.as_of}"
            )
    return days
