"""A comparison of theories as forecasts and decisions use it: each theory's weight, what it holds, and its fit.

A folder caches the comparison and the fits: they are used again for the same case and the same model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Unpack

from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, belongs, read_posterior
from armslength.fitting.fit import CHAINS, DRAWS, can_be_fitted, held_in_words
from armslength.fitting.fits import AskedFit, CachedFits, Fits
from armslength.results.theories import ComparedTheory, TheoriesResult
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.tasks import Here
from armslength.theories.theory_windows import CachedWindows
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
    made = compare_theories(scenario, run=run, kind=CachedWindows)
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
    every, found = comparison.theories, dict[str, Posterior]()
    for theory in every:
        cached = _cached_fit(folder, scenario, theory, quick)
        if cached is not None:
            found[theory.name] = cached
    missing = [theory for theory in every if theory.name not in found]
    if missing and can_be_fitted(scenario):
        held = [theory.held for theory in missing]
        work = fits_under(scenario, held, run.seed, quick=quick, kind=CachedFits)
        found |= made_fits(work, missing, folder, run)
    return [Variant(t.name, t.weight, t.held, found.get(t.name)) for t in every]


def fits_under(
    scenario: Scenario,
    theories: Iterable[Mapping[str, float]],
    seed: int,
    *,
    quick: bool = True,
    kind: type[Fits] = Fits,
) -> Fits:
    """Return fits of a case under theories, given by what each holds: Gaussians at the mode, or by sampling."""
    chains, draws = (1, QUICK_DRAWS) if quick else (CHAINS, DRAWS)
    asked = tuple(AskedFit(scenario, held) for held in theories)
    return kind(scenario, asked, seed, quick, chains=chains, draws=draws)


def made_fits(
    work: Fits, theories: Sequence[ComparedTheory], folder: str | Path | None, run: Run
) -> dict[str, Posterior]:
    """Make the fits of these theories and return them by name; `folder` caches each as it is finished."""
    made = {}
    here = Here(max(run.workers, 1), run.progress)
    for theory, posterior in zip(theories, work.posteriors(here), strict=False):
        if posterior.manifest.draws < work.draws:
            raise KeyboardInterrupt
        if folder is not None:
            posterior.save(_file(folder, theory))
        made[theory.name] = posterior
    return made


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


def _file(folder: str | Path, theory: ComparedTheory) -> Path:
    return Path(folder) / f"{theory.name}.nc"


def _cached_fit(
    folder: str | Path | None, scenario: Scenario, theory: ComparedTheory, quick: bool
) -> Posterior | None:
    """Return a cached fit under the same theory, if there is one; one by sampling will do for a quick one."""
    if folder is None or not (file := _file(folder, theory)).exists():
        return None
    try:
        posterior = read_posterior(file)
    except ArmslengthError:
        return None
    manifest = posterior.manifest
    same = manifest.held == held_in_words(theory.held) and belongs(posterior, scenario) is None
    return posterior if same and (quick or manifest.method != "Laplace") else None
