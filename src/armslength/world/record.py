"""Frozen records of arrays: typed for a reader and for mypy, a pytree for JAX, and light until one is made.

A subclass lists its arrays as annotated fields and is a dataclass without saying so. JAX learns of the class when its
first instance is made, so that what a record declares can be read without loading JAX.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, dataclass_transform


def array(text: str) -> Any:
    """Declare one array of a record: what it is, with its range or unit."""
    return field(metadata={"text": text})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(array,))
class Record:
    """A frozen record of arrays. `dataclasses.replace` makes another with some of them changed."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Make the subclass a frozen dataclass that compares by identity, as arrays have no one truth."""
        super().__init_subclass__(**options)
        dataclass(frozen=True, kw_only=True, eq=False)(cls)

    def __new__(cls, *_: Any, **__: Any) -> Any:
        """Tell JAX of the class before its first instance."""
        if cls not in _known:
            _register(cls)
        return super().__new__(cls)


_known: set[type] = set()


def _register(kind: type) -> None:
    from jax.tree_util import register_dataclass

    _known.add(kind)
    register_dataclass(kind, [f.name for f in fields(kind)], [])
