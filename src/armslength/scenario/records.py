"""A scenario as the rest of the package reads it: names resolved, defaults filled in, nothing left to
check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from armslength.parameters import Prior
from armslength.scenario.schema import Number

Numbers = Mapping[str, Number]


@dataclass(frozen=True)
class Patron:
    """The state that arms, funds and steers."""

    id: str
    name: str
    organisation: str


@dataclass(frozen=True)
class Commander:
    """Who speaks for the patron."""

    id: str
    name: str
    short: str
    took_office: date | None
    parameters: Numbers


@dataclass(frozen=True)
class Host:
    """The country in which clients live."""

    id: str
    name: str


@dataclass(frozen=True)
class Client:
    """A group that the patron supports and does not fully command."""

    id: str
    name: str
    short: str
    host: str
    theatre: str
    description: str
    parameters: Numbers
    ties: Mapping[str, Numbers]  #: by commander


@dataclass(frozen=True)
class Adversary:
    """Who is attacked and hits back."""

    id: str
    name: str
    short: str
    role: str
    parameters: Numbers
    coded_from_level: int  #: reprisals below this level are not in the events
    reprisals_complete: (
        bool  #: every reprisal from that level on is in the events, so a quiet day is a day without one
    )


@dataclass(frozen=True)
class Front:
    """One client against one adversary."""

    id: str
    client: str
    adversary: str
    name: str
    short: str
    theatre: str
    parameters: Numbers
    coded_from_level: int


@dataclass(frozen=True)
class Umbrella:
    """A label under which several fronts are reported together."""

    id: str
    name: str
    fronts: tuple[str, ...]


@dataclass(frozen=True)
class Coupling:
    """How strongly attacks on the front `from_` move the front `to`, before rows are normalised."""

    from_: str
    to: str
    weight: float
    source: str


@dataclass(frozen=True)
class Series:
    """A count with one definition, kept by one counter."""

    id: str
    title: str
    definition: str
    unit: str
    fronts: tuple[str, ...]
    reporting: Prior  #: of the share of attacks that it reports
    reporting_value: float
    source: str  #: of the reporting share
    primary: bool
    reports: str


@dataclass(frozen=True)
class Period:
    """An exogenous input over days, both ends included: a host's pressure or an adversary's public threat."""

    who: str
    start: date
    end: date
    value: float
    source: str
    note: str = ""

    @property
    def host(self) -> str:
        """The host that leans on its clients."""
        return self.who

    @property
    def adversary(self) -> str:
        """The adversary that threatens."""
        return self.who


@dataclass(frozen=True)
class Payoff:
    """A weight that describes what a side gains or loses a day."""

    value: float | tuple[float, ...]
    source: str
    note: str = ""


@dataclass(frozen=True)
class Pause:
    """A client pauses on a front if its attacks in `days` days are at most `ratio` of what today's state
    expects."""

    days: int
    ratio: float
    text: str


@dataclass(frozen=True)
class TriggerSide:
    """The war that sets the clients off, and what one unit of its intensity is."""

    name: str
    description: str
    peak: float
    unit: str
    source: str


@dataclass(frozen=True)
class Strategy:
    """A named list of actions, in the words of `scenario.actions`."""

    id: str
    title: str
    actions: tuple[str, ...]
    by: str | None = None  #: the side that does all of it, where it is one
    source: str = "assumed"
    note: str = ""


@dataclass(frozen=True)
class Shock:
    """A changed starting state: never a lever, not ranked, not valued."""

    id: str
    title: str
    caveat: str
    commander: Mapping[str, float]  #: charisma, skill
    clients: Mapping[str, Mapping[str, float]]  #: rapport, tie, language by client
    source: str
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """One thing that the case's source text says, in our words."""

    id: str
    group: str
    paraphrase: str
    quote: str | None
    speaker: str
    quality: str
    bears_on: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where evidence or a number comes from."""

    id: str
    title: str
    address: str
    published: date | None
    note: str
