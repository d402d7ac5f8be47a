"""One origin: what was forecast for the days after it, by the model and by its rivals, and what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zlib import crc32

import numpy as np

from armslength.scoring.baselines import predict
from armslength.scoring.count_history import Past, past_of, past_of_days
from armslength.scoring.observed import LEAST_COVER, Increment, Observed
from armslength.scoring.observed_ladder import observed_rung, rival_rungs
from armslength.scoring.paths import Paths
from armslength.scoring.scores import count_scores, ladder_score, summary, yes_no_scores
from armslength.scoring.scoring_actors import ScoringActors

Row = dict[str, Any]
MODEL = "model"
EACH = "each increment"


@dataclass(frozen=True)
class Window:
    """Days after an origin, both included, under the name that results carry."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Occasion:
    """An origin with all that is needed to compare forecasts made on it."""

    origin: date
    start: date  #: of the record
    who: ScoringActors
    paths: Paths
    known: Observed  #: by the origin
    came: Observed  #: the record, including what came after
    seed: int = 1

    def ahead(self, first: date, last: date) -> np.ndarray:
        """Days ahead of the origin, 1 = the day after it."""
        return np.arange((first - self.origin).days, (last - self.origin).days + 1)

    def reaches(self, window: Window) -> bool:
        """Whether the paths go as far as the window."""
        return (window.last - self.origin).days <= self.paths.days


def windows_after(origin: date, horizons: Iterable[int], last: date) -> list[Window]:
    """From the day after an origin to each horizon, as far as the record goes."""
    first = origin + timedelta(days=1)
    ends = ((h, origin + timedelta(days=h)) for h in horizons)
    return [Window(f"{h} days", first, end) for h, end in ends if end <= last]


# Counts ----------------------------------------------------------------------------------------------------------


def count_rows(o: Occasion, windows: Sequence[Window], each: bool = False) -> tuple[list[Row], list[Row]]:
    """Scores of the reported increments within each window; and the windows that cannot be scored, with why.

    `each` scores every increment after the origin by itself as well. Without a past there are no rivals.
    """
    rows: list[Row] = []
    left: list[Row] = []
    for target, increments in o.came.counts.items():
        wanted: list[tuple[Window, list[Increment]]] = []
        past = past_of(o.known.counts.get(target, ()), o.origin)
        alone = [Window(EACH, i.start, i.end) for i in increments if each and i.start > o.origin]
        for window in [*windows, *alone]:
            inside = [i for i in o.came.within(target, window.first, window.last) if not i.assumed]
            why = _unscored(o, window, inside)
            if why:
                left.append(
                    {"target": target, "origin": o.origin.isoformat(), "horizon": window.label, "why": why}
                )
            else:
                wanted.append((window, inside))
        if wanted:
            days = [np.concatenate([o.ahead(i.start, i.end) for i in inside]) for _, inside in wanted]
            theirs = predict(past, days, o.origin, o.seed) if past else {}
            rows += [
                _count_row(o, target, *w, days[k], {r: x[k] for r, x in theirs.items()})
                for k, w in enumerate(wanted)
            ]
    return rows, left


def _unscored(o: Occasion, window: Window, inside: list[Increment]) -> str | None:
    covered, days = sum(i.days for i in inside), (window.last - window.first).days + 1
    if not o.reaches(window):
        return "the forecast does not reach so far"
    if covered == 0:
        return "no reported increment lies wholly within it"
    return "less than half of it lies within reported increments" if covered < LEAST_COVER * days else None


def _count_row(
    o: Occasion,
    target: str,
    window: Window,
    inside: list[Increment],
    days: np.ndarray,
    theirs: Mapping[str, np.ndarray],
) -> Row:
    observed = sum(i.count for i in inside)
    samples = {MODEL: o.paths.total(target.split(";"), days), **theirs}
    rng = np.random.default_rng([o.seed, crc32(f"{target} {window.label}".encode()), o.origin.toordinal()])
    luck = int(rng.integers(2**31))  # one for all: the randomised PIT compares them on the same footing
    return {
        "target": target,
        "horizon": window.label,
        "origin": o.origin.isoformat(),
        "from": inside[0].start.isoformat(),
        "to": inside[-1].end.isoformat(),
        "days": len(days),
        "observed": observed,
        "events": [i.event_id for i in inside],
        "forecasts": {
            name: {**count_scores(x, observed, np.random.default_rng(luck)), **summary(x)}
            for name, x in samples.items()
        },
    }


# Yes or no -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Something that happens or not in a window."""

    kind: str  #: `reprisal`, `lethal` or `suspension`
    about: str
    level: int = 0

    def days(self, seen: Observed) -> list[date]:
        """When it happened."""
        names = self.about.split(";")
        return [
            h.day for h in seen.happened if h.what == self.kind and h.about in names and h.level >= self.level
        ]

    def chance(self, paths: Paths, days: np.ndarray) -> float | None:
        """What the model says of at least once."""
        if self.kind == "reprisal":
            return paths.reprisal(self.about, self.level, days)
        if self.kind == "lethal":
            return paths.lethal_attack(self.about.split(";"), days)
        return paths.suspension(self.about, days)


def questions(who: ScoringActors, targets: Iterable[str]) -> list[Question]:
    """What can be asked of a record: only where silence means that nothing happened.

    A record that says it holds every reprisal of an adversary is taken to hold its dead and its clients' halts too.
    """
    together = {f: target for target in targets for f in target.split(";")}
    asked = dict.fromkeys(together.get(f, f) for f in who.fronts)
    known = {f for f in who.fronts if who.adversary_of[f] in who.complete}
    return [
        *(Question("reprisal", a, who.coded_from.get(a, 1)) for a in who.adversaries if a in who.complete),
        *(
            Question("lethal", t)
            for t in asked
            if all(f in known and who.coded_well(f) for f in t.split(";"))
        ),
        *(Question("suspension", c) for c in who.clients if any(who.client_of[f] == c for f in known)),
    ]


def yes_no_rows(o: Occasion, windows: Sequence[Window]) -> list[Row]:
    """Scores of reprisals, lethal attacks and suspensions in each window."""
    windows = [w for w in windows if o.reaches(w)]
    if not windows:
        return []
    ahead = [o.ahead(w.first, w.last) for w in windows]
    rows: list[Row] = []
    fitted: dict[Past, dict[str, list[np.ndarray]]] = {}  # most questions share an empty past
    for q in questions(o.who, o.came.counts):
        past = past_of_days(q.days(o.known), o.start, o.origin)
        if past and past not in fitted:
            fitted[past] = predict(past, ahead, o.origin, o.seed)
        theirs = fitted[past] if past else {}
        for k, window in enumerate(windows):
            said = q.chance(o.paths, ahead[k])
            if said is None:
                continue
            chances = {MODEL: said, **{r: _at_least_once(x[k]) for r, x in theirs.items()}}
            rows.append(_yes_no_row(o, q, window, chances))
    return rows


def _at_least_once(sample: np.ndarray) -> float:
    return float((np.count_nonzero(sample) + 0.5) / (sample.size + 1))


def _yes_no_row(o: Occasion, q: Question, window: Window, chances: Mapping[str, float]) -> Row:
    when = [d for d in q.days(o.came) if window.first <= d <= window.last]
    return {
        "kind": q.kind,
        "about": q.about,
        "level": q.level,
        "horizon": window.label,
        "origin": o.origin.isoformat(),
        "from": window.first.isoformat(),
        "to": window.last.isoformat(),
        "happened": bool(when),
        "days": [d.isoformat() for d in when],
        "forecasts": {name: {"p": p, **yes_no_scores(p, bool(when))} for name, p in chances.items()},
    }


# The ladder ------------------------------------------------------------------------------------------------------


def ladder_rows(o: Occasion, windows: Sequence[Window]) -> list[Row]:
    """Ranked probability scores of the highest rung, where the reports establish it."""
    rows = []
    for window in windows:
        if not o.reaches(window):
            continue
        rung = observed_rung(o.came, o.who, window.first, window.last)
        if rung is None:
            continue
        length = (window.last - window.first).days + 1
        p = {MODEL: o.paths.highest(o.ahead(window.first, window.last))}
        p |= rival_rungs(o.known, o.who, o.start, o.origin, length) or {}
        rows.append(
            {
                "horizon": window.label,
                "origin": o.origin.isoformat(),
                "from": window.first.isoformat(),
                "to": window.last.isoformat(),
                "rung": rung,
                "forecasts": {n: {"p": x.tolist(), "rps": ladder_score(x, rung)} for n, x in p.items()},
            }
        )
    return rows
