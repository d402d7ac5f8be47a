"""One future in sentences: what happens, day by day, in the case's own names; days on which nothing happens together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal

from armslength.formatting import capital, day, listed
from armslength.results import Record, described
from armslength.scenario import Scenario
from armslength.world.ladder import RUNG_NAMES
from armslength.world.mechanisms.reprisal import LEVELS

Event = Mapping[str, Any]
LOWEST_RUNG = 2  # that is worth a sentence: whether somebody attacks at all is told already


class StoryDay(Record):
    """What happens on a day, or on a stretch of days on which nothing does."""

    day: str = described("first day")
    until: str = described("last day")
    says: tuple[str, ...] = described("sentences without their full stop")
    quiet: bool = described("whether nothing happens", default=False)

    @property
    def dates(self) -> str:
        """The day, or the first and the last, in words."""
        return day(self.day) + (f" to {day(self.until)}" if self.until != self.day else "")


class Story(Record):
    """One future in sentences."""

    ready: Literal[True] = True
    seed: int = described("number of the future")
    days: tuple[StoryDay, ...] = described("what happens, day by day")
    in_all: str = described("what it all comes to, in one sentence")
    events: tuple[dict[str, bool | int | float | str | list[str]], ...] = described(
        "every event as `armslength step --json` prints it"
    )


class StoryView(Story):
    """One future in sentences, and where its files are had from."""

    run: str = described("id of the run that holds its files")


def tell_story(scenario: Scenario, seed: int, events: Sequence[Event]) -> Story:
    """Return a future in sentences from its events, in order."""
    return Story(
        seed=seed,
        days=tuple(story_days(scenario, events)),
        in_all=total_sentence(events),
        events=tuple(dict(event) for event in events),
    )


def story_days(scenario: Scenario, events: Sequence[Event]) -> list[StoryDay]:
    """Return what happens day by day; quiet days that follow each other are one entry."""
    days: list[StoryDay] = []
    rung = None
    for date, of_day in groupby(events, key=lambda event: str(event["day"])):
        today = list(of_day)
        reached = next((event["rung"] for event in today if event["kind"] == "ladder"), None)
        says = [text for event in today for text in _sentences(scenario, event)]
        if reached is not None and reached != rung and reached >= LOWEST_RUNG:
            says.append(f"On the ladder: {RUNG_NAMES[reached]}")
        rung = reached
        if says:
            days.append(StoryDay(day=date, until=date, says=tuple(says)))
        elif days and days[-1].quiet:
            days[-1] = days[-1].model_copy(update={"until": date})
        else:
            days.append(StoryDay(day=date, until=date, says=("Nothing happens",), quiet=True))
    return days


def total_sentence(events: Sequence[Event]) -> str:
    """Say in one sentence what a future comes to."""
    attacks = [event for event in events if event["kind"] == "attack"]
    orders = [event for event in events if event["kind"] == "order"]
    parts = [
        _count(sum(event["count"] for event in attacks), "attack"),
        f"{sum(event['deaths'] for event in attacks) or 'nobody'} killed by them",
        _count(len(orders), "order")
        + (f" ({sum(o['accepted'] for o in orders)} accepted)" if orders else ""),
        _count(sum(event["kind"] == "reprisal" for event in events), "reprisal"),
    ]
    highest = max((event["rung"] for event in events if event["kind"] == "ladder"), default=0)
    return f"In all, {listed(parts)}; the highest rung of the ladder is {highest}, {RUNG_NAMES[highest]}."


def story_text(scenario: Scenario, days: int, story: Story) -> str:
    """Return a story as plain text to take away."""
    title = scenario.title or scenario.name
    head = f"{title}: future {story.seed}, {days} days from {day(scenario.as_of)}"
    note = "Not what will happen: one of the futures that the model finds possible, with every parameter at its value."
    lines = [f"{part.dates}. {'. '.join(part.says)}." for part in story.days]
    return "\n\n".join([head, note, *lines, story.in_all]) + "\n"


def _sentences(scenario: Scenario, event: Event) -> Iterator[str]:
    """Yield an event as sentences."""
    front = scenario.fronts.get(event.get("front", ""))
    adversary = scenario.adversaries.get(event.get("adversary", ""))
    name = front.name if front else adversary.name if adversary else ""
    if event["kind"] == "order" and front:
        client = scenario.clients[front.client].name
        answer = "it accepts" if event["accepted"] else "it refuses"
        yield f"{capital(_sender(scenario))} asks {client} {_wish(event)} ({name}); {answer}"
    elif event["kind"] == "opening":
        yield f"A front opens: {name}"
    elif event["kind"] == "attack":
        harm = (
            f", {event['deaths']:,} killed" if event["lethal"] else ", some harm" if event["harmed"] else ""
        )
        yield f"{name}: {_count(event['count'], 'attack')}{harm}"
    elif event["kind"] == "reprisal":
        fronts = [scenario.fronts[f].name for f in event["answered"]]
        whom = f", answering {fronts[0]}" if fronts else ""
        yield f"{name} strikes back against {LEVELS[event['level'] - 1]}{whom}"
    elif event["kind"] == "patron_strike":
        yield f"{scenario.patron.name}'s own forces strike {name}"


def _sender(scenario: Scenario) -> str:
    commander = scenario.commanders.get(scenario.commander_on(scenario.as_of))
    return (commander.short or commander.name) if commander else "the patron"


def _wish(event: Event) -> str:
    """Return what an order wants."""
    wishes = [
        ("tempo_order", "to hold fire" if event.get("tempo_order", 0) >= 1 else "to attack less"),
        ("release_order", "to attack more"),
        ("cap_order", "to keep from killing"),
    ]
    return listed([words for key, words in wishes if event.get(key)])


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}" if count else f"no {what}"
