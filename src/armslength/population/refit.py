"""A network fitted again where the population puts it.

A Gaussian at the mode under the usual prior says little of values far from it, and a population may lie there. Here what
is known of the population so far is the network's prior; the posterior's mean and curvature under it, divided by it, are
what the network teaches (as in expectation propagation: Minka 2001). The mean is weighed from draws around the mode, since
the posterior of a share such as branching is skewed: at the mode, the population's mean came out a quarter of its standard
deviation too low (`python -m tools.population_check`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import jax
import numpy as np

from armslength.fitting.density import Density
from armslength.fitting.posterior import evidence_hash
from armslength.fitting.quick import Mode, find_mode
from armslength.fitting.target import target
from armslength.history import PADDING
from armslength.population.hierarchy import Hierarchy
from armslength.population.lesson import Lesson
from armslength.population.networks import Network
from armslength.scenario import Scenario
from armslength.tasks import Arrays, Here, Work, results
from armslength.tasks.work import digest, made_of_case
from armslength.world.version import MODEL_VERSION
from armslength.writing import user_folder, write_whole

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Moved:
    """A log density in standard normals around another centre and with another width."""

    density: Density
    centre: np.ndarray  #: [informed]
    root: np.ndarray  #: [informed, informed] of the covariance

    @property
    def informed(self) -> np.ndarray:
        """All positions."""
        return np.arange(len(self.centre))

    def whole(self, z: np.ndarray) -> np.ndarray:
        """Return `z`: every position is sampled."""
        return z

    def slope(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the log likelihood and its gradient at `z` [position]."""
        values, gradients = self.slopes(z[None])
        return float(values[0]), gradients[0]

    def slopes(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the log likelihood [point] and its gradient, [point, position], at each of `z` [point, position]."""
        moved = self.density.whole(self.centre + z @ self.root.T)
        values, gradients = self.density.slopes(moved)
        return values, gradients[:, self.density.informed] @ self.root

    def lesson(self, mode: Mode) -> tuple[np.ndarray, np.ndarray]:
        """Return precision and pull of the likelihood, in the density's own standard normals, from the mode found here."""
        inverse = np.linalg.inv(mode.covariance)
        back = np.linalg.inv(self.root)
        precision = back.T @ (inverse - np.eye(len(inverse))) @ back
        return precision, precision @ self.centre + back.T @ inverse @ self.mean(mode)

    def mean(self, mode: Mode) -> np.ndarray:
        """Return the posterior's mean [position], weighed from draws around its mode; the mode itself where too few count.

        Draws come in pairs on both sides of the mode, so that of a Gaussian it is the mode exactly.
        """
        size = len(mode.z)
        one_side = np.random.default_rng(0).standard_normal((PAIRS, size))
        away = np.concatenate([one_side, -one_side])
        z = mode.z + (1 + WIDER / size**0.5) * away @ np.linalg.cholesky(mode.covariance).T
        log = self.slopes(z)[0] - 0.5 * (z**2).sum(1) + 0.5 * (away**2).sum(1)
        weight = np.exp(log - log.max())
        weight /= weight.sum()
        counts = 1 / float((weight**2).sum())
        return weight @ z if counts >= FEWEST_DRAWS else mode.z


def prior_of(hierarchy: Hierarchy, lesson: Lesson, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean [site] and covariance [site, site] of a network's own values, given draws of means and spreads [position, draw]."""
    means, k = hierarchy.design(lesson)
    columns, which = hierarchy.root(lesson)
    squares = np.append((values[k:] ** 2).mean(1), 1.0)[which]
    known = means @ np.cov(values[:k]).reshape(k, k) @ means.T
    return means @ values[:k].mean(1), (columns * squares) @ columns.T + known


@dataclass(frozen=True)
class Refit:
    """A network to fit again, and its prior: mean [site] and covariance [site, site]."""

    case: Scenario
    lesson: Lesson
    centre: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True)
class Refits(Work[Arrays]):
    """Networks that are fitted again where the population puts them, a task each; `case` is the first."""

    what = "population"
    unit = "networks"
    stage = "fitting again"

    asked: tuple[Refit, ...]

    @property
    def tasks(self) -> int:
        """Number of networks."""
        return len(self.asked)

    @property
    def made_of(self) -> dict[str, str]:
        """All that the fits depend on, by what a sentence calls it."""
        cases = [made_of_case(asked.case)["the case"] for asked in self.asked]
        known = [(asked.lesson, asked.centre, asked.covariance) for asked in self.asked]
        return {
            **made_of_case(self.case),
            "the networks": digest(cases),
            "a fit or an option": digest(known),
        }

    def compute(self, task: int, here: Here) -> Arrays:
        """Return precision and pull of what a network teaches around the population."""
        here.progress(f"fitting {self.asked[task].case.name} again", task, self.tasks)
        precision, pull = _again(self.asked[task])
        return {"precision": precision, "pull": pull}


@dataclass(frozen=True)
class EarlierRefits(Refits):
    """Refits of a round that another follows: each part finds them kept, or makes them."""

    cached = True


def refitted(
    networks: Sequence[Network],
    hierarchy: Hierarchy,
    values: np.ndarray,
    progress: Progress,
    kind: type[Refits] = Refits,
) -> list[Network]:
    """Return the networks with what they teach around the population; `values` are draws of it, [position, draw].

    Each is kept as it is finished, so that an interrupted run goes on from there. A network of which some number has a
    prior of its own keeps what its first fit taught.
    """
    asked = {
        n: _asked(network.case, network.lesson, hierarchy, values)
        for n, network in enumerate(networks)
        if network.lesson is not None and _is_usual(network.case, network.lesson)
    }
    if not asked:
        return list(networks)
    work = kind(next(iter(asked.values())).case, tuple(asked.values()))
    made = list(networks)
    for (n, refit), found in zip(asked.items(), results(work, Here(progress=progress)), strict=True):
        made[n] = replace(
            networks[n], lesson=replace(refit.lesson, precision=found["precision"], pull=found["pull"])
        )
    return made


def _is_usual(case: Scenario, lesson: Lesson) -> bool:
    """Return whether every shared number has the usual prior, so that its standard normal is the usual one."""
    sites = {site.name: site for site in case.sites()}
    return all(
        path is None or sites[name].prior == sites[name].record.prior
        for name, path in zip(lesson.names, lesson.paths, strict=True)
    )


def _asked(case: Scenario, lesson: Lesson, hierarchy: Hierarchy, values: np.ndarray) -> Refit:
    centre, covariance = prior_of(hierarchy, lesson, values)
    return Refit(case, lesson, centre.round(DIGITS), covariance.round(DIGITS))


def _again(asked: Refit) -> tuple[np.ndarray, np.ndarray]:
    """Return precision and pull, read where they were kept before."""
    case, centre, covariance = asked.case, asked.centre, asked.covariance
    read = f"{evidence_hash(case)} {MODEL_VERSION} {case.own_mechanisms} {PAIRS} {WIDER}".encode()
    key = hashlib.sha256(read + centre.tobytes() + covariance.tobytes()).hexdigest()[:16]
    file = user_folder() / "lessons" / f"{case.name}-{key}.npz"
    if file.is_file():
        with np.load(file) as kept:
            return kept["precision"], kept["pull"]
    with jax.enable_x64(True):
        aim = target(case, step=PADDING)
        aim = replace(aim, chosen=tuple(aim.names.index(name) for name in asked.lesson.names))
        moved = Moved(aim, centre, np.linalg.cholesky(covariance))
        precision, pull = moved.lesson(find_mode(moved))
    write_whole(file, lambda fresh: _write(str(fresh), precision, pull))
    return precision, pull


def _write(file: str, precision: np.ndarray, pull: np.ndarray) -> None:
    with open(file, "wb") as out:
        np.savez(out, precision=precision, pull=pull)


PAIRS = 250  # of draws around a mode
WIDER = 0.25  # than the curvature says: by so much over the root of the number of positions
FEWEST_DRAWS = 50  # effective ones, below which the mode stands
DIGITS = 6  # of a prior, in its widths: the same on every machine
