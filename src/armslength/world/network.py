"""Who is tied to whom, and what acts between them: the fixed structure of a case, as indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from armslength.world.linear import Rows, weighted_sums
from armslength.world.numerics import jnp
from armslength.world.step import DAY, TimeStep

if TYPE_CHECKING:
    from armslength.world.mechanism import Mechanism


@dataclass(frozen=True)
class Network:
    """Names, indices and mechanisms. Hashable, so that compiled code is reused for equal structures."""

    clients: tuple[str, ...]
    adversaries: tuple[str, ...]
    fronts: tuple[str, ...]
    commanders: tuple[str, ...]
    hosts: tuple[str, ...]
    client_of: tuple[int, ...]  #: client of each front
    adversary_of: tuple[int, ...]  #: adversary of each front
    host_of: tuple[int, ...]  #: host of each client
    answers: tuple[
        bool, ...
    ]  #: whether each adversary hits back in the model: where a case reports or declares it
    label_of: tuple[
        int, ...
    ]  #: for each front the place of the one that stands for all under its label, often its own
    coupling: tuple[tuple[float, ...], ...]  #: Omega, rows sum to 1 (or 0 for a lone front)
    in_office: int  #: commander at the start of the history
    mechanisms: tuple[Mechanism, ...]  #: in the order of play
    step: TimeStep = DAY  #: the time from one state to the next
    counted: tuple[str, ...] = ()  #: what is counted on each front; attacks everywhere if empty
    truces: bool = False  #: whether the case reports a truce between a client and an adversary
    escalates: bool = True  #: whether the patron's own strikes and regional war are in the model
    patrons: tuple[str, ...] = ("patron",)
    #: patron of each bond: the first bond of each client in the order of clients, then all further ones
    patron_of: tuple[int, ...] = ()  #: empty with one patron
    further: tuple[int, ...] = ()  #: client of each further bond
    speaks_for: tuple[int, ...] = ()  #: patron of each commander; empty with one patron
    offices: tuple[int, ...] = ()  #: commander of each patron at the start; empty with one patron
    is_dated: bool = False  #: whether the case says when who supported whom
    ends: bool = False  #: whether the case says of a client that it ended

    @property
    def several(self) -> bool:
        """Whether there are several patrons."""
        return len(self.patrons) > 1

    @property
    def client_of_bond(self) -> tuple[int, ...]:
        """Client of each bond."""
        return (*range(len(self.clients)), *self.further)

    @property
    def bonds(self) -> tuple[str, ...]:
        """Names of the bonds: that of the client for its first patron, CLIENT.PATRON for further ones."""
        further = self.pairs[len(self.clients) :]
        return (*self.clients, *(f"{self.clients[c]}.{self.patrons[p]}" for c, p in further))

    @property
    def patrons_of(self) -> dict[str, tuple[str, ...]]:
        """Patrons of each client, in the order of the case."""
        return {
            name: tuple(self.patrons[p] for client, p in sorted(self.pairs) if client == c)
            for c, name in enumerate(self.clients)
        }

    def bond(self, client: int, patron: int) -> int:
        """Return the place of the bond of a client with a patron; raises `ValueError` where there is none."""
        return self.pairs.index((client, patron))

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Places of the client and the patron of each bond."""
        owners = self.patron_of or (0,) * len(self.clients)
        return list(zip(self.client_of_bond, owners, strict=True))

    def count(self, kind: str) -> int | None:
        """Return how many actors there are of a kind (`client`, `front`, ...); None for the world as a whole.

        One patron alone makes no axis either.
        """
        if kind == "world" or (kind == "patron" and not self.several):
            return None
        return len(self.actors(kind))

    def actors(self, kind: str) -> tuple[str, ...]:
        """Return the names of the actors of a kind: `client`, `bond`, `patron`, `front`, `adversary`, `host` or `commander`."""
        named = {
            "client": self.clients,
            "bond": self.bonds,
            "patron": self.patrons,
            "front": self.fronts,
            "adversary": self.adversaries,
            "host": self.hosts,
            "commander": self.commanders,
        }
        return named[kind]

    def is_counted(self, what: str, like: Any) -> np.ndarray:
        """Return whether this is what is counted on each front, with as many axes as `like` [front, *world]."""
        counted = self.counted or ("attacks",) * len(self.fronts)
        return np.reshape([c == what for c in counted], (-1, *[1] * (like.ndim - 1)))

    def client_to_front(self, x: Any) -> Any:
        """Return for each front what its client has: [client, *world] to [front, *world]."""
        return _pick(x, self.client_of)

    def client_to_bond(self, x: Any) -> Any:
        """Return for each bond what its client has: [client, *world] to [bond, *world]."""
        return _pick(x, self.client_of_bond) if self.further else x

    def sum_by_bonds(self, x: Any) -> Any:
        """Sum over the bonds of each client: [bond, *world] to [client, *world]."""
        return _gather(x, self.client_of_bond, len(self.clients)) if self.further else x

    def most_of_bonds(self, x: Any) -> Any:
        """Return for each client the most that any of its bonds has: [bond, *world] to [client, *world]."""
        if not self.further:
            return x
        most = [x[c] for c in range(len(self.clients))]
        for b, c in enumerate(self.further, start=len(self.clients)):
            most[c] = jnp.maximum(most[c], x[b])
        return jnp.stack(most)

    def patron_to_bond(self, x: Any) -> Any:
        """Return for each bond what its patron has: [patron, *world] to [bond, *world]; with one patron as it is."""
        return _pick(x, self.patron_of) if self.several else x

    def sum_by_patron(self, x: Any) -> Any:
        """Sum over the bonds of each patron: [bond, *world] to [patron, *world]; with one patron [*world]."""
        return _gather(x, self.patron_of, len(self.patrons)) if self.several else x.sum(0)

    def sender_to_front(self, x: Any, sender: Any) -> Any:
        """Return for each front what its client's bond with the sender of orders has: [bond, *world] to [front, *world]."""
        if not self.several:
            return self.client_to_front(x)
        return sum(
            jnp.where(sender == p, weighted_sums(x, rows), 0.0)
            for p, rows in enumerate(self._bonds_by_sender)
        )

    def sum_by_sender(self, x: Any, sender: Any) -> Any:
        """Sum over the fronts on which a patron is the sender: [front, *world] to [bond, *world]."""
        if not self.several:
            return self.sum_by_client(x)
        made = 0.0
        for p, rows in enumerate(self._bonds_by_sender):
            by_bond = tuple(
                tuple((f, 1.0) for f, row in enumerate(rows) if (b, 1.0) in row)
                for b in range(len(self.patron_of))
            )
            made = made + weighted_sums(jnp.where(sender == p, x, 0.0), by_bond)
        return made

    @property
    def _bonds_by_sender(self) -> list[Rows]:
        """For each patron, the bond of each front's client with it, or none."""
        pairs = self.pairs
        return [
            tuple(((pairs.index((c, p)), 1.0),) if (c, p) in pairs else () for c in self.client_of)
            for p in range(len(self.patrons))
        ]

    def adversary_to_front(self, x: Any) -> Any:
        """Return for each front what its adversary has: [adversary, *world] to [front, *world]."""
        return _pick(x, self.adversary_of)

    def host_to_front(self, x: Any) -> Any:
        """Return for each front what the host of its client has: [host, *world] to [front, *world]."""
        return _pick(x, [self.host_of[c] for c in self.client_of])

    def same_under_label(self, x: Any) -> Any:
        """Return for each front what the one that stands for its label has; both [front, *world]."""
        return _pick(x, self.label_of)

    def under_label(self, lead: int) -> tuple[int, ...]:
        """Return the places of the fronts under the label for which `lead` stands."""
        return tuple(f for f, first in enumerate(self.label_of) if first == lead)

    def mean_under_label(self, x: Any) -> Any:
        """Return for each front the mean over the fronts under its label; both [front, *world]."""
        groups = [self.under_label(lead) for lead in self.label_of]
        return weighted_sums(x, tuple(tuple((f, 1 / len(group)) for f in group) for group in groups))

    def is_lone(self, like: Any) -> np.ndarray:
        """Return whether each front is alone under its label, with as many axes as `like` [front, *world]."""
        alone = [self.label_of.count(lead) == 1 for lead in self.label_of]
        return np.reshape(alone, (-1, *[1] * (like.ndim - 1)))

    def members_under_label(self, x: Any) -> list[Any]:
        """Return what the first, the second, ... front under each front's label has, 0 where there is none; all [front, *world]."""
        groups = [self.under_label(lead) for lead in self.label_of]
        return [
            weighted_sums(x, tuple(((group[n], 1.0),) if n < len(group) else () for group in groups))
            for n in range(max(map(len, groups)))
        ]

    def sum_by_adversary(self, x: Any) -> Any:
        """Sum over the fronts of each adversary: [front, *world] to [adversary, *world]."""
        return _gather(x, self.adversary_of, len(self.adversaries))

    def sum_by_client(self, x: Any) -> Any:
        """Sum over the fronts of each client: [front, *world] to [client, *world]."""
        return _gather(x, self.client_of, len(self.clients))

    def from_neighbours(self, x: Any) -> Any:
        """Return for each front the mean over the coupled fronts, weighted by Omega; both [front, *world]."""
        return weighted_sums(x, tuple(tuple((k, w) for k, w in enumerate(row) if w) for row in self.coupling))

    def fronts_of(self, adversary: int) -> tuple[int, ...]:
        """Return the places of the fronts against an adversary."""
        return tuple(f for f, a in enumerate(self.adversary_of) if a == adversary)


def _pick(x: Any, index: Sequence[int]) -> Any:
    return weighted_sums(x, tuple(((i, 1.0),) for i in index))


def _gather(x: Any, index: Sequence[int], size: int) -> Any:
    return weighted_sums(
        x, tuple(tuple((f, 1.0) for f, i in enumerate(index) if i == group) for group in range(size))
    )
