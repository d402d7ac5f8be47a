"""A population of networks: fits of each, a second stage over all, and the prior that a next network starts from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jax
import numpy as np

import armslength
from armslength.errors import ArmslengthError
from armslength.fitting.diagnose import diagnose
from armslength.fitting.draws import Draws
from armslength.fitting.quick import find_mode
from armslength.fitting.sample import sample
from armslength.parameters import Parameter
from armslength.population.hierarchy import Hierarchy, pooled
from armslength.population.lesson import Lesson
from armslength.population.nearest import nearest_prior
from armslength.population.networks import Network, gather
from armslength.population.refit import EarlierRefits, Refits, refitted
from armslength.results.population import (
    OwnEstimate,
    PopulationResult,
    TaughtParameter,
    attributes,
)
from armslength.results.record import Interval, Spread
from armslength.scenario import Scenario, load
from armslength.world.version import MODEL_VERSION
from armslength.writing import created, datasets_of, write_netcdf, write_whole

LEAST_NETWORKS = 3  # that must inform a parameter before it is a prior of another network; assumed
POOLED_FROM = 2  # networks that must inform a parameter for it to be pooled at all
CHAINS, WARMUP, DRAWS = 4, 300, 1000
ROUNDS = 1  # in which every network is fitted again
WIDE_90 = 1.645
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Population:
    """Draws of population means and spreads, with the result that is made from them."""

    hierarchy: Hierarchy
    z: np.ndarray  #: [chain, draw, position] standard normals
    values: np.ndarray  #: [chain, draw, position] means and spreads, in widths of the usual prior
    next: np.ndarray  #: [chain, draw, parameter] value in a next network, in widths of the usual prior
    stats: dict[str, np.ndarray]  #: [chain, draw] of the sampler
    result: PopulationResult

    def as_arviz(self) -> Any:
        """Return an `xarray.DataTree` as ArviZ 1.x reads it: `posterior`, `unconstrained`, `sample_stats`."""
        from xarray import Dataset, DataTree

        dataset = datasets_of(self.result.created)
        names, paths = list(self.hierarchy.names), list(self.hierarchy.paths)
        coords: dict[Any, Any] = {"position": names, "parameter": paths}
        return DataTree.from_dict(
            {
                "/": Dataset(attrs=attributes(self.result)),
                "posterior": dataset(
                    {"population": self.values, "next_network": self.next},
                    coords=coords,
                    dims={"population": ["position"], "next_network": ["parameter"]},
                ),
                "unconstrained": dataset({"z": self.z}, coords=coords, dims={"z": ["position"]}),
                "sample_stats": dataset(self.stats),
            }
        )

    def save(self, path: str | Path) -> Path:
        """Write one netCDF file, which appears whole or not at all, and return its path."""
        tree = self.as_arviz()
        return write_whole(path, lambda fresh: write_netcdf(fresh, tree))


def learn(
    cases: Sequence[Scenario | str | Path],
    *,
    chains: int = CHAINS,
    warmup: int = WARMUP,
    draws: int = DRAWS,
    seed: int = 1,
    rounds: int = ROUNDS,
    progress: Progress = lambda stage, done, total: None,
) -> Population:
    """Learn a population of networks from their fits.

    A network without a fit at hand gets a quick one. In each of `rounds` every network is fitted again where the
    population puts it. All these fits are kept, so that what is interrupted goes on from there.

    Raises:
        ArmslengthError: where fewer than three networks teach, or none of their parameters is shared.
    """
    networks, notes = gather([load(case) for case in cases], progress)
    size = {"chains": chains, "warmup": warmup, "draws": draws, "seed": seed}
    made = learn_from(networks, notes, **size, progress=progress)
    for left in reversed(range(rounds)):
        networks = again(networks, made, progress, EarlierRefits if left else Refits)
        made = learn_from(networks, notes, **size, progress=progress)
    return made


def again(
    networks: Sequence[Network], population: Population, progress: Progress, kind: type[Refits] = Refits
) -> list[Network]:
    """Return the networks with what they teach around the population."""
    values = population.values.reshape(-1, population.values.shape[-1]).T
    return refitted(networks, population.hierarchy, values, progress, kind)


def learn_from(
    networks: Sequence[Network],
    notes: Sequence[str],
    *,
    chains: int = CHAINS,
    warmup: int = WARMUP,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress = lambda stage, done, total: None,
) -> Population:
    """Learn from networks that are fitted already, as `learn` does."""
    lessons = tuple(n.lesson for n in networks if n.lesson is not None)
    if len(lessons) < LEAST_NETWORKS:
        raise ArmslengthError(
            f"{len(lessons)} of {len(networks)} networks teach, and a population needs {LEAST_NETWORKS}. "
            + " ".join(notes)
        )
    paths = pooled(lessons, POOLED_FROM)
    if not paths:
        raise ArmslengthError("no parameter is informed by two of these networks: there is nothing to pool")
    hierarchy = Hierarchy(lessons, paths)
    with jax.enable_x64(True):
        progress("climbing to the mode of the population", 0, 1)
        mode = find_mode(hierarchy)
        drawn = sample(hierarchy, mode, chains, warmup, draws, seed, tick=progress)
    flat = drawn.z.reshape(-1, len(hierarchy.names)).T
    values = hierarchy.values(flat)
    following = next_network(hierarchy, values, seed)
    shape = drawn.z.shape[:2]
    result = _result(hierarchy, networks, notes, drawn, values, following, seed)
    return Population(
        hierarchy,
        drawn.z,
        values.T.reshape(*shape, -1),
        following.T.reshape(*shape, -1),
        drawn.stats,
        result,
    )


def next_network(hierarchy: Hierarchy, values: np.ndarray, seed: int) -> np.ndarray:
    """Draw each parameter [parameter, draw] of a next network, given means and spreads [position, draw]."""
    k = len(hierarchy.paths)
    random = np.random.default_rng(seed)
    made = values[:k] + values[k : 2 * k] * random.standard_normal((k, values.shape[1]))
    for i, path in enumerate(hierarchy.within):
        at = hierarchy.paths.index(path)
        made[at] += values[2 * k + i] * random.standard_normal(values.shape[1])
    return np.asarray(made)


def _result(
    hierarchy: Hierarchy,
    networks: Sequence[Network],
    notes: Sequence[str],
    drawn: Draws,
    values: np.ndarray,
    following: np.ndarray,
    seed: int,
) -> PopulationResult:
    found = diagnose(hierarchy.names, drawn.z, drawn.stats)
    if not drawn.finished:
        faults = f"interrupted after {drawn.z.shape[1]} draws; {found.faults}".rstrip("; ")
        found = found.model_copy(update={"converged": False, "faults": faults})
    records = {
        site.record.path: site.record for n in networks if n.lesson is not None for site in n.case.sites()
    }
    rows = [
        _taught(records[path], hierarchy, values, following[i], i) for i, path in enumerate(hierarchy.paths)
    ]
    return PopulationResult(
        model_version=MODEL_VERSION,
        version=armslength.__version__,
        created=created(),
        seed=seed,
        chains=drawn.z.shape[0],
        draws=drawn.z.shape[1],
        diagnostics=found,
        least_networks=LEAST_NETWORKS,
        networks=tuple(n.row for n in networks),
        parameters=tuple(rows),
        notes=tuple(notes),
    )


def _taught(
    record: Parameter, hierarchy: Hierarchy, values: np.ndarray, following: np.ndarray, i: int
) -> TaughtParameter:
    """Return what is known of one parameter: `values` [position, draw], `following` [draw] in a next network."""
    path, usual, k = record.path, record.prior, len(hierarchy.paths)
    within = values[2 * k + hierarchy.within.index(path)] if path in hierarchy.within else None
    informing = sum(path in lesson.informs for lesson in hierarchy.lessons)
    contraction = float(max(0.0, 1 - values[i].var()))
    low, middle, high = np.quantile(following, [0.05, 0.5, 0.95])
    return TaughtParameter(
        path=path,
        meaning=record.meaning,
        unit=record.unit,
        networks=informing,
        values=sum(p == path for lesson in hierarchy.lessons for p in lesson.paths),
        usual=_spread(usual.push(np.array([-WIDE_90, 0.0, WIDE_90]))),
        mean=_spread(usual.push(np.quantile(values[i], [0.05, 0.5, 0.95]))),
        spread=_spread(np.quantile(values[k + i], [0.05, 0.5, 0.95])),
        spread_within=None if within is None else _spread(np.quantile(within, [0.05, 0.5, 0.95])),
        next=_spread(usual.push(np.array([low, middle, high]))),
        contraction=contraction,
        learned=informing >= LEAST_NETWORKS,
        prior={
            family: tuple(arguments)
            for family, arguments in nearest_prior(usual, float(middle), float(high - low) / (2 * WIDE_90))
            .as_data()
            .items()
        },
        own=tuple(row for lesson in hierarchy.lessons for row in _own(lesson, path)),
    )


def _spread(three: np.ndarray) -> Spread:
    return Spread(*(float(x) for x in sorted(three)))


def _own(lesson: Lesson, path: str) -> list[OwnEstimate]:
    return [
        OwnEstimate(
            network=lesson.network,
            site=name,
            value=mean,
            interval=Interval(mean - WIDE_90 * sd, mean + WIDE_90 * sd),
            informs=path in lesson.informs,
        )
        for name, mean, sd in lesson.own(path)
    ]


def saved(population: Population, path: str | Path) -> Population:
    """Return the population after saving its draws, with the file named in its result."""
    file = population.save(path)
    return replace(population, result=population.result.model_copy(update={"file": str(file)}))
