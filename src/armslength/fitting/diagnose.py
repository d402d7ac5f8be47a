"""Convergence of a sampler: the usual diagnostics, and in words each that lies outside its bounds."""

from __future__ import annotations

import math

import numpy as np

from armslength.results.fit import Diagnostics

WORST_RHAT, LEAST_ESS, LEAST_BFMI = 1.01, 100, 0.3  # Vehtari et al. 2021; ESS per chain of 4; Betancourt 2016
TAILS = (0.05, 0.95)  # quantiles of the tail ESS, as Vehtari et al. define it


def diagnose(names: tuple[str, ...], z: np.ndarray, stats: dict[str, np.ndarray]) -> Diagnostics:
    """Return the worst R-hat, the smallest bulk and tail ESS, divergences and E-BFMI, and whether all are in bounds.

    `z` holds the draws, [chain, draw, parameter], of the parameters `names`; `stats` the sampler's own, [chain, draw].
    A diagnostic that cannot be computed counts as out of bounds.
    """
    import arviz_stats as az  # takes a second: for a fit alone
    from arviz_base import dict_to_dataset

    data = dict_to_dataset({"z": z}, coords={"site": list(names)}, dims={"z": ["site"]})
    rhat, bulk, tail = (
        np.asarray(x["z"])
        for x in (az.rhat(data), az.ess(data, method="bulk"), az.ess(data, method="tail", prob=TAILS))
    )
    worst, site = float(rhat.max()), names[int(rhat.argmax())]
    least_bulk, least_tail = float(bulk.min()), float(tail.min())
    bfmi = float(np.min(az.bfmi(stats["energy"]))) if "energy" in stats else None
    divergent = int(np.sum(stats.get("diverging", 0)))
    bounds = [
        (worst <= WORST_RHAT, f"R-hat of {site} is {worst:.3f}, above {WORST_RHAT}"),
        (
            least_bulk >= LEAST_ESS and least_tail >= LEAST_ESS,
            f"the least effective sample is {min(least_bulk, least_tail):.0f}, below {LEAST_ESS}",
        ),
        (divergent == 0, f"{divergent} divergent transitions"),
        (bfmi is None or bfmi >= LEAST_BFMI, f"E-BFMI is {bfmi or 0:.2f}, below {LEAST_BFMI}"),
    ]
    faults = [text for within, text in bounds if not within]
    return Diagnostics(
        converged=not faults,
        faults="; ".join(faults),
        worst_rhat=_finite(worst),
        worst_rhat_site=site,
        least_ess_bulk=_finite(least_bulk),
        least_ess_tail=_finite(least_tail),
        divergences=divergent,
        least_bfmi=_finite(bfmi),
    )


def _finite(x: float | None) -> float | None:
    return x if x is not None and math.isfinite(x) else None
