"""Facts 5, 7 and 11: who follows an order, when, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.parts import adversary_of, client_of, parts
from armslength.facts.testbed import Laboratory

OBEDIENT, DISSENTING, AUTONOMOUS = parts().obedient, parts().dissenting, parts().autonomous  # fronts
TRIGGER = 0.44
BEFORE = AFTER = 60
THREAT_LASTS = 6  # days, as from 28 January to 2 February 2024
WARNING = 9  # days, as from 3 to 11 January 2024
WARNING_SIZE = 0.5
QUIET = 0.15


def three_conditions(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 5, the three conditions of obedience."""
    return {
        "visit_and_threat_controllable": lambda: _told(lab, OBEDIENT, visited=True, threatened=True),
        "visit_and_threat_autonomous": lambda: _told(lab, DISSENTING, visited=True, threatened=True),
        "visit_alone": lambda: _told(lab, OBEDIENT, visited=True, threatened=False),
        "threat_alone": lambda: _told(lab, OBEDIENT, visited=False, threatened=True),
    }


def _told(lab: Laboratory, front: str, visited: bool, threatened: bool) -> np.ndarray:
    script = Script(lab.net, BEFORE + AFTER, TRIGGER)
    if visited:
        script.order(BEFORE, front, cap=1.0).visit(BEFORE, client_of(front))
    if threatened:
        script.threat(slice(BEFORE, BEFORE + THREAT_LASTS), adversary_of(front))
    return _ratio(lab, script, front)


def _ratio(lab: Laboratory, script: Script, front: str) -> np.ndarray:
    tempo = lab.run(script, "tempo").of("tempo", front)
    return np.asarray(
        tempo[BEFORE + 1 :].mean((0, 2), dtype=float) / tempo[:BEFORE].mean((0, 2), dtype=float)
    )


def outlasts(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 7: the first day on which the expected tempo of clients that accepted is above the mark."""
    record = lab.run(Script(lab.net, 90, TRIGGER).accepted(0, OBEDIENT), "tempo")
    tempo = record.of("tempo", OBEDIENT)[1:].mean(2, dtype=float)  # [day, group]
    above = tempo > QUIET
    return {
        "days_below_15_hundredths": np.where(above.any(0), _crossing(tempo, above), len(tempo)).astype(float)
    }


def _crossing(tempo: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Return the day on which the mark is crossed, interpolated between two days, [group]."""
    t = np.argmax(above, axis=0)
    at, before = tempo[t, np.arange(tempo.shape[1])], tempo[np.maximum(t - 1, 0), np.arange(tempo.shape[1])]
    return np.where(t > 0, t + (QUIET - before) / np.maximum(at - before, 1e-12), 0)


def joint_strikes(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 11: tempo after over before a joint warning, an order with a visit, and two days of strikes."""
    ratio = {}
    for front in (AUTONOMOUS, OBEDIENT):
        script = Script(lab.net, BEFORE + AFTER, TRIGGER)
        script.threat(slice(BEFORE - WARNING, BEFORE + 1), adversary_of(front), WARNING_SIZE)
        script.order(BEFORE, front, cap=1.0).visit(BEFORE, client_of(front))
        ratio[front] = _ratio(lab, script.strike(BEFORE, front, 2).strike(BEFORE + 1, front, 2), front)
    return {
        "most_autonomous": ratio[AUTONOMOUS],
        "controllable": ratio[OBEDIENT],
        "controllable_over_autonomous": ratio[OBEDIENT] / ratio[AUTONOMOUS],
    }


_ALL_OBEY = {"clients.*.autonomy": -2.0}

FACTS = (
    Fact(
        5, three_conditions,
        off={"control.weight_fear": 0.0},
        tuned="the specification's defaults",
        unmet={
            "visit_and_threat_controllable": "a halt ends by chance, after 60 days in the mean, and then the tempo is what it was"
        },
        stays={
            "threat_alone": "the band says that little happens: a threat acts through the order",
            **dict.fromkeys(
                ("visit_and_threat_autonomous", "visit_alone"),
                "even where all obey the halt ends by chance within the 60 days, so that half of the attacks go on",
            ),
        },
        off_for={"visit_and_threat_autonomous": _ALL_OBEY, "visit_alone": _ALL_OBEY},
    ),
    Fact(
        7, outlasts,
        unmet={
            "days_below_15_hundredths": "the mean over futures passes the mark once one halt in seven has ended; the median halt lasts 41 days"
        },
        off={"halts.ends": 0.5},
        tuned="the specification's defaults",
    ),
    Fact(
        11, joint_strikes,
        off=_ALL_OBEY,
        tuned="control.weight_fear",
        unmet=dict.fromkeys(
            ("controllable", "controllable_over_autonomous"),
            "a halt ends by chance within the 60 days that are compared, and a lapse leaves one order in 28 unheeded",
        ),
        off_for={
            "controllable": {"control.weight_fear": 0.0},
            "controllable_over_autonomous": {"control.weight_fear": 0.0},
        },
    ),
)  # fmt: skip
