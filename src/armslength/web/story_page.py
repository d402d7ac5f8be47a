"""One future in sentences: what happens, day by day, in the case's own names; days on which nothing happens together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from armslength.formatting import capital, day, listed
from armslength.scenario import Scenario
from armslength.world.ladder import RUNG_NAMES
from armslength.world.mechanisms.reprisal import LEVELS

Event = Mapping[str, Any]
Told = list[dict[str, Any]]
SAID_FROM = 2  # rung: whether somebody attacks at all is told already


def told(scenario: Scenario, events: Sequence[Event]) -> Told:
    """What happens, each entry a day or a quiet stretch: `day`, `until`, `says` (sentences without their full stop)."""
    made: Told = []
    rung = None
    for on, of_day in groupby(events, key=lambda event: event["day"]):
        held = list(of_day)
        reached = next((event["rung"] for event in held if event["kind"] == "ladder"), None)
        says = [text for event in held for text in _said(scenario, event)]
        if reached is not None and reached != rung and reached >= SAID_FROM:
            says.append(f"On the ladder: {RUNG_NAMES[reached]}")
        rung = reached
        if says:
            made.append({"day": on, "until": on, "says": says})
        elif made and made[-1].get("quiet"):
            made[-1]["until"] = on
        else:
            made.append({"day": on, "until": on, "says": ["Nothing happens"], "quiet": True})
    return made


def summed(events: Sequence[Event]) -> str:
    """What it all comes to, in one sentence."""
    attacks = [event for event in events if event["kind"] == "attack"]
    orders = [event for event in events if event["kind"] == "order"]
    many = [
        _many(sum(event["count"] for event in attacks), "attack"),
        f"{sum(event['deaths'] for event in attacks) or 'nobody'} killed by them",
        _many(len(orders), "order") + (f" ({sum(o['accepted'] for o in orders)} accepted)" if orders else ""),
        _many(sum(event["kind"] == "reprisal" for event in events), "reprisal"),
    ]
    highest = max((event["rung"] for event in events if event["kind"] == "ladder"), default=0)
    return f"In all, {listed(many)}; the highest rung of the ladder is {highest}, {RUNG_NAMES[highest]}."


def as_text(scenario: Scenario, seed: int, days: int, events: Sequence[Event]) -> str:
    """The same to take away."""
    head = f"{scenario.title or scenario.name}: future {seed}, {days} days from {day(scenario.as_of.isoformat())}"
    note = "Not what will happen: one of the futures that the model finds possible, with every parameter at its value."
    lines = [f"{dates(part)}. {'. '.join(part['says'])}." for part in told(scenario, events)]
    return "\n\n".join([head, note, *lines, summed(events)]) + "\n"


def dates(part: Mapping[str, Any]) -> str:
    """The day of an entry, or its days."""
    return day(part["day"]) + (f" to {day(part['until'])}" if part["until"] != part["day"] else "")


def _said(scenario: Scenario, event: Event) -> Iterator[str]:
    """An event as sentences."""
    front = scenario.fronts.get(event.get("front", ""))
    adversary = scenario.adversaries.get(event.get("adversary", ""))
    name = front.name if front else adversary.name if adversary else ""
    if event["kind"] == "order" and front:
        client = scenario.clients[front.client].name
        answer = "it accepts" if event["accepted"] else "it refuses"
        yield f"{capital(_sender(scenario))} asks {client} {_asked(event)} ({name}); {answer}"
    elif event["kind"] == "opening":
        yield f"A front opens: {name}"
    elif event["kind"] == "attack":
        harm = (
            f", {event['deaths']:,} killed" if event["lethal"] else ", some harm" if event["harmed"] else ""
        )
        yield f"{name}: {_many(event['count'], 'attack')}{harm}"
    elif event["kind"] == "reprisal":
        answered = [scenario.fronts[f].name for f in event["answered"]]
        whom = f", answering {answered[0]}" if answered else ""
        yield f"{name} strikes back against {LEVELS[event['level'] - 1]}{whom}"
    elif event["kind"] == "patron_strike":
        yield f"{scenario.patron.name}'s own forces strike {name}"


def _sender(scenario: Scenario) -> str:
    held = scenario.commanders.get(scenario.commander_on(scenario.as_of))
    return (held.short or held.name) if held else "the patron"


def _asked(event: Event) -> str:
    """What an order wants."""
    wants = [
        ("tempo_order", "to hold fire" if event.get("tempo_order", 0) >= 1 else "to attack less"),
        ("release_order", "to attack more"),
        ("cap_order", "to keep from killing"),
    ]
    return listed([words for key, words in wants if event.get(key)])


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}" if count else f"no {what}"
