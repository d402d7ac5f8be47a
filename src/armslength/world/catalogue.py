"""The catalogue: every parameter of a model, as the kinds of actors and the mechanisms declare it.

Sources name a published work, a tally in a case's data, or say `assumed`. `MODEL` in a source means the model
description's prior table. A scenario may replace any value or prior.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from armslength.parameters.record import Parameter
from armslength.world.entities import ENTITIES
from armslength.world.mechanism import Mechanism
from armslength.world.order_of_play import ORDER_OF_PLAY

_LISTED = Path(__file__).with_name("site_order.txt").read_text(encoding="utf-8").splitlines()
#: path -> its place in the flat vector. A fit's random numbers go by place, so what was there keeps it.
_PLACE = {path: place for place, path in enumerate(line for line in _LISTED if not line.startswith("#"))}


@cache
def catalogue_of(mechanisms: tuple[Mechanism, ...]) -> tuple[Parameter, ...]:
    """Return the parameters of a model; what no list has placed follows, in the order of play."""
    declared = [p for kind in ENTITIES for p in kind.declared()]
    declared += [p for m in mechanisms for kind in m.parameters for p in kind.declared(m.name)]
    return tuple(sorted(declared, key=lambda p: _PLACE.get(p.path, len(_PLACE))))


def scopes_of(parameters: Iterable[Parameter]) -> tuple[str, ...]:
    """Return the scopes of some parameters, in order."""
    return tuple(dict.fromkeys(p.scope for p in parameters))


CATALOGUE: tuple[Parameter, ...] = catalogue_of(ORDER_OF_PLAY)
SCOPES: tuple[str, ...] = scopes_of(CATALOGUE)
