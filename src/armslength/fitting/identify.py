"""What the data taught, and what is still only prior: before any result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength.fitting.posterior import Posterior
from armslength.scenario import Scenario

PRIOR_ONLY = 0.1  # contraction below which a parameter counts as not informed
LEARNED = 0.7


@dataclass(frozen=True)
class Learned:
    """One parameter before and after the data."""

    name: str
    prior: tuple[float, float, float]  #: 5, 50, 95 %
    posterior: tuple[float, float, float]
    contraction: float  #: 1 - posterior variance / prior variance, of the standard normal behind it

    @property
    def verdict(self) -> str:
        """In words."""
        if self.contraction < PRIOR_ONLY:
            return "prior only"
        return "learned" if self.contraction >= LEARNED else "partly"


def identifiability(posterior: Posterior, scenario: Scenario) -> list[Learned]:
    """Each uncertain parameter, most learned first; those that the history does not touch come last."""
    flat = posterior.z.reshape(-1, posterior.z.shape[-1])
    values = posterior.values.reshape(flat.shape)
    at = {name: i for i, name in enumerate(posterior.names)}
    priors = {s.name: s.prior for s in scenario.sites()} | {
        f"series.{s.id}.reporting": s.reporting for s in scenario.series.values()
    }
    rows = []
    for name, prior in priors.items():
        low, high = prior.interval(0.9)
        if high - low < 1e-12:
            continue
        before = (low, prior.median, high)
        if name in at:
            q = np.quantile(values[:, at[name]], [0.05, 0.5, 0.95])
            after = (float(q[0]), float(q[1]), float(q[2]))
            rows.append(Learned(name, before, after, float(1 - min(flat[:, at[name]].var(), 1.0))))
        else:
            rows.append(Learned(name, before, before, 0.0))
    return sorted(rows, key=lambda r: -r.contraction)


def entangled(posterior: Posterior, least: float = 0.5, shown: int = 12) -> list[tuple[str, str, float]]:
    """Pairs that the data cannot separate: strongly correlated in the posterior, though independent before."""
    flat = posterior.z.reshape(-1, posterior.z.shape[-1])
    together = np.corrcoef(flat.T) - np.eye(flat.shape[1])
    pairs = [
        (posterior.names[i], posterior.names[j], float(together[i, j]))
        for i, j in zip(*np.triu_indices(len(together), 1), strict=True)
        if abs(together[i, j]) >= least
    ]
    return sorted(pairs, key=lambda pair: -abs(pair[2]))[:shown]
