"""The result of a population of networks: what each shared parameter is like over networks, and who taught it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Literal

from armslength.results.fit import Diagnostics
from armslength.results.record import (
    Count,
    Document,
    Interval,
    Record,
    Share,
    Spread,
    described,
    optional,
)


class NetworkTaught(Record):
    """One network: whether it teaches, and what."""

    name: str = described("name of the case")
    title: str = described("title of the case")
    start: date = described("first day of its history", key="from")
    as_of: date = described("last day of its history", key="to")
    clients: tuple[str, ...] = described("names of its clients")
    counted: Count = described("attacks or clashes in its events")
    method: Literal["HMC", "NUTS", "Laplace"] | None = optional(
        "how it was fitted; left out where it was not", default=None
    )
    teaches: bool = described("whether it teaches; otherwise it is kept for scoring only")
    why_not: str = described("why it does not teach, in words; empty where it does", default="")
    informs: tuple[str, ...] = described(
        "shared parameters of which it removed a tenth of the variance or more"
    )


class OwnEstimate(Record):
    """What one network says of a parameter by itself, in usual prior widths from the usual median."""

    network: str = described("name of the case")
    site: str = described("the parameter in that case")
    value: float = described("estimate", "prior widths")
    interval: Interval = described("its 90 % interval", "prior widths")
    informs: bool = described("whether its network removed a tenth of the variance or more")


class TaughtParameter(Record):
    """One parameter over all networks."""

    path: str = described("dotted path; `*` stands for each client, front or adversary")
    meaning: str = described("what it is")
    unit: str = described("its unit")
    networks: Count = described("number of networks that inform it: *learned from k networks*")
    values: Count = described("number of values of it in all networks that teach")
    usual: Spread = described("5, 50 and 95 % quantiles of the usual prior")
    mean: Spread = described("of its population median, in its own unit, over what is known")
    spread: Spread = described("of its standard deviation over networks", "prior widths")
    spread_within: Spread | None = optional(
        "of its standard deviation over the fronts, clients or adversaries of one network",
        "prior widths",
        default=None,
    )
    next: Spread = described("5, 50 and 95 % quantiles for a next network")
    contraction: Share = described(
        "one less the variance of the population mean, in squared prior widths: how well the mean is known"
    )
    learned: bool = described("whether enough networks inform it to be a prior of the next one")
    prior: dict[str, tuple[float, ...]] = described(
        "the prior from which a next network starts, as a scenario writes it"
    )
    own: tuple[OwnEstimate, ...] = described("what each network says by itself")

    @property
    def from_networks(self) -> str:
        """How many networks taught it, in words."""
        return (
            f"learned from {self.networks} networks"
            if self.learned
            else f"not learned ({self.networks} inform it)"
        )


class PopulationResult(Document):
    """A population of networks: means and spreads of the parameters that networks share, and a prior of the next network."""

    kind: ClassVar[str] = "population of networks"
    made_by: ClassVar[str] = "armslength population"

    format: Literal["armslength-population/1"] = described(
        "another number means that keys have changed", default="armslength-population/1"
    )
    model_version: str = described("version of the model that was fitted")
    version: str = described("version of armslength")
    created: str = described("when it was made, UTC")
    seed: Count = described("seed of the random numbers")
    chains: Count = described("number of chains of the second stage")
    draws: Count = described("draws of each chain")
    diagnostics: Diagnostics = described("how far the second stage can be trusted")
    least_networks: Count = described("networks that must inform a parameter for it to count as learned")
    networks: tuple[NetworkTaught, ...] = described("every network that was asked for")
    parameters: tuple[TaughtParameter, ...] = described("every pooled parameter, by its path")
    notes: tuple[str, ...] = described("what was left out or counted once, a sentence each")
    file: str | None = optional("file in which the draws were saved", default=None)

    @property
    def teachers(self) -> tuple[NetworkTaught, ...]:
        """The networks that teach."""
        return tuple(n for n in self.networks if n.teaches)

    @property
    def learned(self) -> tuple[TaughtParameter, ...]:
        """The parameters that are known well enough to be a prior."""
        return tuple(p for p in self.parameters if p.learned)

    @property
    def years(self) -> str:
        """First and last year of the networks that teach."""
        return years_of([(n.start, n.as_of) for n in self.teachers])


def years_of(spans: Sequence[tuple[date, date]]) -> str:
    """Return the first and the last year of some histories, as `1989-2018`."""
    return f"{min(a for a, _ in spans).year}-{max(b for _, b in spans).year}"


def attributes(result: PopulationResult) -> dict[str, Any]:
    """Return what a file of draws says of itself."""
    return {
        "format": result.format,
        "model_version": result.model_version,
        "version": result.version,
        "created": result.created,
        "seed": result.seed,
        "converged": int(result.diagnostics.converged),
        "faults": result.diagnostics.faults,
        "networks": ", ".join(n.name for n in result.teachers),
    }
