"""Simulation-based calibration: fit pasts whose truth is known, and see where the truth falls (Talts et al. 2018).

Parameters are drawn from the prior, a past is drawn from them, and the past is fitted as if it had been reported. If
the likelihood, the sampler and the simulator agree, the rank of the truth among the draws is uniform, and intervals of
50 and 90 % hold it that often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import jax
import numpy as np

from armslength.fitting.draws import Draws
from armslength.fitting.quick import find_mode, laplace_draws
from armslength.fitting.sample import sample
from armslength.fitting.target import Part, Structure, Target, target
from armslength.history import History, SimulatedHistory, encode, reported, simulate_history
from armslength.scenario import Scenario
from armslength.simulate import plan_days
from armslength.world.params import Layout, prior_draws
from armslength.world.records import Inputs

RANKS = 99  # draws among which the truth is ranked: a rank is one of a hundred


@dataclass(frozen=True)
class Known:
    """Pasts simulated from known parameters."""

    layout: Layout
    plan: Inputs
    z: np.ndarray  #: [site, past] the truth, as standard normals
    lived: SimulatedHistory

    @property
    def pasts(self) -> int:
        """Number of pasts."""
        return int(self.z.shape[1])

    def history(self, past: int, days: int = 1) -> History:
        """Return one past as it would be reported: daily, or in tallies of so many days."""
        return reported(self.layout.network, self.plan, self.lived, past, days)


def known_pasts(scenario: Scenario, pasts: int, seed: int) -> Known:
    """Draw parameters from the prior, and from each draw a past as long as the case's own, under its own trigger."""
    layout = scenario.layout
    own = encode(scenario, layout.network)
    days = own.inputs.trigger.shape[0]
    plan = plan_days(layout.network, scenario.start, days)
    plan.trigger[:] = own.inputs.trigger
    z = prior_draws(layout, pasts, seed)[0]
    with jax.enable_x64(True):
        p = layout.params(layout.values(z))
        return Known(layout, plan, z, simulate_history(layout.network, p, plan, jax.random.key(seed)))


def known_targets(scenario: Scenario, known: Known, days: int = 1) -> list[Target]:
    """Return the fit of each past; all inform the same parameters, those that any of them informs."""
    with jax.enable_x64(True):
        structure = target(scenario).structure
    sites = len(known.layout.sites)
    names = structure.names[:sites]
    part = Part(known.layout, structure.parts[0].at, tuple([-1] * len(known.layout.network.fronts)))
    alone = Structure(names, structure.priors[:sites], (part,))
    free = np.full(sites, np.nan)
    targets = [Target(alone, (known.history(i, days),), free) for i in range(known.pasts)]
    with jax.enable_x64(True):
        touched = sorted({int(i) for t in targets for i in t.informed})
    return [replace(t, chosen=tuple(touched)) for t in targets]


@dataclass(frozen=True)
class Fitted:
    """The fit of one past."""

    truth: np.ndarray  #: [informed] standard normals
    draws: np.ndarray  #: [draw, informed]

    @property
    def ranks(self) -> np.ndarray:
        """Ranks of the truth among `RANKS` draws, 0 to `RANKS`, [informed]."""
        spread = np.linspace(0, len(self.draws) - 1, RANKS).astype(int)
        return np.asarray((self.draws[spread] < self.truth).sum(0))

    def covered(self, mass: float) -> np.ndarray:
        """Return whether the central interval of this mass holds the truth, [informed]."""
        low, high = np.quantile(self.draws, [0.5 - mass / 2, 0.5 + mass / 2], axis=0)
        return np.asarray((low <= self.truth) & (self.truth <= high))


def refit(
    known: Known,
    targets: list[Target],
    quick: bool,
    warmup: int = 75,
    draws: int = 75,
    seed: int = 1,
    tick: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Iterator[Fitted]:
    """Fit each past in turn, by the Gaussian at the mode or by NUTS in four chains."""
    for i, aim in enumerate(targets):
        tick("fitting pasts whose truth is known", i, len(targets))
        with jax.enable_x64(True):
            mode = find_mode(aim)
            made: Draws = (
                laplace_draws(mode, 4, 250, seed + i, aim.stable)
                if quick
                else sample(aim, mode, 4, warmup, draws, seed + i)
            )
        z = made.z.reshape(-1, made.z.shape[-1])
        yield Fitted(known.z[aim.informed, i], np.random.default_rng(seed + i).permutation(z))


def uniformity(fitted: list[Fitted], bins: int = 10) -> np.ndarray:
    """Return the p value that the ranks of each parameter are uniform, [informed] (chi-squared over `bins`)."""
    from scipy.stats import chisquare

    ranks = np.array([f.ranks for f in fitted])
    counts = np.stack([np.bincount(column * bins // (RANKS + 1), minlength=bins) for column in ranks.T])
    return np.asarray(chisquare(counts, axis=1).pvalue)
