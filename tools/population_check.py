"""Check the two stages of a population against one joint fit, on a reduced model: `python -m tools.population_check`.

A joint fit of four networks of the whole model would take hours. The reduced model keeps what makes the question hard:
weekly counts that excite each other, lumpy, around a level of their own. Its three parameters are a level, which is of one
network, and branching and dispersion, which networks share, under the usual priors. Four invented networks are fitted
together by sampling (means, spreads and all networks' values at once), and in two stages as `armslength population` does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from armslength.fitting.diagnose import diagnose
from armslength.fitting.quick import Mode, find_mode
from armslength.fitting.sample import sample
from armslength.parameters.priors import Beta, LogNormal, push_all
from armslength.population.hierarchy import MEAN, SPREAD, Hierarchy
from armslength.population.lesson import Lesson
from armslength.population.refit import Moved, prior_of

PRIORS = (LogNormal(3.0, 1.0), Beta(9, 11), LogNormal(3.0, 0.7))  # level a week, branching, dispersion
NAMES, PATHS = ("level", "branching", "dispersion"), (None, "branching", "dispersion")
NETWORKS, WEEKS, FADES = 4, 300, 0.6
TRUE_MEAN, TRUE_SPREAD = (-0.3, -0.8), (0.7, 0.9)
MEANS_WITHIN, SPREADS_WITHIN = 0.1, 0.15


def loglik(z: Any, counts: Any) -> Any:
    """Return the log probability of weekly counts [week] at three standard normals."""
    level, branching, size = push_all(PRIORS, z, jnp)

    def week(carry: Any, n: Any) -> tuple[Any, Any]:
        excited = carry
        mean = level + branching * (1 - FADES) * excited
        score = (
            jax.scipy.special.gammaln(n + size)
            - jax.scipy.special.gammaln(size)
            + size * jnp.log(size / (size + mean))
            + n * jnp.log(mean / (size + mean))
        )
        return FADES * excited + n, score

    return jax.lax.scan(week, 0.0, counts)[1].sum()


def invented(seed: int) -> list[np.ndarray]:
    """Return the counts [week] of four networks."""
    random, made = np.random.default_rng(seed), []
    for _ in range(NETWORKS):
        shared = np.array(TRUE_MEAN) + np.array(TRUE_SPREAD) * random.standard_normal(2)
        level, branching, size = push_all(PRIORS, np.array([random.standard_normal(), *shared]))
        excited, counts = 0.0, np.zeros(WEEKS)
        for t in range(WEEKS):
            mean = level + branching * (1 - FADES) * excited
            counts[t] = random.negative_binomial(size, size / (size + mean))
            excited = FADES * excited + counts[t]
        made.append(counts)
    return made


class Compiled:
    """A log density with its gradient, as the sampler wants it."""

    def __init__(self, value: Any, size: int):
        self.size = size
        self._both = jax.jit(jax.vmap(jax.value_and_grad(value)))

    @property
    def informed(self) -> np.ndarray:
        return np.arange(self.size)

    def whole(self, z: np.ndarray) -> np.ndarray:
        return z

    def slope(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        values, gradients = self.slopes(z[None])
        return float(values[0]), gradients[0]

    def slopes(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        pairs = [self._both(np.resize(z[n : n + 2], (2, z.shape[1]))) for n in range(0, len(z), 2)]
        values, gradients = (np.concatenate([np.asarray(x) for x in p]) for p in zip(*pairs, strict=True))
        return values[: len(z)], gradients[: len(z)]


def joint(counts: Sequence[np.ndarray]) -> Compiled:
    """Return the joint log density: two means, two spreads, then each network's level and two deviations, not centred."""
    stacked = np.array(counts)

    def value(x: Any) -> Any:
        hyper = push_all((MEAN, MEAN, SPREAD, SPREAD), x[:4], jnp)
        own = x[4:].reshape(NETWORKS, 3)
        shared = hyper[:2] + hyper[2:] * own[:, 1:]
        z = jnp.concatenate([own[:, :1], shared], axis=1)
        return jax.vmap(loglik)(z, stacked).sum()

    return Compiled(value, 4 + 3 * NETWORKS)


def lesson(network: int, precision: np.ndarray, pull: np.ndarray) -> Lesson:
    return Lesson(str(network), NAMES, PATHS, precision, pull, np.ones(3))


def first_lesson(network: int, density: Compiled) -> Lesson:
    """Return what a Gaussian at the mode under the usual prior teaches."""
    usual = Moved(density, np.zeros(3), np.eye(3))
    return lesson(network, *usual.lesson(find_mode(usual)))


@dataclass(frozen=True)
class Stage:
    """A second stage."""

    hierarchy: Hierarchy
    values: np.ndarray  #: [position, draw]

    @cached_property
    def means(self) -> np.ndarray:
        return np.asarray(self.values.mean(1))


def second_stage(lessons: Sequence[Lesson], seed: int) -> Stage:
    hierarchy = Hierarchy(tuple(lessons), ("branching", "dispersion"))
    mode = find_mode(hierarchy)
    drawn = sample(hierarchy, mode, 4, 300, 1500, seed)
    return Stage(hierarchy, hierarchy.values(drawn.z.reshape(-1, 4).T))


def again(stage: Stage, densities: Sequence[Compiled]) -> list[Lesson]:
    """Return what each network teaches where the population puts it."""
    made = []
    for n, (old, density) in enumerate(zip(stage.hierarchy.lessons, densities, strict=True)):
        centre, covariance = prior_of(stage.hierarchy, old, stage.values)
        moved = Moved(density, centre, np.linalg.cholesky(covariance))
        made.append(lesson(n, *moved.lesson(find_mode(moved))))
    return made


class Agreement(NamedTuple):
    """How far the two stages lie from the joint fit."""

    name: str
    joint: float
    joint_sd: float
    two_stages: float
    apart: float  #: of a mean in its own sd, of a spread as a share of it
    agrees: bool


def compare(seed: int = 1, rounds: int = 1) -> tuple[list[Agreement], str]:
    """Return the agreement in each mean and spread, and what is wrong with the joint fit's convergence, if anything."""
    with jax.enable_x64(True):
        counts = invented(seed)
        densities = [Compiled(lambda z, c=c: loglik(z, c), 3) for c in counts]
        stage = second_stage([first_lesson(n, d) for n, d in enumerate(densities)], seed)
        for _ in range(rounds):
            stage = second_stage(again(stage, densities), seed)
        whole = joint(counts)
        mode: Mode = find_mode(whole)
        drawn = sample(whole, mode, 4, 500, 2500, seed, 0.95)
        found = diagnose(tuple(map(str, range(whole.size))), drawn.z, drawn.stats)
        values = push_all((MEAN, MEAN, SPREAD, SPREAD), drawn.z.reshape(-1, whole.size)[:, :4].T)
    made = []
    for i, name in enumerate(stage.hierarchy.names):
        mean, sd = float(values[i].mean()), float(values[i].std())
        apart = abs(stage.means[i] - mean) / (sd if i < 2 else mean)
        made.append(
            Agreement(
                name,
                mean,
                sd,
                float(stage.means[i]),
                float(apart),
                bool(apart <= (MEANS_WITHIN if i < 2 else SPREADS_WITHIN)),
            )
        )
    return made, found.faults


def main(rounds: int = 1) -> None:
    for seed in (1, 2, 3):
        made, faults = compare(seed, rounds)
        print(f"seed {seed}: {faults or 'the joint fit converged'}", flush=True)
        for a in made:
            unit = "sd" if a.name.startswith("mean") else "of it"
            print(
                f"  {a.name}: joint {a.joint:.2f} (sd {a.joint_sd:.2f}), two stages {a.two_stages:.2f}; apart by {a.apart:.2f} {unit}{'' if a.agrees else ', too far'}",
                flush=True,
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
