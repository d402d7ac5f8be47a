"""The parameters as arrays: one flat vector of standard normals in, named records out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np

from armslength.errors import ArmslengthError
from armslength.parameters.priors import push_all
from armslength.parameters.site import Site
from armslength.world.composed import Params
from armslength.world.entities import ENTITIES
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import Parameters
from armslength.world.units import by_step


@dataclass(frozen=True)
class Layout:
    """Where each site of a scenario sits in the flat vector, and what it means there."""

    network: Network
    sites: tuple[Site, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Dotted path of each site."""
        return tuple(s.name for s in self.sites)

    @cached_property
    def defaults(self) -> np.ndarray:
        """The values [site] at which the facts are tested."""
        return np.array([s.value for s in self.sites])

    def values(self, z: Any, xp: Any = np) -> Any:
        """Return values [site, *world] from standard normals of the same shape."""
        return push_all(tuple(s.prior for s in self.sites), z, xp)

    def override(self, flat: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        """Return the flat values with some replaced; `fronts.*.x` replaces all of a kind."""
        flat = np.array(flat, dtype=float)
        for path, value in values.items():
            found = [i for i, s in enumerate(self.sites) if path in (s.name, s.record.path)]
            if not found:
                raise ArmslengthError(f"no parameter is called '{path}'")
            flat[found] = value
        return flat

    @cached_property
    def _kinds(self) -> dict[str, type[Parameters]]:
        """Record of each scope."""
        owned = [kind for m in self.network.mechanisms for kind in m.parameters]
        return {kind.scope: kind for kind in (*ENTITIES, *owned)}

    @cached_property
    def _places(self) -> dict[str, dict[str, list[int]]]:
        """Places in the flat vector, by scope and name; those of reprisal levels 1-4 together."""
        places: dict[str, dict[str, list[int]]] = {}
        for i, s in enumerate(self.sites):
            name = s.record.name.rsplit("_", 1)[0] if s.record.per_level else s.record.name
            places.setdefault(s.record.scope, {}).setdefault(name, []).append(i)
        return places

    def params(self, flat: Any) -> Params:
        """Return [site, *world] as records: `tempo.branching` [*world], `clients.autonomy` [client, *world].

        Values are by the day or the year, as everyone writes them; the records are by the step of the network.
        """
        flat = jnp.asarray(flat, dtype=jnp.result_type(float))
        made = {}
        for scope, places in self._places.items():
            listed = self.sites[next(iter(places.values()))[0]].record.per_entity
            arrays = {
                n: self._by_step(flat[np.array(at)] if listed or len(at) > 1 else flat[at[0]], at[0])
                for n, at in places.items()
            }
            if scope == "ties":  # [commander, client, *world]
                shape = (len(self.network.commanders), len(self.network.clients))
                arrays = {n: v.reshape(shape + v.shape[1:]) for n, v in arrays.items()}
            made[scope] = self._kinds[scope](**arrays)
        return Params(**made)

    def _by_step(self, value: Any, at: int) -> Any:
        """Return values of the kind that stands at a place, as the equations of one step read them."""
        record = self.sites[at].record
        return by_step(value, record.unit, self.network.step, record.path)


def prior_draws(layout: Layout, count: int, seed: int) -> np.ndarray:
    """Return `count` draws of the prior, [site, draw], as standard normals.

    Each site has its own stream, named by its path: adding a parameter changes no other's draws, and the first
    draws of a larger sample are those of a smaller one.
    """
    streams = [np.random.Generator(np.random.Philox(key=[seed, crc32(n.encode())])) for n in layout.names]
    return np.stack([s.standard_normal(count) for s in streams])
