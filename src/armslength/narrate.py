"""Sentences of what happens day by day, in the names of the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from armslength.formatting import capital, listed
from armslength.ladder import LEVELS, RUNG_NAMES
from armslength.results.actors import Actors
from armslength.results.step import (
    Attack,
    LadderReading,
    Opening,
    Order,
    PatronStrike,
    Reprisal,
    StepEvent,
    ToldDays,
)

ORDER_WORDS = {
    "tempo": "attack less",
    "cap": "kill less",
    "release": "do as it likes",
}  #: what an order asks of a client
TOLD_FROM = 2  # rung: that somebody attacks at all is told already


@dataclass(frozen=True)
class Narrator:
    """Tells events in the names of a case."""

    actors: Actors
    patron: str
    commander: str
    senders: Mapping[str, str] = field(default_factory=dict)  #: of several patrons, who speaks for each

    def sentence(self, event: StepEvent) -> str:
        """Return an event as a sentence without its full stop."""
        match event:
            case Order():
                client = next(f.client for f in self.actors.fronts if f.id == event.front)
                answer = "it accepts" if event.accepted else "it refuses"
                asked = f"{capital(self.senders.get(event.patron, self.commander))} asks {self.actors.name(client)} {_wish(event)}"
                return f"{asked} ({self.actors.name(event.front)}); {answer}"
            case Opening():
                return f"A front opens: {self.actors.name(event.front)}"
            case Attack():
                return f"{self.actors.name(event.front)}: {many(event.count, 'attack')}{_harm(event)}"
            case Reprisal():
                answered = f", answering {self.actors.name(event.answered[0])}" if event.answered else ""
                who = self.actors.name(event.adversary)
                return f"{who} strikes back against {LEVELS[event.level - 1]}{answered}"
            case PatronStrike():
                return f"{self.patron}'s own forces strike {self.actors.name(event.adversary)}"
            case LadderReading():
                return f"On the ladder, rung {event.rung}: {RUNG_NAMES[event.rung]}"

    def days(self, events: Sequence[StepEvent]) -> list[ToldDays]:
        """Return the days in sentences; days on which nothing happens are told together."""
        told: list[ToldDays] = []
        rung = None
        for on, of_day in groupby(events, key=lambda event: event.day):
            says = []
            for event in of_day:
                if not isinstance(event, LadderReading):
                    says.append(self.sentence(event))
                elif event.rung != rung:
                    says += [self.sentence(event)] if event.rung >= TOLD_FROM else []
                    rung = event.rung
            if not says and told and told[-1].quiet:
                told[-1] = told[-1].model_copy(update={"until": on})
            else:
                told.append(
                    ToldDays(day=on, until=on, says=tuple(says or ["Nothing happens"]), quiet=not says)
                )
        return told


def total(events: Sequence[StepEvent]) -> str:
    """Return what the events come to, in a sentence."""
    attacks = [event for event in events if isinstance(event, Attack)]
    orders = [event for event in events if isinstance(event, Order)]
    accepted = f" ({sum(order.accepted for order in orders)} accepted)" if orders else ""
    counts = [
        many(sum(attack.count for attack in attacks), "attack"),
        f"{sum(attack.deaths for attack in attacks) or 'nobody'} killed by them",
        many(len(orders), "order") + accepted,
        many(sum(isinstance(event, Reprisal) for event in events), "reprisal"),
    ]
    highest = max((event.rung for event in events if isinstance(event, LadderReading)), default=0)
    return f"In all, {listed(counts)}; the highest rung of the ladder is {highest}, {RUNG_NAMES[highest]}."


def many(count: float, what: str) -> str:
    """Return a count of things in words.

    >>> many(0, "attack"), many(1, "attack"), many(1200, "attack")
    ('no attack', '1 attack', '1,200 attacks')
    """
    return f"{count:,.0f} {what}{'s' * (count != 1)}" if count else f"no {what}"


def asked_of_client(orders: Mapping[str, float | None]) -> str:
    """Return what orders of these strengths ask, in words; a full order of restraint asks to hold fire.

    >>> asked_of_client({"tempo": 1.0, "cap": 0.5}), asked_of_client({"tempo": 0.5})
    ('to hold fire and to kill less', 'to attack less')
    """
    wishes = {"tempo": "hold fire"} if (orders.get("tempo") or 0) >= 1 else {}
    return listed(
        [f"to {wishes.get(name) or ORDER_WORDS[name]}" for name, strength in orders.items() if strength]
    )


def reprisal_against(level: float) -> str:
    """Return a reprisal of a level in words.

    >>> reprisal_against(0), reprisal_against(2)
    ('no reprisal', 'a reprisal against personnel')
    """
    return f"a reprisal against {LEVELS[int(level) - 1]}" if level else "no reprisal"


def _wish(event: Order) -> str:
    return asked_of_client(
        {"tempo": event.tempo_order, "cap": event.cap_order, "release": event.release_order}
    )


def _harm(event: Attack) -> str:
    if not event.lethal:
        return ", some harm" if event.harmed else ""
    within = event.within_control
    by = "" if within is None else f" (by a client within the patron's control with probability {within:.2f})"
    return f", {event.deaths:,} killed{by}"
