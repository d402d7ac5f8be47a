"""One origin: what the model and the baselines forecast for the days after it, scored on what was reported."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np

from armslength.results.scores import (
    MODEL,
    CountRow,
    EventKind,
    LadderRow,
    UnscoredWindow,
    YesNoRow,
)
from armslength.scoring.baselines import predict
from armslength.scoring.count_history import CountHistory, history_of, history_of_days
from armslength.scoring.observed import LEAST_COVER, Increment, Observed, Occurrence
from armslength.scoring.observed_ladder import baseline_rungs, observed_rung
from armslength.scoring.paths import Paths
from armslength.scoring.scores import count_forecast, ladder_forecast, yes_no_forecast
from armslength.scoring.scoring_actors import ScoringActors
from armslength.world.step import DAY, TimeStep

EACH = "each increment"
PART_OF_A_STEP = "it begins or ends within a step of the forecast"
QUIET = 7  # days without a known attack after which a reprisal is asked of quiet days


@dataclass(frozen=True)
class Window:
    """Days after an origin, both included, under the name that results carry."""

    label: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """Its length."""
        return (self.last - self.first).days + 1

    def is_counted_by(self, increments: Iterable[Increment]) -> bool:
        """Return whether increments that lie wholly within it cover enough of its days for it to be scored."""
        covered = sum(i.days for i in increments)
        return covered > 0 and covered >= LEAST_COVER * self.days


@dataclass(frozen=True)
class Occasion:
    """An origin with all that is needed to compare the forecasts made on it."""

    origin: date
    start: date  #: of the record
    actors: ScoringActors
    paths: Paths
    known: Observed  #: by the origin
    observed: Observed  #: the whole record, with what came after the origin
    seed: int = 1

    def ahead(self, first: date, last: date) -> np.ndarray:
        """Return the days ahead of the origin between two days; 1 is the day after it."""
        return np.arange((first - self.origin).days, (last - self.origin).days + 1)

    def reaches(self, window: Window) -> bool:
        """Return whether the paths go as far as a window, and end no step within it."""
        reach = (window.last - self.origin).days <= self.paths.days
        return reach and self.paths.is_whole(self.ahead(window.first, window.last))


def windows_after(origin: date, horizons: Iterable[int], last: date, step: TimeStep = DAY) -> list[Window]:
    """Return the windows from the day after an origin to each horizon, in whole steps, as far as the record goes."""
    first = origin + timedelta(days=1)
    ends = ((h, origin + timedelta(days=step.window(first, h))) for h in horizons)
    return [Window(step.label(h), first, end) for h, end in ends if end <= last]


# Counts ----------------------------------------------------------------------------------------------------------


def count_rows(
    o: Occasion, windows: Sequence[Window], each: bool = False
) -> tuple[list[CountRow], list[UnscoredWindow]]:
    """Return the scores of the reported increments within each window, and the windows that cannot be scored.

    With `each`, every increment after the origin is scored by itself as well. Without a past there are no baselines.
    """
    rows: list[CountRow] = []
    left_out: list[UnscoredWindow] = []
    for target, increments in o.observed.counts.items():
        scored: list[tuple[Window, list[Increment]]] = []
        alone = [Window(EACH, i.start, i.end) for i in increments if each and i.start > o.origin]
        for window in [*windows, *alone]:
            whole = o.observed.within(target, window.first, window.last)
            inside = [i for i in whole if not i.assumed]
            if why := _unscored(o, window, inside, len(inside) < len(whole)):
                unscored = UnscoredWindow(target=target, origin=o.origin, horizon=window.label, why=why)
                left_out.append(unscored)
            else:
                scored.append((window, inside))
        if scored:
            days = [np.concatenate([o.ahead(i.start, i.end) for i in inside]) for _, inside in scored]
            halt = o.known.last_halt(target.split(";"))
            past = history_of(o.known.counts.get(target, ()), o.origin, halt)
            baselines = predict(past, days, o.origin, o.seed) if past else {}
            rows += [
                _count_row(o, target, *scored[k], days[k], {name: x[k] for name, x in baselines.items()})
                for k in range(len(scored))
            ]
    return rows, left_out


def _unscored(o: Occasion, window: Window, inside: list[Increment], assumed: bool) -> str | None:
    if not o.reaches(window):
        is_beyond = (window.last - o.origin).days > o.paths.days
        return "the forecast does not reach so far" if is_beyond else PART_OF_A_STEP
    if not all(o.paths.is_whole(o.ahead(i.start, i.end)) for i in inside):
        return PART_OF_A_STEP
    if window.is_counted_by(inside):
        return None
    if assumed:
        return "counts within it have the source `assumed`, so they are not scored"
    if not inside:
        return "no reported increment lies wholly within it"
    return "less than half of it lies within reported increments"


def _count_row(
    o: Occasion,
    target: str,
    window: Window,
    inside: list[Increment],
    days: np.ndarray,
    baselines: Mapping[str, np.ndarray],
) -> CountRow:
    observed = sum(i.count for i in inside)
    fronts = target.split(";")
    samples = {MODEL: o.paths.total(fronts, days), **o.paths.totals_by_way(fronts, days), **baselines}
    rng = np.random.default_rng([o.seed, crc32(f"{target} {window.label}".encode()), o.origin.toordinal()])
    common = int(rng.integers(2**31))  # one seed for all: their randomised PIT is on the same footing
    return CountRow(
        target=target,
        horizon=window.label,
        origin=o.origin,
        first=inside[0].start,
        last=inside[-1].end,
        days=len(days),
        window_days=window.days,
        observed=observed,
        events=tuple(i.event_id for i in inside),
        forecasts={
            name: count_forecast(sample, observed, np.random.default_rng(common))
            for name, sample in samples.items()
        },
    )


# Yes or no -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """An event that happens or not in a window."""

    kind: EventKind
    subject: str
    level: int = 0

    def occurrences(self, seen: Observed) -> list[Occurrence]:
        """Return every time that it happened."""
        subjects = self.subject.split(";")
        return [
            o
            for o in seen.occurrences
            if o.kind == self.kind and o.subject in subjects and o.level >= self.level
        ]

    def probability(self, paths: Paths, days: np.ndarray) -> float | None:
        """Return the model's probability that it happens at least once on some days ahead, if the paths give one."""
        if self.kind == "reprisal":
            return paths.reprisal(self.subject, self.level, days)
        if self.kind == "lethal":
            return paths.lethal_attack(self.subject.split(";"), days)
        return paths.suspension(self.subject, days)

    def fronts(self, actors: ScoringActors) -> list[str]:
        """Return the fronts that it is about."""
        subjects = self.subject.split(";")
        return [
            f
            for f in actors.fronts
            if f in subjects or actors.client_of(f) in subjects or actors.adversary_of(f) in subjects
        ]


def questions(
    actors: ScoringActors, targets: Iterable[str], deaths_of: Container[str] | None = None
) -> list[Question]:
    """Return what can be asked of a record: only where the absence of an event means that nothing happened.

    A record that holds every reprisal of an adversary is taken to hold its clients' suspensions too, and its dead, unless
    it fires daily; `deaths_of`, where given, names instead the adversaries whose dead the record is known to hold. Orders
    that were taken are secret as often as not, so they are not asked.
    """
    together = {f: target for target in targets for f in target.split(";")}
    asked = dict.fromkeys(together.get(f, f) for f in actors.fronts)
    known = {f for f in actors.fronts if actors.adversary_of(f) in actors.complete}

    def every_death(front: str) -> bool:
        if deaths_of is None:
            return front in known and actors.reports_every_death(front)
        return actors.adversary_of(front) in deaths_of

    reprisals = (a for a in actors.adversaries if a in actors.complete)
    lethal = (
        target
        for target in asked
        if all(every_death(f) and actors.says_who_kills(f) for f in target.split(";"))
    )
    suspensions = (c for c in actors.clients if any(actors.client_of(f) == c for f in known))
    return [
        *(Question("reprisal", a, actors.coded_from.get(a, 1)) for a in reprisals),
        *(Question("lethal", target) for target in lethal),
        *(Question("suspension", client) for client in suspensions),
    ]


def yes_no_rows(
    o: Occasion, windows: Sequence[Window], deaths_of: Container[str] | None = None
) -> list[YesNoRow]:
    """Return the scores of reprisals, lethal attacks and suspensions in each window."""
    windows = [w for w in windows if o.reaches(w)]
    if not windows:
        return []
    ahead = [o.ahead(w.first, w.last) for w in windows]
    rows: list[YesNoRow] = []
    fitted: dict[CountHistory, dict[str, list[np.ndarray]]] = {}  # most questions share an empty past
    for question in questions(o.actors, o.observed.counts, deaths_of):
        days_before = [x.day for x in question.occurrences(o.known)]
        fronts = question.fronts(o.actors)
        past = history_of_days(days_before, o.start, o.origin, o.known.last_halt(fronts))
        quiet = o.known.quiet(fronts, o.origin - timedelta(days=QUIET - 1), o.origin)
        if past and past not in fitted:
            fitted[past] = predict(past, ahead, o.origin, o.seed)
        baselines = fitted[past] if past else {}
        for k, window in enumerate(windows):
            own = question.probability(o.paths, ahead[k])
            if own is not None:
                others = {name: _at_least_once(x[k]) for name, x in baselines.items()}
                at_once = question.kind == "reprisal" and ahead[k][0] == 1
                row = _yes_no_row(o, question, window, {MODEL: own, **others})
                rows.append(row.model_copy(update={"quiet": quiet if at_once else None}))
    return rows


def _at_least_once(sample: np.ndarray) -> float:
    return float((np.count_nonzero(sample) + 0.5) / (sample.size + 1))


def _yes_no_row(
    o: Occasion, question: Question, window: Window, probabilities: Mapping[str, float]
) -> YesNoRow:
    days = [x.day for x in question.occurrences(o.observed) if window.first <= x.day <= window.last]
    return YesNoRow(
        kind=question.kind,
        subject=question.subject,
        level=question.level,
        horizon=window.label,
        origin=o.origin,
        first=window.first,
        last=window.last,
        happened=bool(days),
        days=tuple(days),
        forecasts={name: yes_no_forecast(p, bool(days)) for name, p in probabilities.items()},
    )


# The ladder ------------------------------------------------------------------------------------------------------


def ladder_rows(o: Occasion, windows: Sequence[Window]) -> list[LadderRow]:
    """Return the scores of the highest rung in each window, where the reports establish it."""
    rows = []
    for window in windows:
        rung = observed_rung(o.observed, o.actors, window.first, window.last) if o.reaches(window) else None
        if rung is None:
            continue
        own = {MODEL: o.paths.highest(o.ahead(window.first, window.last))}
        baselines = baseline_rungs(o.known, o.actors, o.start, o.origin, window.days)
        row = LadderRow(
            horizon=window.label,
            origin=o.origin,
            first=window.first,
            last=window.last,
            rung=rung,
            forecasts={name: ladder_forecast(p, rung) for name, p in (own | baselines).items()},
        )
        rows.append(row)
    return rows
