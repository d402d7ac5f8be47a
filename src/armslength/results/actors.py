"""Who is who in a result: names by id, and the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations, permutations
from statistics import mean

from armslength.counted import together
from armslength.results.record import Record, described

ANY_FRONT = "any"  #: the id that stands for all fronts together
TRIED_ORDERS = 6  # adversaries: up to 720 orders are tried, beyond that theirs is kept


class Actor(Record):
    """A name, and the id under which everything else speaks of it."""

    id: str = described("id, as used throughout; of a front `client/adversary`")
    name: str = described("its name")
    short: str = described("its name in tables and pictures")


class Client(Actor):
    """A client of the patron."""

    theatre: str = described("where it acts; may be empty")
    host: str | None = described("id of the country in which it lives")


class Adversary(Actor):
    """An adversary of the patron and its clients."""


class Front(Actor):
    """A client against an adversary."""

    client: str = described("id of its client")
    adversary: str = described("id of its adversary")
    theatre: str = described("where it lies; may be empty")
    counts: str = described(
        "what its numbers count: `attacks` if left out, else `lethal attacks`, `clashes` or `deadly clashes`",
        default="attacks",
        exclude_if=lambda value: value == "attacks",
    )


class Actors(Record):
    """Clients, adversaries and the fronts between them."""

    clients: tuple[Client, ...] = described("the clients, as the scenario lists them")
    adversaries: tuple[Adversary, ...] = described("the adversaries")
    fronts: tuple[Front, ...] = described("the fronts")

    def counted(self, *fronts: str) -> str:
        """Return in words what is counted on these fronts; on all of them where none is named."""
        return together(f.counts for f in self.fronts if not fronts or f.id in fronts)

    @property
    def counted_alike(self) -> bool:
        """Whether the same is counted on every front."""
        return len({f.counts for f in self.fronts}) == 1

    @cached_property
    def _named(self) -> dict[str, Actor]:
        everyone: tuple[Actor, ...] = (*self.clients, *self.adversaries, *self.fronts)
        return {actor.id: actor for actor in everyone}

    def name(self, id_: str) -> str:
        """Return the name of a client, an adversary or a front; an id that has none stands for itself."""
        if id_ == ANY_FRONT:
            return "Any front"
        return self._named[id_].name if id_ in self._named else id_

    def short(self, id_: str) -> str:
        """Return the short name of a client or an adversary; of a front, the short names of both."""
        actor = self._named.get(id_)
        if isinstance(actor, Front):
            return f"{self.short(actor.client)} on {self.short(actor.adversary)}"
        return actor.short if actor else self.name(id_)

    def follower(self, front: str) -> str:
        """Return the short name of a front's client if that is its only front, else the front's name."""
        client = next(f.client for f in self.fronts if f.id == front)
        return self.short(client) if sum(f.client == client for f in self.fronts) == 1 else self.name(front)

    @property
    def client_order(self) -> list[str]:
        """Ids of the clients by the barycentre of their adversaries, so that drawn fronts cross as little as can be."""
        return self._orders[0]

    @property
    def adversary_order(self) -> list[str]:
        """Ids of the adversaries in the order that makes drawn fronts cross least."""
        return self._orders[1]

    @cached_property
    def fronts_in_order(self) -> list[Front]:
        """The fronts, those of one client together, clients in the order of the picture."""
        return sorted(self.fronts, key=lambda front: self.client_order.index(front.client))

    def place(self, front: str) -> int:
        """Return where a front stands in that order; all fronts together come last."""
        ids = [f.id for f in self.fronts_in_order]
        return ids.index(front) if front in ids else len(ids)

    @cached_property
    def _orders(self) -> tuple[list[str], list[str]]:
        clients, adversaries = [c.id for c in self.clients], [a.id for a in self.adversaries]
        edges = [(f.client, f.adversary) for f in self.fronts]
        tried = permutations(adversaries) if len(adversaries) <= TRIED_ORDERS else [tuple(adversaries)]
        both = [(_by_barycentre(clients, order, edges), list(order)) for order in tried]
        return min(both, key=lambda order: _crossings(order[0], order[1], edges))


def _by_barycentre(clients: list[str], adversaries: Sequence[str], edges: list[tuple[str, str]]) -> list[str]:
    place = {adversary: i for i, adversary in enumerate(adversaries)}
    middle = len(adversaries) / 2

    def barycentre(client: str) -> float:
        return mean([place[a] for c, a in edges if c == client] or [middle])

    return sorted(clients, key=barycentre)


def _crossings(clients: list[str], adversaries: list[str], edges: list[tuple[str, str]]) -> int:
    at = [(clients.index(c), adversaries.index(a)) for c, a in edges]
    return sum((c - d) * (a - b) < 0 for (c, a), (d, b) in combinations(at, 2))
