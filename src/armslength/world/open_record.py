"""Records made of what the mechanisms of a model declare; what they hold is known once the mechanisms are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self, TypeVar

from armslength.world.record import Record, once

Kind = TypeVar("Kind", bound=Record)


class OpenRecord:
    """Named arrays, or records of arrays, read as attributes; frozen, and a pytree for JAX.

    The built-in mechanisms' names are typed for mypy and editors by `composed.pyi`, which is made from them. What
    a mechanism of one's own declares is read by its record: `state.of(MyState).name`.
    """

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Tell JAX of the class before its first instance."""
        once(cls, _register)
        return super().__new__(cls)

    def __init__(self, **values: Any):
        """Take the values by name."""
        self.__dict__.update(values)

    if not TYPE_CHECKING:  # mypy goes by the names in `composed.pyi`

        def __getattr__(self, name: str) -> Any:
            """Say which names there are; only reached when this one is not there."""
            raise AttributeError(f"nothing here is called '{name}'; there are {', '.join(self.__dict__)}")

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse: a record is frozen."""
        raise AttributeError(f"'{name}' cannot be set: the record is frozen; `replace` makes another")

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self.__dict__)

    def of(self, kind: type[Kind]) -> Kind:
        """Return the part that a record of this kind declares."""
        return kind(**{f.name: getattr(self, f.name) for f in fields(kind)})  # type: ignore[arg-type]

    def merge(self, record: Record | OpenRecord) -> Self:
        """Return the same record with the values of another put in, over what stands there."""
        return type(self)(**{**self.__dict__, **vars(record)})

    def replace(self, **values: Any) -> Self:
        """Return the same record with some values replaced; a name that is not there is an `AttributeError`."""
        for name in values:
            getattr(self, name)
        return type(self)(**{**self.__dict__, **values})


def _register(kind: type[OpenRecord]) -> None:
    from jax.tree_util import register_pytree_node

    def flatten(record: OpenRecord) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        return tuple(vars(record).values()), tuple(vars(record))

    def unflatten(names: tuple[str, ...], values: tuple[Any, ...]) -> OpenRecord:
        return kind(**dict(zip(names, values, strict=True)))

    register_pytree_node(kind, flatten, unflatten)
