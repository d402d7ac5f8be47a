"""A saved forecast against what happened since: the scores and baselines of a backtest, and what surprised it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from armslength.errors import ArmslengthError, Fault
from armslength.results.forecast import ForecastResult
from armslength.results.score import ScoreResult, Surprise
from armslength.results.scores import MODEL, CountRow, ScoredRows, TargetName
from armslength.scenario import Event, read_new_events
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_service import registration_of
from armslength.scoring.mean_scores import mean_scores
from armslength.scoring.observed import Occurrence, observe
from armslength.scoring.occasion import (
    EACH,
    Occasion,
    Question,
    Window,
    count_rows,
    ladder_rows,
    questions,
    windows_after,
    yes_no_rows,
)
from armslength.scoring.paths import WEEK, Paths
from armslength.scoring.saved_forecast import SavedForecast, open_forecast
from armslength.scoring.scores import mass_score, reliability
from armslength.scoring.scoring_actors import ScoringActors, unknown_names

if TYPE_CHECKING:
    import xarray as xr

WEEKLY, MONTHLY = "each week", "each month"
UNLIKELY = 0.1  # what happened although it was given less than this is a surprise


def score_forecast(
    folder: str | Path,
    events: str | Path,
    until: date | None = None,
    *,
    horizons: Sequence[int] | None = None,
    ledger: str | Path | None = None,
    seed: int = 1,
) -> ScoreResult:
    """Score a saved forecast on a file of later events, to its last day or to `until`.

    The file is taken to hold every reprisal and suspension up to that day, and every lethal attack on an adversary of
    whom some row says whether attacks killed; counts are scored only where it holds increments. `horizons` are windows
    in days, the forecast's own if left out. `ledger` is the file that says whether the forecast was registered beforehand: the
    user's own if left out.

    Raises:
        ArmslengthError: for a damaged forecast, for events that it cannot be scored on, and for a day before its end.
    """
    saved = open_forecast(folder)
    actors, as_of = saved.actors, saved.as_of
    later = read_later(events, saved)
    observed = observe(later, actors)
    last = until or observed.last or as_of
    if last <= as_of:
        raise ArmslengthError(f"--until is {last}; it must be after the forecast's as-of date, {as_of}")
    known = observe(saved.reported, actors)
    stated = known.deaths_stated | observed.deaths_stated
    o = Occasion(as_of, saved.result.scenario.start, actors, saved.paths, known, observed, seed)
    own = windows_after(as_of, _horizons(horizons, saved), last)
    counts, unscored = count_rows(o, own, each=True)
    counts = [_on_whole_distribution(row, o, saved.data) for row in counts]
    yes_no, ladder = yes_no_rows(o, [*own, *_weeks(o, last)], stated), ladder_rows(o, own)
    rows = ScoredRows(counts=tuple(counts), yes_no=tuple(yes_no), ladder=tuple(ladder))
    found = mean_scores(rows)
    weekly = [row for row in yes_no if row.horizon in (WEEKLY, MONTHLY)]
    return ScoreResult(
        forecast=saved.result.scenario.name,
        fingerprint=saved.fingerprint,
        as_of=as_of,
        until=last,
        events=len(later),
        registration=registration_of(Ledger(ledger), saved),
        **found._asdict(),
        surprises=(*_occurrences(o, last, stated), *_counts_outside(counts)),
        reliability=reliability(
            [row.forecasts[MODEL].probability for row in weekly], [row.happened for row in weekly]
        ),
        targets={row.target: _name(saved.result, row.target) for row in counts},
        rows=rows,
        unscored=tuple(unscored),
        deaths_not_coded=tuple(a for a in actors.adversaries if a not in stated),
        secondary_tallies=observed.secondary,
    )


def read_later(events: str | Path, saved: SavedForecast) -> list[Event]:
    """Return the rows of a file of later events.

    Raises:
        ArmslengthError: for rows in the forecast's past, names that it does not have, and days that are counted twice.
    """
    later, where = read_new_events(events), str(events)
    faults = [
        *_in_its_past(where, later, saved.as_of),
        *unknown_names(where, later, saved.actors),
        *_counted_twice(where, later, saved.actors),
    ]
    if faults:
        raise ArmslengthError(*faults)
    return later


def _horizons(asked: Sequence[int] | None, saved: SavedForecast) -> list[int]:
    if asked is None:
        return saved.windows
    days = saved.paths.days
    if not asked or not all(1 <= h <= days for h in asked):
        raise ArmslengthError(
            f"--horizons: this forecast looks {days} days ahead; write days from 1 to {days}"
        )
    for horizon in asked:
        if not saved.paths.is_whole(np.arange(1, horizon + 1)):
            raise ArmslengthError(
                f"--horizons: the step of this forecast is a {saved.result.scenario.step}, and {horizon} days end within one"
            )
    return sorted(set(asked))


def _name(forecast: ForecastResult, target: str) -> TargetName:
    fronts = {front.id: front for front in forecast.actors.fronts}
    named = [fronts[front] for front in target.split(";")]
    return TargetName(
        name=" and ".join(front.name for front in named),
        short=" + ".join(front.short for front in named),
        counts=forecast.actors.counted(*fronts.keys() & set(target.split(";"))),
    )


def _weeks(o: Occasion, last: date) -> Iterator[Window]:
    """Yield each week after the as-of date; of a forecast by the month each month."""
    day = 1
    while (days := o.paths.week_of(day)) is not None:
        first, end = (o.origin + timedelta(days=int(n)) for n in (days[0], days[-1]))
        if end > last:
            return
        yield Window(WEEKLY if len(days) == WEEK else MONTHLY, first, end)
        day = int(days[-1]) + 1


def _on_whole_distribution(row: CountRow, o: Occasion, data: xr.Dataset) -> CountRow:
    """Score a row on the forecast's whole distribution, not a sample of it, where it is one of its own windows."""
    if ";" in row.target or row.days not in data["window"].values:
        return row
    if ((row.first - o.origin).days, (row.last - o.origin).days) != (1, row.days):
        return row
    mass = data["attacks_pmf"].sel(window=row.days, front=row.target).values
    if mass.sum() <= 0:
        return row
    rng = np.random.default_rng([o.seed, o.origin.toordinal(), row.days])
    exact = mass_score(data["bin_least"].values, mass, row.observed, rng)
    own = row.forecasts[MODEL].model_copy(update=exact.model_dump())
    return row.model_copy(update={"forecasts": {**row.forecasts, MODEL: own}, "exact": True})


def _occurrences(o: Occasion, last: date, deaths_of: Container[str]) -> list[Surprise]:
    """Return everything that happened, with the probability that the forecast gave it in its week, rarest first."""
    asked = questions(o.actors, [*o.known.counts, *o.observed.counts], deaths_of)
    came = [
        (question, question.kind, happened)
        for question in asked
        for happened in question.occurrences(o.observed)
    ]
    taken: list[tuple[Question, Literal["acceptance"], Occurrence]] = [
        (Question("suspension", happened.subject), "acceptance", happened)
        for happened in o.observed.occurrences
        if happened.kind == "acceptance"
    ]
    found = []
    for question, kind, happened in [*came, *taken]:
        p = _probability_in_week(question, o.paths, (happened.day - o.origin).days)
        if happened.day > last or p is None:
            continue
        row = Surprise(
            day=happened.day,
            kind=kind,
            subject=happened.subject,
            level=happened.level,
            label=happened.label,
            event=happened.event_id,
            probability=p,
            surprise=p < UNLIKELY,
        )
        found.append(row)
    return sorted(found, key=lambda row: row.probability)


def _probability_in_week(question: Question, paths: Paths, ahead: int) -> float | None:
    days = paths.week_of(ahead)
    return None if days is None else question.probability(paths, days)


def _counts_outside(rows: Sequence[CountRow]) -> Iterator[Surprise]:
    """Yield the increments outside their 90 % interval."""
    for row in rows:
        own = row.forecasts[MODEL]
        if row.horizon == EACH and not own.in_90:
            low, high = own.interval_90
            yield Surprise(
                day=row.last,
                kind="count",
                subject=row.target,
                label=f"{row.observed} from {row.first} to {row.last}, outside {low:.0f}-{high:.0f} (90 %)",
                event=row.events[0],
                probability=min(float(np.exp(-own.log)), 1.0),
                surprise=True,
            )


def _in_its_past(where: str, events: Sequence[Event], as_of: date) -> Iterator[Fault]:
    for e in events:
        if e.date <= as_of:
            when = f"is of {e.date}" if e.date == e.end_date else f"starts on {e.date}"
            yield Fault(
                where,
                e.line,
                f"'{e.event_id}' {when}, on or before the forecast's as-of date {as_of}",
                "a forecast is scored only on what came after it",
            )


def _counted_twice(where: str, events: Sequence[Event], actors: ScoringActors) -> Iterator[Fault]:
    """Yield a fault for each tally that counts a day of the same fronts again, which would be scored twice."""
    seen: dict[str, Event] = {}
    for e in sorted((e for e in events if e.kind == "tally"), key=lambda e: e.date):
        if actors.is_secondary(e):
            continue
        target = actors.target_of(e)
        before = seen.get(target)
        if before and e.date <= before.end_date:
            yield Fault(
                where,
                e.line,
                f"'{e.event_id}' and '{before.event_id}' both count {e.date} for {target}",
                "write increments that do not overlap",
            )
        seen[target] = e
