"""The fit of a case that is at hand: shipped with it, lying beside it, or made earlier by this user."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Literal, TypedDict

from armslength.fitting.posterior import Posterior, belongs, evidence_hash, read_posterior
from armslength.scenario import Scenario
from armslength.world.version import MODEL_VERSION
from armslength.writing import user_folder

FILE = "posterior.nc"


def shipped_file(name: str) -> Path:
    """Return the file of the posterior of a built-in case, whether or not it exists."""
    return Path(str(files("armslength.cases").joinpath(name, FILE)))


def kept_file(scenario: Scenario) -> Path:
    """Return where the fit of a case is kept for this user, whether or not it exists: by evidence and model version."""
    read = f"{evidence_hash(scenario)} {MODEL_VERSION} {scenario.own_mechanisms}"
    return user_folder() / "fits" / f"{scenario.name}-{hashlib.sha256(read.encode()).hexdigest()[:16]}.nc"


def keep(scenario: Scenario, posterior: Posterior) -> Path:
    """Keep a fit for later commands on the same case."""
    return posterior.save(kept_file(scenario))


def parameters_of(scenario: Scenario, given: Posterior | Literal["prior"] | None) -> Posterior | None:
    """Return the posterior that a forecast uses: the one given, else the one at hand, else None."""
    if given == "prior":
        return None
    return fit_at_hand(scenario) if given is None else given


class Source(TypedDict):
    """Where the parameters of a result come from, as its manifest says it."""

    parameters_from: Literal["posterior", "prior", "theories"]
    fit_refused: str | None  #: why the fit that ships with a built-in case was not used, in a sentence


def source_of(scenario: Scenario, given: Posterior | Literal["prior"] | None) -> Source:
    """Return where the parameters come from, for a manifest."""
    fitted = parameters_of(scenario, given)
    return {
        "parameters_from": "prior" if fitted is None else "posterior",
        "fit_refused": fit_refused(scenario) if given is None else None,
    }


def fit_refused(scenario: Scenario) -> str | None:
    """Say why the fit that ships with a built-in case is not used for this one; `None` where it is, or none ships."""
    file = shipped_file(scenario.name)
    if not file.is_file() or fit_at_hand(scenario) is not None:
        return None
    reason = belongs(read_posterior(file), scenario)
    return reason and f"The fit shipped with {scenario.name} is not used: {reason}."


def fit_at_hand(scenario: Scenario) -> Posterior | None:
    """Return the fit at hand: it ships with the case, lies in its folder, or was made by this user; None where none fits.

    A fit to other evidence, or of another version of the model, is passed over.
    """
    return next((posterior for _, posterior in _fits(scenario)), None)


def fit_file(scenario: Scenario) -> Path | None:
    """Return the file of the fit at hand; None where none fits."""
    return next((file for file, _ in _fits(scenario)), None)


def _fits(scenario: Scenario) -> Iterator[tuple[Path, Posterior]]:
    for file in _places(scenario):
        if file.is_file():
            posterior = read_posterior(file)
            if belongs(posterior, scenario) is None:
                yield file, posterior


def _places(scenario: Scenario) -> Iterator[Path]:
    if scenario.folder is not None:
        yield Path(scenario.folder) / FILE
    yield shipped_file(scenario.name)
    yield kept_file(scenario)
