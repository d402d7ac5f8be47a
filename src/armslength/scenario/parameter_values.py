"""Every number of a scenario by its dotted path: the defaults where the scenario is silent.

A site's name is its path in the scenario, the variable in the results, the flag on the command line and,
later, the site of a fit: `clients.CLIENT.autonomy`, `fronts.CLIENT/ADVERSARY.base_rate`,
`ties.COMMANDER.CLIENT.kept`, `tempo.branching`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp

from armslength.parameters import CATALOGUE, Parameter, Prior
from armslength.scenario.schema import Number

Written = Mapping[str, Mapping[str, Mapping[str, Number]]]


@dataclass(frozen=True)
class Site:
    """One parameter of one scenario: its record, and the prior and value that hold here."""

    name: str
    record: Parameter
    prior: Prior
    value: float
    source: str
    note: str = ""
    written: bool = False  #: the scenario says so itself; otherwise the default


def resolve(entities: Written, overrides: Mapping[str, Number]) -> Iterator[Site]:
    """Sites in the order of the catalogue, then of the entities; `entities` by scope and id."""
    for record in CATALOGUE:
        if record.per_entity:
            for entity, numbers in entities[record.scope].items():
                yield _site(f"{record.scope}.{entity}.{record.name}", record, numbers.get(record.name))
        else:
            yield _site(record.path, record, overrides.get(record.path))


def _site(name: str, record: Parameter, number: Number | None) -> Site:
    if number is None:
        return Site(name, record, record.prior, record.default, record.source)
    prior, value = meaning(record, number)
    return Site(name, record, prior, value, number.source, number.note, written=True)


def meaning(record: Parameter, number: Number) -> tuple[Prior, float]:
    """Prior and value: a prior alone has its median as value, a value alone recentres the record's prior."""
    if number.prior is not None:
        return number.prior, number.prior.median if number.value is None else float(number.value)
    assert number.value is not None
    return record.prior.recentred(float(number.value)), float(number.value)


def spectral_radius(values: Mapping[str, float]) -> float:
    """Attacks that one attack triggers under full release, on its own front and across: below 1 or tempo
    explodes."""
    own, cross = values["tempo.branching"], values["tempo.cross_excitation"] * values["integration.initial"]
    return (own + cross) * exp(values["orders.release"])
