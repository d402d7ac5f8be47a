"""Simulation-based calibration: fit pasts whose truth is known, and see where the truth falls (Talts et al. 2018).

Parameters are drawn from the prior, a past is drawn from them, and the past is fitted as if it had been reported. If
the likelihood, the sampler and the simulator agree, the rank of the truth among the draws is uniform, and intervals of
50 and 90 % hold it that often.

That is no news of a parameter that the past does not inform: posterior and prior agree there, and coverage is nominal
by construction. So what is reported is of parameters whose contraction is above `LEARNED`, and of totals ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import jax
import numpy as np

from armslength.fitting.draws import Draws
from armslength.fitting.observation_scheme import as_observed
from armslength.fitting.quick import find_mode, laplace_draws
from armslength.fitting.sample import sample
from armslength.fitting.target import Part, Structure, Target, target
from armslength.history import History, SimulatedHistory, encode, replay, reported, simulate_history
from armslength.scenario import Scenario
from armslength.simulate import Ensemble, plan_days, play
from armslength.world.params import Layout, prior_draws
from armslength.world.records import Inputs

AHEAD = 30  # days after a past whose totals are forecast
LEARNED = 0.3  # contraction above which a parameter is reported
FORECAST_DRAWS = 200  # of a fit, each with one future
RANKS = 99  # draws among which the truth is ranked: a rank is one of a hundred


@dataclass(frozen=True)
class Known:
    """Pasts simulated from known parameters."""

    layout: Layout
    plan: Inputs  #: [day, ...] what was given, on the days of the past and `AHEAD` more
    z: np.ndarray  #: [site, past] the truth, as standard normals
    lived: SimulatedHistory  #: over the same days
    scheme: History  #: how the case itself is observed
    first_day: date  #: the first day ahead

    @property
    def pasts(self) -> int:
        """Number of pasts."""
        return int(self.z.shape[1])

    @property
    def totals(self) -> np.ndarray:
        """Attacks on each front in the `AHEAD` days after each past, [front, past]."""
        return np.asarray(np.asarray(self.lived.events.count[-AHEAD:]).sum(0))

    @property
    def forecast_of(self) -> list[tuple[str, ...]]:
        """Fronts whose attacks are forecast together: each by itself, then those that a tally counts together."""
        fronts, scheme = self.layout.network.fronts, self.scheme
        told = (np.asarray(scheme.primary) > 0) & (np.asarray(scheme.tallies.ends) > 0).any(0)
        together = [
            tuple(front for front, member in zip(fronts, row, strict=True) if member)
            for row in np.asarray(scheme.member)[told]
        ]
        return list(dict.fromkeys([*((front,) for front in fronts), *together]))

    def history(self, past: int, days: int | None = 1) -> History:
        """Return one past as it would be reported: daily, in tallies of so many days, or with None as the case is."""

        def of_the_past(x: np.ndarray) -> np.ndarray:
            return x[:-AHEAD]

        plan = jax.tree.map(of_the_past, self.plan)
        lived = self.lived._replace(
            events=jax.tree.map(of_the_past, self.lived.events), trigger=of_the_past(self.lived.trigger)
        )
        known = reported(self.layout.network, plan, lived, past, days or 1)
        return known if days else as_observed(self.scheme, known, self.layout.network)


def known_pasts(scenario: Scenario, pasts: int, seed: int) -> Known:
    """Draw parameters from the prior, and from each draw a past as long as the case's own, under its own trigger.

    Each past goes on for `AHEAD` days, under a trigger of its own.
    """
    layout = scenario.layout
    own = encode(scenario, layout.network)
    days = own.inputs.trigger.shape[0]
    plan = plan_days(layout.network, scenario.start, days + AHEAD)
    plan.trigger[:days] = own.inputs.trigger
    z = prior_draws(layout, pasts, seed)
    with jax.enable_x64(True):
        p = layout.params(layout.values(z))
        lived = simulate_history(layout.network, p, plan, jax.random.key(seed))
    return Known(layout, plan, z, lived, own, scenario.as_of + timedelta(days=1))


def known_targets(scenario: Scenario, known: Known, days: int | None = 1) -> list[Target]:
    """Return the fit of each past; all inform the same parameters, those that any of them informs.

    `days` is the length of the tallies in which it is reported; None for those of the case.
    """
    with jax.enable_x64(True):
        structure = target(scenario).structure
    sites = len(known.layout.sites)
    names = structure.names[:sites]
    series = len(known.layout.network.fronts) if days else len(known.scheme.primary)
    part = Part(known.layout, structure.parts[0].at, tuple([-1] * series))
    alone = Structure(names, structure.priors[:sites], (part,))
    free = np.full(sites, np.nan)
    targets = [Target(alone, (known.history(i, days),), free) for i in range(known.pasts)]
    with jax.enable_x64(True):
        touched = sorted({int(i) for t in targets for i in t.informed})
    return [replace(t, chosen=tuple(touched)) for t in targets]


@dataclass(frozen=True)
class Fitted:
    """The fit of one past, or the forecast of what came after it."""

    truth: np.ndarray  #: [informed] standard normals; of a forecast [total] attacks
    draws: np.ndarray  #: [draw, informed]

    @property
    def contraction(self) -> np.ndarray:
        """By how much the variance of standard normals has shrunk, [informed]: 0 where the past taught nothing."""
        return np.asarray(1 - self.draws.var(0))

    @property
    def ranks(self) -> np.ndarray:
        """Ranks of the truth among `RANKS` draws, 0 to `RANKS`, [informed]."""
        spread = np.linspace(0, len(self.draws) - 1, RANKS).astype(int)
        return np.asarray((self.draws[spread] < self.truth).sum(0))

    def covered(self, mass: float) -> np.ndarray:
        """Return whether the central interval of this mass holds the truth, [informed]."""
        low, high = np.quantile(self.draws, [0.5 - mass / 2, 0.5 + mass / 2], axis=0)
        return np.asarray((low <= self.truth) & (self.truth <= high))


def refit_one(
    known: Known, aim: Target, past: int, quick: bool, warmup: int = 75, draws: int = 75, seed: int = 1
) -> Fitted:
    """Fit one past, by the Gaussian at the mode or by sampling in four chains."""
    with jax.enable_x64(True):
        mode = find_mode(aim)
        made: Draws = (
            laplace_draws(mode, 4, 250, seed + past)
            if quick
            else sample(aim, mode, 4, warmup, draws, seed + past)
        )
    z = made.z.reshape(-1, made.z.shape[-1])
    return Fitted(known.z[aim.informed, past], np.random.default_rng(seed + past).permutation(z))


def learned(fitted: Sequence[Fitted]) -> np.ndarray:
    """Return the positions of the parameters whose mean contraction over the pasts is above `LEARNED`."""
    return np.flatnonzero(np.mean([f.contraction for f in fitted], axis=0) > LEARNED)


def totals_ahead(known: Known, aim: Target, fit: Fitted | None, past: int, seed: int = 1) -> Fitted:
    """Forecast the attacks on each front in the `AHEAD` days after a past, and on all fronts that a series counts together.

    What the fit does not inform comes from the prior; without a fit all parameters are the true ones, so that what is
    left to err is the state on the last day. Whole numbers are spread evenly over the unit above them, the truth
    too, so that equal ones do not pile up in the ranks.
    """
    layout = known.layout
    z = prior_draws(layout, FORECAST_DRAWS, seed + past)
    if fit is None:
        z[:] = known.z[:, past, None]
    else:
        z[aim.informed] = fit.draws[:FORECAST_DRAWS].T
    values = layout.values(z).astype(np.float32)
    state = replay(layout.network, layout.params(values), aim.histories[0]).state
    days = layout.network.step.length(known.first_day, AHEAD)
    plan = plan_days(layout.network, known.first_day, days)
    first = known.first_day
    ensemble = Ensemble(layout, values, state, plan, seed + past, replicates=1, first_day=first)
    blocks = [made["path_count"] for _, made in play(ensemble, (days,), keep=1)]
    count = np.concatenate([block.reshape(*block.shape[:-2], -1) for block in blocks], axis=-1).sum(0)
    together = np.array(
        [[front in fronts for front in layout.network.fronts] for fronts in known.forecast_of], float
    )
    rng = np.random.default_rng([seed, past])
    draws, truth = together @ count, together @ known.totals[:, past]
    return Fitted(truth + rng.uniform(size=truth.shape), (draws + rng.uniform(size=draws.shape)).T)


def uniformity(fitted: list[Fitted], bins: int = 10) -> np.ndarray:
    """Return the p value that the ranks of each parameter are uniform, [informed] (chi-squared over `bins`)."""
    from scipy.stats import chisquare

    ranks = np.array([f.ranks for f in fitted])
    counts = np.stack([np.bincount(column * bins // (RANKS + 1), minlength=bins) for column in ranks.T])
    return np.asarray(chisquare(counts, axis=1).pvalue)
