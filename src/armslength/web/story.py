"""One future in sentences: what happens, day by day, in the case's own names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from armslength.forecasting.step import narrator_of
from armslength.formatting import day
from armslength.narrate import total
from armslength.results import Record, described
from armslength.results.step import StepEvent, ToldDays
from armslength.scenario import Scenario


class Story(Record):
    """One future in sentences."""

    ready: Literal[True] = True
    seed: int = described("number of the future")
    days: tuple[ToldDays, ...] = described("what happens, day by day")
    in_all: str = described("what it all comes to, in one sentence")
    events: tuple[StepEvent, ...] = described("every event as `armslength step --json` prints it")


class StoryView(Story):
    """One future in sentences, and where its files are had from."""

    run: str = described("id of the run that holds its files")


def tell_story(scenario: Scenario, seed: int, events: Sequence[StepEvent]) -> Story:
    """Return a future in sentences from its events, in order."""
    days = tuple(narrator_of(scenario).days(events))
    return Story(seed=seed, days=days, in_all=total(events), events=tuple(events))


def story_text(scenario: Scenario, days: int, story: Story) -> str:
    """Return a story as plain text to take away."""
    title = scenario.title or scenario.name
    head = f"{title}: future {story.seed}, {days} days from {day(scenario.as_of)}"
    note = "Not what will happen: one of the futures that the model finds possible, with every parameter at its value."
    lines = [f"{part.dates}. {'. '.join(part.says)}." for part in story.days]
    return "\n\n".join([head, note, *lines, story.in_all]) + "\n"
