"""Facts 5, 7 and 11: who follows an order, when, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.testbed import Laboratory

CONTROLLABLE, DISSENTER, AUTONOMOUS = "kataib-hezbollah", "nujaba", "ansarallah"
FRONT = {
    CONTROLLABLE: "kataib-hezbollah/united-states",
    DISSENTER: "nujaba/united-states",
    AUTONOMOUS: "ansarallah/shipping-coalition",
}
TRIGGER = 0.44
BEFORE = AFTER = 60
THREAT_LASTS = 6  # days, as from 28 January to 2 February 2024
WARNING = 9  # days, as from 3 to 11 January 2024
WARNING_SIZE = 0.5
QUIET = 0.15


def three_conditions(lab: Laboratory) -> Mapping[str, Any]:
    """Fact 5."""
    return {
        "visit_and_threat_controllable": lambda: _told(lab, CONTROLLABLE, visited=True, threatened=True),
        "visit_and_threat_autonomous": lambda: _told(lab, DISSENTER, visited=True, threatened=True),
        "visit_alone": lambda: _told(lab, CONTROLLABLE, visited=True, threatened=False),
        "threat_alone": lambda: _told(lab, CONTROLLABLE, visited=False, threatened=True),
    }


def _told(lab: Laboratory, client: str, visited: bool, threatened: bool) -> np.ndarray:
    script = Script(lab.net, BEFORE + AFTER, TRIGGER)
    if visited:
        script.order(BEFORE, FRONT[client], cap=1.0).visit(BEFORE, client)
    if threatened:
        script.threat(slice(BEFORE, BEFORE + THREAT_LASTS), "united-states")
    return _ratio(lab, script, FRONT[client])


def _ratio(lab: Laboratory, script: Script, front: str) -> np.ndarray:
    tempo = lab.run(script, "tempo").of("tempo", front)
    return np.asarray(
        tempo[BEFORE + 1 :].mean((0, 2), dtype=float) / tempo[:BEFORE].mean((0, 2), dtype=float)
    )


def outlasts(lab: Laboratory) -> Mapping[str, Any]:
    """Fact 7: the first day on which the expected tempo of those who accepted is above the mark."""
    record = lab.run(Script(lab.net, 90, TRIGGER).accepted(0, FRONT[CONTROLLABLE]), "tempo")
    tempo = record.of("tempo", FRONT[CONTROLLABLE])[1:].mean(2, dtype=float)  # [day, group]
    above = tempo > QUIET
    return {
        "days_below_15_hundredths": np.where(above.any(0), _crossing(tempo, above), len(tempo)).astype(float)
    }


def _crossing(tempo: np.ndarray, above: np.ndarray) -> np.ndarray:
    """[group] day on which the mark is crossed, between two days by their values."""
    t = np.argmax(above, axis=0)
    at, before = tempo[t, np.arange(tempo.shape[1])], tempo[np.maximum(t - 1, 0), np.arange(tempo.shape[1])]
    return np.where(t > 0, t + (QUIET - before) / np.maximum(at - before, 1e-12), 0)


def joint_strikes(lab: Laboratory) -> Mapping[str, Any]:
    """Fact 11: a joint warning, an order with a visit on its last day, strikes on that day and the next."""
    ratio = {}
    for client in (AUTONOMOUS, CONTROLLABLE):
        front = FRONT[client]
        script = Script(lab.net, BEFORE + AFTER, TRIGGER)
        script.threat(slice(BEFORE - WARNING, BEFORE + 1), front.partition("/")[2], WARNING_SIZE)
        script.order(BEFORE, front, cap=1.0).visit(BEFORE, client)
        ratio[client] = _ratio(lab, script.strike(BEFORE, front, 2).strike(BEFORE + 1, front, 2), front)
    return {
        "most_autonomous": ratio[AUTONOMOUS],
        "controllable": ratio[CONTROLLABLE],
        "controllable_over_autonomous": ratio[CONTROLLABLE] / ratio[AUTONOMOUS],
    }


_ALL_OBEY = {"clients.*.autonomy": -2.0}

FACTS = (
    Fact(
        5, three_conditions,
        off={"control.weight_fear": 0.0},
        claims=("C40", "C49", "C52", "C61", "C86"),
        tuned="the specification's defaults",
        how="sixty days before and after: an order with a visit, a public threat of six days, both; the largest Iraqi group and "
        "the dissenter, at the trigger of January 2024",
        stays={"threat_alone": "the band says that little happens: a threat acts through the order"},
        off_for={"visit_and_threat_autonomous": _ALL_OBEY, "visit_alone": _ALL_OBEY},
    ),
    Fact(
        7, outlasts,
        off={"orders.persistence": 1.0},
        claims=("C49", "C52"),
        tuned="the specification's defaults",
        how="the largest Iraqi group accepts an order in public; the trigger war goes on as in January 2024",
    ),
    Fact(
        11, joint_strikes,
        off=_ALL_OBEY,
        claims=("C41", "C61", "C66", "C70", "C87"),
        tuned="control.weight_fear",
        how="nine days of joint warning, an order with a visit, strikes of level 2 on two days: the Houthis on shipping and the "
        "largest Iraqi group; sixty days before and after",
        off_for={
            "controllable": {"control.weight_fear": 0.0},
            "controllable_over_autonomous": {"control.weight_fear": 0.0},
        },
    ),
)  # fmt: skip
