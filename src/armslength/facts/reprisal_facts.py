"""Facts 4 and 12: when adversaries hit back, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.parts import adversary_of, client_of, parts
from armslength.facts.testbed import Laboratory, Record

FRONT = parts().obedient
ADVERSARY = adversary_of(FRONT)
TRIGGER = 0.44
WITHIN = 10
LONGEST_LAG = 6  # days between a death and its answer in the record
RESPONSE = 30
REISSUED = (1, 8, 15, 22)


def red_line(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 4: over half a year of random reprisals, those that follow a day with deaths and those without."""
    record = lab.run(Script(lab.net, 180, TRIGGER, strikes=True), "count", "lethal", "reprisal")
    fronts = [f for f in lab.net.fronts if f.endswith(ADVERSARY)]
    killed = np.sum([record.of("lethal", f) for f in fronts], axis=0) > 0  # [day, group, future]
    attacks = np.sum([record.of("count", f) for f in fronts], axis=0, dtype=float)
    nonlethal = attacks - np.sum([record.of("lethal", f) for f in fronts], axis=0, dtype=float)
    struck = record.of("reprisal", ADVERSARY) > 0
    lag = _days_until(struck)
    counted = killed[:-WITHIN]
    answered = counted & (lag[:-WITHIN] <= WITHIN)
    calm = ~_any_within(killed, WITHIN)
    return {
        "answered_in_10_days": _share(answered, counted),
        "answered_in_6_days_beyond_chance": _beyond_chance(lag <= LONGEST_LAG, killed, calm & (attacks > 0)),
        "mean_lag": _share(answered * lag[:-WITHIN], answered),
        "reprisals_per_nonlethal": _share(struck & calm, nonlethal * calm),
    }


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    whole = whole.sum((0, 2), dtype=float)
    return np.asarray(part.sum((0, 2), dtype=float) / np.where(whole > 0, whole, np.nan))


def _beyond_chance(answered: np.ndarray, after: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """Return the share answered `after`, less what is answered `otherwise`, of what chance leaves (Abbott 1925)."""
    ends = slice(None, -WITHIN)  # days whose answers the record still shows
    share, chance = (_share(answered[ends] & days[ends], days[ends]) for days in (after, otherwise))
    return np.asarray((share - chance) / (1 - chance))


def _days_until(event: np.ndarray) -> np.ndarray:
    """Return the days from each day until the next event, 0 on its day, [day, ...]."""
    until = np.full(event.shape, 10**6)
    ahead = np.full(event.shape[1:], 10**6)
    for t in reversed(range(len(event))):
        ahead = np.where(event[t], 0, ahead + 1)
        until[t] = ahead
    return until


def _any_within(event: np.ndarray, days: int) -> np.ndarray:
    """Return whether an event fell on this day or one of the `days` before, [day, ...]."""
    return _days_until(event[::-1])[::-1] <= days


def both_ways(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 12: tempo in the 30 days after one strike over tempo without it, with common random numbers."""
    plain = {again: _after(lab, 0, again) for again in (False, True)}
    small = _after(lab, 1, False) / plain[False]
    contrast = np.mean(
        [
            np.log(_after(lab, level, True) / plain[True]) - np.log(_after(lab, level, False) / plain[False])
            for level in (3, 4)
        ],
        axis=0,
    )
    return {"level_1_ratio": small, "contrast_of_reissued_orders": contrast}


def _after(lab: Laboratory, level: int, reissued: bool) -> np.ndarray:
    script = Script(lab.net, RESPONSE, TRIGGER)
    if level:
        script.strike(0, FRONT, level)
    for day in REISSUED if reissued else ():
        script.order(day, FRONT).visit(day, client_of(FRONT))
    record: Record = lab.run(script, "tempo")
    return np.asarray(record.of("tempo", FRONT)[1:].mean((0, 2), dtype=float))


FACTS = (
    Fact(
        4, red_line,
        off={"reprisal.red_line": 0.0},
        tuned="reprisal.red_line; the specification's defaults",
        stays={
            "answered_in_10_days": "at the tempo of January 2024 a reprisal within ten days is likely without any death",
            "mean_lag": "a constant hazard, too, has lags between",
            "reprisals_per_nonlethal": "the band holds the part without dead, which the red line leaves alone",
        },
    ),
    Fact(
        12, both_ways,
        off={"control.weight_fear": 0.0},
        unvalued=frozenset({"contrast_of_reissued_orders"}),
        stays={"level_1_ratio": "the band says that little happens"},
    ),
)  # fmt: skip
