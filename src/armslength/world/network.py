"""Who is tied to whom: the fixed structure of a case, as indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jax.numpy as jnp
from jaxtyping import Array, Float

if TYPE_CHECKING:
    from armslength.scenario import Scenario


@dataclass(frozen=True)
class Network:
    """Names and indices. Hashable, so that compiled code is reused for equal structures."""

    clients: tuple[str, ...]
    adversaries: tuple[str, ...]
    fronts: tuple[str, ...]
    commanders: tuple[str, ...]
    hosts: tuple[str, ...]
    client_of: tuple[int, ...]  #: client of each front
    adversary_of: tuple[int, ...]  #: adversary of each front
    host_of: tuple[int, ...]  #: host of each client
    coupling: tuple[tuple[float, ...], ...]  #: Omega, rows sum to 1 (or 0 for a lone front)
    in_office: int  #: commander at the start of the history

    @classmethod
    def of(cls, scenario: Scenario) -> Network:
        """The structure of a scenario."""
        clients, adversaries = list(scenario.clients), list(scenario.adversaries)
        fronts, hosts = list(scenario.fronts), list(scenario.hosts)
        weights = {(c.to, c.from_): float(c.weight) for c in scenario.couplings}  # receiver first
        rows = [[0.0 if f == k else weights.get((f, k), 1.0) for k in fronts] for f in fronts]
        commanders = list(scenario.commanders)
        return cls(
            clients=tuple(clients),
            adversaries=tuple(adversaries),
            fronts=tuple(fronts),
            commanders=tuple(commanders),
            hosts=tuple(hosts),
            client_of=tuple(clients.index(f.client) for f in scenario.fronts.values()),
            adversary_of=tuple(adversaries.index(f.adversary) for f in scenario.fronts.values()),
            host_of=tuple(hosts.index(c.host) for c in scenario.clients.values()),
            coupling=tuple(tuple(w / (sum(row) or 1.0) for w in row) for row in rows),
            in_office=commanders.index(scenario.commander_on(scenario.start)),
        )

    def client_to_front(self, x: Float[Array, "client *world"]) -> Float[Array, "front *world"]:
        """Each front's share of something that its client has."""
        return _pick(x, self.client_of)

    def adversary_to_front(self, x: Float[Array, "adversary *world"]) -> Float[Array, "front *world"]:
        """Each front's view of something that its adversary has."""
        return _pick(x, self.adversary_of)

    def sum_by_adversary(self, x: Float[Array, "front *world"]) -> Float[Array, "adversary *world"]:
        """Sum over the fronts of each adversary."""
        return _gather(x, self.adversary_of, len(self.adversaries))

    def sum_by_client(self, x: Float[Array, "front *world"]) -> Float[Array, "client *world"]:
        """Sum over the fronts of each client."""
        return _gather(x, self.client_of, len(self.clients))

    def host_to_front(self, x: Float[Array, "host *world"]) -> Float[Array, "front *world"]:
        """Each front's share of something that the host of its client has."""
        return _pick(x, [self.host_of[c] for c in self.client_of])

    def from_neighbours(self, x: Float[Array, "front *world"]) -> Float[Array, "front *world"]:
        """Mean over the coupled fronts, weighted by Omega."""
        return jnp.stack([_weighted(x, row) for row in self.coupling])

    def fronts_of(self, adversary: int) -> tuple[int, ...]:
        """Fronts against an adversary."""
        return tuple(f for f, a in enumerate(self.adversary_of) if a == adversary)


def _pick(x: Any, index: Sequence[int]) -> Any:
    return jnp.stack([x[i] for i in index])  # a static pick fuses; a gather does not


def _gather(x: Any, index: Sequence[int], size: int) -> Any:
    zero = jnp.zeros_like(x[0])
    return jnp.stack([sum((x[f] for f, i in enumerate(index) if i == group), zero) for group in range(size)])


def _weighted(x: Any, row: Sequence[float]) -> Any:
    return sum((w * x[k] for k, w in enumerate(row) if w), jnp.zeros_like(x[0]))
