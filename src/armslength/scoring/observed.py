"""Reported events in the form in which forecasts are scored: increments of counts, and dated occurrences.

Nothing is interpolated. A tally is scored whole or not at all; an umbrella's total scores the sum over its fronts;
a dated attack outside a tally is no count, for a day without a row is not a day without an attack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from armslength.results.backtest import Vintage
from armslength.scenario import Event, Scenario
from armslength.scenario.dates import LATER
from armslength.scenario.standing import without_ends
from armslength.scoring.scoring_actors import ScoringActors

ASSUMED = "assumed"
HALTS = ("suspension", "suspension_end", "order", "truce")  # what begins the stretch of "since the last halt"
TRUCE_BELOW = 0.05  # a trigger weaker than this share of its peak is a truce, known on its first day
VINTAGE = (
    "At each origin the case holds rows published by then. A row without a date of publication counts from its own last "
    "day; a row from a page edited since is {edited}; of the trigger war, a phase's mean is used once the phase is over."
)
LEAST_COVER = 0.5  # share of a window's days that must be counted for the window to be scored


@dataclass(frozen=True)
class Increment:
    """A reported count of all attacks on some fronts between two days, both included."""

    start: date
    end: date
    count: int
    series: str
    event_id: str
    assumed: bool = False  #: written down by the case's author, not by a counter: informs, but is not scored

    @property
    def days(self) -> int:
        """Number of days covered."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Occurrence:
    """An event that happened on a day."""

    day: date
    kind: str  #: `reprisal`, `lethal`, `suspension`, `acceptance`, `patron_strike` or `war`
    subject: str  #: an adversary, a front or a client
    level: int
    event_id: str
    label: str


@dataclass(frozen=True)
class Halt:
    """A day on which a client announced a halt or its end, or on which an order reached it."""

    day: date
    fronts: frozenset[str]


@dataclass(frozen=True)
class Observed:
    """What was reported: counts by target, and occurrences in order of time."""

    counts: dict[str, list[Increment]] = field(
        default_factory=dict
    )  #: by target, in order, never overlapping
    occurrences: list[Occurrence] = field(default_factory=list)
    halts: list[Halt] = field(default_factory=list)
    attacks: dict[str, list[date]] = field(default_factory=dict)  #: days of dated attacks, by front
    deaths_stated: frozenset[str] = frozenset()  #: adversaries of whom some row says whether attacks killed
    secondary: int = 0  #: tallies of series that do not drive the replay: other definitions, not scored
    last: date | None = None  #: the last day that any row speaks of

    def within(self, target: str, first: date, last: date) -> list[Increment]:
        """Return the increments of a target that lie wholly between two days."""
        return [i for i in self.counts.get(target, ()) if first <= i.start and i.end <= last]

    def last_halt(self, fronts: Iterable[str]) -> date | None:
        """Return the day of the last halt or order that concerned any of some fronts, None where there was none."""
        asked = set(fronts)
        return max((halt.day for halt in self.halts if halt.fronts & asked), default=None)

    def quiet(self, fronts: Iterable[str], first: date, last: date) -> bool:
        """Return whether all that is counted of some fronts was counted on each of these days, and no attack is known."""
        asked = set(fronts)
        if any(first <= day <= last for front in asked for day in self.attacks.get(front, ())):
            return False
        counted = [increments for target, increments in self.counts.items() if asked & set(target.split(";"))]
        return bool(counted) and all(_all_zero(increments, first, last) for increments in counted)


def _all_zero(increments: Iterable[Increment], first: date, last: date) -> bool:
    within = [i for i in increments if i.start <= last and i.end >= first]
    days = sum((min(i.end, last) - max(i.start, first)).days + 1 for i in within)
    return days == (last - first).days + 1 and not any(i.count for i in within)


def observe(events: Iterable[Event], actors: ScoringActors) -> Observed:
    """Return the increments and the occurrences that events report."""
    counts: dict[str, list[Increment]] = {}
    occurrences: list[Occurrence] = []
    halts: list[Halt] = []
    attacks: dict[str, list[date]] = {}
    stated: set[str] = set()
    secondary, last = 0, None
    for event in events:
        last = event.told_until if last is None else max(last, event.told_until)
        if event.kind == "tally":
            if actors.is_secondary(event):
                secondary += 1
                continue
            increment = Increment(
                event.date,
                event.end_date,
                int(event.count or 0),
                event.series or "",
                event.event_id,
                event.source == ASSUMED,
            )
            counts.setdefault(actors.target_of(event), []).append(increment)
        if event.kind in HALTS:
            fronts = event.fronts or [f for f in actors.fronts if actors.client_of(f) in event.clients]
            halts.append(Halt(event.date, frozenset(fronts)))
        if event.lethal is not None or event.deaths is not None:
            stated |= {
                actors.adversary_of(front) for front in event.fronts or actors.target_of(event).split(";")
            }
        if event.kind == "attack":
            for front in event.fronts:
                attacks.setdefault(front, []).append(event.date)
        occurrences += _occurrences(event, actors)
    for target, increments in counts.items():
        counts[target] = _without_overlap(sorted(increments, key=lambda i: (i.start, i.end)))
    return Observed(
        counts=counts,
        occurrences=sorted(occurrences, key=lambda o: o.day),
        halts=halts,
        attacks=attacks,
        deaths_stated=frozenset(stated),
        secondary=secondary,
        last=last,
    )


def _without_overlap(increments: list[Increment]) -> list[Increment]:
    """Keep the first of any increments that count the same day; the check of a scenario refuses such rows."""
    apart: list[Increment] = []
    for increment in increments:
        if not apart or increment.start > apart[-1].end:
            apart.append(increment)
    return apart


def _occurrences(event: Event, actors: ScoringActors) -> Iterator[Occurrence]:
    label = event.note or event.kind.replace("_", " ")
    if event.kind == "reprisal" and event.adversary:
        yield Occurrence(event.date, "reprisal", event.adversary, event.level or 1, event.event_id, label)
    elif event.kind == "attack" and ((event.lethal or 0) > 0 or (event.deaths or 0) > 0):
        for front in event.fronts[:1]:  # several named: the first carries harm and deaths
            yield Occurrence(event.date, "lethal", front, 0, event.event_id, label)
    elif event.kind == "suspension":
        named = event.clients or tuple(dict.fromkeys(actors.client_of(f) for f in event.fronts))
        for client in named:
            yield Occurrence(event.date, "suspension", client, 0, event.event_id, label)
    elif event.kind == "order" and event.accepted:
        for client in event.clients or dict.fromkeys(actors.client_of(f) for f in event.fronts):
            yield Occurrence(event.date, "acceptance", client, 0, event.event_id, label)
    elif event.kind in ("patron_strike", "war"):
        yield Occurrence(event.date, event.kind, event.adversary or "", 0, event.event_id, label)


def known_on(event: Event, admit_revised: bool) -> date:
    """Return the day from which a row may be used.

    Its publication; where that is unknown, its own last day. A page edited since counts as never published, unless
    such rows are admitted: then as on their own last day.
    """
    if event.published is None or (event.published == LATER and admit_revised):
        return event.told_until
    return max(event.published, event.told_until)


def case_on(case: Scenario, day: date, admit_revised: bool = False) -> Scenario:
    """Return the case as it stood on a day: what had been published by then, and nothing else of the record.

    A phase of the trigger war is known by its mean only once it is over; until then the last finished phase of the
    same side (war or truce) stands in for it. That a truce began or ended is known on its day.
    """
    told = (e.as_of(day) for e in case.events)
    events = [e for e in told if e is not None and known_on(e, admit_revised) <= day]
    case = without_ends(case)  # whether a group has ended is said on the as-of date, looking back
    return replace(case, as_of=day, events=events, trigger=_trigger_on(case, day))


def _trigger_on(case: Scenario, day: date) -> list[tuple[date, float]]:
    begun = sorted((d, v) for d, v in case.trigger if d <= day)
    ends = sorted(d for d, _ in case.trigger)[1 : len(begun) + 1]
    over = len(ends) == len(begun) and bool(begun) and ends[-1] == day + timedelta(days=1)
    if len(begun) < 2 or over:
        return begun or [(case.start, 1.0)]
    *finished, (start, value) = begun
    truce = value < TRUCE_BELOW
    alike = [v for _, v in finished if (v < TRUCE_BELOW) == truce]
    return [*finished, (start, alike[-1] if alike else value)]


def vintage_of(case: Scenario, admit_revised: bool) -> Vintage:
    """Return what is known at an origin, and how many rows of the record each rule concerns."""
    published = [e.published for e in case.events]
    edited = sum(day == LATER for day in published)
    return Vintage(
        policy=VINTAGE.format(
            edited="admitted and counts from its own last day" if admit_revised else "left out"
        ),
        undated_used_from_their_last_day=published.count(None),
        edited_since_left_out=0 if admit_revised else edited,
        edited_since_admitted=edited if admit_revised else 0,
        published_after_the_as_of_date_never_used=sum(
            day is not None and case.as_of < day < LATER for day in published
        ),
    )
