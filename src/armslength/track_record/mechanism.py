"""The model's own forecasts for a track record: fitted once before the first origin, run from each origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from armslength.plain.occasions import Totals
from armslength.plain.series import WEEK
from armslength.scenario import Scenario
from armslength.scoring.model_forecasts import model_forecaster
from armslength.scoring.observed import case_on
from armslength.scoring.refit import fitted_on
from armslength.world.mechanisms import control, deterrence, directives, halt, pace, reprisal, tempo

#: what can be switched off in the mechanism, and the parameters that do so
WITHOUT: Mapping[str, Mapping[str, float]] = {
    "orders": {**control.MECHANISM.off, **directives.MECHANISM.off},
    "truces": {**halt.MECHANISM.off, "halts.truce": 0.0},
    "reprisals": {**reprisal.MECHANISM.off, **deterrence.MECHANISM.off},
    "excitation": tempo.MECHANISM.off,
    "level": pace.MECHANISM.off,
}


def mechanism_totals(
    case: Scenario,
    origins: Sequence[date],
    horizons: Sequence[int],
    *,
    draws: int,
    seed: int,
    held: Mapping[str, float] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Totals:
    """Return the simulated totals of each front after each origin, as far as its horizons lie within the record.

    The parameters are drawn from a Gaussian fit to what was known on the first origin; the state at each origin is that
    of the record up to it. Parameters that are `held` stay at their values.
    """
    forecaster = model_forecaster(draws, seed, fitted_on(case, origins[0], draws, seed, held))
    found: dict[tuple[str, int, int], np.ndarray] = {}
    for i, origin in enumerate(origins):
        progress(i, len(origins))
        within = [h for h in horizons if (case.as_of - origin).days >= WEEK * h]
        if not within:
            continue
        paths = forecaster(case_on(case, origin), WEEK * max(within))
        for front in paths.fronts:
            for h in within:
                found[front, origin.toordinal(), h] = paths.total([front], np.arange(1, WEEK * h + 1))
    return found
