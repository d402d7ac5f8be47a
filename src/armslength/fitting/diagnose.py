"""Has the sampler converged? The usual bounds, each said when it is missed."""

from __future__ import annotations

from typing import Any

import numpy as np

WORST_RHAT, LEAST_ESS, LEAST_BFMI = 1.01, 100, 0.3  # Vehtari et al. 2021; ESS per chain of 4; Betancourt 2016
TAILS = (0.05, 0.95)  # quantiles of the tail ESS, as Vehtari et al. define it


def diagnose(names: tuple[str, ...], z: np.ndarray, stats: dict[str, np.ndarray]) -> dict[str, Any]:
    """Worst R-hat, least bulk and tail ESS, divergences, E-BFMI; `converged`, and the faults in words."""
    import arviz_stats as az  # takes a second: for a fit alone
    from arviz_base import dict_to_dataset

    data = dict_to_dataset({"z": z}, coords={"site": list(names)}, dims={"z": ["site"]})
    rhat, bulk, tail = (
        np.asarray(x["z"])
        for x in (az.rhat(data), az.ess(data, method="bulk"), az.ess(data, method="tail", prob=TAILS))
    )
    bfmi = float(np.min(az.bfmi(stats["energy"]))) if "energy" in stats else float("nan")
    divergent = int(np.sum(stats.get("diverging", 0)))
    found: dict[str, Any] = {
        "worst_rhat": float(rhat.max()), "worst_rhat_site": names[int(rhat.argmax())], "least_ess_bulk": float(bulk.min()),
        "least_ess_tail": float(tail.min()), "divergences": divergent, "least_bfmi": bfmi,
    }  # fmt: skip
    faults = [
        (
            found["worst_rhat"] > WORST_RHAT,
            f"R-hat of {found['worst_rhat_site']} is {found['worst_rhat']:.3f}, above {WORST_RHAT}",
        ),
        (
            min(bulk.min(), tail.min()) < LEAST_ESS,
            f"the least effective sample is {min(bulk.min(), tail.min()):.0f}, below {LEAST_ESS}",
        ),
        (divergent > 0, f"{divergent} divergent transitions"),
        (bfmi < LEAST_BFMI, f"E-BFMI is {bfmi:.2f}, below {LEAST_BFMI}"),
    ]
    said = [text for wrong, text in faults if wrong]
    return {**found, "converged": not said, "faults": "; ".join(said)}
