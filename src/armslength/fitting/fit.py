"""Fit a case to everything reported up to its as-of date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import jax
import numpy as np

import armslength
from armslength.errors import ArmslengthError
from armslength.fitting.diagnose import diagnose
from armslength.fitting.draws import Draws
from armslength.fitting.posterior import FORMAT, Posterior, evidence_hash
from armslength.fitting.quick import Mode, find_mode, laplace_draws
from armslength.fitting.sample import TARGET_ACCEPT, sample
from armslength.fitting.target import LONG, target
from armslength.history import PADDING
from armslength.results.fit import Diagnostics, FitManifest
from armslength.scenario import Scenario, load
from armslength.world.version import MODEL_VERSION
from armslength.writing import created

CHAINS, WARMUP, DRAWS = 4, 150, 1000


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
    only: int | None = None,
) -> Posterior:
    """Sample the posterior of the parameters that the history informs; the others keep their prior.

    `also` are other cases that inform the parameters which they share; `held` are parameters held at a value,
    by dotted path, as a theory of control does. `quick` replaces the sampler by a Gaussian at the mode. An acceptance rate
    `accept` nearer to 1 makes shorter steps, which helps against divergent transitions. Interrupted in mid-chain, it
    returns what is finished, marked as not converged. `only` is the number of the two chains to draw, if not all;
    `joined` makes one posterior of all.

    Raises:
        ArmslengthError: where the case has no event to fit.
    """
    if not 0.5 <= accept < 1:
        raise ArmslengthError(f"accept is {accept}; it lies between 0.5 and 1, such as 0.9")
    case, others = load(scenario), [load(other) for other in also]
    if not can_be_fitted(case):
        raise ArmslengthError(
            f"{case.name} has no events: there is nothing to fit; forecast it from the prior"
        )
    with jax.enable_x64(True):
        progress("finding what the data touch", 0, 1)
        is_long = any(c.steps > LONG for c in (case, *others))
        aim = target(case, others, held, PADDING if quick or is_long else 1)
        progress("climbing to the mode", 0, 1)
        mode = find_mode(aim)
        if quick:
            drawn = laplace_draws(mode, chains, draws, seed)
        else:
            drawn = sample(aim, mode, chains, warmup, draws, seed, accept, progress, only)
    names = tuple(aim.names[i] for i in aim.informed)
    z = drawn.z
    manifest = FitManifest(
        **_diagnostics(names, drawn, mode, draws).model_dump(),
        format=FORMAT,
        scenario=case.name,
        scenario_hash=case.hash,
        evidence_hash=evidence_hash(case),
        model_version=MODEL_VERSION,
        own_mechanisms=case.own_mechanisms,
        as_of=case.as_of,
        also=", ".join(other.name for other in others),
        held=held_in_words(held or {}),
        method="Laplace" if quick else "HMC",
        chains=int(z.shape[0]),
        warmup=warmup,
        draws=int(z.shape[1]),
        seed=seed,
        version=armslength.__version__,
        created=created(),
    )
    values = aim.values(z)[aim.informed].T.reshape(z.shape)
    return Posterior(names, z, values, drawn.stats, manifest)


def joined(parts: Sequence[Posterior]) -> Posterior:
    """Return one posterior of all the chains of one fit, which were drawn by twos."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    z, values = (np.concatenate([getattr(part, name) for part in parts]) for name in ("z", "values"))
    stats = {name: np.concatenate([part.stats[name] for part in parts]) for name in first.stats}
    found = diagnose(first.names, z, stats).model_dump()
    manifest = first.manifest.model_copy(update={**found, "chains": len(z)})
    return Posterior(first.names, z, values, stats, manifest)


def can_be_fitted(case: Scenario) -> bool:
    """Return whether a case has any event to fit."""
    return any(e.kind != "succession" for e in case.events)


def held_in_words(held: Mapping[str, float]) -> str:
    """Return the parameters that a fit held at a value, as its manifest names them.

    >>> held_in_words({"orders.restraint": 0.0, "control.threshold": -1.0})
    'orders.restraint=0, control.threshold=-1'
    """
    return ", ".join(f"{path}={value:g}" for path, value in held.items())


def _diagnostics(names: tuple[str, ...], drawn: Draws, mode: Mode, asked: int) -> Diagnostics:
    """Return whether to trust the draws, and why not; `asked` is the number of draws wanted of each chain."""
    if not drawn.stats:
        faults = "" if mode.converged else "the mode was not reached"
        return Diagnostics(converged=mode.converged, faults=faults)
    found = diagnose(names, drawn.z, drawn.stats)
    if drawn.finished:
        return found
    faults = f"interrupted after {drawn.z.shape[1]} of {asked} draws; {found.faults}".rstrip("; ")
    return found.model_copy(update={"converged": False, "faults": faults})
