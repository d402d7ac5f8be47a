"""What a case's claims bear on."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from armslength.scenario.schema import Claim


def claims_on(claims: Iterable[Claim], *places: str) -> tuple[Claim, ...]:
    """Return the claims that bear on any of these places, in the order of the file.

    A place is the path of a parameter, with `*` for every actor; a mechanism, and with it every parameter of its name;
    a fact, as `fact 4`; or a theory, as `theory puppets`. Claims are found by what they say they bear on, never by id.
    """
    return tuple(c for c in claims if any(_covers(place, named) for place in places for named in c.bears_on))


def _covers(place: str, named: str) -> bool:
    return named == place or named.startswith(f"{place}.") or fnmatchcase(named, place)
