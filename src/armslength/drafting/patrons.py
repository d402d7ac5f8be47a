"""The patrons of a case: who else supported its clients, and the times of support that the table's years come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from armslength.drafting.clients import Candidate
from armslength.drafting.plan import Client, Plan, slug
from armslength.drafting.support import KINDS, SupportTable

GOVERNMENT = "Government of "  #: so UCDP names every state
MISSING = "no row of the group in the table: taken to go on"


def governments(table: SupportTable, wanted: Iterable[Candidate], first: int, last: int) -> list[str]:
    """Return the states that supported any of the groups in a year from first to last, in order of name.

    Armed groups that support are no patrons.
    """
    groups = {c.name for c in wanted}
    rows = [row for row in table.rows if row.actor in groups and first <= row.year <= last]
    names = {table.names.get(number, "") for row in rows for number in row.supporters}
    return sorted(name for name in names if name.startswith(GOVERNMENT))


def patrons_of(client: Client, plan: Plan) -> list[str]:
    """Return the patrons of a client, in the order of the plan; one named by hand has the first that is named, if any is."""
    held = {year.patron for year in client.candidate.support}
    return [name for name in plan.patrons if name in held] or list(plan.named[:1])


def present(plan: Plan) -> list[str]:
    """Return the patrons that a client of the plan has, in the order of the plan."""
    held = {name for client in plan.clients for name in patrons_of(client, plan)}
    return [name for name in plan.patrons if name in held]


def patron_ids(plan: Plan) -> dict[str, str]:
    """Return the id of each patron; none is that of an adversary or a client too."""
    taken = {*plan.adversaries, *(c.id for c in plan.clients)}
    made: dict[str, str] = {}
    for name in present(plan):
        plain = slug(name)
        made[name] = plain if plain not in taken else f"{plain}-as-patron"
        taken.add(made[name])
    return made


def times_of(client: Client, plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Return the entry `support` of a client by name of the patron; empty where the table does not tell of it."""
    if not client.candidate.support:
        return {}
    return {name: list(_times(client.candidate, name, plan)) for name in patrons_of(client, plan)}


def filled_years(client: Client, plan: Plan) -> list[int]:
    """Return the years of the case in which the table has no row of a client: missing, not zero."""
    known = {year for year, _ in client.candidate.active}
    return [year for year in _years(plan) if year not in known] if client.candidate.support else []


def _years(plan: Plan) -> range:
    return range(plan.case.start.year, plan.case.end.year + 1)


def _times(candidate: Candidate, patron: str, plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the times in which a patron supported a group: years alike together."""
    given: dict[int, tuple[str, ...]] = {}
    for year in (y for y in candidate.support if y.patron == patron):
        given[year.year] = tuple(k for k in KINDS if k in {*given.get(year.year, ()), *year.kinds})
    known = sorted({*(year for year, _ in candidate.active), *given})
    states = [(year, _state(year, known, given)) for year in _years(plan)]
    for state, run in groupby(states, key=lambda item: item[1]):
        years = [year for year, _ in run]
        if state is None:
            continue
        kinds, is_known = state
        entry: dict[str, Any] = {"from": years[0], "to": years[-1]}
        if is_known:
            yield entry | {"kinds": [KINDS[k] for k in kinds], "source": "esd"}
        else:
            yield entry | {"source": "assumed", "note": MISSING}


def _state(
    year: int, known: Sequence[int], given: dict[int, tuple[str, ...]]
) -> tuple[tuple[str, ...], bool] | None:
    """Return the kinds of support in a year and whether the table has a row of it; None where it gave nothing.

    Without a row the state is that of the last year with one, before the first that of the first.
    """
    if year in known:
        return (given[year], True) if year in given else None
    last = max((y for y in known if y < year), default=known[0])
    return ((), False) if last in given else None
