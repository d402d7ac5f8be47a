"""Fact 13: the patron does best with some pressure, capped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.testbed import Laboratory, Record

TRIGGER = 0.44
DAYS = 60
TEMPO = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0)  # times every front's base rate
CAPS = (0.0, 0.5)
KEEP = ("tempo", "worst", "reprisal", "level", "capability", "control", "attribution", "envoy", "chance_war")
DEARER = 2.0  # on the adversary's logit threshold of the top rung
PRESS_KEEPS = np.exp(-1 / 14)


def pressure(lab: Laboratory) -> Mapping[str, Any]:
    """Measure the patron's payoff per day over tempo and cap, and where it is highest."""
    return _best_of(lab, war=True)


def without_war(lab: Laboratory) -> Mapping[str, Any]:
    """Measure the same without the war term, which only its prior informs."""
    return {f"{name}_without_the_war_term": value for name, value in _best_of(lab, war=False).items()}


def _best_of(lab: Laboratory, war: bool) -> dict[str, Any]:
    calm = surface(lab, war=war)
    best_tempo, best = calm.max(1), calm.max((0, 1))  # [tempo, group], [group]
    return {
        "gain_of_interior_tempo": best_tempo[1:-1].max(0) - np.maximum(best_tempo[0], best_tempo[-1]),
        "gain_of_cap": best - calm[:, 0].max(0),
        "best_tempo_when_top_rung_costs_more": lambda: (
            _best(surface(lab, DEARER, CAPS[1:], war)[:, 0]) / _best(calm[:, 1])
        ),
    }


def surface(
    lab: Laboratory, dearer_top: float = 0.0, caps: tuple[float, ...] = CAPS, war: bool = True
) -> np.ndarray:
    """Return the payoff per day, [tempo, cap, group]."""
    return np.stack([[payoff(lab, _play(lab, k, cap, dearer_top), war) for cap in caps] for k in TEMPO])


def _play(lab: Laboratory, tempo: float, cap: float, dearer_top: float) -> Record:
    script = Script(
        lab.net, DAYS, TRIGGER, strikes=True, parameters={"orders.standing_cap": cap},
        scale={"fronts.*.base_rate": tempo}, shift={"reprisal.patron_threshold": dearer_top},
    )  # fmt: skip
    return lab.run(script, *KEEP)


def payoff(lab: Laboratory, record: Record, war: bool = True) -> np.ndarray:
    """Return the patron's mean payoff per day with the case's weights, [group]."""
    w = lab.payoffs
    belief = 1 / (1 + np.exp(-record.attribution))  # [day, adversary, group, future]
    hurt = np.select([record.level == level for level in (1, 2, 3, 4)], w["c_l"], 0.0) * record.reprisal
    crossed = np.stack(
        [
            np.max([record.of("worst", lab.net.fronts[f]) for f in lab.net.fronts_of(a)], axis=0) >= 1
            for a in range(len(lab.net.adversaries))
        ],
        axis=1,
    )
    gain = w["y"] * np.log1p(_pressure(lab, record)).sum(1) + w["y_f"] * (
        record.capability * record.control
    ).sum(1)
    cost = (hurt * (1 + w["vartheta"] * belief) + w["c_x"] * belief * crossed).sum(1) + w[
        "c_e"
    ] * record.envoy.sum(1)
    cost = cost + (w["c_w"] * record.chance_war[:, 0] if war else 0)
    return np.asarray((gain - cost).mean((0, 2), dtype=float))


def _pressure(lab: Laboratory, record: Record) -> np.ndarray:
    """Return attacks per day, exponentially smoothed over 14 days, [day, adversary, group, future]."""
    press = np.stack(
        [record.tempo[:, list(lab.net.fronts_of(a))].sum(1) for a in range(len(lab.net.adversaries))], axis=1
    )
    smooth = np.empty_like(press)
    smooth[0] = press[0]
    for t in range(1, len(press)):
        smooth[t] = PRESS_KEEPS * smooth[t - 1] + (1 - PRESS_KEEPS) * press[t]
    return smooth


def _best(curve: np.ndarray) -> np.ndarray:
    """Return the tempo [group] at which a curve [tempo, group] is highest, by a parabola through the best point and its neighbours."""
    x = np.log(TEMPO)
    best = []
    for y in curve.T:
        i = int(np.clip(np.argmax(y), 1, len(x) - 2))
        a, b, _ = np.polyfit(x[i - 1 : i + 2], y[i - 1 : i + 2], 2)
        best.append(np.clip(-b / (2 * a), x[0], x[-1]) if a < 0 else x[np.argmax(y)])
    return np.exp(best)


FACTS = (
    Fact(
        13, pressure,
        beside=without_war,
        off={"reprisal.red_line": 0.0, "reprisal.unprovoked": 0.0, "war.reference_hazard": 0.0, "adversaries.*.reprisal_rate": 0.0},
        tuned="the payoff weight y",
        off_for={"gain_of_cap": {"severity.cap": 0.0, "severity.tail_cap": 0.0}},
    ),
)  # fmt: skip
