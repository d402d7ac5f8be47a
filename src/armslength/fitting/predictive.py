"""Predictive checks: each reported total beside what the model predicted for it.

Every total is forecast from what was reported before its tally began, once with draws of the prior and once with
draws of the posterior: a good model covers half of them with its 50 % interval and nine in ten with its 90 % one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import jax
import numpy as np

from armslength.fitting.posterior import Posterior, site_values
from armslength.history import PADDING, History, encode, replay
from armslength.results.fit import Coverage, PredictedTotal, PredictiveQuantiles, SeriesCoverage
from armslength.scenario import Scenario
from armslength.world.params import Layout, prior_draws

DRAWS = 200
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def predict_totals(posterior: Posterior, scenario: Scenario, seed: int = 1) -> list[PredictedTotal]:
    """Return every reported total beside its prediction under prior and posterior, by series and date."""
    layout = scenario.layout
    before = layout.values(prior_draws(layout, DRAWS, seed))
    after = site_values(posterior, layout.names, before, seed)
    step, history = scenario.time_step, encode(scenario, layout.network, PADDING)
    prior = _draw_totals(layout, scenario, history, before, None, seed)
    fitted = _draw_totals(layout, scenario, history, after, posterior, seed)
    rows = []
    for s, series in enumerate(scenario.series.values()):
        for t in np.flatnonzero(history.tallies.ends[:, s]):
            begins = int(t) - int(history.tallies.days[t, s]) + 1
            row = PredictedTotal(
                series=series.id,
                start=step.begins(scenario.start, begins),
                end=step.begins(scenario.start, int(t) + 1) - timedelta(days=1),
                reported=int(history.tallies.total[t, s]),
                prior=_quantiles(prior[t, s]),
                posterior=_quantiles(fitted[t, s]),
            )
            rows.append(row)
    return rows


def _quantiles(sample: np.ndarray) -> PredictiveQuantiles:
    return PredictiveQuantiles(*map(float, np.quantile(sample, QUANTILES, method="inverted_cdf")))


def coverage_by_series(totals: Sequence[PredictedTotal]) -> list[SeriesCoverage]:
    """Return, by series, the shares of its totals inside the central 50 and 90 % intervals."""
    rows = []
    for series in dict.fromkeys(total.series for total in totals):
        own = [total for total in totals if total.series == series]
        prior = _coverage([(total.reported, total.prior) for total in own])
        posterior = _coverage([(total.reported, total.posterior) for total in own])
        rows.append(SeriesCoverage(series=series, tallies=len(own), prior=prior, posterior=posterior))
    return rows


def _coverage(predictions: Sequence[tuple[int, PredictiveQuantiles]]) -> Coverage:
    in_50 = np.mean([q.low_50 <= reported <= q.high_50 for reported, q in predictions])
    in_90 = np.mean([q.low_90 <= reported <= q.high_90 for reported, q in predictions])
    return Coverage(float(in_50), float(in_90))


def _draw_totals(
    layout: Layout,
    scenario: Scenario,
    history: History,
    values: np.ndarray,
    posterior: Posterior | None,
    seed: int,
) -> np.ndarray:
    """Draw the total of each tally that ends on a day, [day, series, draw]."""
    law = _law(layout, values.astype(np.float32), history)
    mean = np.asarray(law.reported, dtype=float) * _reporting(scenario, values.shape[1], posterior, seed)
    size = np.maximum(np.asarray(law.size, dtype=float), 1e-6)
    return np.asarray(
        np.random.default_rng(seed).negative_binomial(size, size / (size + np.maximum(mean, 1e-9)))
    )


@partial(jax.jit, static_argnums=0)
def _law(layout: Layout, values: Any, history: History) -> Any:
    return replay(layout.network, layout.params(values), history).tallies


def _reporting(scenario: Scenario, draws: int, posterior: Posterior | None, seed: int) -> np.ndarray:
    """Return the reporting share over the value at which the replay took it, [series, draw]; 1 for a primary series."""
    rng = np.random.default_rng(seed)
    made = np.ones((len(scenario.series), draws))
    for row, series in zip(made, scenario.series.values(), strict=True):
        if series.primary:
            continue
        name = f"series.{series.id}.reporting"
        if posterior is not None and name in posterior.names:
            known = posterior.values[..., posterior.names.index(name)].ravel()
            row[:] = rng.choice(known, draws)
        else:
            row[:] = series.reporting.prior.push(rng.standard_normal(draws))
        row /= series.reporting.share
    return made
