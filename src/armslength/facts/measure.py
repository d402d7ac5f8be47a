"""Measure the facts: at the defaults with their error, over draws of the prior, and with each mechanism off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from armslength.facts import calibration, deniability, dependence, obedience, reprisals, rhythm, severity, succession
from armslength.facts.bands import Band, Stated, stated
from armslength.facts.fact import Fact, value_of
from armslength.facts.laboratory import DRAWS, SEED, Laboratory
from armslength.scenario import Scenario, load
from armslength.world.network import Network
from armslength.world.params import Layout, prior_draws

MODULES = (succession, dependence, reprisals, obedience, rhythm, severity, calibration, deniability)
FACTS: tuple[Fact, ...] = tuple(sorted((f for m in MODULES for f in m.FACTS), key=lambda f: f.number))
BATCHES = 10
PRIOR_DRAWS = 80


@dataclass(frozen=True)
class Measured:
    """One statistic of one fact."""

    name: str
    band: Band
    value: float  #: at the defaults
    error: float  #: Monte Carlo standard error of it
    share: float | None  #: of prior draws in band; nothing where the run was quick
    off: float  #: with the mechanism off
    stays: str  #: why that is in band all the same, if it is allowed to be

    @property
    def holds(self) -> bool:
        """At the defaults it lies in its band."""
        return bool(self.band.holds(self.value))

    @property
    def leaves(self) -> bool:
        """With the mechanism off it does not."""
        return not bool(self.band.holds(self.off))


@dataclass(frozen=True)
class Result:
    """One fact, measured."""

    stated: Stated
    fact: Fact
    statistics: tuple[Measured, ...]
    share: float | None  #: of prior draws with every statistic in band

    @property
    def holds(self) -> bool:
        """Every statistic lies in its band at the defaults."""
        return all(s.holds for s in self.statistics)


def measure(numbers: Iterable[int] = (), draws: int = PRIOR_DRAWS, tick: Callable[[Fact], None] = lambda _: None) -> list[Result]:
    """The facts asked for, or all; `draws` of the prior, rounded up to whole laboratories, 0 for none."""
    asked = set(numbers) or {f.number for f in FACTS}
    results = []
    for fact in FACTS:
        if fact.number in asked:
            tick(fact)
            results.append(_measured(fact, draws))
    return results


def at_defaults(fact: Fact, off: Mapping[str, float] | None = None, seed: int = SEED) -> dict[str, np.ndarray]:
    """Each statistic at the defaults, [1 + BATCHES]: of all futures, then of each batch of them."""
    lab = _laboratory(fact.case, seed, tuple(sorted((off or {}).items())))
    whole, parts = fact.measure(lab.seen_as(1)), fact.measure(lab.seen_as(BATCHES))
    return {name: np.concatenate([value_of(whole[name]), value_of(parts[name])]) for name in whole}


def _measured(fact: Fact, draws: int) -> Result:
    words = next(s for s in stated() if s.number == fact.number)
    value = at_defaults(fact)
    assert list(value) == list(words.bands), "a fact measures what its bands name"
    off = {name: _off(fact, name) for name in value}
    prior = _over_prior(fact, draws)
    inside = {name: words.bands[name].holds(x) for name, x in prior.items()}
    statistics = tuple(
        Measured(
            name, band, float(value[name][0]), float(value[name][1:].std(ddof=1) / np.sqrt(BATCHES)),
            float(inside[name].mean()) if inside else None, off[name], fact.stays.get(name, ""),
        )
        for name, band in words.bands.items()
    )  # fmt: skip
    together = float(np.all(list(inside.values()), axis=0).mean()) if inside else None
    return Result(words, fact, statistics, together)


def _off(fact: Fact, name: str) -> float:
    switch = fact.off_for.get(name, fact.off)
    lab = _laboratory(fact.case, SEED, tuple(sorted(switch.items())))
    return float(value_of(_whole(fact, lab)[name])[0])


_kept: dict[tuple[int, int], Mapping[str, np.ndarray]] = {}


def _whole(fact: Fact, lab: Laboratory) -> Mapping[str, np.ndarray]:
    key = (fact.number, id(lab))
    if key not in _kept:
        _kept[key] = fact.measure(lab.seen_as(1))
    return _kept[key]


def _over_prior(fact: Fact, draws: int) -> dict[str, np.ndarray]:
    measured = [fact.measure(lab.seen_as(DRAWS)) for lab in _of_prior(fact.case, -(-draws // DRAWS))]
    return {name: np.concatenate([value_of(m[name]) for m in measured]) for name in measured[0]} if measured else {}


@cache
def _case(name: str) -> tuple[Scenario, Layout]:
    scenario = load(name)
    return scenario, Layout(Network.of(scenario), scenario.sites())


@cache
def _laboratory(case: str, seed: int, off: tuple[tuple[str, float], ...]) -> Laboratory:
    scenario, layout = _case(case)
    return Laboratory.at_defaults(layout, seed, dict(off), scenario.payoffs)


@cache
def _of_prior(case: str, count: int) -> tuple[Laboratory, ...]:
    scenario, layout = _case(case)
    if count == 0:
        return ()
    values = layout.values(prior_draws(layout, count * DRAWS, SEED)[0])
    return tuple(
        Laboratory(layout, values[:, i * DRAWS : (i + 1) * DRAWS], DRAWS, SEED + i, payoffs=scenario.payoffs) for i in range(count)
    )
