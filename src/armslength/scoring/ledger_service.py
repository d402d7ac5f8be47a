"""Work with the ledger: register forecasts, and settle them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np

from armslength.errors import ArmslengthError
from armslength.results.ledger import (
    Coverage,
    LedgerScores,
    Quantiles,
    Resolution,
    State,
)
from armslength.results.record import Count, Record, described, optional
from armslength.results.score import Registration, Timing
from armslength.results.scores import MODEL
from armslength.scenario import Event, read_new_events
from armslength.scenario.names import person
from armslength.scoring.ledger import Entry, Ledger
from armslength.scoring.ledger_entry import FARTHEST, LEVELS, RegisteredForecast, registered_scores, settle
from armslength.scoring.observed import observe
from armslength.scoring.occasion import questions
from armslength.scoring.paths import Paths
from armslength.scoring.saved_forecast import SavedForecast, open_forecast
from armslength.scoring.scoring_actors import ScoringActors


class Batch(Record):
    """What was registered together, as an entry of the ledger holds it."""

    what: Literal["forecast", "people"] = described("a saved forecast, or a file of people's forecasts")
    fingerprint: str = described("SHA-256 of the files")
    scenario: str | None = optional("name of the forecast's case", default=None)
    as_of: date | None = optional("the forecast's as-of date", default=None)
    actors: ScoringActors = described("the names that the forecasts use", key="who")
    forecasts: Count = described("number of forecasts")


@dataclass(frozen=True)
class TrackedForecast:
    """A registered forecast, and how it was settled if it was."""

    entry: Entry
    forecast: RegisteredForecast
    actors: ScoringActors
    resolution: Resolution | None
    is_covered: bool = False  #: whether a later record reached the end of its window

    @property
    def is_past(self) -> bool:
        """Whether the record that settles it reaches the end of its window.

        A yes may be certain before that day, a no is not: counting the early ones would lean to yes.
        """
        return self.resolution is not None and (
            self.is_covered or self.resolution.until >= self.forecast.last
        )

    @property
    def state(self) -> State:
        """Pending, resolved or void."""
        return self.resolution.state if self.resolution else "pending"

    @property
    def value(self) -> int | bool | None:
        """The count, or whether it happened; None unless resolved."""
        return self.resolution.value if self.resolution else None

    @property
    def scores(self) -> LedgerScores:
        """Its scores; empty unless resolved."""
        return self.resolution.scores if self.resolution else LedgerScores()

    @property
    def timing(self) -> Timing:
        """Prospective if it was registered no later than the first day of its window, by the machine's clock."""
        return _timing(self.entry, self.forecast.first)


def _timing(entry: Entry, first_day: date) -> Timing:
    registered = datetime.fromisoformat(entry.at).date()
    return "prospective" if registered <= first_day else "retrospective"


# Registering -----------------------------------------------------------------------------------------------------


def register_forecast(
    ledger: Ledger, folder: str | Path, human: Sequence[RegisteredForecast] = (), at: datetime | None = None
) -> list[Entry]:
    """Register a saved forecast: its own windows, or its answers to the questions of `human` forecasts.

    Raises:
        ArmslengthError: where its own windows are registered already.
    """
    saved = open_forecast(folder)
    if not human and _registered(ledger.entries(), saved.fingerprint):
        raise ArmslengthError("this forecast stands in the ledger already")
    forecasts = list(_answers(saved, human) if human else own_windows(saved))
    batch = Batch(
        what="forecast",
        fingerprint=saved.fingerprint,
        scenario=saved.result.scenario.name,
        as_of=saved.as_of,
        actors=saved.actors,
        forecasts=len(forecasts),
    )
    return _append(ledger, batch, forecasts, at)


def register_human(
    ledger: Ledger,
    path: str | Path,
    forecasts: Sequence[RegisteredForecast],
    actors: ScoringActors,
    at: datetime | None = None,
) -> list[Entry]:
    """Register people's forecasts, which were read from the file `path`.

    Names that look alike are one person's, under the spelling that the ledger has. What stands there already, or twice in
    the file, is registered once: nothing is returned where nothing is new.
    """
    return register_people(ledger, Path(path).read_bytes(), forecasts, actors, at)


def register_people(
    ledger: Ledger,
    written: bytes,
    forecasts: Sequence[RegisteredForecast],
    actors: ScoringActors,
    at: datetime | None = None,
) -> list[Entry]:
    """Register people's forecasts, as `register_human` does; `written` is what they were read from."""
    fingerprint = sha256(written).hexdigest()
    spelt = {
        person(t.forecast.forecaster): t.forecast.forecaster for t in tracked_forecasts(ledger.entries())
    }
    forecasts = [
        f.model_copy(update={"forecaster": spelt.setdefault(person(f.forecaster), f.forecaster)})
        for f in forecasts
    ]
    return _append(
        ledger, Batch(what="people", fingerprint=fingerprint, actors=actors, forecasts=0), forecasts, at
    )


def _append(
    ledger: Ledger, batch: Batch, forecasts: Iterable[RegisteredForecast], at: datetime | None
) -> list[Entry]:
    """Add the forecasts that do not stand in the ledger yet, after their batch."""
    forecasts = list(forecasts)
    _refuse_far(forecasts, at or datetime.now(UTC))
    known = {t.forecast.answer for t in tracked_forecasts(ledger.entries())}
    new = list({f.answer: f for f in forecasts if f.answer not in known}.values())
    if not new:
        return []
    batch = batch.model_copy(update={"forecasts": len(new)})
    entries = [("batch", batch.model_dump(mode="json"))]
    return ledger.append([*entries, *(("forecast", f.model_dump(mode="json")) for f in new)], at)


def own_windows(saved: SavedForecast) -> Iterator[RegisteredForecast]:
    """Yield the forecast's quantiles of attacks and probabilities of events in each of its own windows."""
    actors, paths = saved.actors, saved.paths
    targets = observe(saved.reported, actors).counts
    for window in (w for w in saved.windows if w <= paths.days):
        first, last = saved.as_of + timedelta(days=1), saved.as_of + timedelta(days=window)
        days = np.arange(1, window + 1)
        for target in targets:
            yield RegisteredForecast(
                forecaster=MODEL,
                kind="attacks",
                counts=actors.counts(target),
                subject=target,
                first=first,
                last=last,
                quantiles=_quantiles(paths.total(target.split(";"), days)),
            )
        for question in questions(actors, targets):
            p = question.probability(paths, days)
            if p is not None:
                yield RegisteredForecast(
                    forecaster=MODEL,
                    kind=question.kind,
                    subject=question.subject,
                    first=first,
                    last=last,
                    level=question.level if question.kind == "reprisal" else None,
                    probability=p,
                )


def _answers(saved: SavedForecast, asked: Iterable[RegisteredForecast]) -> Iterator[RegisteredForecast]:
    """Yield the model's answers to people's questions, as far as its paths reach and its steps tell."""
    paths = saved.paths
    for question in asked:
        first, last = (question.first - saved.as_of).days, (question.last - saved.as_of).days
        days = np.arange(first, min(last, paths.days) + 1)
        if first < 1 or last > paths.days or not paths.is_whole(days):
            continue
        probability, quantiles = _answer(question, paths, days)
        if probability is not None or quantiles is not None:
            own = {"forecaster": MODEL, "probability": probability, "quantiles": quantiles, "note": ""}
            yield question.model_copy(update=own)


def _answer(
    asked: RegisteredForecast, paths: Paths, days: np.ndarray
) -> tuple[float | None, Quantiles | None]:
    if asked.event is not None:
        return asked.event.probability(paths, days), None
    total = paths.total(asked.subject.split(";"), days)
    if asked.at_least is None:
        return None, _quantiles(total)
    return float((total >= asked.at_least).mean()), None


def _quantiles(sample: np.ndarray) -> Quantiles:
    low, median, high = (float(x) for x in np.quantile(sample, LEVELS, method="inverted_cdf"))
    return low, median, high


def _registered(entries: Iterable[Entry], fingerprint: str) -> Entry | None:
    """Return the batch in which a saved forecast was first registered."""
    batches = (entry for entry in entries if entry.kind == "batch")
    return next((entry for entry in batches if entry.read(Batch).fingerprint == fingerprint), None)


def registration_of(ledger: Ledger, saved: SavedForecast) -> Registration:
    """Return whether a saved forecast was registered before what it is scored on."""
    entry = _registered(ledger.entries(), saved.fingerprint)
    if entry is None:
        return Registration(timing="retrospective")
    timing = _timing(entry, saved.as_of + timedelta(days=1))
    return Registration(timing=timing, registered=entry.at, entry=entry.seq, hash=entry.hash)


# Settling --------------------------------------------------------------------------------------------------------


def tracked_forecasts(entries: Sequence[Entry]) -> list[TrackedForecast]:
    """Return every forecast of a ledger's entries in order of registration, with its first resolution if it has one."""
    settled: dict[str, Resolution] = {}
    covered: set[str] = set()
    for entry in entries:
        if entry.kind == "resolution":
            resolution = entry.read(Resolution)
            settled.setdefault(resolution.forecast, resolution)
        elif entry.kind == "coverage":
            covered |= set(entry.read(Coverage).forecasts)
    found = []
    batch: Batch | None = None
    spelt: dict[str, str] = {}
    for entry in entries:
        if entry.kind == "batch":
            batch = entry.read(Batch)
        elif entry.kind == "forecast" and batch is not None:
            forecast = entry.read(RegisteredForecast)
            who = person(forecast.forecaster)
            name = spelt.setdefault(who, forecast.forecaster)
            if who == MODEL:  # an older ledger may hold a person of this name
                name = MODEL if batch.what == "forecast" else f"{MODEL} (a person)"
            forecast = forecast.model_copy(update={"forecaster": name})
            resolution_of = settled.get(entry.hash)
            found.append(TrackedForecast(entry, forecast, batch.actors, resolution_of, entry.hash in covered))
    return found


def resolve(
    ledger: Ledger, events: str | Path, until: date | None = None, at: datetime | None = None
) -> list[Resolution]:
    """Settle what a file of events settles, each forecast by its own rule; the rest stays pending."""
    rows = read_new_events(events)
    record = sha256(Path(events).read_bytes()).hexdigest()
    last = until or max(e.told_until for e in rows)
    resolutions, ended = [], []
    for tracked in tracked_forecasts(ledger.entries()):
        if not _speaks_of(rows, tracked.actors):
            continue
        if tracked.state != "pending":
            if not tracked.is_past and tracked.forecast.last <= last:
                ended.append(tracked.entry.hash)
            continue
        outcome = settle(tracked.forecast, observe(rows, tracked.actors), last)
        if outcome.state == "pending":
            continue
        resolution = Resolution(
            forecast=tracked.entry.hash,
            state=outcome.state,
            value=outcome.value,
            evidence=outcome.evidence,
            why=outcome.why,
            record=record,
            until=last,
            scores=registered_scores(tracked.forecast, outcome.value),
        )
        resolutions.append(resolution)
    made = [("resolution", r.model_dump(mode="json")) for r in resolutions]
    if ended:
        coverage = Coverage(forecasts=tuple(ended), record=record, until=last)
        made.append(("coverage", coverage.model_dump(mode="json")))
    if made:
        ledger.append(made, at)
    return resolutions


def _speaks_of(rows: Sequence[Event], actors: ScoringActors) -> bool:
    """Return whether rows are of the case of some actors: that another case's record is silent says nothing of them."""
    known = {*actors.fronts, *actors.clients, *actors.adversaries, *actors.series}
    return any(known & {*e.fronts, *e.clients, str(e.adversary), str(e.series)} for e in rows)


def _refuse_far(forecasts: Iterable[RegisteredForecast], at: datetime) -> None:
    """Raise `ArmslengthError` for a window that ends on a day that nobody will settle."""
    latest = at.date() + timedelta(days=366 * FARTHEST)
    for forecast in forecasts:
        if forecast.last > latest:
            raise ArmslengthError(
                f"'{forecast.question}' of {forecast.forecaster} ends more than {FARTHEST} years from now, and could not be "
                "settled: correct its dates"
            )
