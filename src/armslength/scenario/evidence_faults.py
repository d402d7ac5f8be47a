"""Faults of evidence: events, trigger, claims and sources against the scenario that they inform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from armslength.errors import Fault
from armslength.scenario.claim_targets import targets
from armslength.scenario.events import Event
from armslength.scenario.schema import Claim, ScenarioFile, Source
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.trigger_file import TriggerRow
from armslength.scenario.yaml_text import Document, Path
from armslength.world.mechanism import Mechanism
from armslength.world.step import STEPS


def dated_by_source(events: Iterable[Event], sources: Mapping[str, Source]) -> list[Event]:
    """Return the events, those that do not say when their source appeared dated by `sources.yaml`."""
    return [
        replace(e, published=sources[e.source].published)
        if e.published is None and e.source in sources
        else e
        for e in events
    ]


def event_faults(name: str, events: Sequence[Event], file: ScenarioFile) -> Iterator[Fault]:
    """Yield rows outside the history, or naming whom the scenario does not know."""
    for event in events:

        def fault(what: str, hint: str | None = None, line: int = event.line) -> Fault:
            return Fault(name, line, what, hint)

        named = (
            ("front", event.fronts, file.fronts),
            ("client", event.clients, file.clients),
            ("adversary", filter(None, [event.adversary]), file.adversaries),
            ("commander", filter(None, [event.commander]), file.commanders),
            ("patron", filter(None, [event.patron]), file.all_patrons() or [event.patron or ""]),
            ("series", filter(None, [event.series]), file.series),
        )
        for what, names, known in named:
            for given in names:
                if given not in known:
                    yield fault(f"unknown {what} '{given}'", did_you_mean(given, known))
        yield from _by_whom(name, event, file)
        yield from _when(name, event, file)
        yield from _after_end(name, event, file)
        yield from _within_step(name, event, file)
        yield from _other_than_named(name, event, file)
        covered = file.counted_by(event.series) if event.series in file.series else ()
        if event.kind == "tally" and event.fronts and set(covered) - set(event.fronts):
            how = "leave `front` empty, or declare a series for these fronts alone"
            yield fault(
                f"a tally of '{event.series}' counts all its fronts, not {', '.join(event.fronts)} alone", how
            )
        for front in event.fronts:
            if covered and front in file.fronts and front not in covered:
                yield fault(
                    f"the series '{event.series}' does not cover the front '{front}'",
                    "add it to the series' fronts",
                )


def _other_than_named(name: str, event: Event, file: ScenarioFile) -> Iterator[Fault]:
    """Yield fronts that are those of another adversary, or of another client, than the row names."""
    for front in event.fronts:
        client, _, adversary = front.partition("/")
        if front not in file.fronts:
            continue
        if event.adversary and event.adversary != adversary:
            what = f"names the adversary '{event.adversary}' and the front '{front}', which is one with '{adversary}'"
            yield Fault(name, event.line, what, "name one of its own fronts, or leave `front` empty")
        if event.clients and client not in event.clients:
            what = f"names the client '{';'.join(event.clients)}' and the front '{front}', which is one of '{client}'"
            yield Fault(name, event.line, what, "name its own fronts, or leave one of the two empty")


def _by_whom(name: str, event: Event, file: ScenarioFile) -> Iterator[Fault]:
    """Yield orders and visits whose patron is not said, or is none of the client's."""
    if event.kind not in ("order", "visit") or (event.patron and event.patron not in file.all_patrons()):
        return
    clients = dict.fromkeys([*event.clients, *(front.partition("/")[0] for front in event.fronts)])
    for client in (c for c in clients if c in file.clients):
        patrons = file.patrons_of(client)
        if not patrons:
            what = f"an {event.kind} to '{client}'" if event.kind == "order" else f"a visit to '{client}'"
            yield Fault(name, event.line, f"{what}, whom nobody supports", "say who supported it when")
        elif event.patron and event.patron not in patrons:
            what, how = f"'{event.patron}' is no patron of '{client}'", f"its patrons: {', '.join(patrons)}"
            yield Fault(name, event.line, what, how)
        elif not event.patron and len(patrons) > 1:
            what = f"'{client}' has several patrons, and the row does not say whose {event.kind} it is"
            yield Fault(name, event.line, what, f"fill 'patron': {' or '.join(patrons)}")


def _when(name: str, event: Event, file: ScenarioFile) -> Iterator[Fault]:
    declared = event.kind == "truce" and event.date <= file.as_of
    if event.end_date > file.as_of and not declared:
        yield Fault(
            name,
            event.line,
            f"{event.end_date} is after the as-of date {file.as_of}",
            "nothing later may inform the case",
        )
    if event.date < file.start:
        yield Fault(
            name,
            event.line,
            f"{event.date} is before the history starts on {file.start}",
            "move `start` or drop the row",
        )
    if (
        event.vintage(file.as_of) == "revised"
        and file.vintage.policy == "refuse"
        and (event.end_date <= file.as_of or declared)
    ):
        said = "on a page edited since" if event.published == date.max else f"published on {event.published}"
        how = "drop the row, or write `vintage: {policy: admit}`; such rows are counted on the first screen"
        yield Fault(name, event.line, f"{said}, after the as-of date {file.as_of}", how)


def _after_end(name: str, event: Event, file: ScenarioFile) -> Iterator[Fault]:
    """Yield rows in which a client acts, or is told something, after its last day; a count of zero may go on."""
    if event.kind == "tally" and (len(event.fronts) != 1 or not event.count):
        return
    named = dict.fromkeys([*event.clients, *(front.partition("/")[0] for front in event.fronts)])
    ended = [c for c in named if c in file.clients and file.clients[c].until is not None]
    if not ended or len(ended) < len(named):  # one of the others may have done it
        return
    last = max(until for c in ended if (until := file.clients[c].until) is not None)
    if event.date > last:
        what = f"speaks of '{', '.join(ended)}' on {event.date}, after its last day {last}"
        yield Fault(name, event.line, what, "a later `until`, or drop the row")


def _within_step(name: str, event: Event, file: ScenarioFile) -> Iterator[Fault]:
    """Yield a count that begins or ends within a step: nobody says how much of it fell before."""
    step = STEPS[file.step]
    if event.kind != "tally" or step.is_day or event.date < file.start or not step.can_begin(file.start):
        return
    before = (event.date - file.start).days
    if not (step.divides(file.start, before) and step.divides(file.start, before + event.days)):
        what = f"counts {event.date} to {event.end_date}, and the step of the case is a {step.name} from {file.start}"
        yield Fault(name, event.line, what, "a count begins with a step and ends with one")


def overlap_faults(name: str, events: Iterable[Event], file: ScenarioFile) -> Iterator[Fault]:
    """Yield two tallies of one series, or of two primary ones, that count the same day of the same front."""
    tallies = [(e, e.series) for e in events if e.kind == "tally" and e.series and e.series in file.series]
    reaching: list[
        tuple[Event, str, set[str]]
    ] = []  # may still overlap: rows come in order of their first day
    for later, series in tallies:
        fronts = set(later.fronts or file.counted_by(series))
        reaching = [tally for tally in reaching if tally[0].end_date >= later.date]
        for earlier, other, its_fronts in reaching:
            if not fronts & its_fronts:
                continue
            day = max(earlier.date, later.date)
            if series == other:
                what = (
                    f"overlaps the tally on line {earlier.line}: both count {day} for the series '{series}'"
                )
                hint = "tallies of one series must not overlap; write increments"
                yield Fault(name, later.line, what, hint)
            elif file.series[series].primary and file.series[other].primary:
                what = f"the primary series '{other}' and '{series}' both count {day}"
                yield Fault(name, later.line, what, "let one of them be `primary: false`")
        reaching.append((later, series, fronts))


def trigger_faults(name: str, rows: Sequence[TriggerRow], file: ScenarioFile) -> Iterator[Fault]:
    """Yield trigger values outside the history."""
    for row in rows:
        if row.date > file.as_of:
            yield Fault(
                name,
                row.line,
                f"{row.date} is after the as-of date {file.as_of}",
                "nothing later may inform the case",
            )
    if rows and rows[0].date > file.start:
        yield Fault(
            name,
            rows[0].line,
            f"starts on {rows[0].date}, after the history does",
            f"give a value for {file.start}",
        )


def claim_faults(
    document: Document,
    claims: Iterable[Claim],
    entities: Mapping[str, Iterable[str]],
    mechanisms: tuple[Mechanism, ...],
) -> Iterator[Fault]:
    """Yield claims that bear on something the model does not have."""
    known = list(targets(mechanisms))
    known += [
        path.replace("*", entity)
        for path in known
        if "*" in path
        for entity in entities[path.partition(".")[0]]
    ]
    for claim in claims:
        for i, place in enumerate(claim.bears_on):
            if place not in known:
                what = f"the claim {claim.id} bears on '{place}', which the model does not have"
                yield document.fault((claim.id, "bears_on", i), what, did_you_mean(place, known))


def source_faults(
    document: Document,
    events: tuple[str, Iterable[Event]],
    trigger: tuple[str, Iterable[TriggerRow]],
    known: Sequence[str],
) -> Iterator[Fault]:
    """Yield numbers and rows whose source nobody listed."""
    for path, text in _cited(document.data, ()):
        for part in unlisted(text, known):
            yield document.fault(path, f"unknown source '{part}'", _how(part, known))
    for name, rows in (events, trigger):
        for row in rows:
            for part in unlisted(row.source, known):
                yield Fault(name, row.line, f"unknown source '{part}'", _how(part, known))


def _how(part: str, known: Iterable[str]) -> str:
    hint = did_you_mean(part, known)
    return hint if hint.startswith("did you") else "list it in sources.yaml, or write 'assumed'"


def unlisted(text: str, known: Iterable[str]) -> Iterator[str]:
    """Yield the parts of a citation that are neither known ids nor web addresses."""
    for part in (p.strip() for p in text.split(";")):
        if part and part not in known and not part.startswith(("https://", "http://")):
            yield part


def _cited(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "source" and isinstance(value, str):
                yield (*path, key), value
            else:
                yield from _cited(value, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _cited(value, (*path, i))
