"""How well a theory foresaw: the log density it gave, with what was published by an origin, to what was reported next.

log p(next | past) = log mean over draws fitted to the past of exp(log p(past and next | draw) - log p(past | draw)),
both from the exact replay. Trigger, orders and visits are given, not predicted: the past is scored with the trigger
as it was known at the window's end, so that the difference is what the new reports alone add.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple
from zlib import crc32

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import logsumexp

from armslength.fitting import Posterior, site_values
from armslength.fitting.fit import fit
from armslength.history import PADDING, History, encode, replay
from armslength.scenario import Scenario
from armslength.scoring.observed import case_on
from armslength.world.network import Network
from armslength.world.params import Layout, prior_draws


@dataclass(frozen=True)
class Window:
    """The days after an origin, and the record before and after them as it had then been published."""

    origin: date
    end: date
    known: Scenario  #: at the origin: what a fit may use
    after: Scenario  #: at the end

    @property
    def before(self) -> Scenario:
        """The record at the origin with the trigger as known at the end."""
        return replace(self.known, trigger=self.after.trigger)

    @property
    def rows(self) -> int:
        """Rows of the record published in it."""
        return len(self.after.events) - len(self.known.events)


class Density(NamedTuple):
    """Log predictive density of a window."""

    value: float
    error: float  #: Monte-Carlo standard error
    converged: bool  #: whether the fit reached its mode


def window_after(case: Scenario, origin: date, days: int, admit_revised: bool = False) -> Window:
    """The window of so many days after an origin."""
    end = origin + timedelta(days=days)
    return Window(origin, end, case_on(case, origin, admit_revised), case_on(case, end, admit_revised))


def quick_fit(known: Scenario, held: Mapping[str, float], draws: int, seed: int) -> Posterior | None:
    """The Gaussian at the mode under a theory; nothing where nothing was reported yet, so that the prior holds."""
    if not any(e.kind != "succession" for e in known.events):
        return None
    return fit(known, held=held, quick=True, chains=1, draws=draws, seed=seed)


def values_under(
    layout: Layout, held: Mapping[str, float], posterior: Posterior | None, draws: int, seed: int
) -> np.ndarray:
    """[site, draw] parameters under a theory; what nobody informed comes from the prior, the same in all theories."""
    values = layout.values(prior_draws(layout, draws, seed)[0])
    if posterior is not None:
        values = site_values(posterior, layout.names, values, seed)
    return layout.override(values, held)


def log_density(window: Window, held: Mapping[str, float], draws: int, seed: int) -> Density:
    """What a theory, fitted to what was known at the origin, gave to what was reported by the window's end."""
    posterior = quick_fit(window.known, held, draws, seed)
    layout = Layout(Network.of(window.known), window.known.sites())
    values = values_under(layout, held, posterior, draws, seed)
    shares = _reporting(window.known, posterior, draws, seed)
    score = partial(_scores, layout, values, shares)
    gained = score(window.after) - score(window.before)
    value = float(logsumexp(gained) - np.log(draws))
    weight = np.exp(gained - value)
    error = float(weight.std() / np.sqrt(draws))
    return Density(value, error, posterior is None or posterior.converged)


def densities(
    windows: Sequence[Window], held: Mapping[str, float], draws: int, seed: int, run: Any = map
) -> list[Density]:
    """One for each window, in order; `run` maps over them, such as a pool's `map`."""
    return list(run(lambda window: log_density(window, held, draws, seed), windows))


def _reporting(case: Scenario, posterior: Posterior | None, draws: int, seed: int) -> np.ndarray:
    """[series, draw] share of attacks that each series reports: 1 for one that drives the replay."""
    made = np.ones((len(case.series), draws))
    for row, series in enumerate(case.series.values()):
        if not series.primary:
            name = f"series.{series.id}.reporting"
            z = np.random.default_rng([seed, crc32(name.encode())]).standard_normal(draws)
            drawn = np.asarray(series.reporting.push(z))[None]
            made[row] = drawn if posterior is None else site_values(posterior, (name,), drawn, seed)[0]
    return made


def _scores(layout: Layout, values: np.ndarray, shares: np.ndarray, case: Scenario) -> np.ndarray:
    """[draw] log probability of a record."""
    with jax.enable_x64(True):
        history = jax.tree.map(jnp.asarray, encode(case, layout.network, PADDING))
        return np.asarray(_replayed(layout, jnp.asarray(values.T), jnp.asarray(shares.T), history))


@partial(jax.jit, static_argnums=0)
def _replayed(layout: Layout, values: Any, shares: Any, history: History) -> Any:
    """[draw] from values [draw, site] and shares [draw, series]."""

    def one(at: tuple[Any, Any]) -> Any:
        reported = eqx.tree_at(lambda h: h.reporting, history, at[1])
        scores = replay(layout.network, layout.group(at[0]), reported).log_score
        return sum(jnp.sum(x) for x in scores.__dict__.values())

    return jax.vmap(one)((values, shares))
