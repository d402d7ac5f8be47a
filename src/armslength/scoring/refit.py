"""The model fitted anew at each origin, to what had been published by then: the fast path of a backtest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from armslength.fitting import Posterior, site_values
from armslength.fitting.fit import fit
from armslength.scenario import Scenario
from armslength.scoring.model_forecasts import Values
from armslength.world.params import Layout, prior_draws


def quick_fit(known: Scenario, held: Mapping[str, float], draws: int, seed: int) -> Posterior | None:
    """The Gaussian at the mode, with `held` parameters; nothing where nothing was reported yet, so that the prior holds."""
    if not any(e.kind != "succession" for e in known.events):
        return None
    return fit(known, held=held, quick=True, chains=1, draws=draws, seed=seed)


def values_under(
    layout: Layout, held: Mapping[str, float], posterior: Posterior | None, draws: int, seed: int
) -> np.ndarray:
    """[site, draw] parameters of a fit; those that nothing informed come from the prior, the same for one seed."""
    values = layout.values(prior_draws(layout, draws, seed)[0])
    if posterior is not None:
        values = site_values(posterior, layout.names, values, seed)
    return layout.override(values, held)


def refitted(draws: int, seed: int, held: Mapping[str, float] | None = None) -> Values:
    """What `model_forecaster` needs to forecast each origin from a fit of its own."""

    def values(known: Scenario, layout: Layout) -> np.ndarray:
        fixed = held or {}
        return values_under(layout, fixed, quick_fit(known, fixed, draws, seed), draws, seed)

    return values
