"""Refits for a backtest: the model fitted at each origin to what had been published by then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from armslength.fitting import Posterior, site_values
from armslength.fitting.fit import fit
from armslength.scenario import Scenario
from armslength.scoring.model_forecasts import Values
from armslength.scoring.observed import case_on
from armslength.world.params import Layout, prior_draws


def quick_fit(known: Scenario, held: Mapping[str, float], draws: int, seed: int) -> Posterior | None:
    """Return the Gaussian at the mode, with `held` parameters; None where nothing was reported yet, so the prior holds."""
    if not any(e.kind != "succession" for e in known.events):
        return None
    return fit(known, held=held, quick=True, chains=1, draws=draws, seed=seed)


def values_under(
    layout: Layout, held: Mapping[str, float], posterior: Posterior | None, draws: int, seed: int
) -> np.ndarray:
    """Return parameters drawn from a fit, [site, draw]; those that nothing informed come from the prior."""
    values = layout.values(prior_draws(layout, draws, seed))
    if posterior is not None:
        values = site_values(posterior, layout.names, values, seed)
    return layout.override(values, held)


def fitted_on(
    case: Scenario, day: date, draws: int, seed: int, held: Mapping[str, float] | None = None
) -> Values:
    """Return the `values` with which `model_forecaster` forecasts any later origin from one fit to what was known on a day.

    Parameters that are `held` stay at their values, in the fit and after it.
    """
    fixed = held or {}
    posterior = quick_fit(case_on(case, day), fixed, draws, seed)

    def values(known: Scenario, layout: Layout) -> np.ndarray:
        return values_under(layout, fixed, posterior, draws, seed)

    return values


def refitted(draws: int, seed: int, held: Mapping[str, float] | None = None) -> Values:
    """Return the `values` with which `model_forecaster` forecasts each origin from a fit of its own."""

    def values(known: Scenario, layout: Layout) -> np.ndarray:
        fixed = held or {}
        return values_under(layout, fixed, quick_fit(known, fixed, draws, seed), draws, seed)

    return values
