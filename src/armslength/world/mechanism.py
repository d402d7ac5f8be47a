"""What a mechanism is: one idea of the model, with all that it introduces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from armslength.world.composed import Outlook, Params, State
from armslength.world.network import Network
from armslength.world.record import Field, OutlookRecord, Parameters, StateRecord, fields_of
from armslength.world.records import Events, Inputs

#: (network, params, state, inputs, outlook) -> its own quantities, or the outlook with some of it replaced
Expect = Callable[[Network, Params, State, Inputs, Outlook], OutlookRecord | Outlook]
#: (network, params, state, inputs, outlook, events, updated) -> its own state, or `updated` with some of it replaced
Change = Callable[[Network, Params, State, Inputs, Outlook, Events, State], StateRecord | State]
Form = Literal["share", "percent", "number"]
#: kind of actor -> the key under which results keep it
ACTORS: dict[str, Literal["clients", "fronts", "adversaries"]] = {
    "client": "clients",
    "bond": "clients",  #: of several patrons the one that gives most
    "front": "fronts",
    "adversary": "adversaries",
}
KINDS: dict[str, str] = {**ACTORS, "world": "world"}


@dataclass(frozen=True)
class Shown:
    """A quantity that a reader sees of everyone on the as-of date."""

    name: str
    kind: str  #: of actor: `client`, `bond`, `front`, `adversary`, or `world`
    title: str = ""  #: head of its column in tables; empty: in the data alone
    form: Form = "number"
    place: int = 99  #: among the columns, lowest first
    unit: str = "1"
    #: [actor, *world] from the parameters, the state and the outlook; the state variable of that name if left out
    value: Callable[[Params, State, Outlook], Any] | None = None

    def of(self, params: Params, state: State, outlook: Outlook) -> Any:
        """Return its value, [actor, *world]."""
        return getattr(state, self.name) if self.value is None else self.value(params, state, outlook)


@dataclass(frozen=True, eq=False)
class Mechanism:
    """One idea: what it lets happen today (`expect`), what today does to tomorrow (`change`), and what these need.

    Each is one object, so that compiled code is reused for the same mechanisms: they compare by identity.
    """

    name: str
    title: str  #: in the reader's words
    equations: tuple[str, ...]  #: as in the model description
    source: str  #: the literature, or `assumed`
    parameters: tuple[type[Parameters], ...] = ()  #: that it introduces, by scope
    state: type[StateRecord] | None = None  #: that it introduces
    outlook: type[OutlookRecord] | None = None  #: that it introduces
    expect: Expect | None = None  #: gives what can happen today; sees what earlier mechanisms gave
    change: Change | None = (
        None  #: gives tomorrow's state; sees what earlier mechanisms of the day made of it
    )
    off: Mapping[str, float] = field(default_factory=dict)  #: values of parameters that switch it off
    shows: tuple[Shown, ...] = ()  #: what a reader sees of it on the as-of date
    drives: tuple[str, ...] = ()  #: numbers of a forecast's first page that it makes, as `Attacks`
    after: str | None = None  #: the mechanism after which one of a user's own acts; the last if left out

    @property
    def places(self) -> tuple[str, ...]:
        """What a claim that bears on it names: the mechanism, or a scope of its parameters."""
        return tuple(dict.fromkeys([self.name, *(kind.scope for kind in self.parameters)]))


def variables_of(mechanisms: Iterable[Mechanism]) -> dict[str, Field]:
    """Return the state variables that mechanisms declare, by name."""
    return {v.name: v for m in mechanisms if m.state for v in fields_of(m.state)}
