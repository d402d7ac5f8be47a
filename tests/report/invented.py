"""A forecast with invented numbers: what the pictures are tested with."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from armslength.forecasting.evidence_summary import shown_of
from armslength.results.forecast import ForecastResult
from armslength.scenario import load

AS_OF, HORIZON = date(2024, 2, 8), 180
WINDOWS = (7, 30, 90, 180)

CLIENTS = {  # name, short, theatre, control, personal strand, institutional strand, capability
    "north": ("The Northern Party", "Northern Party", "Lebanon", 0.74, 0.42, 0.45, 1.0),
    "river-a": ("The River Brigades", "River Brigades", "Iraq", 0.52, 0.17, 0.2, 0.6),
    "river-b": ("The River Dissenters", "Dissenters", "Iraq", 0.24, 0.1, 0.12, 0.35),
    "auxiliary": ("The Eastern Auxiliaries", "Auxiliaries", "Syria", 0.83, 0.38, 0.36, 0.25),
    "coast": ("The Highland Movement", "Highlanders", "Yemen", 0.2, 0.13, 0.18, 0.7),
}
ADVERSARIES = {
    "us": ("United States", "US"),
    "israel": ("Israel", "Israel"),
    "shipping": ("The shipping coalition", "Shipping"),
}
FRONTS = {  # tempo, chance of accepting, told, anyway
    "north/israel": (5.2, 0.71, 0.38, 0.02),
    "river-a/us": (0.35, 0.62, 0.31, 0.44),
    "river-b/us": (0.4, 0.2, 0.07, 0.18),
    "auxiliary/us": (0.12, 0.8, 0.22, 0.61),
    "auxiliary/israel": (0.05, 0.8, 0.1, 0.84),
    "coast/shipping": (0.55, 0.14, 0.05, 0.03),
    "coast/israel": (0.04, 0.16, 0.02, 0.69),
}
RUNGS = ["quiet", "harassment", "tit-for-tat", "red line crossed", "direct fire", "regional war"]
WORDS = [
    ("remote chance", 0, 0.05),
    ("highly unlikely", 0.05, 0.2),
    ("unlikely", 0.2, 0.4),
    ("realistic possibility", 0.4, 0.55),
    ("likely", 0.55, 0.8),
    ("highly likely", 0.8, 0.95),
    ("almost certain", 0.95, 1),
]


def q(x: float, covers: str = "parameters", spread: float = 0.35, top: float | None = 1) -> dict[str, Any]:
    """A median with intervals around it."""
    ends = {at: [x * (1 - w), x * (1 + w)] for at, w in (("50", spread / 2), ("90", spread))}
    return {
        "median": x,
        **{at: [lo, min(hi, top) if top else hi] for at, (lo, hi) in ends.items()},
        "covers": covers,
    }


def word(p: float) -> str:
    """The word of the scale for a probability."""
    return next(name for name, _, to in WORDS if p <= to)


def invented() -> ForecastResult:
    """The whole forecast."""
    return ForecastResult.model_validate(invented_data())


def invented_data() -> dict[str, Any]:
    """The whole forecast as plain values."""
    return {
        "format": "armslength-forecast/1",
        "scenario": _scenario(),
        "evidence": _evidence(),
        "actors": _actors(),
        "state": _state(),
        "follow": [_follow(front, order) for front in FRONTS for order in ("message", "envoy")],
        "commander": [_commander(front, days) for front in FRONTS for days in WINDOWS],
        "attacks": [_attacks(front, days) for front in FRONTS for days in WINDOWS],
        "lethal": [_lethal(front, days) for front in [*FRONTS, "any"] for days in WINDOWS],
        "reprisal": [_reprisal(adversary, days) for adversary in ADVERSARIES for days in WINDOWS],
        "ladder": _ladder(),
        "war": {
            "rule": "direct fire on at least 7 of 14 days, or 1,000 deaths from it in 30",
            "prior_dominated": True,
            "windows": [
                {"window_days": d, "probability": 0.0003 * d, "parameters_90": [0.0001 * d, 0.0009 * d]}
                for d in WINDOWS
            ],
        },
        "weekly": _weekly(),
        "history": _history(),
        "words": {
            "name": "PHIA probability yardstick",
            "scale": [{"word": w, "from": a, "to": b} for w, a, b in WORDS],
        },
        "drivers": _drivers(),
        "not_claimed": [
            "that any of this is a fact about real people",
            "that the model has shown skill",
            "which strike would work",
        ],
        "manifest": {
            "version": "0.1.0",
            "commit": "0123abc",
            "python": "3.11",
            "libraries": {"jax": "0.10"},
            "scenario": "invented",
            "scenario_hash": "ab" * 32,
            "evidence": {"claims.yaml": "cd" * 32, "events.csv": "ef" * 32},
            "as_of": AS_OF.isoformat(),
            "created": "2026-11-23T07:00:00Z",
            "seed": 1,
            "days": HORIZON,
            "futures": 10000,
            "parameters_from": "prior",
            "fit_refused": None,
            "draws": 200,
            "workers": 2,
            "actions": [],
            "posterior": None,
        },
    }


def invented_in_little() -> dict[str, Any]:
    """The same as plain values, with one front only, which is drawn in a tenth of the time."""
    data, kept = invented_data(), "river-a/us"
    data["actors"]["fronts"] = [f for f in data["actors"]["fronts"] if f["id"] == kept]
    for section in ("follow", "commander", "attacks", "lethal", "weekly"):
        data[section] = [row for row in data[section] if row["front"] in (kept, "any")]
    return data


def _scenario() -> dict[str, Any]:
    return {
        "name": "invented",
        "title": "A patron, its commander and five clients",
        "question": "What will the commander do next, and will the clients follow?",
        "as_of": AS_OF.isoformat(),
        "start": "2023-10-07",
        "horizon": HORIZON,
        "first_day": (AS_OF + timedelta(days=1)).isoformat(),
        "patron": {"name": "The patron", "organisation": "its external force"},
        "commander": {"id": "successor", "name": "The successor"},
        "parameters_from": "prior",
        "conditions": [
            "The network stays active and no further commander is lost.",
            "The trigger war runs by its own process.",
        ],
    }


def _evidence() -> dict[str, Any]:
    return {
        "events": 214,
        "revised": 31,
        "undated": 3,
        "vintage_note": "Some pages were edited later.",
        "by_kind": {"attack": 120, "tally": 61, "reprisal": 14, "visit": 9, "opening": 10},
        "claims": 93,
        "sources": 57,
        "cannot_answer": ["How long an order lasts: no released order ended in these dates."],
    }


def _actors() -> dict[str, Any]:
    return {
        "clients": [
            {"id": i, "name": c[0], "short": c[1], "theatre": c[2], "host": None} for i, c in CLIENTS.items()
        ],
        "adversaries": [{"id": i, "name": a[0], "short": a[1]} for i, a in ADVERSARIES.items()],
        "fronts": [
            {
                "id": f,
                "name": f"{CLIENTS[f.split('/')[0]][1]} on {ADVERSARIES[f.split('/')[1]][1]}",
                "short": f,
                "client": f.split("/")[0],
                "adversary": f.split("/")[1],
                "theatre": CLIENTS[f.split("/")[0]][2],
            }
            for f in FRONTS
        ],
    }


def _state() -> dict[str, Any]:
    clients = {
        i: {
            "control": q(c[3]),
            "dependence": q(0.4),
            "rapport": q(c[4] / 0.6),
            "tie": q(c[5] / 0.6),
            "personal_strand": q(c[4], spread=0.6),
            "institutional_strand": q(c[5]),
            "capability": q(c[6], top=None),
            "revenue": q(0.8, top=None),
        }
        for i, c in CLIENTS.items()
    }
    fronts = {
        f: {
            "tempo": q(t, spread=0.6, top=None),
            "restraint": q(0.2),
            "cap": q(0.4),
            "fear": q(0.3),
            "grievance": q(0.2),
            "compliance": q(accepts),
        }
        for f, (t, accepts, _, _) in FRONTS.items()
    }
    adversaries = {
        a: {"attribution": q(0.27), "pressure": q(0.9, top=None), "heat": q(2.4, top=None)}
        for a in ADVERSARIES
    }
    return {
        "shown": [s.model_dump() for s in shown_of(load("classroom"))],
        "clients": clients,
        "fronts": fronts,
        "adversaries": adversaries,
        "tension": q(4.1, top=None),
        "integration": q(0.3),
        "trigger": q(0.9, top=None),
        "rung": 3,
        "rung_window_days": 7,
    }


def _follow(front: str, order: str) -> dict[str, Any]:
    _, _, told, anyway = FRONTS[front]
    told = told * (1.25 if order == "envoy" else 1)
    rest = 1 - told - anyway
    return {
        "front": front,
        "client": front.split("/")[0],
        "order": order,
        "window_days": 30,
        "rule": "no reported attack on the front for 30 days running, starting within 7 days of the order",
        "pauses_anyway": anyway,
        "pauses_because_told": told,
        "does_not_pause": rest,
        "told_bounds": [told * 0.8, min(told * 1.3, 1)],
        "parameters_90": {
            "pauses_anyway": [anyway * 0.5, min(anyway * 1.4, 1)],
            "pauses_because_told": [told * 0.4, told * 1.6],
            "does_not_pause": [rest * 0.6, min(rest * 1.3, 1)],
        },
        "attacks_before": 4.0,
        "mc_error": 0.004,
        "words": word(told),
    }


def _commander(front: str, days: int) -> dict[str, Any]:
    p = 1 - (1 - 0.002 * (2 + len(front) / 10)) ** days
    return {
        "front": front,
        "window_days": days,
        "order": p,
        "parameters_90": [p / 3, (1 + p) / 2],
        "words": word(p),
    }


def _attacks(front: str, days: int) -> dict[str, Any]:
    mean = FRONTS[front][0] * days * 0.8
    chance = 0.75 if mean < 5 else 0.35
    return {
        "front": front,
        "window_days": days,
        "median": round(mean * 0.85),
        "50": [round(mean * 0.5), round(mean * 1.3)],
        "90": [round(mean * 0.1), round(mean * 2.4)],
        "mean": mean,
        "covers": "chance and parameters",
        "given": "no regional war in the window",
        "variance": {"chance": chance, "parameters": 1 - chance},
        "at_least": [
            {"n": n, "p": 1 / (1 + (n / (mean + 0.3)) ** 1.8)} for n in (1, 2, 3, 5, 10, 20, 50, 100, 200)
        ],
    }


def _lethal(front: str, days: int) -> dict[str, Any]:
    rate = 0.004 * (FRONTS[front][0] if front != "any" else 6.7)
    p = 1 - (1 - rate) ** days
    return {
        "front": front,
        "window_days": days,
        "probability": p,
        "parameters_90": [p * 0.4, min(p * 1.7, 1)],
        "words": word(p),
        "within_control": 0.22,
        "beyond_control": 0.78,
    }


def _reprisal(adversary: str, days: int) -> dict[str, Any]:
    none = 0.985**days
    parts = {"none": none}
    parts |= {f"level_{i}": share * (1 - none) for i, share in enumerate((0.4, 0.35, 0.2, 0.05), start=1)}
    return {
        "adversary": adversary,
        "window_days": days,
        **parts,
        "parameters_90": {name: [p / 2, (1 + p) / 2] for name, p in parts.items()},
        "coded_from_level": 3 if adversary == "israel" else 1,
        "coded": 0.2 * (1 - none),
        "coded_90": [0.1 * (1 - none), 0.4 * (1 - none)],
    }


def _ladder() -> dict[str, Any]:
    def at(day: int, top: float) -> dict[str, float]:
        weights = [
            0.3 + day / 300,
            1.2,
            1.5,
            2.2 - day / 150,
            0.02 + top * day / 400,
            0.0005 + top * day / 4000,
        ]
        return {str(rung): w / sum(weights) for rung, w in enumerate(weights)}

    return {
        "rungs": [{"rung": rung, "name": name} for rung, name in enumerate(RUNGS)],
        "highest": [{"window_days": d, **at(d, 0.4)} for d in WINDOWS],
        "occupancy": [{"day": d, **at(d, 0.1)} for d in range(1, HORIZON + 1)],
        "first_passage": [
            {"rung": r, "day": d, "p": (1 - 0.999**d) / (r - 2)} for r in (3, 4, 5) for d in WINDOWS
        ],
    }


def _weekly() -> list[dict[str, Any]]:
    rows = []
    for front, (tempo, *_) in FRONTS.items():
        for week in range(HORIZON // 7):
            x = tempo * 7 * (1 - week / 60)
            rows.append(
                {
                    "front": front,
                    "week": (AS_OF + timedelta(days=7 * week)).isoformat(),
                    "median": round(x * 0.8),
                    "50": [round(x * 0.4), round(x * (1.3 + week / 50))],
                    "90": [0, round(x * (2.2 + week / 20)) + 1],
                    "covers": "chance and parameters",
                }
            )
    return rows


def _history() -> list[dict[str, Any]]:
    chance = random.Random(1)
    rows = []

    def add(
        front: str | None, fronts: list[str], series: str, start: date, days: int, kind: str, **rest: Any
    ) -> None:
        rows.append(
            {
                "id": f"event-{len(rows)}",
                "front": front,
                "fronts": fronts,
                "series": series,
                "primary": kind == "tally",
                "start": start.isoformat(),
                "count": None,
                "deaths": None,
                "level": None,
                "accepted": None,
                "adversary": None,
                "clients": [],
                "address": "",
                "end": (start + timedelta(days=days - 1)).isoformat(),
                "kind": kind,
                "label": kind,
                "source": "a newspaper, invented",
                "published": start.isoformat(),
                "vintage": "as reported",
                **rest,
            }
        )

    first = date(2023, 10, 8)
    shared = ["river-a/us", "river-b/us", "auxiliary/us"]
    for week in range(17):
        day = first + timedelta(days=7 * week)
        add(None, shared, "official count", day, 7, "tally", count=0 if week == 6 else chance.randint(3, 16))
        add("north/israel", ["north/israel"], "alerts", day, 7, "tally", count=chance.randint(15, 60))
        if week > 5:
            add("coast/shipping", ["coast/shipping"], "ships", day, 7, "tally", count=chance.randint(0, 6))
    for lag, front in ((0, "north/israel"), (9, "river-a/us"), (12, "coast/israel"), (43, "coast/shipping")):
        add(front, [front], "events", first + timedelta(days=lag), 1, "opening", label="the front opens")
    for lag in (20, 40, 57, 80, 100):
        add(
            "river-a/us",
            ["river-a/us"],
            "events",
            first + timedelta(days=lag),
            1,
            "attack",
            label="a rocket attack",
            count=1,
        )
    killed = date(2024, 1, 28)
    add("auxiliary/us", shared, "events", killed, 1, "attack", label="three killed", count=1, deaths=3)
    add(
        "river-a/us",
        ["river-a/us"],
        "events",
        killed + timedelta(days=2),
        1,
        "suspension",
        label="the largest group suspends",
    )
    add(
        "river-b/us",
        ["river-b/us"],
        "events",
        killed + timedelta(days=5),
        1,
        "refusal",
        label="another refuses",
    )
    add(
        "river-a/us",
        shared,
        "events",
        killed + timedelta(days=5),
        1,
        "reprisal",
        label="strikes on 85 targets",
    )
    add(
        "river-a/us",
        ["river-a/us"],
        "events",
        killed + timedelta(days=1),
        1,
        "visit",
        label="the commander visits",
        vintage="revised",
    )
    return rows


def _drivers() -> list[dict[str, Any]]:
    autonomy = {
        "path": "clients.north.autonomy",
        "meaning": "distance between the aims of client and patron",
        "prior": "normal(0.3, 0.5)",
        "value": 0.31,
        "source": "C40, C41",
    }
    claim = {"claim": "C40", "paraphrase": "Some clients act more independently.", "speaker": "an analyst"}
    return [
        {
            "number": number,
            "equations": ["u = w D"],
            "rests_on": [claim],
            "parameters": [autonomy],
        }
        for number in ("Who follows", "Attacks")
    ]
