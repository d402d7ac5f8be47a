"""What the ledger is for: register forecasts, settle them, and show everyone's record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from armslength.errors import ArmslengthError
from armslength.formatting import SCALE, verbal_probability
from armslength.scenario import read_new_events
from armslength.scoring.ledger import Entry, Ledger
from armslength.scoring.ledger_entry import LEVELS, PENDING, VOID, Registered, registered_scores, settle
from armslength.scoring.observed import observe
from armslength.scoring.paths import Paths, paths_of_saved
from armslength.scoring.score_saved import event_of_history, open_forecast
from armslength.scoring.score_table import MODEL, questions
from armslength.scoring.scoring_actors import Counter, ScoringActors, who_of_document
from armslength.scoring.skill import skill

PROSPECTIVE, RETROSPECTIVE = "prospective", "retrospective"


def register_forecast(
    ledger: Ledger, folder: str | Path, human: Sequence[Registered] = (), at: datetime | None = None
) -> list[Entry]:
    """Register a saved forecast: its own windows, or its answers to the questions that people answered."""
    document, data, fingerprint = open_forecast(folder)
    who, paths = who_of_document(document), paths_of_saved(document, data)
    as_of = date.fromisoformat(document["scenario"]["as_of"])
    known = [event_of_history(row) for row in document["history"]]
    if any(
        e.kind == "batch" and e.body.get("fingerprint") == fingerprint and not human for e in ledger.entries()
    ):
        raise ArmslengthError("this forecast stands in the ledger already")
    if human:
        forecasts = [c for c in (_answer(q, paths, as_of) for q in human) if c is not None]
    else:
        targets = observe(known, who).counts
        forecasts = _own(who, targets, paths, as_of, [int(w) for w in data["window"].values])
    source = {
        "what": "forecast",
        "scenario": document["scenario"]["name"],
        "fingerprint": fingerprint,
        "as_of": as_of.isoformat(),
    }
    return _register(ledger, forecasts, source, who, at)


def register_human(
    ledger: Ledger,
    path: str | Path,
    forecasts: Sequence[Registered],
    who: ScoringActors,
    at: datetime | None = None,
) -> list[Entry]:
    """Register people's forecasts."""
    source = {"what": "people", "fingerprint": sha256(Path(path).read_bytes()).hexdigest()}
    return _register(ledger, forecasts, source, who, at)


def _register(
    ledger: Ledger,
    forecasts: Sequence[Registered],
    source: dict[str, Any],
    who: ScoringActors,
    at: datetime | None,
) -> list[Entry]:
    batch = {**source, "who": _who_data(who), "forecasts": len(forecasts)}
    return ledger.append([("batch", batch), *(("forecast", c.as_data()) for c in forecasts)], at)


def _own(
    who: ScoringActors, targets: Mapping[str, Any], paths: Paths, as_of: date, windows: Sequence[int]
) -> list[Registered]:
    forecasts = []
    for window in (w for w in windows if w <= paths.days):
        first, last, days = (
            as_of + timedelta(days=1),
            as_of + timedelta(days=window),
            np.arange(1, window + 1),
        )
        for target in targets:
            forecasts.append(
                Registered(
                    MODEL,
                    "attacks",
                    target,
                    first,
                    last,
                    quantiles=_quantiles(paths.total(target.split(";"), days)),
                )
            )
        for q in questions(who, targets):
            p = q.chance(paths, days)
            if p is not None:
                level = q.level if q.kind == "reprisal" else None
                forecasts.append(Registered(MODEL, q.kind, q.about, first, last, level=level, probability=p))
    return forecasts


def _answer(asked: Registered, paths: Paths, as_of: date) -> Registered | None:
    """The model's answer to somebody's question; nothing where its paths do not reach."""
    days = np.arange((asked.first - as_of).days, (asked.last - as_of).days + 1)
    if days[0] < 1 or days[-1] > paths.days:
        return None
    same: dict[str, Any] = {
        "forecaster": MODEL,
        "kind": asked.kind,
        "about": asked.about,
        "first": asked.first,
        "last": asked.last,
        "level": asked.level,
        "at_least": asked.at_least,
    }
    if asked.kind == "attacks":
        total = paths.total(asked.about.split(";"), days)
        if asked.at_least is None:
            return Registered(**same, quantiles=_quantiles(total))
        return Registered(**same, probability=float((total >= asked.at_least).mean()))
    answers: dict[str, Callable[[], float | None]] = {
        "reprisal": lambda: paths.reprisal(asked.about, asked.level or 1, days),
        "lethal": lambda: paths.lethal_attack(asked.about.split(";"), days),
        "suspension": lambda: paths.suspension(asked.about, days),
    }
    p = answers[asked.kind]()
    return None if p is None else Registered(**same, probability=p)


def _quantiles(sample: np.ndarray) -> tuple[float, float, float]:
    low, middle, high = (float(x) for x in np.quantile(sample, LEVELS, method="inverted_cdf"))
    return low, middle, high


def _who_data(who: ScoringActors) -> dict[str, Any]:
    return {
        "clients": list(who.clients),
        "adversaries": list(who.adversaries),
        "fronts": list(who.fronts),
        "series": {name: asdict(counter) for name, counter in who.series.items()},
        "coded_from": dict(who.coded_from),
        "complete": sorted(who.complete),
    }


def _who_of(data: Mapping[str, Any]) -> ScoringActors:
    return ScoringActors(
        clients=tuple(data["clients"]),
        adversaries=tuple(data["adversaries"]),
        fronts=tuple(data["fronts"]),
        client_of={f: f.partition("/")[0] for f in data["fronts"]},
        adversary_of={f: f.partition("/")[2] for f in data["fronts"]},
        series={name: Counter(tuple(c["fronts"]), c["primary"]) for name, c in data["series"].items()},
        coded_from=data["coded_from"],
        complete=frozenset(data["complete"]),
    )


@dataclass(frozen=True)
class Standing:
    """A registered forecast and where it stands."""

    entry: Entry
    forecast: Registered
    who: ScoringActors
    state: str
    value: int | bool | None
    scores: dict[str, float]
    why: str

    @property
    def prospective(self) -> bool:
        """Registered no later than the first day of its window, by the machine's clock."""
        return datetime.fromisoformat(self.entry.at).date() <= self.forecast.first


def standings(ledger: Ledger) -> list[Standing]:
    """Every forecast, in order of registration, with its resolution if it has one."""
    settled: dict[str, dict[str, Any]] = {}
    entries = ledger.entries()
    for entry in entries:
        if entry.kind == "resolution":
            settled.setdefault(entry.body["forecast"], entry.body)  # the first stands
    found = []
    who: ScoringActors | None = None
    for entry in entries:
        if entry.kind == "batch":
            who = _who_of(entry.body["who"])
        elif entry.kind == "forecast" and who is not None:
            how = settled.get(entry.hash, {"state": PENDING, "value": None, "scores": {}, "why": ""})
            found.append(
                Standing(
                    entry,
                    Registered.of(entry.body),
                    who,
                    how["state"],
                    how["value"],
                    how["scores"],
                    how["why"],
                )
            )
    return found


def resolve(
    ledger: Ledger, events: str | Path, until: date | None = None, at: datetime | None = None
) -> list[Entry]:
    """Settle what a file of events settles, each by its own rule; the rest stays pending."""
    rows = read_new_events(events)
    record = sha256(Path(events).read_bytes()).hexdigest()
    last = until or max(e.end_date for e in rows)
    made = []
    for s in standings(ledger):
        if s.state != PENDING:
            continue
        how = settle(s.forecast, observe(rows, s.who), last)
        if how.state == PENDING:
            continue
        scores = registered_scores(s.forecast, how.value) if how.value is not None else {}
        body = {
            "forecast": s.entry.hash, "state": how.state, "value": how.value, "evidence": list(how.evidence), "why": how.why,
            "record": record, "until": last.isoformat(), "scores": scores,
        }  # fmt: skip
        made.append(("resolution", body))
    return ledger.append(made, at) if made else []


def standing_of(ledger: Ledger, fingerprint: str, as_of: date) -> dict[str, Any]:
    """Whether a saved forecast was registered before what it is scored on."""
    for entry in ledger.entries():
        if entry.kind == "batch" and entry.body.get("fingerprint") == fingerprint:
            before = datetime.fromisoformat(entry.at).date() <= as_of + timedelta(days=1)
            how = PROSPECTIVE if before else RETROSPECTIVE
            return {"standing": how, "registered": entry.at, "entry": entry.seq, "hash": entry.hash}
    return {"standing": RETROSPECTIVE, "registered": None}


def record(ledger: Ledger) -> dict[str, Any]:
    """Everyone's record: pending, resolved and void beside every score; against the model; and the words' own."""
    found = standings(ledger)
    entries = ledger.entries()
    names = list(dict.fromkeys(s.forecast.forecaster for s in found))
    return {
        "ledger": str(ledger.path),
        "entries": len(entries),
        "head": entries[-1].hash if entries else None,
        "forecasters": [
            _record_of(name, [s for s in found if s.forecast.forecaster == name], found) for name in names
        ],
        "words": _words(found),
        "forecasts": [_forecast_data(s) for s in found],
    }


def _forecast_data(s: Standing) -> dict[str, Any]:
    c = s.forecast
    return {
        "entry": s.entry.seq, "registered": s.entry.at, "standing": PROSPECTIVE if s.prospective else RETROSPECTIVE,
        "forecaster": c.forecaster, "question": c.question, "probability": c.probability,
        "quantiles": list(c.quantiles) if c.quantiles else None, "rule": c.rule, "state": s.state, "value": s.value,
        "scores": s.scores, "why": s.why,
    }  # fmt: skip


def _record_of(name: str, mine: Sequence[Standing], everyone: Sequence[Standing]) -> dict[str, Any]:
    states = {state: sum(s.state == state for s in mine) for state in (PENDING, "resolved", VOID)}
    scores = {}
    for key in ("brier", "log", "quantile", "in_90"):
        values = [s.scores[key] for s in mine if key in s.scores]
        scores[key] = {"mean": float(np.mean(values)), "n": len(values)} if values else None
    early = sum(s.prospective for s in mine)
    made = {
        "forecaster": name,
        **states,
        PROSPECTIVE: early,
        RETROSPECTIVE: len(mine) - early,
        "scores": scores,
    }
    return made if name == MODEL else {**made, "against_the_model": _against(mine, everyone)}


def _against(mine: Sequence[Standing], everyone: Sequence[Standing]) -> list[dict[str, Any]]:
    """On the questions that both answered."""
    model = {s.forecast.question: s for s in everyone if s.forecast.forecaster == MODEL}
    rows = []
    for key in ("brier", "quantile"):
        both = [
            (s.scores[key], model[s.forecast.question].scores[key])
            for s in mine
            if key in s.scores and key in getattr(model.get(s.forecast.question), "scores", {})
        ]
        if both:
            a, b = zip(*both, strict=True)
            rows.append({"score": key, **skill(MODEL, a, b).as_data()})
    return rows


def _words(found: Sequence[Standing]) -> list[dict[str, Any]]:
    """How often what was said with each word came true, whoever said it."""
    said = [
        (s.forecast.probability, s.value)
        for s in found
        if s.state == "resolved" and s.forecast.probability is not None
    ]
    waiting = [
        s.forecast.probability for s in found if s.state == PENDING and s.forecast.probability is not None
    ]
    rows = []
    for word, low, high in SCALE:
        came = [bool(v) for p, v in said if verbal_probability(p) == word]
        rows.append(
            {
                "word": word,
                "from": low,
                "to": high,
                "said": len(came),
                "came_true": sum(came),
                "share": sum(came) / len(came) if came else None,
                PENDING: sum(verbal_probability(p) == word for p in waiting),
            }
        )
    return rows
