"""A comparison of theories as forecasts and decisions use it: each theory's weight, what it holds, and its fit.

A folder caches the comparison and the fits: they are used again for the same case and the same model.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Unpack

from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, belongs, read_posterior
from armslength.fitting.fit import CHAINS, DRAWS, fit, held_in_words
from armslength.results.theories import TheoriesResult
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.theories.weighing import compare_theories
from armslength.world.version import MODEL_VERSION
from armslength.writing import write_text

FILE = "theories.json"
QUICK_DRAWS = 1000


class Variant(NamedTuple):
    """A theory as a forecast uses it."""

    name: str
    weight: float
    held: Mapping[str, float]
    posterior: Posterior | None  #: fitted under it to all that was reported; None where nothing was


def variants(
    scenario: Scenario | str | Path,
    folder: str | Path | None = None,
    run: Run = Run(),
    *,
    quick: bool = True,
    **options: Unpack[RunOptions],
) -> list[Variant]:
    """Return the theories of a case with their weights and a fit of each; `folder` caches the comparison and the fits.

    The fits are by sampling, or with `quick` Gaussians at the mode. Of the run, the seed, the workers and the progress
    count: no future is played.
    """
    case, run = load(scenario), run.but(**options)
    return cached_fits(case, cached_comparison(case, folder, run), folder, run, quick=quick)


def cached_comparison(scenario: Scenario, folder: str | Path | None, run: Run) -> TheoriesResult:
    """Return the comparison cached in `folder`, or compare all theories now and cache that."""
    cached = None if folder is None else read_comparison(folder, scenario)
    if cached is not None:
        return cached
    made = compare_theories(scenario, run=run)
    if not made.finished:
        raise KeyboardInterrupt
    if folder is not None:
        write_text(Path(folder) / FILE, made.result.to_json())
    return made.result


def cached_fits(
    scenario: Scenario,
    comparison: TheoriesResult,
    folder: str | Path | None,
    run: Run,
    *,
    quick: bool = True,
) -> list[Variant]:
    """Return each theory of a comparison with its weight and its fit at the as-of date; `folder` caches the fits."""
    variants = []
    for n, theory in enumerate(comparison.theories):
        run.progress(f"fitting: {theory.title}", n, len(comparison.theories))
        file = None if folder is None else Path(folder) / f"{theory.name}.nc"
        posterior = _cached_fit(file, scenario, theory.held, quick)
        if posterior is None and any(e.kind != "succession" for e in scenario.events):
            chains, draws = (1, QUICK_DRAWS) if quick else (CHAINS, DRAWS)
            posterior = fit(
                scenario, held=theory.held, quick=quick, seed=run.seed, chains=chains, draws=draws
            )
            if file is not None:
                posterior.save(file)
        variants.append(Variant(theory.name, theory.weight, theory.held, posterior))
    run.progress("fitting", len(comparison.theories), len(comparison.theories))
    return variants


def read_comparison(folder: str | Path, scenario: Scenario) -> TheoriesResult | None:
    """Return the finished comparison of this case and this model that a folder caches, or None where it has none.

    Raises:
        ArmslengthError: where the file is damaged, or of another version of armslength.
    """
    path = Path(folder) / FILE
    if not path.exists():
        return None
    found = TheoriesResult.from_json(path.read_bytes(), str(path))
    same = (found.scenario_hash, found.model_version) == (scenario.hash, MODEL_VERSION)
    return found if same and found.finished else None


def _cached_fit(
    file: Path | None, scenario: Scenario, held: Mapping[str, float], quick: bool
) -> Posterior | None:
    """Return a cached fit under the same theory, if there is one; one by sampling will do for a quick one."""
    if file is None or not file.exists():
        return None
    try:
        posterior = read_posterior(file)
    except ArmslengthError:
        return None
    manifest = posterior.manifest
    same = manifest.held == held_in_words(held) and belongs(posterior, scenario) is None
    return posterior if same and (quick or manifest.method != "Laplace") else None
