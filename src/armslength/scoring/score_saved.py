"""A saved forecast against what happened since: the same scores and rivals as a backtest, and what surprised it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from armslength.errors import ArmslengthError, Fault
from armslength.forecasting import load_forecast
from armslength.forecasting.storage import DATA, RESULT
from armslength.scenario import Event, read_new_events
from armslength.scoring.backtest_document import count_tables, ladder_tables, skills, yes_no_tables
from armslength.scoring.observed import observe
from armslength.scoring.paths import Paths, paths_of_saved
from armslength.scoring.score_table import (
    MODEL,
    Occasion,
    Question,
    Row,
    Window,
    count_rows,
    ladder_rows,
    questions,
    windows_after,
    yes_no_rows,
)
from armslength.scoring.scores import mass_scores, reliability
from armslength.scoring.scoring_actors import ScoringActors, unknown_names, who_of_document
from armslength.scoring.skill import figure

if TYPE_CHECKING:
    import xarray as xr

FORMAT = "armslength-score/1"
WEEKLY = "each week"
UNLIKELY = 0.1  # what happened although it was given less than this is a surprise
NEEDED = ("path_count", "path_lethal", "path_level", "path_rung", "attacks_pmf", "bin_least")


def open_forecast(folder: str | Path) -> tuple[dict[str, Any], xr.Dataset, str]:
    """Document, data and fingerprint of a saved forecast; raises `ArmslengthError` where it is not one, or not whole."""
    folder = Path(folder)
    made = load_forecast(folder)
    document, data = made.document, made.data
    marks = [(folder / name).read_bytes() for name in (RESULT, DATA)]
    if missing := [k for k in NEEDED if k not in data]:
        raise _unreadable(folder, f"{DATA} has no '{missing[0]}'")
    if data.attrs.get("as_of") != document["scenario"].get("as_of"):
        raise _unreadable(folder, f"{RESULT} and {DATA} are not of one day")
    return document, data, sha256(b"".join(sha256(m).digest() for m in marks)).hexdigest()


def _unreadable(folder: Path, why: str) -> ArmslengthError:
    return ArmslengthError(
        Fault(folder, None, f"this is no whole forecast: {why}", "make it again with `armslength forecast`")
    )


def score_forecast(
    folder: str | Path,
    events: str | Path,
    until: date | None = None,
    standing: Mapping[str, Any] | None = None,
    seed: int = 1,
) -> dict[str, Any]:
    """Score a saved forecast on a file of later events, to its last day or to `until`.

    The file is taken to hold every reprisal, lethal attack and suspension up to that day; counts are scored only
    where it holds increments. `standing` says whether the forecast was registered beforehand.
    """
    document, data, fingerprint = open_forecast(folder)
    who = who_of_document(document)
    as_of = date.fromisoformat(document["scenario"]["as_of"])
    later = read_new_events(events)
    faults = [
        *_in_its_past(str(events), later, as_of),
        *unknown_names(str(events), later, who),
        *_twice(str(events), later, who),
    ]
    if faults:
        raise ArmslengthError(*faults)
    came = observe(later, who)
    last = until or came.last or as_of
    if last <= as_of:
        raise ArmslengthError(f"--until is {last}; it must be after the forecast's as-of date, {as_of}")
    known = observe([event_of_history(row) for row in document["history"]], who)
    start = date.fromisoformat(document["scenario"]["start"])
    o = Occasion(as_of, start, who, paths_of_saved(document, data), known, came, seed)
    return {
        "format": FORMAT,
        "forecast": str(document["scenario"]["name"]),
        "fingerprint": fingerprint,
        "as_of": as_of.isoformat(),
        "until": last.isoformat(),
        "events": len(later),
        "standing": dict(standing or {}),
        **_compare(o, data, last, seed, _names(document)),
    }


def _compare(
    o: Occasion, data: xr.Dataset, last: date, seed: int, names: Mapping[str, str]
) -> dict[str, Any]:
    own = windows_after(o.origin, [int(w) for w in data["window"].values], last)
    counts, left = count_rows(o, own, each=True)
    for row in counts:
        _exactly(row, o, data)
    weeks = list(_weeks(o.origin, last))
    yes_no = yes_no_rows(o, [*own, *weeks])
    ladder = ladder_rows(o, own)
    each = [r for r in yes_no if r["horizon"] == WEEKLY]
    return {
        "counts": count_tables(counts, {}, seed),
        "yes_no": yes_no_tables(yes_no, {}, seed),
        "ladder": ladder_tables(ladder, {}, seed),
        "surprises": [*_rare_events(o, last), *_far_counts(counts)],
        "reliability": reliability([r["forecasts"][MODEL]["p"] for r in each], [r["happened"] for r in each]),
        "rows": {"counts": counts, "yes_no": yes_no, "ladder": ladder},
        "unscored": left,
        "secondary_tallies": o.came.secondary,
        "figure": _figure(counts, seed, names),
    }


def _names(document: Mapping[str, Any]) -> dict[str, str]:
    return {f["id"]: f.get("short") or f.get("name") or f["id"] for f in document["actors"]["fronts"]}


def _figure(counts: list[Row], seed: int, names: Mapping[str, str]) -> dict[str, Any]:
    groups: dict[str, list[Row]] = {}
    for row in counts:
        called = " + ".join(names.get(f, f) for f in row["target"].split(";"))
        groups.setdefault(f"{called}, {row['horizon']}", []).append(row)
    return figure(
        "Is the forecast better than a naive rival?",
        [(group, s) for group, rows in groups.items() for s in skills(rows, "crps", 1, seed)],
    )


def _weeks(origin: date, last: date) -> Iterator[Window]:
    first = origin + timedelta(days=1)
    while first + timedelta(days=6) <= last:
        yield Window(WEEKLY, first, first + timedelta(days=6))
        first += timedelta(days=7)


def _exactly(row: Row, o: Occasion, data: xr.Dataset) -> None:
    """Where a row is one of the forecast's own windows on one front, score its whole distribution, not a sample of it."""
    window = row["days"]
    if ";" in row["target"] or window not in data["window"].values:
        return
    whole = (date.fromisoformat(row["from"]) - o.origin).days == 1
    if not whole or (date.fromisoformat(row["to"]) - o.origin).days != window:
        return
    mass = data["attacks_pmf"].sel(window=window, front=row["target"]).values
    if mass.sum() > 0:
        luck = np.random.default_rng([o.seed, o.origin.toordinal(), window])
        row["forecasts"][MODEL] |= mass_scores(data["bin_least"].values, mass, row["observed"], luck)
        row["exact"] = True


def _rare_events(o: Occasion, last: date) -> Iterator[Row]:
    """Everything that happened, with the chance that the forecast gave it in its week; the rarest first."""
    found: list[Row] = []
    for q in questions(o.who, [*o.known.counts, *o.came.counts]):
        for h in o.came.happened:
            if h.what != q.kind or h.about not in q.about.split(";") or h.level < q.level or h.day > last:
                continue
            p = _chance_in_week(q, o.paths, (h.day - o.origin).days)
            if p is not None:
                found.append(
                    {
                        "day": h.day.isoformat(),
                        "what": h.what,
                        "about": h.about,
                        "level": h.level,
                        "label": h.label,
                        "event": h.event_id,
                        "p": p,
                        "surprise": p < UNLIKELY,
                    }
                )
    yield from sorted(found, key=lambda row: row["p"])


def _chance_in_week(q: Question, paths: Paths, ahead: int) -> float | None:
    first = (ahead - 1) // 7 * 7 + 1
    return q.chance(paths, np.arange(first, first + 7)) if first + 6 <= paths.days else None


def _far_counts(rows: list[Row]) -> Iterator[Row]:
    """Increments outside their 90 % interval."""
    for row in rows:
        mine = row["forecasts"][MODEL]
        if row["horizon"] == "each increment" and not mine["in_90"]:
            yield {
                "day": row["to"],
                "what": "count",
                "about": row["target"],
                "label": f"{row['observed']} from {row['from']} to {row['to']}, outside {mine['90'][0]:.0f}-{mine['90'][1]:.0f} (90 %)",
                "event": row["events"][0],
                "p": float(np.exp(-mine["log"])),
                "surprise": True,
            }


def _in_its_past(where: str, events: list[Event], as_of: date) -> Iterator[Fault]:
    for e in events:
        if e.date <= as_of:
            when = f"is of {e.date}" if e.date == e.end_date else f"starts on {e.date}"
            yield Fault(
                where,
                e.line,
                f"'{e.event_id}' {when}, on or before the forecast's as-of date {as_of}",
                "a forecast is scored only on what came after it",
            )


def _twice(where: str, events: list[Event], who: ScoringActors) -> Iterator[Fault]:
    """Tallies that count the same day of the same fronts, which would be scored twice."""
    seen: dict[str, Event] = {}
    for e in sorted((e for e in events if e.kind == "tally"), key=lambda e: e.date):
        counter = who.series.get(e.series or "")
        if counter and not counter.primary:
            continue
        target = who.target(e.fronts or (counter.fronts if counter else ()))
        before = seen.get(target)
        if before and e.date <= before.end_date:
            yield Fault(
                where,
                e.line,
                f"'{e.event_id}' and '{before.event_id}' both count {e.date} for {target}",
                "write increments that do not overlap",
            )
        seen[target] = e


def event_of_history(row: Mapping[str, Any]) -> Event:
    """A row of a saved forecast's history as an event again, as far as scoring needs it."""
    return Event(
        event_id=row["id"],
        kind=row["kind"],
        date=date.fromisoformat(row["start"]),
        end_date=date.fromisoformat(row["end"]),
        source=row["source"],
        series=row["series"],
        fronts=tuple(row["fronts"]),
        clients=tuple(row["clients"]),
        adversary=row["adversary"],
        count=row["count"],
        deaths=row["deaths"],
        level=row["level"],
        accepted=row["accepted"],
        note=row["label"],
    )
