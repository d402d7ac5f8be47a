"""`src/armslength/world/composed.pyi`: the names that the built-in mechanisms declare, for mypy and for editors."""

from __future__ import annotations

from collections.abc import Iterator

from armslength.world.entities import ENTITIES
from armslength.world.order_of_play import ORDER_OF_PLAY
from armslength.world.record import Field, Parameters, fields_of

HEAD = """# Made by `make docs` from the mechanisms in ORDER_OF_PLAY: what each declares, put together. Do not edit.

from typing import Any, Self, TypeVar

{imports}
from armslength.world.open_record import OpenRecord
from armslength.world.record import (
    Parameters,
    PerAdversary,
    PerBond,
    PerClient,
    PerFront,
    PerPatron,
    PerWorld,
)

Kind = TypeVar("Kind", bound=Parameters)
"""
NAMES = {
    "client": "PerClient",
    "bond": "PerBond",
    "patron": "PerPatron",
    "front": "PerFront",
    "adversary": "PerAdversary",
    "world": "PerWorld",
}


def composed() -> str:
    """Return the stub: parameters by scope, state variables, quantities of the outlook."""
    scopes = [*ENTITIES, *(kind for m in ORDER_OF_PLAY for kind in m.parameters)]
    state = [v for m in ORDER_OF_PLAY if m.state for v in fields_of(m.state)]
    outlook = [q for m in ORDER_OF_PLAY if m.outlook for q in fields_of(m.outlook)]
    of = "    def of(self, kind: type[Kind]) -> Kind: ...  # type: ignore[override]\n"
    typed = [(kind.scope, kind.__name__, "") for kind in scopes]
    parts = [
        HEAD.format(imports="\n".join(_imports(scopes))),
        _class("Params", typed, typed, of),
        _class("State", *_members(state)),
        _class("Outlook", *_members(outlook)),
    ]
    return "\n".join(parts)


Members = list[tuple[str, str, str]]


def _imports(scopes: list[type[Parameters]]) -> Iterator[str]:
    for module in sorted({kind.__module__ for kind in scopes}):
        names = sorted(kind.__name__ for kind in scopes if kind.__module__ == module)
        yield f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _members(fields: list[Field]) -> tuple[Members, Members]:
    return [(f.name, NAMES[f.kind], f.text) for f in fields], [(f.name, "Any", "") for f in fields]


def _class(name: str, members: Members, replaced: Members, of: str = "") -> str:
    lines = [f"class {name}(OpenRecord):"]
    lines += [f"    {member}: {kind}" + (f"  # {text}" if text else "") for member, kind, text in members]
    lines += [*of.splitlines(), "    def replace(  # type: ignore[override]", "        self,", "        *,"]
    lines += [f"        {member}: {kind} = ...," for member, kind, _ in replaced]
    return "\n".join([*lines, "    ) -> Self: ...", ""])
