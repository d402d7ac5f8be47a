"""The line we keep, in one place: no number is given for what a strike on a leader or on the patron, or the loss of a commander, would gain.

Such events stay in a case as records of the past. No analysis takes them, or a parameter that says what they do, for a
cause or for something to watch, and none is added to a case from a day that the case does not reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase

from armslength.errors import Fault
from armslength.scenario.events import Event
from armslength.scenario.schema import Source

LEADERSHIP = 3  #: the lowest level of a reprisal that strikes a leader; the next strikes the patron itself
IN_WORDS = "a strike on a leader or on the patron, and the loss of a commander"
#: parameters that say what such an event does, how often it comes, or who a commander is
PARAMETERS = (
    "*.of_level_3",
    "*.of_level_4",
    "adversaries.*.level_gap",
    "reprisal.patron_threshold",
    "commanders.*",
    "ties.*",
    "grievance.loss_of_commander",
)
MECHANISM = "succession"  #: moves nothing but at the loss of a commander


def is_unvalued(event: Event) -> bool:
    """Return whether an event is a strike on a leader or on the patron, or the loss of a commander."""
    return event.kind == "succession" or (event.kind == "reprisal" and (event.level or 0) >= LEADERSHIP)


def is_unvalued_parameter(path: str) -> bool:
    """Return whether an analysis that ranks parameters leaves this one out.

    >>> is_unvalued_parameter("fear.of_level_4"), is_unvalued_parameter("fear.of_level_2")
    (True, False)
    """
    return any(fnmatchcase(path, pattern) for pattern in PARAMETERS)


def what_it_is(event: Event) -> str:
    """Return such an event by its kind, without the name of anybody."""
    if event.kind == "succession":
        return "a commander takes office"
    return "a strike on a leader" if event.level == LEADERSHIP else "a strike on the patron or its officers"


def supposed(
    added: Iterable[Event], known_until: date, sources: Mapping[str, Source], place: str
) -> Iterator[Fault]:
    """Yield a fault for each such event among rows added to a case, unless it is a published record of its past."""
    for event in added:
        if not is_unvalued(event):
            continue
        source = sources.get(event.source)
        is_published = event.published is not None or (source is not None and source.published is not None)
        is_published &= event.source != "assumed"
        if event.date > known_until or not is_published:
            why = f"is dated after {known_until}" if event.date > known_until else "has no published source"
            what = f"'{event.event_id}' {why}: {IN_WORDS}, is added to a case as a published record of its past alone"
            yield Fault(place, event.line or None, what, "none that is supposed is given a number")
