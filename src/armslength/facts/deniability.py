"""Fact 14: what blame, visits and integration do."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.parts import adversary_of, client_of, parts
from armslength.facts.testbed import Laboratory, Record
from armslength.world.mechanisms.reprisal import level_probabilities

VISITED, UNVISITED = client_of(parts().obedient), client_of(parts().dissenting)
ADVERSARY = adversary_of(parts().obedient)
TRIGGER = 0.44
THREE_DEAD = np.log1p(3)
HEAT = 10.0
HALF_YEAR = 180
APART, TOGETHER = 0.1, 0.8  # integration
WEEK = 7
SELDOM = 0.05  # attacks a day


def gate_and_visits(lab: Laboratory) -> Mapping[str, Any]:
    """Measure what integration and visits change, each with all else equal."""
    return {
        "top_level_at_three_tenths": lambda: _top_level(lab, 0.3),
        "top_level_rise": lambda: _top_level(lab, 0.6) - _top_level(lab, 0.3),
        "control_gain_of_visits": lambda: _gain_of_visits(lab),
        "comovement_gain": lambda: _comovement(lab, TOGETHER) - _comovement(lab, APART),
        "attribution_gain": lambda: _belief(lab, TOGETHER) - _belief(lab, APART),
    }


def _gain_of_visits(lab: Laboratory) -> np.ndarray:
    """Return the gain in control from half a year of weekly visits, less that of an unvisited client, [group]."""
    visits = lab.run(Script(lab.net, HALF_YEAR, TRIGGER).visit(slice(0, HALF_YEAR, WEEK), VISITED), "control")
    gain = {
        c: visits.of("control", c)[-1].mean(1) - visits.of("control", c)[0].mean(1)
        for c in (VISITED, UNVISITED)
    }
    return np.asarray(gain[VISITED] - gain[UNVISITED])


def _top_level(lab: Laboratory, belief: float) -> np.ndarray:
    """Return the probability that a reprisal for three dead is of the top level, [group]."""
    p, state = lab.start(attribution=np.log(belief / (1 - belief)), heat=HEAT)
    red = p.reprisal.red_line_base + p.reprisal.red_line_slope * THREE_DEAD
    top = level_probabilities(p, state, red)[3]
    return lab.by_group(np.asarray(top[lab.net.adversaries.index(ADVERSARY)], float))


def _integrated(lab: Laboratory, level: float) -> Record:
    numbers = {"integration.initial": level, "integration.memory": 1e6}
    return lab.run(Script(lab.net, 180, TRIGGER, parameters=numbers), "count", "attribution")


def _comovement(lab: Laboratory, level: float) -> np.ndarray:
    """Return the mean correlation of weekly counts between fronts with a base rate above `SELDOM`, [group]."""
    record = _integrated(lab, level)
    rate = {f: lab.layout.defaults[lab.layout.names.index(f"fronts.{f}.base_rate")] for f in lab.net.fronts}
    weeks = 180 // WEEK
    weekly = [record.of("count", f)[: weeks * WEEK].astype(float) for f in lab.net.fronts if rate[f] > SELDOM]
    weekly = [x.reshape(weeks, WEEK, *x.shape[1:]).sum(1) for x in weekly]  # each [week, group, future]
    apart = [x - x.mean((0, 2), keepdims=True) for x in weekly]
    spread = [np.sqrt((x**2).mean((0, 2))) for x in apart]
    pairs = combinations(range(len(apart)), 2)
    correlation = [
        (apart[f] * apart[k]).mean((0, 2)) / np.maximum(spread[f] * spread[k], 1e-12) for f, k in pairs
    ]
    return np.asarray(np.mean(correlation, axis=0))


def _belief(lab: Laboratory, level: float) -> np.ndarray:
    """Return the adversaries' mean belief that the patron gave the orders, [group]."""
    return np.asarray((1 / (1 + np.exp(-_integrated(lab, level).attribution))).mean((0, 1, 3), dtype=float))


FACTS = (
    Fact(
        14, gate_and_visits,
        off={"reprisal.patron_threshold": -30.0},
        tuned="the specification's defaults",
        off_for={
            "top_level_rise": {"reprisal.patron_threshold": 1000.0},
            "control_gain_of_visits": {"rapport.growth": 0.0, "tie.growth": 0.0, "rapport.memory": 1e9, "tie.memory": 1e9},
            "comovement_gain": {"tempo.cross_excitation": 0.0},
            "attribution_gain": {"attribution.coactivity": 0.0, "tempo.cross_excitation": 0.0},
        },
    ),
)  # fmt: skip
