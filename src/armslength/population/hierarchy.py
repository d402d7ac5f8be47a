"""The second stage: means and spreads of a population of networks, given what each of them teaches.

A parameter z of network n is normal around a mean m with a spread s over networks. One of each client, front or adversary
has a second spread w within its network. Both are in the scale of the standard normal behind the usual prior. The
network's own values are integrated out exactly, as what it teaches is Gaussian, so that only means and spreads are sampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from armslength.parameters.priors import HalfNormal, Normal, push_all
from armslength.population.lesson import Lesson

MEAN, SPREAD = Normal(0.0, 2.0), HalfNormal(1.0)  # weak: in units of the usual prior's own width


class _Parts(NamedTuple):
    """One network's lesson as the sampler reads it; q columns are its independent standard normals."""

    a: Any  #: [mean] b'M
    aa: Any  #: [mean, mean] M'AM
    b: Any  #: [q] B'b
    ba: Any  #: [q, mean] B'AM
    bb: Any  #: [q, q] B'AB
    which: Any  #: [q] place of the spread that multiplies each column; the last is 1


@dataclass(frozen=True)
class Hierarchy:
    """A log density of population means and spreads, as the sampler wants it; positions are standard normals."""

    lessons: tuple[Lesson, ...]
    paths: tuple[str, ...]  #: parameters that are pooled

    @cached_property
    def within(self) -> tuple[str, ...]:
        """Those with a value for each client, front or adversary."""
        return tuple(path for path in self.paths if "*" in path)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the positions."""
        return (
            *(f"mean {p}" for p in self.paths),
            *(f"spread {p}" for p in self.paths),
            *(f"spread within {p}" for p in self.within),
        )

    @property
    def informed(self) -> np.ndarray:
        """All positions."""
        return np.arange(len(self.names))

    def whole(self, z: np.ndarray) -> np.ndarray:
        """Return `z`: every position is sampled."""
        return z

    def values(self, z: Any, xp: Any = np) -> Any:
        """Return means and spreads, [position, *world], from standard normals of the same shape."""
        spreads = len(self.paths) + len(self.within)
        return push_all((MEAN,) * len(self.paths) + (SPREAD,) * spreads, z, xp)

    @cached_property
    def parts(self) -> tuple[_Parts, ...]:
        """What each network teaches, as the sampler reads it."""
        return tuple(self._of(lesson) for lesson in self.lessons)

    @cached_property
    def _stacked(self) -> _Parts:
        """All networks as one, [network, ...]; a column that one does not have multiplies nothing."""
        most = max(len(p.which) for p in self.parts)
        unused = len(self.paths) + len(self.within)

        def padded(p: _Parts) -> _Parts:
            more = most - len(p.which)
            return p._replace(
                b=np.pad(p.b, (0, more)),
                ba=np.pad(p.ba, ((0, more), (0, 0))),
                bb=np.pad(p.bb, ((0, more), (0, more))),
                which=np.pad(p.which, (0, more), constant_values=unused),
            )

        return _Parts(*(np.stack(x) for x in zip(*map(padded, self.parts), strict=True)))

    def design(self, lesson: Lesson) -> tuple[np.ndarray, int]:
        """Return which population mean stands behind each site, [site, mean] of 0 and 1, and how many there are."""
        means = np.array([[float(p == path) for path in self.paths] for p in lesson.paths])
        return means, len(self.paths)

    def root(self, lesson: Lesson) -> tuple[np.ndarray, np.ndarray]:
        """Return what each independent standard normal of a network moves, [site, q], and the place of its spread [q]."""
        means, k = self.design(lesson)
        columns = [means[:, i] for i in range(k) if means[:, i].any()]
        which = [i for i in range(k) if means[:, i].any()]
        for i, path in enumerate(lesson.paths):
            if path not in self.paths or path in self.within:
                columns.append(np.eye(len(lesson.paths))[i])
                which.append(k + self.within.index(path) if path in self.within else k + len(self.within))
        return np.array(columns).T, np.array(which)

    def _of(self, lesson: Lesson) -> _Parts:
        means, _ = self.design(lesson)
        root, which = self.root(lesson)
        precision = lesson.precision
        return _Parts(
            means.T @ lesson.pull,
            means.T @ precision @ means,
            root.T @ lesson.pull,
            root.T @ precision @ means,
            root.T @ precision @ root,
            which,
        )

    @cached_property
    def _both(self) -> Any:
        parts, means = self._stacked, len(self.paths)

        def value(z: Any) -> Any:
            values = self.values(z, jnp)
            scale = jnp.concatenate([values[means:], jnp.ones(1)])
            one = lambda p: _marginal(p, values[:means], scale[p.which])  # noqa: E731
            return jax.vmap(one)(parts).sum()

        return jax.jit(jax.vmap(jax.value_and_grad(value)))

    def slope(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the log likelihood and its gradient at `z` [position]."""
        values, gradients = self.slopes(z[None])
        return float(values[0]), gradients[0]

    def slopes(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the log likelihood [point] and its gradient, [point, position], at each of `z` [point, position]."""
        made = [self._both(np.resize(z[n : n + 2], (2, z.shape[1]))) for n in range(0, len(z), 2)]
        values, gradients = (np.concatenate([np.asarray(x) for x in p]) for p in zip(*made, strict=True))
        return values[: len(z)], gradients[: len(z)]


def _marginal(p: _Parts, mean: Any, scale: Any) -> Any:
    """Return the log likelihood of means [mean] and spreads [q], the network's own values integrated out."""
    left = scale * (p.b - p.ba @ mean)
    inner = jnp.eye(len(scale)) + scale[:, None] * p.bb * scale
    root = jnp.linalg.cholesky(inner)
    solved = jax.scipy.linalg.solve_triangular(root, left, lower=True)
    return p.a @ mean - mean @ p.aa @ mean / 2 + solved @ solved / 2 - jnp.log(jnp.diagonal(root)).sum()


def pooled(lessons: Sequence[Lesson], least: int) -> tuple[str, ...]:
    """Return the parameters that at least so many networks inform, in alphabetical order."""
    counts: dict[str, int] = {}
    for lesson in lessons:
        for path in lesson.informs:
            counts[path] = counts.get(path, 0) + 1
    return tuple(sorted(path for path, count in counts.items() if count >= least))
