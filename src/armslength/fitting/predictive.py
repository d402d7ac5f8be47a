"""Does the model reproduce what it was fitted to? Each reported total beside what the model gave for it beforehand.

Every total is forecast from what was reported before its tally began, once with draws of the prior and once with
draws of the posterior: a good model covers half of them with its 50 % interval and nine in ten with its 90 % one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import jax
import numpy as np

from armslength.fitting.posterior import Posterior, site_values
from armslength.history import PADDING, History, encode, replay
from armslength.scenario import Scenario
from armslength.world.network import Network
from armslength.world.params import Layout, prior_draws

DRAWS = 200
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Checked:
    """One reported total beside what was given for it."""

    series: str
    start: date
    end: date
    reported: int
    prior: tuple[float, ...]  #: at `QUANTILES`, over chance and parameters
    posterior: tuple[float, ...]


@dataclass(frozen=True)
class Cover:
    """How often the intervals of one series hold what was reported."""

    series: str
    tallies: int
    prior: tuple[float, float]  #: share within the 50 and the 90 % interval
    posterior: tuple[float, float]


def predictive(posterior: Posterior, scenario: Scenario, seed: int = 1) -> list[Checked]:
    """Every total of every series, in order of series and date."""
    layout = Layout(Network.of(scenario), scenario.sites())
    before = layout.values(prior_draws(layout, DRAWS, seed)[0])
    after = site_values(posterior, layout.names, before, seed)
    history = encode(scenario, layout.network, PADDING)
    totals = [
        _totals(layout, scenario, history, values, fitted, seed)
        for values, fitted in ((before, None), (after, posterior))
    ]
    made = []
    for s, series in enumerate(scenario.series.values()):
        for t in np.flatnonzero(history.tallies.ends[:, s]):
            end = scenario.start + timedelta(days=int(t))
            quantiles = [np.quantile(x[t, s], QUANTILES, method="inverted_cdf") for x in totals]
            made.append(
                Checked(
                    series.id, end - timedelta(days=int(history.tallies.days[t, s]) - 1), end,
                    int(history.tallies.total[t, s]), *(tuple(float(v) for v in q) for q in quantiles),
                )
            )  # fmt: skip
    return made


def coverage(checked: list[Checked]) -> list[Cover]:
    """Per series, the share of its totals inside the central 50 and 90 % intervals."""
    made = []
    for series in dict.fromkeys(c.series for c in checked):
        rows = [c for c in checked if c.series == series]
        made.append(Cover(series, len(rows), _inside(rows, "prior"), _inside(rows, "posterior")))
    return made


def _inside(rows: list[Checked], which: str) -> tuple[float, float]:
    half = np.mean([getattr(c, which)[1] <= c.reported <= getattr(c, which)[3] for c in rows])
    most = np.mean([getattr(c, which)[0] <= c.reported <= getattr(c, which)[4] for c in rows])
    return float(half), float(most)


def _totals(
    layout: Layout,
    scenario: Scenario,
    history: History,
    values: np.ndarray,
    posterior: Posterior | None,
    seed: int,
) -> np.ndarray:
    """[day, series, draw] a total drawn for each tally that ends on a day."""
    law = _law(layout, values.astype(np.float32), history)
    mean = np.asarray(law.reported, dtype=float) * _reporting(scenario, values.shape[1], posterior, seed)
    size = np.maximum(np.asarray(law.size, dtype=float), 1e-6)
    return np.asarray(
        np.random.default_rng(seed).negative_binomial(size, size / (size + np.maximum(mean, 1e-9)))
    )


@partial(jax.jit, static_argnums=0)
def _law(layout: Layout, values: Any, history: History) -> Any:
    return replay(layout.network, layout.group(values), history).tallies


def _reporting(scenario: Scenario, draws: int, posterior: Posterior | None, seed: int) -> np.ndarray:
    """[series, draw] reporting share over the value at which the replay took it; 1 for a primary series."""
    rng = np.random.default_rng(seed)
    made = np.ones((len(scenario.series), draws))
    for row, series in zip(made, scenario.series.values(), strict=True):
        if series.primary or series.reporting is None:
            continue
        name = f"series.{series.id}.reporting"
        if posterior is not None and name in posterior.names:
            known = posterior.values[..., posterior.names.index(name)].ravel()
            row[:] = rng.choice(known, draws)
        else:
            row[:] = series.reporting.push(rng.standard_normal(draws))
        row /= series.reporting_value
    return made
