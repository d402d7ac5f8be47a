"""The posteriors that ship with the built-in cases."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal, TypedDict

from armslength.fitting.posterior import Posterior, belongs, read_posterior
from armslength.scenario import Scenario

FILE = "posterior.nc"


def shipped_file(name: str) -> Path:
    """Return the file of the posterior of a built-in case, whether or not it exists."""
    return Path(str(files("armslength.cases").joinpath(name, FILE)))


def parameters_of(scenario: Scenario, given: Posterior | Literal["prior"] | None) -> Posterior | None:
    """Return the posterior that a forecast uses: the one given, else the one that ships with the case, else None."""
    if given == "prior":
        return None
    return shipped(scenario) if given is None else given


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
    reason = belongs(read_posterior(file), scenario) if file.is_file() else None
    return reason and f"The fit shipped with {scenario.name} is not used: {reason}."


def shipped(scenario: Scenario) -> Posterior | None:
    """Return the posterior that ships with a case; None where none does, or where case or model have changed since."""
    file = shipped_file(scenario.name)
    if not file.is_file():
        return None
    posterior = read_posterior(file)
    return None if belongs(posterior, scenario) else posterior
