"""Every number of a scenario by its dotted path: the defaults where the scenario is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from armslength.parameters import Parameter, Prior, Site
from armslength.scenario.population_prior import Learned
from armslength.scenario.schema import Number

Written = Mapping[str, Mapping[str, Mapping[str, Number]]]


def resolve(
    catalogue: Iterable[Parameter],
    entities: Written,
    overrides: Mapping[str, Number],
    learned: Mapping[str, Learned],
) -> Iterator[Site]:
    """Yield the sites in the order of the catalogue, then of the entities; `entities` by scope and id.

    What the scenario does not write starts from what other networks taught (`learned`, by path), else from the usual prior.
    A client stands once for itself and its first patron, and as CLIENT.PATRON for each further one.
    """
    for record in catalogue:
        if record.per_entity:
            for entity, numbers in entities[record.scope].items():
                if record.scope == "clients" and "." in entity and not record.per_bond:
                    continue  # what a client is to a further patron
                yield _site(
                    f"{record.scope}.{entity}.{record.name}", record, numbers.get(record.name), learned
                )
        else:
            yield _site(record.path, record, overrides.get(record.path), learned)


def _site(name: str, record: Parameter, number: Number | None, learned: Mapping[str, Learned]) -> Site:
    if number is None:
        if taught := learned.get(record.path):
            return Site(name, record, taught.prior, taught.prior.median, taught.source)
        return Site(name, record, record.prior, record.default, record.source)
    prior, value = meaning(record, number)
    return Site(name, record, prior, value, number.source, number.note, written=True)


def meaning(record: Parameter, number: Number) -> tuple[Prior, float]:
    """Return prior and value: a prior alone has its median as value, a value alone recentres the record's prior."""
    if number.prior is not None:
        return number.prior, number.prior.median if number.value is None else float(number.value)
    assert number.value is not None
    return record.prior.recentred(float(number.value)), float(number.value)
