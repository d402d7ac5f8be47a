"""What a mechanism is: one idea of the model, in its two halves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from armslength.world.network import Network
from armslength.world.records import Events, Group, Inputs, State

#: adds named quantities to the day's outlook
Expect = Callable[[Network, Group, State, Inputs, Group], Mapping[str, Any]]
#: gives new values of state fields; sees what earlier mechanisms of the day made of the state
Change = Callable[[Network, Group, State, Inputs, Group, Events, State], Mapping[str, Any]]


@dataclass(frozen=True)
class Mechanism:
    """One idea: what it lets happen today (`expect`), what today does to tomorrow (`change`)."""

    name: str
    title: str  #: in the reader's words
    equations: tuple[str, ...]  #: as in the model description
    source: str
    expect: Expect | None = None
    change: Change | None = None
    off: Mapping[str, float] = field(default_factory=dict)  #: values of parameters that switch it off
