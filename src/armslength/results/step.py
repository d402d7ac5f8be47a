"""The record of a step: what happens in one world day by day, and the state that it leaves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from armslength.formatting import day
from armslength.results.record import Count, Document, Record, Share, described, optional


class DayEvent(Record):
    """What happens on a day."""

    day: date = described("the day")
    text: str = described("the event in words", default="")


class Order(DayEvent):
    """An order that is given on a front, and whether it is taken."""

    kind: Literal["order"] = described("an order", default="order")
    front: str = described("the front")
    patron: str = described(
        "id of the patron that gives it, where there are several",
        default="",
        exclude_if=lambda value: not value,
    )
    tempo_order: Share | None = optional("how far the client is asked to attack less", default=None)
    release_order: Share | None = optional("how far it is asked to do as it likes", default=None)
    cap_order: Share | None = optional("how far it is asked to kill less", default=None)
    accepted: bool = described("whether the client takes it")


class Opening(DayEvent):
    """A front that opens."""

    kind: Literal["opening"] = described("the opening of a front", default="opening")
    front: str = described("the front")


class Attack(DayEvent):
    """Attacks on a front."""

    kind: Literal["attack"] = described("attacks on a front", default="attack")
    front: str = described("the front")
    count: Count = described("attacks", "attacks")
    harmed: Count = described("attacks with injury or damage and no deaths", "attacks")
    lethal: Count = described("attacks that kill the adversary's own people", "attacks")
    deaths: Count = described("the adversary's own dead", "deaths")
    within_control: Share | None = optional(
        "where there are lethal attacks, the probability that they are by a client within the patron's control",
        default=None,
    )


class Reprisal(DayEvent):
    """An adversary that strikes back."""

    kind: Literal["reprisal"] = described("a reprisal", default="reprisal")
    adversary: str = described("the adversary")
    level: int = described("1 materiel, 2 personnel, 3 leadership, 4 the patron itself", ge=1, le=4)
    answered: tuple[str, ...] = described("fronts that it answers")


class PatronStrike(DayEvent):
    """The patron's own forces against an adversary."""

    kind: Literal["patron_strike"] = described("a strike by the patron's own forces", default="patron_strike")
    adversary: str = described("the adversary")


class LadderReading(DayEvent):
    """Where the day stands on the ladder of escalation."""

    kind: Literal["ladder"] = described("the rung of the day", default="ladder")
    rung: Count = described("rung of the ladder")


StepEvent = Annotated[
    Order | Opening | Attack | Reprisal | PatronStrike | LadderReading, Field(discriminator="kind")
]


class ToldDays(Record):
    """A day in sentences, or several days on which nothing happens."""

    day: date = described("the first day")
    until: date = described("the last day")
    says: tuple[str, ...] = described("sentences without their full stop")
    quiet: bool = described("whether nothing happens", default=False)

    @property
    def dates(self) -> str:
        """The day that is told, or the first and the last, in words."""
        return day(self.day) if self.until == self.day else f"{day(self.day)} to {day(self.until)}"


class SavedState(Document):
    """One world at the end of a day, as a file holds it."""

    kind: ClassVar[str] = "saved state"
    made_by: ClassVar[str] = "armslength step CASE --out FILE"

    format: Literal["armslength-state/1"] = described(
        "another number means that keys have changed", default="armslength-state/1"
    )
    scenario: str = described("name of the case, or its folder")
    scenario_hash: str = described(
        "SHA-256 of the case's files: a state of another version of them is refused"
    )
    day: date = described("the day at whose end the world stands so")
    parameters: dict[str, float] = described("value of each parameter")
    state: dict[str, float | tuple[float, ...]] = described(
        "each quantity of the state: one number, or one for each actor in the scenario's order"
    )


class StepResult(Document):
    """What happens in the days of a step, and where everyone then stands."""

    kind: ClassVar[str] = "step"
    made_by: ClassVar[str] = "armslength step STATE"

    events: tuple[StepEvent, ...] = described("what happens, day by day")
    state: SavedState = described("the state at the end")
