"""What holds on beyond the as-of date: pressure and threats that the case declares, and a trigger that never moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from armslength.scenario.schema import Period

if TYPE_CHECKING:
    from armslength.scenario.scenario import Scenario


class Standing(NamedTuple):
    """Inputs of the days ahead that follow from the case alone."""

    host_pressure: np.ndarray  #: [day, client]
    threat: np.ndarray  #: [day, adversary]
    trigger: np.ndarray  #: [day]; NaN where it runs by its own process


def standing_inputs(scenario: Scenario, first: date, days: int) -> Standing:
    """Return what holds on each of `days` days from `first`.

    A period counts up to its last day, and one that ends on the as-of date goes on: nobody knew of its end.
    """
    net = scenario.network
    pressure, threat = np.zeros((days, len(net.clients))), np.zeros((days, len(net.adversaries)))
    for period in scenario.host_pressure:
        clients = [i for i, h in enumerate(net.host_of) if net.hosts[h] == period.host]
        pressure[np.ix_(_days(scenario, period, first, days), clients)] = period.value
    for threatened in scenario.public_threats:
        concerned = net.adversaries.index(threatened.adversary)
        threat[_days(scenario, threatened, first, days), concerned] = threatened.value
    levels = {value for _, value in scenario.trigger}
    return Standing(pressure, threat, np.full(days, levels.pop() if len(levels) == 1 else np.nan))


def _days(scenario: Scenario, period: Period, first: date, days: int) -> list[int]:
    def holds(day: date) -> bool:
        return period.start <= day <= period.end or (day > scenario.as_of and period.end == scenario.as_of)

    return [t for t in range(days) if holds(first + timedelta(days=t))]
