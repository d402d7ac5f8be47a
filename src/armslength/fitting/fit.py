"""Fit a case to everything reported up to its as-of date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jax
import numpy as np

import armslength
from armslength.errors import ArmslengthError
from armslength.fitting.diagnose import diagnose
from armslength.fitting.draws import Draws
from armslength.fitting.posterior import FORMAT, Posterior, evidence_hash
from armslength.fitting.quick import Mode, find_mode, laplace_draws
from armslength.fitting.sample import TARGET_ACCEPT, sample
from armslength.fitting.target import Target, target
from armslength.history import PADDING
from armslength.scenario import Scenario, load
from armslength.world.version import MODEL_VERSION

CHAINS, WARMUP, DRAWS = 4, 200, 1000


def fit(
    scenario: Scenario | str | Path,
    *,
    also: Sequence[Scenario | str | Path] = (),
    held: Mapping[str, float] | None = None,
    chains: int = CHAINS,
    warmup: int = WARMUP,
    draws: int = DRAWS,
    seed: int = 1,
    quick: bool = False,
    accept: float = TARGET_ACCEPT,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Posterior:
    """Return the posterior of the parameters that a case's history touches; the others keep their prior.

    `also` are other cases that inform the parameters which belong to no actor; `held` are parameters held at a value,
    as a rival theory does. `quick` is the Gaussian at the mode; `accept` nearer to 1
    makes shorter steps, which is what helps against divergent transitions.
    Interrupted in mid-chain it returns what is finished, marked as such. Raises `ArmslengthError` for a case with
    nothing to fit.
    """
    if not 0.5 <= accept < 1:
        raise ArmslengthError(f"accept is {accept}; it lies between 0.5 and 1, such as 0.9")
    case, others = load(scenario), [load(other) for other in also]
    if not any(e.kind != "succession" for e in case.events):
        raise ArmslengthError(
            f"{case.name} has no events: there is nothing to fit; forecast it from the prior"
        )
    with jax.enable_x64(True):
        progress("finding what the data touch", 0, 1)
        aim = target(case, others, held, PADDING if quick else 1)
        progress("climbing to the mode", 0, 1)
        mode = find_mode(aim)
        if quick:
            drawn = laplace_draws(mode, chains, draws, seed, aim.stable)
        else:
            drawn = sample(aim, mode, chains, warmup, draws, seed, accept, progress)
    names = tuple(aim.names[i] for i in aim.informed)
    z = drawn.z
    found = _quality(names, drawn, mode, draws)
    attrs = {
        "format": FORMAT, "scenario": case.name, "scenario_hash": case.hash, "evidence_hash": evidence_hash(case), "model_version": MODEL_VERSION,
        "as_of": case.as_of.isoformat(), "also": ", ".join(c.name for c in others), "held": ", ".join(f"{k}={v:g}" for k, v in (held or {}).items()), "method": "Laplace" if quick else "NUTS",
        "chains": chains, "warmup": warmup, "draws": int(z.shape[1]), "seed": seed, "unstable_share": drawn.unstable, "version": armslength.__version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"), **{k: _plain(v) for k, v in found.items()},
    }  # fmt: skip
    return Posterior(names, z, _values(aim, z), drawn.stats, attrs)


def _quality(names: tuple[str, ...], drawn: Draws, mode: Mode, asked: int) -> dict[str, Any]:
    """Whether to trust the draws, and why not."""
    if not drawn.stats:
        return {"converged": mode.converged, "faults": "" if mode.converged else "the mode was not reached"}
    found = diagnose(names, drawn.z, drawn.stats)
    if drawn.finished:
        return found
    faults = f"interrupted after {drawn.z.shape[1]} of {asked} draws; {found['faults']}".rstrip("; ")
    return {**found, "converged": False, "faults": faults}


def _values(aim: Target, z: np.ndarray) -> np.ndarray:
    result: np.ndarray = aim.values(z)[aim.informed].T.reshape(z.shape)
    return result


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
