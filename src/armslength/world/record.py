"""Frozen records of arrays: typed for a reader and for mypy, a pytree for JAX, and light until one is made.

A subclass lists its arrays as annotated fields and is a dataclass without saying so. JAX learns of the class when its
first instance is made, so that what a record declares can be read without loading JAX.

Axis 0 of an array counts actors; whatever axes follow count *worlds* (none, one, or draws of the parameters by
replicate), so the same code plays one world or a thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, dataclass_transform, get_type_hints

from armslength.parameters.priors import Fixed, Prior
from armslength.parameters.record import Parameter

if TYPE_CHECKING:
    from armslength.world.composed import Params
    from armslength.world.network import Network


@dataclass(frozen=True)
class Per:
    """What the first axis of an array counts."""

    kind: str  #: `client`, `bond`, `front`, `adversary`, `host`, `commander`, `tie`, `level`, or `world` where there is no such axis


PerClient = Annotated[Any, Per("client")]  #: [client, *world]
#: [bond, *world]: a patron and a client that it supports at some time; with one patron that is [client, *world]
PerBond = Annotated[Any, Per("bond")]
#: [patron, *world]; with one patron [*world]
PerPatron = Annotated[Any, Per("patron")]
PerFront = Annotated[Any, Per("front")]  #: [front, *world]
PerAdversary = Annotated[Any, Per("adversary")]  #: [adversary, *world]
PerHost = Annotated[Any, Per("host")]  #: [host, *world]
PerCommander = Annotated[Any, Per("commander")]  #: [commander, *world]
PerTie = Annotated[Any, Per("tie")]  #: [commander, client, *world]
PerLevelAndAdversary = Annotated[Any, Per("level")]  #: [level of reprisal 1-4, adversary, *world]
PerLevel = Annotated[Any, Per("level")]  #: [level of reprisal 1-4, *world]
PerWorld = Annotated[Any, Per("world")]  #: [*world]

ANY, POSITIVE, UNIT = (float("-inf"), float("inf")), (0.0, float("inf")), (0.0, 1.0)

#: the value of a state variable before anything happened: a number, or an array made from the parameters
Start = float | Callable[["Network", "Params"], Any]


@dataclass(frozen=True)
class Told:
    """How a story tells of a state variable that two futures have apart."""

    words: str  #: with `{}` for the actor: `the fear of {}`
    scale: float = 1.0  #: what counts as a full step


def array(text: str) -> Any:
    """Declare an array of a record: what it is, with its range or unit."""
    return field(metadata={"text": text})


def spared(text: str) -> Any:
    """Declare an array that is None in a case that has no use for it."""
    return field(default=None, metadata={"text": text})


def quantity(text: str) -> Any:
    """Declare a quantity of the day's outlook: what it is, with its range or unit."""
    return field(metadata={"text": text})


def variable(
    text: str, start: Start = 0.0, told: Told | None = None, least: float = 0.0, observed: bool = False
) -> Any:
    """Declare a state variable.

    Args:
        text: what it is, with its range or unit.
        start: its value before anything happened.
        told: how a story tells of it; None where it does not.
        least: the lowest value that it can take.
        observed: whether everyone sees it, as they see that there is war.
    """
    return field(metadata={"text": text, "start": start, "told": told, "least": least, "observed": observed})


@dataclass(frozen=True)
class Row:
    """A row of the catalogue, less its scope and name."""

    meaning: str
    symbol: str
    unit: str
    prior: Prior
    default: float
    source: str
    support: tuple[float, float]
    per_level: int
    acts_in: tuple[str, ...]


def parameter(
    meaning: str,
    symbol: str,
    unit: str,
    prior: Prior,
    default: float,
    source: str,
    support: tuple[float, float] = ANY,
    acts_in: tuple[str, ...] = (),
) -> Any:
    """Declare a parameter; the words are those of `armslength.parameters.Parameter`.

    `acts_in` names the mechanisms in whose equations it stands, where that is not its own alone.
    """
    return field(
        metadata={"rows": (Row(meaning, symbol, unit, prior, default, source, support, 0, acts_in),)}
    )


def by_level(
    meaning: str,
    symbol: str,
    unit: str,
    values: tuple[float, float, float, float],
    source: str,
    support: tuple[float, float] = ANY,
) -> Any:
    """Declare four fixed parameters, one for each level of reprisal, that make one array."""
    rows = (
        Row(
            f"{meaning}, reprisal of level {level}",
            f"{symbol}_{level}",
            unit,
            Fixed(value),
            value,
            source,
            support,
            level,
            (),
        )
        for level, value in enumerate(values, start=1)
    )
    return field(metadata={"rows": tuple(rows)})


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(array, spared, quantity, variable, parameter, by_level),
)
class Record:
    """A frozen record of arrays. `dataclasses.replace` makes another with some of them changed."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Make the subclass a frozen dataclass that compares by identity, as arrays have no one truth."""
        super().__init_subclass__(**options)
        dataclass(frozen=True, kw_only=True, eq=False)(cls)

    def __new__(cls, *_: Any, **__: Any) -> Any:
        """Tell JAX of the class before its first instance."""
        once(cls, _register)
        return super().__new__(cls)


def _register(kind: type) -> None:
    from jax.tree_util import register_dataclass

    register_dataclass(kind, [f.name for f in fields(kind)], [])


_known: set[type] = set()
_knowing = Lock()


def once(kind: type, register: Callable[[Any], None]) -> None:
    """Register a class with JAX, once, whichever thread makes the first instance."""
    if kind not in _known:
        with _knowing:
            if kind not in _known:
                register(kind)
                _known.add(kind)


@dataclass(frozen=True)
class Field:
    """What a record declares of one of its arrays."""

    name: str
    kind: str  #: what its first axis counts
    text: str
    start: Start = 0.0
    told: Told | None = None
    least: float = 0.0
    observed: bool = False


def fields_of(kind: type[Any]) -> tuple[Field, ...]:
    """Return what a record declares of each of its arrays."""
    kinds = _kinds(kind)
    return tuple(Field(f.name, kinds[f.name], **f.metadata) for f in fields(kind))


def _kinds(kind: type[Any]) -> dict[str, str]:
    """Return what the first axis of each array counts."""
    hints = get_type_hints(kind, include_extras=True)
    return {f.name: hints[f.name].__metadata__[0].kind for f in fields(kind)}


class StateRecord(Record):
    """The state that one mechanism owns."""


class OutlookRecord(Record):
    """What one mechanism lets happen today."""


class Parameters(Record):
    """The parameters of one scope: of one kind of actor, or of one part of a mechanism."""

    scope: ClassVar[str]

    def __init_subclass__(cls, scope: str, **options: Any) -> None:
        """Take the scope, the first part of each parameter's path."""
        cls.scope = scope
        super().__init_subclass__(**options)

    @classmethod
    def declared(cls, owner: str = "") -> tuple[Parameter, ...]:
        """Return the records of the catalogue; `owner` is the mechanism that declares them."""
        per = _kinds(cls)
        return tuple(
            Parameter(
                scope=cls.scope,
                name=f"{f.name}_{row.per_level}" if row.per_level else f.name,
                **vars(row)
                | {"acts_in": row.acts_in or ((owner,) if owner else ()), "per_bond": per[f.name] == "bond"},
            )
            for f in fields(cls)
            for row in f.metadata["rows"]
        )
