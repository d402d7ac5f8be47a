"""The plain forecasts that a baseline is mixed of, as distributions of the total of some weeks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from armslength.plain import autoregression
from armslength.plain.negative_binomials import REGRESSION, Learned
from armslength.plain.occasions import Occasions, Totals, totals_of

#: of the baseline, in the order of their weights
COMPONENTS = (REGRESSION, "weighted mean, 2 weeks", "weighted mean, 8 weeks", autoregression.NAME)
LEAST_COLUMNS, MOST_COLUMNS = 62, 4000  #: counts that a distribution is written out for


def counts_for(found: Occasions, most: float) -> np.ndarray:
    """Return the counts, from 0 on, that distributions are written out for; `most` is the greatest one observed."""
    high = max(most * 1.5, float(found.weighted[:, 0].max()) * 6)
    return np.arange(int(min(max(high, LEAST_COLUMNS), max(MOST_COLUMNS, most))) + 2)


def of_components(
    found: Occasions,
    learned: Learned,
    simulated: Totals,
    counts: np.ndarray,
    only: Collection[str] | None = None,
) -> dict[str, np.ndarray]:
    """Return the cumulative distributions of the plain forecasters, or of some, [occasion, count].

    `simulated` are the autoregression's totals.
    """
    predicted = learned.predict(found).items()
    made = {name: d.cumulative(counts) for name, d in predicted if only is None or name in only}
    return made | {autoregression.NAME: of_sample(totals_of(found, simulated), counts)}


def mixed(made: Mapping[str, np.ndarray], weights: Sequence[float]) -> np.ndarray:
    """Return the baseline: the components in parts of `weights`."""
    return np.asarray(sum(w * made[name] for name, w in zip(COMPONENTS, weights, strict=True)))


def of_sample(sample: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the cumulative probabilities of samples [occasion, draw] at increasing counts, [occasion, count]."""
    ordered = np.sort(sample, 1)
    below = np.stack([np.searchsorted(row, counts, side="right") for row in ordered])
    return np.asarray(below / sample.shape[1])
