"""What a count counts: attacks by a client, or clashes between two sides; all of them, or those alone that killed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from armslength.formatting import listed

What = Literal["attacks", "lethal_attacks", "clashes", "deadly_clashes"]

MEANINGS: dict[What, str] = {
    "attacks": "attacks by the client, harmless ones included",
    "lethal_attacks": "those alone that killed the adversary's own",
    "clashes": "armed clashes of the two sides, whoever attacked",
    "deadly_clashes": "clashes in which somebody of either side was killed, as UCDP GED counts them",
}


def words(what: str) -> str:
    """Return what is counted, in words.

    >>> words("deadly_clashes")
    'deadly clashes'
    """
    return what.replace("_", " ")


def one(what: str) -> str:
    """Return the word for one of them.

    >>> one("attacks"), one("deadly clashes"), one("lethal_attacks")
    ('attack', 'deadly clash', 'lethal attack')
    """
    said = words(what)
    return said.removesuffix("es") if said.endswith("shes") else said.removesuffix("s")


def together(counted: Iterable[str]) -> str:
    """Return in words what several counts count.

    >>> together(["attacks", "attacks"]), together(["attacks", "deadly_clashes"])
    ('attacks', 'attacks and deadly clashes')
    """
    return listed(list(dict.fromkeys(map(words, counted))))


def is_clash(what: str) -> bool:
    """Return whether it counts what two sides do to each other, so that nobody's attacks, harm or dead are told.

    >>> is_clash("clashes"), is_clash("lethal attacks")
    (True, False)
    """
    return what.endswith("clashes")
