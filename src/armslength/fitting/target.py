"""What is fitted: the log probability of everything reported, as a function of standard normals.

Every parameter is a standard normal pushed through its prior, so the prior is the same for all and the posterior is
what the data add. Parameters that the history does not touch at all keep their prior exactly and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from armslength.history import History, encode, replay
from armslength.parameters import Prior
from armslength.parameters.priors import Fixed, push_all
from armslength.scenario import Scenario
from armslength.world.network import Network
from armslength.world.params import Layout

UNSTABLE = -1e3  # for each unit by which the excitation of a draw exceeds its limit
MARGIN = 0.999


@dataclass(frozen=True)
class Part:
    """One case in the fit: its history, and where its sites stand in the joint vector."""

    layout: Layout
    history: History
    at: np.ndarray  #: [site] position in the joint vector
    reporting_at: np.ndarray  #: [series] position of each reporting share, -1 for a primary series


@dataclass(frozen=True)
class Target:
    """Names and priors of the joint vector, and the cases that inform it. The first case is the one fitted."""

    names: tuple[str, ...]
    priors: tuple[Prior, ...]
    parts: tuple[Part, ...]
    informed: np.ndarray  #: positions that the history touches

    @property
    def case(self) -> Part:
        """The case that is fitted."""
        return self.parts[0]

    def log_likelihood(self, z: Any) -> Any:
        """Log probability of all that was reported, [] from `z` [position]."""
        values = push_all(self.priors, z, jnp)
        return sum(_log_score(part, values) for part in self.parts)

    def potential(self, z: Any) -> Any:
        """Negative log posterior of the informed positions, [] from [informed]."""
        whole = jnp.zeros(len(self.names), z.dtype).at[self.informed].set(z)
        return 0.5 * jnp.sum(z**2) - self.log_likelihood(whole)

    def values(self, z: np.ndarray) -> np.ndarray:
        """[position, draw] values."""
        return np.asarray(push_all(self.priors, z))


def target(scenario: Scenario, also: Sequence[Scenario] = ()) -> Target:
    """The fit of a case; other cases inform the parameters that belong to no actor."""
    names: dict[str, Prior] = {}
    parts = []
    for n, case in enumerate((scenario, *also)):
        layout = Layout(Network.of(case), case.sites())
        at = []
        for site in layout.sites:
            name = site.name if n == 0 or not site.record.per_entity else f"{case.name}:{site.name}"
            names.setdefault(name, site.prior)
            at.append(list(names).index(name))
        reporting = np.full(len(case.series), -1)
        for i, series in enumerate(case.series.values()):
            if not series.primary:
                name = (
                    f"series.{series.id}.reporting" if n == 0 else f"{case.name}:series.{series.id}.reporting"
                )
                names.setdefault(name, series.reporting)
                reporting[i] = list(names).index(name)
        history = jax.tree.map(np.asarray, encode(case, layout.network))
        parts.append(Part(layout, history, np.array(at), reporting))
    whole = Target(tuple(names), tuple(names.values()), tuple(parts), np.arange(len(names)))
    return Target(whole.names, whole.priors, whole.parts, _informed(whole))


def _log_score(part: Part, values: Any) -> Any:
    p = part.layout.group(values[part.at])
    shares = jnp.where(part.reporting_at >= 0, values[np.maximum(part.reporting_at, 0)], 1.0)
    history = eqx.tree_at(lambda h: h.reporting, jax.tree.map(jnp.asarray, part.history), shares)
    scores = replay(part.layout.network, p, history).log_score
    excess = (p.tempo.branching + p.tempo.cross_excitation * p.integration.initial) * jnp.exp(
        p.orders.release
    ) - MARGIN
    return sum(jnp.sum(x) for x in scores.__dict__.values()) + UNSTABLE * jnp.maximum(excess, 0.0)


def _informed(whole: Target, tries: int = 4) -> np.ndarray:
    """Positions whose value changes the log likelihood anywhere it was tried; the others are prior only."""
    free = np.array([not isinstance(p, Fixed) for p in whole.priors])
    slope = jax.jit(jax.vmap(jax.grad(whole.log_likelihood)))
    starts = np.random.default_rng(0).standard_normal((tries, len(whole.names)))
    touched = np.abs(np.asarray(slope(jnp.asarray(starts)))).max(0) > 1e-8
    return np.flatnonzero(free & touched)
