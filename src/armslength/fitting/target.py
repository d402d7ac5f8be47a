"""The log posterior that is fitted: the log probability of everything reported, as a function of standard normals.

Every parameter is a standard normal pushed through its prior, so the prior is the same for all and the posterior is
what the data add. Parameters that the history does not touch at all keep their prior exactly and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from armslength.errors import ArmslengthError
from armslength.history import History, encode, replay
from armslength.parameters import Prior
from armslength.parameters.priors import Fixed, push_all
from armslength.scenario import Scenario
from armslength.simulate.kept_code import kept
from armslength.world.params import Layout


@dataclass(frozen=True)
class Part:
    """One case in the fit, and the positions of its sites in the joint vector."""

    layout: Layout
    at: tuple[int, ...]  #: [site] position in the joint vector
    reporting_at: tuple[int, ...]  #: [series] position of each reporting share, -1 for a primary series


@dataclass(frozen=True)
class Structure:
    """Everything that the compiled likelihood depends on; hashable, so that fits of one structure share their code."""

    names: tuple[str, ...]
    priors: tuple[Prior, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Target:
    """A structure, and the data that inform it. The first case is the one fitted."""

    structure: Structure
    histories: tuple[History, ...]
    held: np.ndarray  #: [position] value of each parameter held at one; NaN = free
    chosen: tuple[int, ...] | None = None  #: positions to fit; those that the history touches if left out

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the positions of the joint vector."""
        return self.structure.names

    @cached_property
    def informed(self) -> np.ndarray:
        """Positions whose value changes the log likelihood wherever it was tried; the others are prior only."""
        if self.chosen is not None:
            return np.array(self.chosen)
        fixed = np.array([isinstance(p, Fixed) for p in self.structure.priors]) | ~np.isnan(self.held)
        tried = np.random.default_rng(0).standard_normal((TRIES, len(self.names)))
        steepest = np.abs(self.slopes(tried)[1]).max(0)
        return np.flatnonzero(~fixed & (steepest > 1e-8))

    def slope(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the log likelihood and its gradient, [position], at `z` [position]."""
        values, gradients = self.slopes(z[None])
        return float(values[0]), gradients[0]

    def slopes(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the log likelihood [point] and its gradient, [point, position], at each of `z` [point, position].

        Points are taken two by two: side by side they cost little more than one, and all fits run one compiled code.
        """
        is_long = max(len(history.inputs.trigger) for history in self.histories) > LONG
        slopes = _slopes_of_long if is_long else _slopes
        made = []
        for n in range(0, len(z), SIDE_BY_SIDE):
            pair = np.resize(z[n : n + SIDE_BY_SIDE], (SIDE_BY_SIDE, z.shape[1]))
            made.append(slopes(self.structure, pair, self.held, self.histories))
        values, gradients = (
            np.concatenate([np.asarray(x) for x in part]) for part in zip(*made, strict=True)
        )
        return values[: len(z)], gradients[: len(z)]

    def whole(self, z: np.ndarray) -> np.ndarray:
        """Return all positions, [..., position], from the informed ones [..., informed]; the others stay at their median."""
        made = np.zeros((*z.shape[:-1], len(self.names)))
        made[..., self.informed] = z
        return made

    def values(self, z: np.ndarray) -> np.ndarray:
        """Return the values of all positions, [position, draw], from the informed ones [..., informed]."""
        return np.asarray(
            _values(self.structure, self.whole(z).reshape(-1, len(self.names)).T, self.held, np)
        )


TRIES = 4
LONG = 512  # steps of history
SIDE_BY_SIDE = 2  # points, and chains in one thread; the same on every machine, and so are the draws


def target(
    scenario: Scenario,
    also: Sequence[Scenario] = (),
    held: Mapping[str, float] | None = None,
    step: int = 1,
) -> Target:
    """Return the fit of a case; `also` are cases that inform the parameters which the two have in common.

    Those are the parameters that belong to no actor, and those of an actor that both cases name, where both give them
    the same prior: values of one time, such as a base rate or the ties at the start, have a prior of their own.
    `held` are parameters held at a value, by dotted path or kind (`ties.*.kept`): a theory of obedience switches a
    mechanism off that way. `step` pads the histories, so that fits from neighbouring origins run the same compiled code.
    """
    names: dict[str, Prior] = {}
    kinds: dict[str, str] = {}
    parts, histories = [], []
    for n, case in enumerate((scenario, *also)):
        layout = case.layout
        at = []
        for site in layout.sites:
            shared = n == 0 or not site.record.per_entity or names.get(site.name) == site.prior
            name = site.name if shared else f"{case.name}:{site.name}"
            names.setdefault(name, site.prior)
            kinds[name] = site.record.path
            at.append(list(names).index(name))
        reporting = []
        for series in case.series.values():
            name = f"series.{series.id}.reporting" if n == 0 else f"{case.name}:series.{series.id}.reporting"
            if not series.primary:
                names.setdefault(name, series.reporting.prior)
            reporting.append(-1 if series.primary else list(names).index(name))
        parts.append(Part(layout, tuple(at), tuple(reporting)))
        histories.append(jax.tree.map(np.asarray, encode(case, layout.network, step)))
    structure = Structure(tuple(names), tuple(names.values()), tuple(parts))
    return Target(structure, tuple(histories), _held(structure.names, kinds, held or {}))


def _held(names: tuple[str, ...], kinds: Mapping[str, str], held: Mapping[str, float]) -> np.ndarray:
    values = np.full(len(names), np.nan)
    for path, value in held.items():
        found = [i for i, name in enumerate(names) if path in (name, kinds.get(name))]
        if not found:
            raise ArmslengthError(f"no parameter is called '{path}'")
        values[found] = value
    return values


def _values(structure: Structure, z: Any, held: Any, xp: Any) -> Any:
    """Return values, [position, ...], from standard normals of the same shape."""
    held = held.reshape(-1, *([1] * (z.ndim - 1)))
    return xp.where(xp.isnan(held), push_all(structure.priors, z, xp), held)


def log_likelihood(structure: Structure, z: Any, held: Any, histories: tuple[History, ...]) -> Any:
    """Return the log probability of all that was reported at `z` [position]; for use inside compiled code."""
    values = _values(structure, z, held, jnp)
    parts = zip(structure.parts, histories, strict=True)
    return sum(_log_score(part, history, values) for part, history in parts)


def _slopes_of(structure: Structure, z: Any, held: Any, histories: tuple[History, ...]) -> Any:
    one = jax.value_and_grad(lambda x: log_likelihood(structure, x, held, histories))
    return jax.vmap(one)(z)


_slopes = kept(fixed=1)(_slopes_of)
# Compiled in two thirds of the time and half of the memory; left to short histories as it was, for its rounding.
_slopes_of_long = kept(fixed=1, options={"xla_cpu_use_fusion_emitters": False})(_slopes_of)


def _log_score(part: Part, history: History, values: Any) -> Any:
    p = part.layout.params(values[np.array(part.at)])
    at = np.array(part.reporting_at, dtype=int)
    shares = jnp.where(at >= 0, values[np.maximum(at, 0)], 1.0)
    history = eqx.tree_at(lambda h: h.reporting, jax.tree.map(jnp.asarray, history), shares)
    scores = replay(part.layout.network, p, history, True).log_score
    return sum(jnp.sum(x) for x in vars(scores).values())
