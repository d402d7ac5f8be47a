"""Fit the built-in cases and put the posteriors beside them: `make posteriors`. A case at a time: `ARGS=classroom`."""

import sys
from dataclasses import replace
from time import perf_counter

import numpy as np

from armslength.fitting.at_hand import shipped_file
from armslength.fitting.fit import DRAWS as USUAL
from armslength.fitting.fit import fit
from armslength.fitting.posterior import Posterior
from armslength.scenario import load
from armslength.simulate import keep_compiled_code
from tools.networks.recipes import recipes

SAMPLED = ("axis-2024", "axis-2020", "classroom")
DRAFTED = tuple(recipe.name for recipe in recipes())  # by a Gaussian at the mode: thousands of weeks
DRAWS = {"axis-2020": 900}  # of each chain; its history is four times as long, and so is the work
KEPT = 1000  # draws in all: enough for the value of information


def main(names: list[str]) -> None:
    keep_compiled_code()
    for name in names or (*SAMPLED, *DRAFTED):
        start = perf_counter()
        quick = name in DRAFTED
        posterior = fit(load(name), quick=True) if quick else fit(load(name), draws=DRAWS.get(name, USUAL))
        seconds = perf_counter() - start
        path = thinned(posterior).save(shipped_file(name))
        found = posterior.manifest
        quality = "converged" if posterior.converged else f"NOT converged: {found.faults}"
        chains = (
            ""
            if quick
            else f"worst R-hat {found.worst_rhat:.3f}, least ESS {found.least_ess_bulk:.0f} bulk, {found.least_ess_tail:.0f} tail, "
            f"{found.divergences} divergences; "
        )
        print(
            f"{name}: {seconds:.0f} s, {len(posterior.names)} parameters informed, {chains}{quality}; {path.stat().st_size / 1e3:.0f} kB",
            flush=True,
        )


def thinned(posterior: Posterior) -> Posterior:
    """Evenly spaced draws of each chain, in single precision; the diagnostics stay those of all draws."""
    chains, draws = posterior.z.shape[:2]
    at = np.unique(np.linspace(0, draws - 1, KEPT // chains).round().astype(int))
    z, values = (x[:, at].astype(np.float32) for x in (posterior.z, posterior.values))
    return replace(posterior, z=z, values=values, stats={})


if __name__ == "__main__":
    main(sys.argv[1:])
