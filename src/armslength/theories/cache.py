"""What a comparison leaves for forecasts and decisions: each theory's weight, what it holds, and its fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from armslength.errors import ArmslengthError, Fault
from armslength.fitting import Posterior, belongs, read_posterior
from armslength.fitting.fit import DRAWS, fit, held_in_words
from armslength.scenario import Scenario
from armslength.theories.definitions import theory_named
from armslength.theories.theories_document import FORMAT, comparison_document
from armslength.theories.weighing import compare
from armslength.world.version import MODEL_VERSION
from armslength.writing import write_text

FILE = "theories.json"
QUICK_DRAWS = 1000
Progress = Callable[[str, int, int], None]


class Variant(NamedTuple):
    """One theory as a forecast uses it."""

    name: str
    weight: float
    held: Mapping[str, float]
    posterior: Posterior | None  #: fitted under it to all that was reported; nothing where nothing was


def variants(
    scenario: Scenario,
    folder: str | Path | None = None,
    *,
    quick: bool = True,
    seed: int = 1,
    workers: int = 2,
    progress: Progress = lambda stage, done, total: None,
) -> list[Variant]:
    """The theories of a case with their weights, from a kept comparison or a fresh one, and a fit of each.

    `folder` is where a comparison is kept: it is used if it belongs to this case and this model, and written if not.
    """
    document = weighed(scenario, folder, seed=seed, workers=workers, progress=progress)
    return fitted(scenario, document, folder, quick=quick, seed=seed, progress=progress)


def weighed(
    scenario: Scenario,
    folder: str | Path | None = None,
    *,
    seed: int = 1,
    workers: int = 2,
    progress: Progress = lambda stage, done, total: None,
) -> dict[str, Any]:
    """The comparison kept in `folder`, or a fresh one of all theories, which is then kept there."""
    document = None if folder is None else read_comparison(folder, scenario)
    if document is None:
        made = compare(scenario, seed=seed, workers=workers, progress=progress)
        if not made.finished:
            raise KeyboardInterrupt
        document = comparison_document(made)
        if folder is not None:
            write_text(Path(folder) / FILE, json.dumps(document, indent=1, ensure_ascii=False))
    return document


def fitted(
    scenario: Scenario,
    document: Mapping[str, Any],
    folder: str | Path | None = None,
    *,
    quick: bool = True,
    seed: int = 1,
    progress: Progress = lambda stage, done, total: None,
) -> list[Variant]:
    """A fit of each theory of a comparison at the as-of date; those kept in `folder` are not made again."""
    made = []
    rows = document["theories"]
    for n, row in enumerate(rows):
        progress(f"fitting: {row['title']}", n, len(rows))
        file = None if folder is None else Path(folder) / f"{row['name']}.nc"
        posterior = _kept(file, scenario, row["held"], quick)
        if posterior is None and any(e.kind != "succession" for e in scenario.events):
            size: dict[str, Any] = {"chains": 1, "draws": QUICK_DRAWS} if quick else {"draws": DRAWS}
            posterior = fit(scenario, held=row["held"], quick=quick, seed=seed, **size)
            if file is not None:
                posterior.save(file)
        made.append(Variant(row["name"], float(row["weight"]), row["held"], posterior))
    progress("fitting", len(rows), len(rows))
    return made


def read_comparison(folder: str | Path, scenario: Scenario) -> dict[str, Any] | None:
    """A kept comparison of this case and this model; nothing where there is none."""
    path = Path(folder) / FILE
    if not path.exists():
        return None
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise KeyError("format")
        for row in document["theories"]:
            theory_named(row["name"])
    except (OSError, ValueError, KeyError, TypeError, ArmslengthError):
        what = "this is no readable comparison of theories"
        raise ArmslengthError(
            Fault(path, None, what, "remove it, or run `armslength theories` again")
        ) from None
    same = (document["scenario_hash"], document.get("model_version")) == (scenario.hash, MODEL_VERSION)
    return document if same and document["finished"] else None


def _kept(file: Path | None, scenario: Scenario, held: Mapping[str, float], quick: bool) -> Posterior | None:
    """A kept fit under the same theory; one by NUTS will do for a quick one."""
    if file is None or not file.exists():
        return None
    try:
        posterior = read_posterior(file)
    except ArmslengthError:
        return None
    same = posterior.manifest.held == held_in_words(held)
    good = same and belongs(posterior, scenario) is None
    return posterior if good and (quick or posterior.manifest.method == "NUTS") else None
