"""What holds on beyond the as-of date: pressure and threats that the case declares, and a trigger that never moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from armslength.scenario.schema import Period
from armslength.scenario.support import support_and_senders

if TYPE_CHECKING:
    from armslength.scenario.scenario import Scenario


class Standing(NamedTuple):
    """Inputs of the days ahead that follow from the case alone."""

    host_pressure: np.ndarray  #: [day, client]
    threat: np.ndarray  #: [day, adversary]
    trigger: np.ndarray  #: [day]; NaN where it runs by its own process
    truce_begins: np.ndarray  #: [day, front]
    truce_holds: np.ndarray  #: [day, front]
    truce_ends: np.ndarray  #: [day, front]
    given: np.ndarray | None = None  #: [day, bond] support; None where the case does not date any
    sender: np.ndarray | None = (
        None  #: [day, front] place of the patron whose orders are heard; None with one
    )
    exists: np.ndarray | None = None  #: [day, front] 1 while its client exists; None where none ends


class Truces(NamedTuple):
    """What the reported truces between clients and adversaries say of tomorrow, each [day, front]."""

    truce_begins: np.ndarray  #: 1 where one begins tomorrow
    truce_holds: np.ndarray  #: 1 where one whose end is known holds tomorrow
    truce_ends: np.ndarray  #: 1 where the last that holds ends today


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
    trigger = np.full(days, levels.pop() if len(levels) == 1 else np.nan)
    return Standing(
        pressure,
        threat,
        trigger,
        *truces_by_day(scenario, first, days),
        *support_and_senders(scenario, first, days),
        existence(scenario, first, days),
    )


def existence(scenario: Scenario, first: date, days: int) -> np.ndarray | None:
    """Return [day, front] 1 on each of `days` days from `first` on which the front's client exists; None where none ends."""
    network = scenario.network
    if not network.ends:
        return None
    made = np.ones((days, len(network.fronts)))
    for f, c in enumerate(network.client_of):
        until = scenario.clients[network.clients[c]].until
        if until is not None:
            made[max((until - first).days + 1, 0) :, f] = 0.0
    return made


def without_ends(scenario: Scenario) -> Scenario:
    """Return the case as it may be known on a day before its as-of date: that a group ended is said with hindsight."""
    if not scenario.network.ends:
        return scenario
    clients = {i: client.model_copy(update={"until": None}) for i, client in scenario.clients.items()}
    return replace(scenario, clients=clients)


def truces_by_day(scenario: Scenario, first: date, days: int) -> Truces:
    """Return what the truces say on each of `days` days from `first`, of the day after: a halt is one from tomorrow on.

    A truce without an end begins and is left to itself; one with an end holds to its last day, before or after the
    as-of date. Where another goes on or begins, the end of one is none.
    """
    fronts = list(scenario.network.fronts)
    made = Truces(*(np.zeros((days, len(fronts))) for _ in Truces._fields))
    for truce in (e for e in scenario.events if e.kind == "truce"):
        at = [fronts.index(f) for f in truce.fronts]
        begins, ends = (truce.date - first).days - 1, (truce.end_date - first).days
        if 0 <= begins < days:
            made.truce_begins[begins, at] = 1.0
        if not truce.is_open:
            made.truce_holds[max(begins, 0) : max(ends, 0), at] = 1.0
            if 0 <= ends < days:
                made.truce_ends[ends, at] = 1.0
    made.truce_ends[(made.truce_holds > 0) | (made.truce_begins > 0)] = 0.0
    return made


def _days(scenario: Scenario, period: Period, first: date, days: int) -> list[int]:
    def holds(day: date) -> bool:
        return period.start <= day <= period.end or (day > scenario.as_of and period.end == scenario.as_of)

    return [t for t in range(days) if holds(first + timedelta(days=t))]
