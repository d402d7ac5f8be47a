"""Which clashes of the files count on which front, and for every other one why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.importing.actors_file import ActorsFile
from armslength.importing.clash import Clash
from armslength.importing.counted import Kept
from armslength.importing.matching import Matching
from armslength.importing.periods import Span
from armslength.importing.read_file import How, ReadFile, called
from armslength.scenario.suggest import did_you_mean

CONTENTS = attrgetter("start", "end", "a", "b", "low", "best", "high")  # that rows of one id must share


def chosen(
    read: Sequence[ReadFile], matching: Matching, how: How
) -> tuple[list[tuple[tuple[str, ...], Kept]], dict[tuple[int, int], str], Counter[str]]:
    """Return the clashes that belong to fronts, for all others that concern a client why they do not, and who meets one and is nobody."""
    kept: list[tuple[tuple[str, ...], Kept]] = []
    reasons: dict[tuple[int, int], str] = {}
    seen: dict[str, Clash] = {}
    faults: list[Fault] = []
    strangers: Counter[str] = Counter()
    for number, r in enumerate(read):
        reasons |= {(number, row): why for row, why in r.understood.left_out.items()}
        for clash in r.understood.clashes:
            place = (number, clash.row)
            if clash.id in seen:
                first = seen[clash.id]
                if CONTENTS(first) != CONTENTS(clash):
                    faults.append(_twice(read, first, clash))
                reasons[place] = f"the same row stands in {read[first.file].where(first)}"
                continue
            seen[clash.id] = clash
            if how.within is not None and (why := _outside(clash, how.within)):
                reasons[place] = why
                continue
            verdict = matching.verdict(clash.a, clash.b, clash.dyad, clash.start)
            if verdict.fronts:
                kept.append((verdict.fronts, Kept(clash, verdict.own)))
            else:
                reasons[place] = verdict.why_not
                strangers.update(filter(None, [verdict.stranger]))
    if faults:
        raise ArmslengthError(*faults)
    return kept, reasons, strangers


def _twice(read: Sequence[ReadFile], first: Clash, second: Clash) -> Fault:
    r = read[second.file]
    what = f"the id {second.id} stands in {read[first.file].where(first)} too, with other contents"
    return Fault(r.stored.name, int(r.table.lines[second.row]), what, "give one of the two files, or one row")


def _outside(clash: Clash, within: Span) -> str:
    span = Span(clash.start, clash.end)
    if span.within(within):
        return ""
    if clash.end < within.start:
        return f"before {within.start}"
    return f"after {within.end}" if clash.start > within.end else f"its days reach outside {within}"


def idle_lines(matching: Matching, names: Mapping[str, int], read: Sequence[ReadFile]) -> Iterator[str]:
    """Yield lines of the list of actors that catch no name; raise where an actor is left without any."""
    faults: list[Fault] = []
    catching = {line.line: [n for n in names if line.catches(n)] for line in matching.actors.lines}
    named = {i for line in matching.actors.lines if catching[line.line] for i in line.ids}
    for line in matching.actors.lines:
        if catching[line.line] or line.role in ("front", "ignore"):
            continue
        near = did_you_mean(line.actor.strip("/"), names) if names else ""
        hint = near if near.startswith("did you mean") else "drop the line, or bring a file in which it acts"
        what = f"'{line.actor}' catches nothing in {called(read)}"
        if set(line.ids) - named:
            faults.append(Fault(matching.actors.name, line.line, what, hint))
        else:
            what = f"'{line.actor}' catches nothing in {', '.join(r.stored.short for r in read)}"
            yield str(
                Fault(Path(matching.actors.name).name, line.line, what, hint)
            )  # for a document, without folders
    if faults:
        raise ArmslengthError(*faults)


def why_none(reasons: Mapping[tuple[int, int], str], names: Mapping[str, int], actors: ActorsFile) -> str:
    """Return why no clash is left: the commonest reasons, or the nearest name."""
    number = Counter(reasons.values())
    if said := sorted(number, key=lambda why: (-number[why], why)):
        return f"its rows were left out: {'; '.join(said[:3])}"
    line = actors.lines[0]
    return did_you_mean(line.actor, names)
