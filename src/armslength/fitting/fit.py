"""Fit a case to everything reported up to its as-of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import jax
import numpy as np

import armslength
from armslength.errors import ArmslengthError
from armslength.fitting.diagnose import diagnose
from armslength.fitting.posterior import FORMAT, Posterior, model_hash
from armslength.fitting.quick import find_mode, laplace_draws
from armslength.fitting.sample import sample
from armslength.fitting.target import Target, target
from armslength.scenario import Scenario

CHAINS, WARMUP, DRAWS = 4, 150, 250


def fit(
    scenario: Scenario,
    *,
    also: Sequence[Scenario] = (),
    chains: int = CHAINS,
    warmup: int = WARMUP,
    draws: int = DRAWS,
    seed: int = 1,
    quick: bool = False,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Posterior:
    """Posterior of the parameters that the history touches; the others keep their prior.

    `also` are other cases that inform the parameters which belong to no actor. `quick` is the Gaussian at the mode.
    Interrupted in mid-chain it returns what is finished, marked as such. Raises `ArmslengthError` for a case with
    nothing to fit.
    """
    if not any(e.kind != "succession" for e in scenario.events):
        raise ArmslengthError(
            f"{scenario.name} has no events: there is nothing to fit; forecast it from the prior"
        )
    stats: dict[str, np.ndarray] = {}
    with jax.enable_x64(True):
        progress("finding what the data touch", 0, 1)
        aim = target(scenario, also)
        progress("climbing to the mode", 0, 1)
        mode = find_mode(aim)
        if quick:
            z, stats, finished = (
                laplace_draws(mode, chains * draws, seed).reshape(chains, draws, -1),
                {},
                True,
            )
        else:
            z, stats, finished = sample(aim, mode, chains, warmup, draws, seed, progress)
    names = tuple(aim.names[i] for i in aim.informed)
    found = (
        diagnose(names, z, stats)
        if not quick
        else {"converged": mode.converged, "faults": "" if mode.converged else "the mode was not reached"}
    )
    if not finished:
        found = {
            **found,
            "converged": False,
            "faults": f"interrupted after {z.shape[1]} of {draws} draws; {found['faults']}".rstrip("; "),
        }
    attrs = {
        "format": FORMAT, "scenario": scenario.name, "scenario_hash": scenario.hash, "model_hash": model_hash(),
        "as_of": scenario.as_of.isoformat(), "also": ", ".join(c.name for c in also), "method": "Laplace" if quick else "NUTS",
        "chains": chains, "warmup": warmup, "draws": int(z.shape[1]), "seed": seed, "version": armslength.__version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"), **{k: _plain(v) for k, v in found.items()},
    }  # fmt: skip
    return Posterior(names, z, _values(aim, z), stats, attrs)


def _values(aim: Target, z: np.ndarray) -> np.ndarray:
    flat = z.reshape(-1, z.shape[-1])
    whole = np.zeros((len(aim.names), len(flat)))
    whole[aim.informed] = flat.T
    return aim.values(whole)[aim.informed].T.reshape(z.shape)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
