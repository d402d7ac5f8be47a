"""The posteriors that come with the built-in cases."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal

from armslength.fitting.posterior import Posterior, belongs, read_posterior
from armslength.scenario import Scenario

FILE = "posterior.nc"


def shipped_file(name: str) -> Path:
    """Where the posterior of a built-in case lies, there or not."""
    return Path(str(files("armslength.cases").joinpath(name, FILE)))


def parameters_of(scenario: Scenario, given: Posterior | Literal["prior"] | None) -> Posterior | None:
    """The posterior that a forecast stands on: the one given, else the one that comes with the case, else none."""
    if given == "prior":
        return None
    return shipped(scenario) if given is None else given


def shipped(scenario: Scenario) -> Posterior | None:
    """The posterior that comes with a case; nothing where none does, or where case or model have changed since."""
    file = shipped_file(scenario.name)
    if not file.is_file():
        return None
    posterior = read_posterior(file)
    return None if belongs(posterior, scenario) else posterior
