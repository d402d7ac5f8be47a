"""The check of a scenario: everything that is wrong at once, and what its data cannot answer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.coverage import unanswerable
from armslength.scenario.dates import not_come
from armslength.scenario.events import Event
from armslength.scenario.files import EVENTS, SCENARIO, SOURCES, TRIGGER, read_folder
from armslength.scenario.load import find
from armslength.scenario.parse import assemble
from armslength.scenario.scenario import Scenario
from armslength.scenario.support import changes
from armslength.scenario.trigger_file import read_trigger


@dataclass(frozen=True)
class Report:
    """What a check found."""

    faults: tuple[Fault, ...]  #: the scenario does not load until these are mended
    cannot_answer: tuple[str, ...]  #: what these data leave to the prior, one sentence each
    warnings: tuple[str, ...]  #: worth a look; the scenario loads
    scenario: Scenario | None = None  #: where it loads

    @property
    def sound(self) -> bool:
        """Whether the scenario loads."""
        return not self.faults


def check(path: str | Path) -> Report:
    """Return every fault of a scenario, or what it cannot answer and what to look at.

    Nothing in the files makes it raise.
    """
    try:
        texts, faults = read_folder(find(path))
    except ArmslengthError as error:
        return Report(tuple(error.faults), (), ())
    scenario, more = assemble(texts)
    if faults or more or scenario is None:
        return Report((*faults, *more), (), ())
    return Report((), tuple(unanswerable(scenario)), tuple(warnings(scenario)), scenario)


def warnings(scenario: Scenario) -> Iterator[str]:
    """Yield what is allowed and what a careful analyst would look at all the same."""
    events = scenario.files.name(EVENTS)
    if scenario.revised_count:
        yield (
            f"{events}: {scenario.revised_count} events come from pages published or edited after "
            f"{scenario.as_of} (vintage: revised)"
        )
    if scenario.undated_count:
        yield f"{events}: {scenario.undated_count} events have a source whose day of publication is unknown"
    yield from _not_yet(scenario)
    early = [e for e in scenario.events if e.published is not None and e.published < e.date]
    if early:
        yield (
            f"{events}:{early[0].line}: {len(early)} events were published before they happened, this one "
            f"on {early[0].published}"
        )
    dated: dict[str | None, list[Event]] = {}
    for e in scenario.events:
        if e.kind == "attack":
            dated.setdefault(e.series, []).append(e)
    for tally in (e for e in scenario.events if e.kind == "tally"):
        own = dated.get(tally.series, [])  # in order of date
        first = bisect_left(own, tally.date, key=lambda e: e.date)
        inside = own[first : bisect_right(own, tally.end_date, key=lambda e: e.date)]
        number = sum(1 if e.count is None else e.count for e in inside)
        if number > (tally.count or 0):
            yield f"{events}:{tally.line}: {number} attacks are dated inside this tally of {tally.count}"
    if idle := [name for name in scenario.sources if name not in _cited(scenario)]:
        yield f"{scenario.files.name(SOURCES)}: nothing cites {', '.join(idle)}"


def _not_yet(scenario: Scenario) -> Iterator[str]:
    """Yield an as-of date that has not come, and commanders who are never in office."""
    file = scenario.files.name(SCENARIO)
    if said := not_come(scenario.as_of):
        yield f"{file}: {said}"
    in_office = {scenario.commander_on(scenario.start, patron) for patron in scenario.patrons}
    in_office |= {c.id for c in scenario.commanders.values() if c.took_office is not None}
    in_office |= {e.commander for e in scenario.events if e.kind == "succession" and e.commander}
    for commander in scenario.commanders.values():
        if commander.id not in in_office:
            yield (
                f"{file}: {commander.name} is never in office: no succession in the events names "
                f"'{commander.id}', and no `took_office` says since when"
            )


def _cited(scenario: Scenario) -> set[str]:
    """Return every source, claim or series that something names."""
    texts = (
        [e.source for e in scenario.events]
        + [s.source for s in scenario.sites()]
        + [scenario.trigger_peak.source]
    )
    texts += [period.source for period in (*scenario.host_pressure, *scenario.public_threats)]
    texts += [span.source for _, _, span in changes(scenario)]
    texts += [x.source for group in (scenario.payoffs, scenario.strategies) for x in group.values()]
    trigger, _ = read_trigger(scenario.files.texts.get(TRIGGER, ""), TRIGGER)
    texts += [row.source for row in trigger]
    return {part.strip() for text in texts for part in text.split(";")}
