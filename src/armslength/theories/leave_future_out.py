"""Leave-future-out validation: the log predictive density of what was reported after an origin, under one theory.

log p(next | past) = log mean over draws fitted to the past of exp(log p(next | past, draw)), where the last term is
the exact score of the new reports in one replay of past and window together: everything dated in the window, and the
tallies, reprisals and answers to orders that were published in it though they speak of days before the origin. A
front known only later to have been open is taken as open. Trigger, orders, visits and truces are given, not predicted.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from armslength.history import PADDING, History, encode, replay
from armslength.history.likelihood import score_tallies
from armslength.scenario import Scenario
from armslength.scoring.observed import case_on
from armslength.scoring.refit import quick_fit, values_under
from armslength.world.network import Network
from armslength.world.params import Layout

OF_TALLIES = ("counts", "timing", "harm", "lethal")


@dataclass(frozen=True)
class Window:
    """The days after an origin, and the record before and after them as it had then been published."""

    origin: date
    end: date
    known: Scenario  #: at the origin: what a fit may use
    after: Scenario  #: at the end

    @property
    def rows(self) -> int:
        """Number of rows of the record that were published in it."""
        return len(self.after.events) - len(self.known.events)


class Density(NamedTuple):
    """Log predictive density of a window."""

    value: float
    error: float  #: Monte-Carlo standard error
    converged: bool  #: whether the fit reached its mode


class Reports(NamedTuple):
    """A window's record as the score needs it."""

    whole: History  #: to the window's end
    past: History  #: the same replay, ending at the origin, where only what was known then counts
    fresh: Any  #: [day, series] 1 where a tally ends that was published in the window


def window_after(case: Scenario, origin: date, days: int, admit_revised: bool = False) -> Window:
    """Return the window of `days` days after an origin."""
    end = origin + timedelta(days=days)
    return Window(origin, end, case_on(case, origin, admit_revised), case_on(case, end, admit_revised))


def log_density(window: Window, held: Mapping[str, float], draws: int, seed: int) -> Density:
    """Return the log predictive density of a window's reports under a theory fitted at its origin."""
    posterior = quick_fit(window.known, held, draws, seed)
    layout = layout_of(window)
    values = values_under(layout, held, posterior, draws, seed)
    shares = _reporting(window.known, posterior, draws, seed)
    gained = scores_of_window(window, layout, values, shares)
    value = float(logsumexp(gained) - np.log(draws))
    error = float(np.exp(gained - value).std() / np.sqrt(draws))
    return Density(value, error, posterior is None or posterior.converged)


def layout_of(window: Window) -> Layout:
    """Return the layout of the case as known at the origin, with truces where one began in the window: it is given."""
    known = window.known.layout
    return replace(known, network=replace(known.network, truces=window.after.network.truces))


def scores_of_window(window: Window, layout: Layout, values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return the log probability of what the window's reports add, given what was reported before them, [draw]."""
    with jax.enable_x64(True):
        reports = jax.tree.map(jnp.asarray, reports_of(window, layout.network))
        return np.asarray(_gained(layout, jnp.asarray(values.T), jnp.asarray(shares.T), reports))


def reports_of(window: Window, net: Network) -> Reports:
    """Return what is new in a window, as masks on one and the same replay."""
    whole, known = encode(window.after, net, PADDING), encode(window.known, net, PADDING)
    day = np.arange(len(whole.inputs.trigger))
    step, start = window.after.time_step, window.after.start
    past = step.number(start, window.origin) + 1

    def known_by_origin(x: np.ndarray) -> np.ndarray:
        """Return what was known by the origin, padded to the length of the whole."""
        return np.concatenate([x[:past], np.zeros((len(day) - past, *x.shape[1:]))])

    unchanged = (known_by_origin(known.reports.level) == whole.reports.level) * 1.0
    seen = replace(
        whole.reports,
        asked=known_by_origin(known.reports.asked),
        reprisals_known=whole.reports.reprisals_known * unchanged,
        answer_known=whole.reports.answer_known * unchanged,
    )
    until = step.number(start, window.end)
    whole = eqx.tree_at(lambda h: h.is_past, whole, (day <= until) * 1.0, is_leaf=lambda x: x is None)
    before = eqx.tree_at(lambda h: (h.is_past, h.reports), whole, ((day < past) * 1.0, seen))
    return Reports(whole, before, whole.tallies.ends * (1 - known_by_origin(known.tallies.ends)))


def _reporting(case: Scenario, posterior: Posterior | None, draws: int, seed: int) -> np.ndarray:
    """Return the share of attacks that each series reports, [series, draw]; 1 for one that drives the replay."""
    shares = np.ones((len(case.series), draws))
    for row, series in enumerate(case.series.values()):
        if not series.primary:
            name = f"series.{series.id}.reporting"
            z = np.random.default_rng([seed, crc32(name.encode())]).standard_normal(draws)
            drawn = np.asarray(series.reporting.prior.push(z))[None]
            shares[row] = drawn if posterior is None else site_values(posterior, (name,), drawn, seed)[0]
    return shares


@partial(jax.jit, static_argnums=0)
def _gained(layout: Layout, values: Any, shares: Any, reports: Reports) -> Any:
    """Return the gained log probability, [draw], from values [draw, site] and shares [draw, series]."""
    net = layout.network

    def one(at: tuple[Any, Any]) -> Any:
        p = layout.params(at[0])
        whole, past = (eqx.tree_at(lambda h: h.reporting, h, at[1]) for h in (reports.whole, reports.past))
        played = replay(net, p, whole)
        fresh = eqx.tree_at(lambda h: h.tallies, whole, replace(whole.tallies, ends=reports.fresh))
        daily = _of_days(played.log_score) - _of_days(replay(net, p, past).log_score)
        return daily + sum(score_tallies(fresh, played.tallies).values())

    return jax.vmap(one)((values, shares))


def _of_days(scores: Any) -> Any:
    return sum(jnp.sum(x) for name, x in vars(scores).items() if name not in OF_TALLIES)
