"""From arrays by day to arrays by step: what the days of one step come to.

Of a step of one day nothing is changed. In a longer one counts, deaths and visits add up; what holds for a time is
averaged; of several orders to one front the last counts, and one that ends in the same step is over; of several
reprisals by one adversary the highest counts, the first of equals, as a step holds one at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

How = Literal["sum", "most", "least", "mean", "last", "order", "reprisal"]
Arrays = dict[str, np.ndarray]

INPUTS: Mapping[str, How] = {
    "tempo_order": "order",
    "release_order": "order",
    "cap_order": "order",
    "envoy": "sum",
    "deciding": "mean",
    "host_pressure": "mean",
    "threat": "mean",
    "trigger": "mean",
    "successor": "most",
    "truce_begins": "most",
    "truce_holds": "last",
    "truce_ends": "most",
    "given": "mean",
    "sender": "order",
    "exists": "mean",
}
REPORTS: Mapping[str, How] = {
    "announced": "order",
    "resumed": "most",
    "opened": "most",
    "dated": "sum",
    "dated_share": "last",
    "judged": "sum",
    "deaths_known": "least",
    "ordered": "most",
    "orders_known": "least",
    "exact": "least",
    "covered": "least",
    "harmed": "sum",
    "lethal": "sum",
    "deaths": "sum",
    "worst": "most",
    "accepted": "order",
    "arrived": "order",
    "asked": "order",
    "reprisal": "most",
    "level": "most",
    "answered": "reprisal",
    "answer_known": "reprisal",
    "reprisals_known": "least",
    "coded_from": "most",
    "patron_strike": "most",
    "war": "most",
}


class Steps:
    """The days of each step."""

    def __init__(self, numbers: np.ndarray):
        """Take the step [day], from 0, that each day lies in."""
        self.numbers = numbers
        self.first = np.flatnonzero(np.diff(numbers, prepend=-1))  #: [step] day on which it begins
        self.last = np.append(self.first[1:], len(numbers)) - 1  #: [step] day on which it ends

    @property
    def count(self) -> int:
        """Number of steps."""
        return len(self.first)

    def of(self, daily: np.ndarray, how: How) -> np.ndarray:
        """Return [day, ...] as [step, ...]."""
        if how == "last":
            return np.asarray(daily[self.last])
        if how == "mean":
            known = ~np.isnan(daily)
            whole = np.add.reduceat(np.where(known, daily, 0.0), self.first)
            days = np.add.reduceat(known * 1.0, self.first)
            return np.where(days > 0, whole / np.maximum(days, 1), np.nan)
        add = {"sum": np.add, "most": np.maximum, "least": np.minimum}[how]
        return np.asarray(add.reduceat(daily, self.first))

    def last_where(self, is_so: np.ndarray) -> np.ndarray:
        """Return the last day [step, actor] of each step on which it is so [day, actor]; its last day if on none."""
        days = np.arange(len(is_so))[:, None]
        last = np.maximum.reduceat(np.where(is_so, days, -1), self.first)
        return np.where(last >= 0, last, self.last[:, None])


def inputs_by_step(daily: Arrays, steps: Steps) -> Arrays:
    """Return what is given in each step, from what is given on each day."""
    return _with_truces(daily, steps, _made(daily, INPUTS, steps, steps.last_where(_is_ordered(daily))))


def history_by_step(
    inputs: Arrays, reports: Arrays, tallies: Arrays, fronts: list[int], steps: Steps
) -> list[Arrays]:
    """Return inputs, reports and tallies of each step; `fronts` are the adversaries of the fronts."""
    ordered = _is_ordered(inputs)
    chosen = steps.last_where(ordered)
    given, seen = _made(inputs, INPUTS, steps, chosen), _made(reports, REPORTS, steps, chosen)
    ended = steps.last_where(reports["resumed"] > 0)
    given = _with_truces(inputs, steps, given)
    is_over = (seen["resumed"] > 0) & (ended >= chosen)
    given["tempo_order"] = np.where(is_over, 0.0, given["tempo_order"])
    struck = _strongest(reports["level"], steps)
    seen["answer_known"] = np.take_along_axis(reports["answer_known"], struck, axis=0)
    seen["answered"] = np.take_along_axis(reports["answered"], struck[:, fronts], axis=0)
    return [given, seen, _tallies(tallies, steps)]


def _with_truces(daily: Arrays, steps: Steps, made: Arrays) -> Arrays:
    """Let the last that befalls a truce in a step count: its beginning or its end."""
    begins, ends = (daily[name] > 0 for name in ("truce_begins", "truce_ends"))
    later = steps.last_where(begins) >= steps.last_where(ends)  # both give the last day where there is none
    both = (made["truce_begins"] > 0) & (made["truce_ends"] > 0)
    made["truce_begins"] = np.where(both & ~later, 0.0, made["truce_begins"])
    made["truce_ends"] = np.where(both & later, 0.0, made["truce_ends"])
    return made


def _is_ordered(inputs: Arrays) -> np.ndarray:
    return (inputs["tempo_order"] > 0) | (inputs["release_order"] > 0) | (inputs["cap_order"] > 0)


def _made(daily: Arrays, rules: Mapping[str, How], steps: Steps, chosen: np.ndarray) -> Arrays:
    made = {}
    for name, values in daily.items():
        if rules[name] == "order":
            made[name] = np.take_along_axis(values, chosen, axis=0)
        elif rules[name] != "reprisal":
            made[name] = steps.of(values, rules[name])
    return made


def _strongest(level: np.ndarray, steps: Steps) -> np.ndarray:
    """Return the day [step, adversary] of the highest reprisal of each step, the first of equals."""
    days = len(level)
    rank = level * days - np.arange(days)[:, None] / days  # earlier ranks higher
    best = np.maximum.reduceat(rank, steps.first)
    return steps.last_where(rank == best[steps.numbers])


def _tallies(daily: Arrays, steps: Steps) -> Arrays:
    """Return totals by step; each begins with a step and ends with one, or the case was refused."""
    made = {name: steps.of(values, "last") for name, values in daily.items()}
    length = np.zeros_like(made["days"])
    for step, series in np.argwhere(made["ends"] > 0):
        begins = steps.last[step] - int(made["days"][step, series]) + 1
        length[step, series] = step - steps.numbers[begins] + 1
    return made | {"days": length, "last": steps.numbers[made["last"]].astype(np.int32)}
