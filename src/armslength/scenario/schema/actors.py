"""Who acts in a scenario, and on whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from armslength.scenario.schema.evidence import SupportByPatron
from armslength.scenario.schema.model import (
    Day,
    Named,
    Numbers,
    Text,
    Texts,
    Written,
    name_if_left_out,
    numbers_of,
)


def _as_list(written: Any) -> Any:
    return [written] if isinstance(written, str) else written


class Patron(Written):
    """The state that arms, funds and steers."""

    id: str = "patron"
    name: Text
    organisation: str = Field("", description="the part of the state that deals with the clients")


class OneOfPatrons(Named):
    """One of several states that arm, fund and steer."""

    name: Text
    organisation: str = Field("", description="the part of the state that deals with the clients")
    commander: Annotated[Texts, BeforeValidator(_as_list, json_schema_input_type=str | list[str])] = Field(
        (),
        description=(
            "an id of commanders, or a list of those who held the office, the first in office first; if left out the "
            "organisation gives the orders, with neutral charisma and skill"
        ),
    )


class Commander(Named):
    """Who speaks for the patron."""

    name: Text
    short: str = name_if_left_out()
    took_office: Day | None = Field(
        default=None, description="a `succession` row in events.csv says the same"
    )
    parameters: Numbers = numbers_of("commanders")


class Host(Named):
    """The country in which clients live."""

    name: Text


class Client(Named):
    """A group that a patron supports and does not fully command."""

    name: Text
    short: str = name_if_left_out("for tables and pictures; the name if left out")
    host: str = Field(
        "",
        description=(
            "an id of hosts; clients of one host hear one message at one meeting. "
            "A host of its own if left out"
        ),
    )
    theatre: str = Field("", description="the host's name if left out, where it is one of hosts")
    description: str = ""
    until: Day | None = Field(
        None,
        description=(
            "its last day, where the group ended before the as-of date: it attacks no more, hears no order and is left "
            "out of forecasts"
        ),
    )
    parameters: Numbers = numbers_of("clients")
    ties: dict[str, Numbers] = Field({}, description="by commander: language, kept")
    support: SupportByPatron = Field(
        None,
        description=(
            "by patron: when it supported the client, and how; `nobody` for a group without a patron. "
            "If left out, every patron supports it throughout"
        ),
    )
    towards: dict[str, Numbers] = Field(
        {},
        description=(
            "by patron after its first, whose stand under `parameters`: autonomy, investment, support, rapport, tie, hardship"
        ),
    )

    def patrons_among(self, patrons: Iterable[str]) -> tuple[str, ...]:
        """Return those of the case's patrons that support it at some time, in their order; none where nobody does."""
        return tuple(p for p in patrons if self.support is None or p in self.support)


class Adversary(Named):
    """Who is attacked and hits back."""

    name: Text
    short: str = name_if_left_out()
    role: str = ""
    parameters: Numbers = numbers_of("adversaries")


class Front(Named):
    """One client against one adversary."""

    name: str = Field("", description="'client on adversary' if left out")
    short: str = Field("", description="the name if left out")
    theatre: str = Field("", description="the client's if left out")
    parameters: Numbers = numbers_of("fronts")
    coded_from_level: Literal[1, 2, 3, 4] = Field(
        1, description="reprisals below this level are not in the events: 3 for an adversary that fires daily"
    )

    @property
    def client(self) -> str:
        """The client that attacks."""
        return self.id.partition("/")[0]

    @property
    def adversary(self) -> str:
        """The adversary that is attacked."""
        return self.id.partition("/")[2]


class Umbrella(Named):
    """A label under which several fronts are reported together."""

    name: Text
    fronts: Texts = Field(min_length=1)


class Coupling(Written):
    """How strongly attacks on the front `from` move the front `to`; pairs left out weigh 1."""

    from_: str = Field(alias="from")
    to: str
    weight: Annotated[float, Field(ge=0)]
    source: Text
