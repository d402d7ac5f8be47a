"""The population prior that ships: what fits of many networks taught about the next one, as priors of its parameters.

`armslength population` learns it and `make population` writes the file. A network that taught has a variant without
itself, so that none is taught by its own reports when it is scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

import armslength.cases
from armslength.errors import ArmslengthError
from armslength.formatting import listed
from armslength.parameters import Prior, parse_prior
from armslength.results.record import Count, Document, Record, described
from armslength.scenario.grades import LEARNED, grade_of
from armslength.scenario.names import plain_name
from armslength.scenario.schema import ScenarioFile
from armslength.world.version import MODEL_VERSION

FILE = Path(armslength.cases.__file__).parent / "population.json"


class LearnedNumber(Record):
    """The prior of one parameter, and how many networks taught it."""

    prior: dict[str, tuple[float, ...]] = described("the prior, as a scenario file writes it")
    networks: Count = described("number of networks that inform it")


class Teacher(Record):
    """A network that taught."""

    name: str = described("name of the case")
    start: date = described("first day of its history", key="from")
    as_of: date = described("last day of its history", key="to")
    clients: tuple[str, ...] = described("ids and names of its clients")


class PopulationPrior(Document):
    """Priors learned on other networks, with those that leave one of them out."""

    kind: ClassVar[str] = "population prior"
    made_by: ClassVar[str] = "make population"

    format: Literal["armslength-population-prior/1"] = described(
        "another number means that keys have changed", default="armslength-population-prior/1"
    )
    model_version: str = described("version of the model that was fitted; another one refuses these priors")
    version: str = described("version of armslength")
    created: str = described("when it was made, UTC")
    command: str = described("the command that made it")
    years: str = described("first and last year of the networks that taught")
    networks: tuple[Teacher, ...] = described("the networks that taught")
    parameters: dict[str, LearnedNumber] = described("priors by dotted path, learned on all of them")
    without: dict[str, dict[str, LearnedNumber]] = described("the same without one network, by its name")

    @property
    def provenance(self) -> str:
        """What it was learned on, in words."""
        return f"learned on {len(self.networks)} networks, {self.years} (armslength {self.version}, model {self.model_version}, {self.created[:10]})"


@dataclass(frozen=True)
class Learned:
    """What a number of a new case starts from, and where that comes from."""

    prior: Prior
    source: str


@cache
def shipped_prior() -> PopulationPrior | None:
    """Return the population prior that ships, or None where there is none."""
    return PopulationPrior.from_json(FILE.read_bytes(), str(FILE)) if FILE.is_file() else None


def learned_numbers(file: ScenarioFile, assumed: Iterable[str]) -> Mapping[str, Learned]:
    """Return what the numbers of a case start from by its key `priors`, by dotted path; nothing for the usual ones.

    `assumed` are the paths of parameters whose usual source is `assumed`, which `networks-where-assumed` is about.

    Raises:
        ArmslengthError: where the priors were learned with another version of the model, or on the case's own clients
            in more than one network.
    """
    if file.priors == "usual":
        return {}
    found = shipped_prior()
    if found is None:
        raise ArmslengthError("no population prior ships with this armslength; write `priors: usual`")
    if found.model_version != MODEL_VERSION:
        raise ArmslengthError(
            f"the population prior was learned with version {found.model_version} of the model, and this is version "
            f"{MODEL_VERSION}; `make population` learns it again, or write `priors: usual`"
        )
    known = {c for i, client in file.clients.items() for c in (i, client.name)}
    own = own_networks(found, file.name, known, (file.start, file.as_of))
    if len(own) > 1:
        raise ArmslengthError(
            f"{listed(own)} taught the population prior with clients of this case, and no prior ships that leaves out both; "
            "write `priors: usual`"
        )
    numbers = found.without[own[0]] if own else found.parameters
    taught_by = len(found.networks) - len(own)
    chosen = set(assumed) if file.priors == "networks-where-assumed" else set(numbers)
    return {
        path: Learned(
            parse_prior({family: list(arguments) for family, arguments in number.prior.items()}),
            f"{LEARNED} {number.networks} of {taught_by} networks, {found.years}",
        )
        for path, number in numbers.items()
        if path in chosen
    }


def own_networks(
    prior: PopulationPrior, name: str, clients: Iterable[str], span: tuple[date, date]
) -> list[str]:
    """Return the networks that taught and are this case, or share a client (ids and names) and days with it."""
    known = {plain_name(c) for c in clients}
    return [
        n.name
        for n in prior.networks
        if n.name == name
        or (known & {plain_name(c) for c in n.clients} and n.start <= span[1] and span[0] <= n.as_of)
    ]


def is_assumed(source: str) -> bool:
    """Return whether the usual source of a parameter is `assumed`."""
    return grade_of(source, ()) == "assumed"
