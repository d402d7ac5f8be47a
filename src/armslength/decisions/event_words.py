"""The words for each kind of event that differs between two futures, the gravest kind first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from armslength.narrate import many, reprisal_against
from armslength.scenario.unvalued import LEADERSHIP
from armslength.world.records import Events

#: the sentence for the actor's name and its numbers with and without the strategy; empty where there is nothing to say
Words = Callable[[str, float, float], str]


class EventWords(NamedTuple):
    """How a difference in an event reads."""

    field: str
    actors: Literal["fronts", "adversaries"] | None  #: whose it is; None for the whole network
    words: Words
    is_minor: bool = False  #: whether it is only another number of attacks


def _restraint(front: str, now: float, was: float) -> str:
    if (was > 0) == (now > 0):
        return ""
    return f"{front}: the client {'accepts an order of restraint' if now > 0 else 'takes no such order that day'}"


def _reprisal(who: str, now: float, was: float) -> str:
    """Tell a reprisal by its level up to the second; above it only that there is one, lest a story price a leader."""
    told = [reprisal_against(x) if x < LEADERSHIP else "a reprisal" for x in (now, was)]
    return f"{who}: {told[0]} instead of {told[1]}" if told[0] != told[1] else ""


def _attacks(front: str, now: float, was: float) -> str:
    return f"{front}: {many(now, 'attack')} that day instead of {was:.0f}"


# fmt: off
EVENT_WORDS: Sequence[EventWords] = (
    EventWords("war", None, lambda _, now, was: f"Regional war {'begins' if now > was else 'does not begin'}"),
    EventWords("level", "adversaries", _reprisal),
    EventWords("patron_strike", "adversaries", lambda who, now, _: f"The patron's own forces {'strike' if now else 'do not strike'} {who}"),
    EventWords("deaths", "fronts", lambda who, now, was: f"{who}: {now:.0f} killed instead of {was:.0f}"),
    EventWords("restraint", "fronts", _restraint),
    EventWords("opened", "fronts", lambda who, now, _: f"{who}: the front {'opens' if now else 'does not open'}"),
    EventWords("count", "fronts", _attacks, is_minor=True),
)
# fmt: on


def sizes(events: Events, field: str, day: int) -> Sequence[float]:
    """Return the size of an event for each actor on a day, numbered from 0; `restraint` is what was accepted of an order."""
    if field == "restraint":
        return [float(x) for x in events.tempo_order[day] * events.accepted[day]]
    at = getattr(events, field)[day]
    return [float(x) for x in at] if at.ndim else [float(at)]
