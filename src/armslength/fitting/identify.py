"""What the data taught: each parameter before and after, and pairs of parameters that the data cannot separate."""

from __future__ import annotations

from typing import Literal

import numpy as np

from armslength.fitting.posterior import Posterior
from armslength.parameters import Prior
from armslength.parameters.priors import Truncated
from armslength.results.fit import EntangledPair, LearnedParameter
from armslength.results.record import Spread
from armslength.scenario import Scenario
from armslength.scenario.grades import grade_of

PRIOR_ONLY = 0.1  # contraction below which a parameter counts as not informed
LEARNED = 0.7  # contraction from which a parameter counts as learned
CONFLICT = (
    1.96  # posterior median of the standard normal behind a parameter, from which prior and data disagree
)
NEAR_BOUND, EDGE = (
    1.0,
    0.05,
)  # the same from which a bound may bind, and how near in shares of the prior's range


def learned_parameters(posterior: Posterior, scenario: Scenario) -> list[LearnedParameter]:
    """Return each uncertain parameter of a case before and after the fit, most learned first."""
    flat = posterior.z.reshape(-1, posterior.z.shape[-1])
    values = posterior.values.reshape(flat.shape)
    column = {name: i for i, name in enumerate(posterior.names)}
    priors = {s.name: s.prior for s in scenario.sites()} | {
        f"series.{s.id}.reporting": s.reporting.prior for s in scenario.series.values()
    }
    claims = {claim.id for claim in scenario.claims}
    said = {s.name: s.source for s in scenario.sites()} | {
        f"series.{s.id}.reporting": s.reporting.source for s in scenario.series.values()
    }
    rows = []
    for name, prior in priors.items():
        low, high = prior.interval(0.9)
        if high - low < 1e-12:
            continue
        before = after = Spread(low, prior.median, high)
        contraction, conflict = 0.0, None
        if name in column:
            conflict = conflict_of(prior, flat[:, column[name]], values[:, column[name]])
            after = Spread(*map(float, np.quantile(values[:, column[name]], [0.05, 0.5, 0.95])))
            contraction = float(1 - min(flat[:, column[name]].var(), 1.0))
        rows.append(
            LearnedParameter(
                name=name,
                prior=before,
                posterior=after,
                contraction=contraction,
                verdict=verdict_on(contraction),
                conflict=conflict,
                rests_on=grade_of(said[name], claims),
            )
        )
    return sorted(rows, key=lambda r: -r.contraction)


def conflict_of(prior: Prior, z: np.ndarray, values: np.ndarray) -> Literal["prior", "bound"] | None:
    """Return how prior and data disagree on a parameter, or None: `z` [draw] are the standard normals behind `values`."""
    middle = float(np.median(z))
    if isinstance(prior, Truncated) and abs(middle) > NEAR_BOUND:
        edge = prior.upper if middle > 0 else prior.lower
        if abs(edge - np.median(values)) <= EDGE * (prior.upper - prior.lower):
            return "bound"
    return "prior" if abs(middle) > CONFLICT else None


def verdict_on(contraction: float) -> Literal["learned", "partly", "prior only"]:
    """Return what a contraction amounts to, in words.

    >>> verdict_on(0.05), verdict_on(0.4), verdict_on(0.7)
    ('prior only', 'partly', 'learned')
    """
    if contraction < PRIOR_ONLY:
        return "prior only"
    return "learned" if contraction >= LEARNED else "partly"


def entangled_pairs(posterior: Posterior, least: float = 0.5, most: int = 12) -> list[EntangledPair]:
    """Return the pairs of parameters with a posterior correlation of `least` or more, strongest first, `most` of them.

    They are independent in the prior: the data speak of their combination, not of each.
    """
    flat = posterior.z.reshape(-1, posterior.z.shape[-1])
    correlations = np.corrcoef(flat.T) - np.eye(flat.shape[1])
    pairs = [
        EntangledPair(
            first=posterior.names[i], second=posterior.names[j], correlation=float(correlations[i, j])
        )
        for i, j in zip(*np.triu_indices(len(correlations), 1), strict=True)
        if abs(correlations[i, j]) >= least
    ]
    return sorted(pairs, key=lambda pair: -abs(pair.correlation))[:most]
