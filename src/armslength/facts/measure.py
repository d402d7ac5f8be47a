"""Measure the facts: at the defaults with their error, over draws of the prior, and with each mechanism off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from armslength.facts import (
    calibration,
    deniability,
    dependence,
    obedience,
    reprisal_facts,
    rhythm,
    severity_facts,
    succession,
)
from armslength.facts.bands import Band, Stated
from armslength.facts.fact import Fact, value_of
from armslength.facts.testbed import DRAWS, SEED, Laboratory
from armslength.fitting import Posterior, fit_at_hand, fit_refused, site_values
from armslength.scenario import Scenario, load
from armslength.world.params import Layout, prior_draws

MODULES = (
    succession,
    dependence,
    reprisal_facts,
    obedience,
    rhythm,
    severity_facts,
    calibration,
    deniability,
)
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
    fitted: float | None  #: of draws of the case's shipped posterior in band; nothing where none is used
    off: float  #: with the mechanism off
    stays: str  #: why that is in band all the same, if it is allowed to be
    unvalued: bool = False  #: whether no number is printed for it
    unmet: str = ""  #: why it lies out of its band at the defaults, where that is known

    @property
    def holds(self) -> bool:
        """Whether it lies in its band at the defaults."""
        return bool(self.band.holds(self.value))

    @property
    def leaves(self) -> bool:
        """Whether it leaves its band when the mechanism is off."""
        return not bool(self.band.holds(self.off))


@dataclass(frozen=True)
class Result:
    """One fact, measured."""

    stated: Stated
    fact: Fact
    statistics: tuple[Measured, ...]
    share: float | None  #: of prior draws with every statistic in band
    fitted: float | None  #: the same of posterior draws
    beside: Mapping[str, float]  #: shown with it, held to no band
    fit_refused: str | None  #: why no draws of the fit that ships with the case were taken, in a sentence

    @property
    def holds(self) -> bool:
        """Whether every statistic lies in its band at the defaults."""
        return all(s.holds for s in self.statistics)


def measure(
    numbers: Iterable[int] = (), draws: int = PRIOR_DRAWS, tick: Callable[[Fact], None] = lambda _: None
) -> list[Result]:
    """Measure these facts, or all; `draws` of the prior are rounded up to whole laboratories, 0 means none."""
    asked = set(numbers) or {f.number for f in FACTS}
    results = []
    for fact in FACTS:
        if fact.number in asked:
            tick(fact)
            results.append(_measured(fact, draws))
    return results


def at_defaults(fact: Fact, seed: int = SEED) -> dict[str, np.ndarray]:
    """Return each statistic at the defaults, [1 + BATCHES]: of all futures, then of each batch of them."""
    lab = _at_defaults(fact.case, seed)
    whole, parts = fact.measure(lab.seen_as(1)), fact.measure(lab.seen_as(BATCHES))
    return {name: np.concatenate([value_of(whole[name]), value_of(parts[name])]) for name in whole}


def with_mechanism_off(fact: Fact) -> dict[str, float]:
    """Return each statistic at the defaults with its own mechanism off."""
    names = list(fact.bands)
    switches = {name: fact.off_for.get(name, fact.off) for name in names}
    values: dict[str, float] = {}
    for switch in {tuple(sorted(s.items())) for s in switches.values()}:
        measured = fact.measure(_laboratory(fact.case, dict(switch)))
        values |= {
            n: float(value_of(measured[n])[0]) for n in names if tuple(sorted(switches[n].items())) == switch
        }
    return values


def over_draws(fact: Fact, draws: int, posterior: Posterior | None = None) -> dict[str, np.ndarray]:
    """Return each statistic for each draw of the prior or posterior [draw], rounded up to whole laboratories."""
    found: dict[str, list[np.ndarray]] = {name: [] for name in fact.bands}
    for i in range(-(-draws // DRAWS)):
        measured = fact.measure(_of_draws(fact.case, i, posterior))
        for name, values in found.items():
            values.append(value_of(measured[name]))
    return {name: np.concatenate(values) for name, values in found.items() if values}


def _measured(fact: Fact, draws: int) -> Result:
    value, off = at_defaults(fact), with_mechanism_off(fact)
    assert list(value) == list(fact.bands), "a fact measures what its bands name"
    scenario = _case(fact.case)[0]
    posterior = fit_at_hand(scenario) if draws else None
    refused = fit_refused(scenario) if draws else None
    inside = _inside(fact, over_draws(fact, draws))
    fitted = _inside(fact, over_draws(fact, draws, posterior)) if posterior else {}
    statistics = tuple(
        Measured(
            name, band, float(value[name][0]), float(value[name][1:].std(ddof=1) / np.sqrt(BATCHES)),
            _share(inside, name), _share(fitted, name), off[name], fact.stays.get(name, ""), name in fact.unvalued,
            fact.unmet.get(name, ""),
        )
        for name, band in fact.bands.items()
    )  # fmt: skip
    return Result(fact.stated, fact, statistics, _share(inside), _share(fitted), _beside(fact), refused)


def _inside(fact: Fact, found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: fact.bands[name].holds(x) for name, x in found.items()}


def _share(inside: Mapping[str, np.ndarray], name: str | None = None) -> float | None:
    """Return the share of draws with one statistic in band, or with all of them; None without draws."""
    if not inside:
        return None
    return float((inside[name] if name else np.all(list(inside.values()), axis=0)).mean())


def _beside(fact: Fact) -> dict[str, float]:
    if fact.beside is None:
        return {}
    measured = fact.beside(_at_defaults(fact.case).seen_as(1))
    return {name: float(value_of(x)[0]) for name, x in measured.items()}


@cache
def _case(name: str) -> tuple[Scenario, Layout]:
    scenario = load(name)
    return scenario, scenario.layout


@lru_cache(1)
def _at_defaults(case: str, seed: int = SEED) -> Laboratory:
    return _laboratory(case, {}, seed)


def _laboratory(case: str, off: Mapping[str, float], seed: int = SEED) -> Laboratory:
    scenario, layout = _case(case)
    return Laboratory.at_defaults(layout, seed, off, scenario.payoffs)


def _of_draws(case: str, part: int, posterior: Posterior | None) -> Laboratory:
    """Return chunk `part` of the draws (size DRAWS); it does not depend on how many chunks are asked for."""
    scenario, layout = _case(case)
    z = prior_draws(layout, (part + 1) * DRAWS, SEED)[:, -DRAWS:]
    values = layout.values(z)
    if posterior is not None:
        values = site_values(posterior, layout.names, values, SEED + part)
    return Laboratory(layout, values, DRAWS, SEED + part, payoffs=scenario.payoffs)
