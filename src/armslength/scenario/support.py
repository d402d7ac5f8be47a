"""Support over time: who supports whom on a day, how much, and whose orders a client hears unless a row says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from armslength.scenario.schema import Support

if TYPE_CHECKING:
    from armslength.scenario.scenario import Scenario


def patrons_of(scenario: Scenario, client: str) -> tuple[str, ...]:
    """Return the patrons that support a client at some time, in the order of the case."""
    return scenario.clients[client].patrons_among(scenario.patrons)


def supporters(scenario: Scenario, client: str, day: date) -> tuple[str, ...]:
    """Return the patrons that support a client on a day, in the order of the case."""
    return tuple(p for p in patrons_of(scenario, client) if level_on(scenario, client, p, day) > 0)


def level_on(scenario: Scenario, client: str, patron: str, day: date) -> float:
    """Return what a patron gives a client on a day, as a multiple of the client's `support`."""
    spans = _spans(scenario, client, patron)
    if spans is None:
        return 1.0
    return next((s.level for s in spans if s.start <= day <= s.end), 0.0)


def _spans(scenario: Scenario, client: str, patron: str) -> tuple[Support, ...] | None:
    """Return the times of support, or None where it has no beginning and no end."""
    support = scenario.clients[client].support
    return None if support is None else support.get(patron, ())


def given(scenario: Scenario, first: date, days: int) -> np.ndarray | None:
    """Return support [day, bond] on each of `days` days from `first`, or None where the case does not date any.

    What is given on the as-of date goes on after it: nobody knew of its end.
    """
    network = scenario.network
    if not network.is_dated:
        return None
    made = np.zeros((days, len(network.bonds)))
    for b, (c, p) in enumerate(network.pairs):
        client, patron = network.clients[c], network.patrons[p]
        spans = _spans(scenario, client, patron)
        made[:, b] = 1.0 if spans is None else 0.0
        for span in spans or ():
            begin, end = (span.start - first).days, (min(span.end, scenario.as_of) - first).days + 1
            made[max(begin, 0) : max(end, 0), b] = span.level
        ahead = max((scenario.as_of - first).days + 1, 0)
        made[ahead:, b] = level_on(scenario, client, patron, scenario.as_of)
    return made


def senders(scenario: Scenario, levels: np.ndarray | None, days: int) -> np.ndarray | None:
    """Return the patron [day, front] whose orders a front hears unless something else is said; None with one patron.

    It is the one that gives most on the day by the case; of equals, or where nobody gives, the first in its order.
    """
    network = scenario.network
    if not network.several:
        return None
    return leading(scenario, levels, days)[:, list(network.client_of)].astype(float)


def leading(scenario: Scenario, levels: np.ndarray | None, days: int) -> np.ndarray:
    """Return the place of the patron [day, client] that gives most on each day."""
    network = scenario.network
    if levels is None:
        levels = np.ones((days, len(network.bonds)))
    owners, clients = np.array(network.patron_of), np.array(network.client_of_bond)
    made = np.zeros((days, len(network.clients)), int)
    for client in range(len(network.clients)):
        bonds = np.flatnonzero(clients == client)
        bonds = bonds[np.argsort(owners[bonds], kind="stable")]
        made[:, client] = owners[bonds][np.argmax(levels[:, bonds], axis=1)]
    return made


def support_and_senders(
    scenario: Scenario, first: date, days: int
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Return support [day, bond] and whose orders are heard [day, front] on each of `days` days from `first`."""
    levels = given(scenario, first, days)
    return levels, senders(scenario, levels, days)


def changes(scenario: Scenario) -> Iterator[tuple[str, str, Support]]:
    """Yield client, patron and time of each dated support, in order of client, time and patron."""
    for i, client in scenario.clients.items():
        rows = [(s.start, p, s) for p, spans in (client.support or {}).items() for s in spans]
        for _, patron, span in sorted(rows, key=lambda row: (row[0], row[1])):
            yield i, patron, span
