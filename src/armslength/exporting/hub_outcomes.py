"""What was observed, as a hub's target data: the reported counts, and the outcome of each window that they settle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from armslength.exporting.hub_tasks import (
    LETHAL,
    NO,
    REPRISAL,
    REPRISALS,
    RUNG,
    YES,
    Cell,
    rung_names,
    targets_of,
    windows_of,
)
from armslength.results.actors import ANY_FRONT
from armslength.scenario import Event
from armslength.scoring.ledger_entry import Kind, Outcome, RegisteredForecast, settle
from armslength.scoring.observed import Observed, observe
from armslength.scoring.observed_ladder import observed_rung
from armslength.scoring.occasion import questions
from armslength.scoring.saved_forecast import SavedForecast
from armslength.scoring.scoring_actors import ScoringActors

NA = "NA"
SERIES_COLUMNS = ("target", "front", "target_end_date", "start_date", "as_of", "observation")
SERIES_KEY = 5  #: columns, the first ones, that tell two rows apart
ORACLE_COLUMNS = (
    "target",
    "front",
    "horizon",
    "target_end_date",
    "output_type",
    "output_type_id",
    "oracle_value",
)
ORACLE_KEY = 6

Line = tuple[str, ...]


def series_lines(seen: Observed, actors: ScoringActors, as_of: date) -> Iterator[Line]:
    """Yield the reported counts as they were known on `as_of`; an increment runs from `start_date` to `target_end_date`."""
    for target, increments in seen.counts.items():
        for i in increments:
            days = (i.end.isoformat(), i.start.isoformat(), as_of.isoformat())
            yield actors.counts(target), target, *days, str(i.count)


def oracle_lines(saved: SavedForecast, rows: Sequence[Event], until: date) -> Iterator[Line]:
    """Yield the outcomes of a forecast's windows that rows up to `until` settle, by the rules of the ledger.

    A count is one where reported increments cover just its days. That something did not happen is one only where the rows
    hold every such event.
    """
    actors, seen = saved.actors, observe(rows, saved.actors)
    for (target, front, horizon), rows_of_cell in _outcomes(saved, actors, seen, until):
        end = saved.as_of + timedelta(days=horizon)
        for output_type, id_, value in rows_of_cell:
            yield target, front, str(horizon), end.isoformat(), output_type, id_, value


def _outcomes(
    saved: SavedForecast, actors: ScoringActors, seen: Observed, until: date
) -> Iterator[tuple[Cell, list[tuple[str, str, str]]]]:
    targets = targets_of(saved)
    asked = questions(actors, seen.counts, seen.deaths_stated | observe(saved.reported, actors).deaths_stated)
    for window in windows_of(saved):
        for front, counts in targets.items():
            value = _settled(saved, "attacks", front, window, seen, until).value
            if value is not None:
                rows = [(output_type, NA, str(int(value))) for output_type in ("quantile", "sample")]
                yield (counts, front, window), rows
        for question in asked:
            if question.kind == "lethal" and ";" not in question.subject:
                value = _settled(saved, "lethal", question.subject, window, seen, until).value
                if value is not None:
                    yield (LETHAL, question.subject, window), _one_of((YES, NO), YES if value else NO)
        first, last = saved.as_of + timedelta(days=1), saved.as_of + timedelta(days=window)
        if until < last:
            continue
        for adversary, level in _highest(actors, seen, first, last).items():
            yield (REPRISAL, f"{ANY_FRONT}/{adversary}", window), _one_of(REPRISALS, REPRISALS[level])
        rung = observed_rung(seen, actors, first, last) if saved.result.ladder.highest else None
        if rung is not None:
            names = rung_names(saved.result)
            yield (RUNG, ANY_FRONT, window), _one_of(names, names[rung])


def _settled(
    saved: SavedForecast, kind: Kind, subject: str, window: int, seen: Observed, until: date
) -> Outcome:
    first, last = saved.as_of + timedelta(days=1), saved.as_of + timedelta(days=window)
    asked = RegisteredForecast(
        forecaster="", kind=kind, subject=subject, first=first, last=last, probability=None
    )
    return settle(asked, seen, until)


def _highest(actors: ScoringActors, seen: Observed, first: date, last: date) -> Mapping[str, int]:
    """Return the highest level of reprisals by adversary, where the rows tell it."""
    found: dict[str, int] = {}
    for adversary in actors.complete:
        levels = [
            o.level
            for o in seen.occurrences
            if o.kind == "reprisal" and o.subject == adversary and first <= o.day <= last
        ]
        if levels or actors.coded_from.get(adversary, 1) <= 1:  # below that level reprisals are not coded
            found[adversary] = max(levels, default=0)
    return found


def _one_of(categories: Sequence[str], which: str) -> list[tuple[str, str, str]]:
    return [("pmf", category, str(int(category == which))) for category in categories]
