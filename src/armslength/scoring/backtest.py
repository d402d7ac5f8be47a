"""Backtest with rolling origins: on many past days, forecast with what was published by then; score what followed.

Only reported increments are scored. One comparison, declared in the scenario before anything is run, is the primary
one; the rest is exploratory. What is forecast at an origin does not depend on anything after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from armslength.errors import ArmslengthError
from armslength.results.backtest import BacktestResult, DeclaredEndpoint, Exploratory
from armslength.results.scores import CountRow, LadderRow, ScoredRows, TargetName, UnscoredWindow, YesNoRow
from armslength.scenario import Scenario, load
from armslength.scoring.mean_scores import Declared, MeanScores, mean_scores
from armslength.scoring.observed import case_on, observe, vintage_of
from armslength.scoring.occasion import Occasion, count_rows, ladder_rows, windows_after, yes_no_rows
from armslength.scoring.paths import Forecaster
from armslength.scoring.scoring_actors import actors_of_case
from armslength.scoring.skill import skill

EARLIEST = 14  # days of record before the first origin
WEEK = 7
LONGEST = 365
PRIOR, REFITTED = "model (prior draws)", "model (fitted anew at each origin, Laplace)"

RETROSPECTIVE = (
    "Retrospective: whoever set the case's priors knew the whole record, so a good score here is no proof of foresight. "
    "Only forecasts registered beforehand are prospective."
)


def backtest(
    scenario: Scenario | str | Path,
    forecaster: Forecaster | None = None,
    origins: Sequence[date] | None = None,
    horizons: Sequence[int] = (1, 7, 30),
    *,
    draws: int = 100,
    quick: bool = False,
    name: str | None = None,
    admit_revised: bool = False,
    seed: int = 1,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> BacktestResult:
    """Forecast from each origin with what was published by then, beside seven naive baselines; score what was reported.

    Origins are weekly if left out; horizons are days. The model forecasts with `draws` of the parameters, twenty futures
    each: from the prior, or `quick`, from a Gaussian fit at each origin to what was known by then. A `forecaster` of
    one's own, with its `name`, is given the case as it stood on the origin and how many days to look ahead. With
    `admit_revised`, rows from pages edited since count from their own last day.

    Raises:
        ArmslengthError: for a record too short, and for origins or horizons outside of it.
    """
    case = load(scenario)
    if forecaster is None:
        forecaster, name = _model(draws, quick, seed), name or (REFITTED if quick else PRIOR)
    ahead = tuple(sorted(set(horizons)))
    if not ahead or not all(1 <= h <= LONGEST for h in ahead):
        raise ArmslengthError(f"horizons are whole days from 1 to {LONGEST}, such as 1,7,30")
    days = _usable(case, weekly(case) if origins is None else sorted(set(origins)), min(ahead))
    rows, unscored = _score_origins(case, forecaster, days, ahead, admit_revised, seed, progress)
    declared = _declared(case)
    found = mean_scores(rows, declared)
    return BacktestResult(
        scenario=case.name,
        title=case.title,
        scenario_hash=case.hash,
        as_of=case.as_of,
        forecaster=name or "forecaster",
        origins=tuple(days),
        horizons=ahead,
        vintage=vintage_of(case, admit_revised),
        caveat=RETROSPECTIVE,
        primary=_primary(case, declared, found),
        exploratory=Exploratory(**found._asdict()),
        targets={target: target_name(case, target) for target in _targets(case, rows.counts)},
        rows=rows,
        unscored=unscored,
        seed=seed,
    )


def _model(draws: int, quick: bool, seed: int) -> Forecaster:
    from armslength.scoring.model_forecasts import model_forecaster
    from armslength.scoring.refit import refitted

    if not 2 <= draws <= 10_000:
        raise ArmslengthError(f"draws is {draws}; it must lie between 2 and 10,000")
    return model_forecaster(draws, seed, refitted(draws, seed) if quick else None)


def _score_origins(
    case: Scenario,
    forecaster: Forecaster,
    origins: Sequence[date],
    horizons: Sequence[int],
    admit_revised: bool,
    seed: int,
    progress: Callable[[str, int, int], None],
) -> tuple[ScoredRows, tuple[UnscoredWindow, ...]]:
    """Forecast from each origin and score what was reported; return the windows that cannot be scored beside it."""
    actors = actors_of_case(case)
    record = observe(case.events, actors)
    counts: list[CountRow] = []
    unscored: list[UnscoredWindow] = []
    yes_no: list[YesNoRow] = []
    ladder: list[LadderRow] = []
    for i, origin in enumerate(origins):
        progress("forecasting from each origin", i, len(origins))
        windows = windows_after(origin, horizons, case.as_of)
        known = case_on(case, origin, admit_revised)
        paths = forecaster(known, max((w.last - origin).days for w in windows))
        occasion = Occasion(origin, case.start, actors, paths, observe(known.events, actors), record, seed)
        scored, left_out = count_rows(occasion, windows)
        counts += scored
        unscored += left_out
        yes_no += yes_no_rows(occasion, windows)
        ladder += ladder_rows(occasion, windows)
    progress("forecasting from each origin", len(origins), len(origins))
    return ScoredRows(counts=tuple(counts), yes_no=tuple(yes_no), ladder=tuple(ladder)), tuple(unscored)


def _declared(case: Scenario) -> Declared | None:
    if (end := case.endpoint) is None:
        return None
    return actors_of_case(case).target(end.fronts), f"{end.horizon} days", end.score, end.baseline


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
    for umbrella in case.umbrellas.values():
        if set(umbrella.fronts) == set(fronts):
            return TargetName(name=umbrella.name, short=umbrella.name)
    named = [case.fronts[front] for front in fronts]
    return TargetName(
        name=" and ".join(front.name for front in named),
        short=" + ".join(front.short or front.name for front in named),
    )


def weekly(scenario: Scenario, step: int = WEEK) -> list[date]:
    """Return an origin every `step` days, back from one step before the as-of date to two weeks into the record."""
    first = scenario.start + timedelta(days=EARLIEST)
    found = []
    day = scenario.as_of - timedelta(days=step)
    while day >= first:
        found.append(day)
        day -= timedelta(days=step)
    return sorted(found)


def _usable(scenario: Scenario, origins: Sequence[date], shortest: int) -> list[date]:
    if not origins:
        raise ArmslengthError(
            f"the record of {scenario.name} is too short for a backtest: it needs {EARLIEST} days before an origin and a window after it"
        )
    for day in origins:
        if day < scenario.start or day + timedelta(days=shortest) > scenario.as_of:
            raise ArmslengthError(
                f"the origin {day} has no window of {shortest} days within the record, {scenario.start} to {scenario.as_of}"
            )
    return list(origins)
