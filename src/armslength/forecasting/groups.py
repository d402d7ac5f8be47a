"""Fronts that a reader asks about together: all, those of an adversary, of a host's clients, or under one label."""

from __future__ import annotations

from collections.abc import Iterator

from armslength.results.together import Group
from armslength.scenario import Scenario


def groups_of(case: Scenario) -> tuple[Group, ...]:
    """Return the groups of a case's fronts: all of them first, then by adversary, by host and by label; none is empty.

    Fronts of a client that has ended are in none.
    """
    return tuple(group for group in _groups(case) if group.fronts)


def _groups(case: Scenario) -> Iterator[Group]:
    fronts = [case.fronts[f] for f in case.living_fronts]
    yield Group(kind="all", group="all", name="any front", fronts=case.living_fronts)
    for a in case.adversaries.values():
        own = tuple(f.id for f in fronts if f.adversary == a.id)
        yield Group(kind="adversary", group=a.id, name=a.short, fronts=own)
    net = case.network
    for h, host in enumerate(net.hosts):
        own = tuple(f for f, c in zip(net.fronts, net.client_of, strict=True) if net.host_of[c] == h)
        own = tuple(f for f in own if f in case.living_fronts)
        yield Group(kind="host", group=host, name=case.hosts[host].name, fronts=own)
    for label in case.umbrellas.values():
        yield Group(
            kind="label",
            group=label.id,
            name=label.name,
            fronts=tuple(f for f in label.fronts if f in case.living_fronts),
        )


def members_of(case: Scenario) -> tuple[tuple[int, ...], ...]:
    """Return the fronts of each group by their place in the network."""
    place = {front: i for i, front in enumerate(case.network.fronts)}
    return tuple(tuple(place[front] for front in group.fronts) for group in groups_of(case))
