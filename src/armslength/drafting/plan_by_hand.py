"""The plan of a case by a person's own `actors.csv`: its clients, adversaries, fronts and labels stand as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from armslength.drafting.clients import Candidate
from armslength.drafting.opponents import Found, Pair
from armslength.drafting.plan import Client, Front, Plan, Umbrella, covered_by_rule, refuse_too_few, slug
from armslength.importing.actors_file import ActorLine, ActorsFile
from armslength.importing.import_events import Counts, Imported
from armslength.importing.periods import Span


def plan_by_hand(
    case: Span,
    patrons: tuple[Sequence[str], Sequence[str]],
    wanted: Sequence[Candidate],
    actors: ActorsFile,
    imported: Imported,
    declared: Sequence[Span],
) -> Plan:
    """Return the plan.

    Args:
        case: first and last day.
        patrons: names of the patrons: those that the user named, and the other ones.
        wanted: groups that the support data name; those that no line catches are left out and said so.
        actors: the person's list.
        imported: the clashes that it catches within the case.
        declared: spans that the user declared covered.
    """
    days = _days_by_front(imported.series)
    refuse_too_few(case, sum(map(len, days.values())))
    clients = {i: _client(i, actors, wanted) for i in sorted({f.partition("/")[0] for f in days})}
    adversaries = {i: _name(i, "adversary", actors) for i in sorted({f.partition("/")[2] for f in days})}
    data = imported.reach
    fronts = []
    for front, when in sorted(days.items()):
        client, _, adversary = front.partition("/")
        pair = Pair(clients[client].name, adversaries[adversary], "", sorted(when))
        years = {*pair.years, *_active(clients[client].candidate, adversary, actors)}
        fronts.append(Front(client, adversary, pair, covered_by_rule(years, case, data, declared)))
    return Plan(
        case=case,
        patrons=(*patrons[0], *patrons[1]),
        named=tuple(patrons[0]),
        clients=tuple(clients.values()),
        adversaries=adversaries,
        fronts=tuple(fronts),
        left_out=(),
        without_front=tuple(c for c in wanted if not any(line.catches(c.name) for line in actors.lines)),
        found=Found({}, {}, (), data, {}),
        declared=tuple(declared),
        lines=actors.lines,
        umbrellas=_umbrellas(actors, imported.series),
        by_hand=True,
    )


def _days_by_front(series: Iterable[Counts]) -> dict[str, list[date]]:
    """Return the days of each front's clashes; those under a label are dealt out to its fronts in turn."""
    days: dict[str, list[date]] = {}
    for s in series:
        dated = [e.date for e in s.counted.events if e.kind == "attack"]
        loose = [e.date for e in s.counted.loose for _ in range(e.count or 0)]
        for i, front in enumerate(s.fronts):
            days.setdefault(front, []).extend(sorted([*dated, *loose])[i :: len(s.fronts)])
    return {front: when for front, when in days.items() if when}


def _client(name: str, actors: ActorsFile, wanted: Sequence[Candidate]) -> Client:
    lines = [line for line in actors.lines if line.role == "client" and name in line.ids]
    told = _name(name, "client", actors)
    known = [c for c in wanted if any(line.catches(c.name) for line in lines)]
    merged = Candidate(
        name=told,
        ucdp_id=";".join(c.ucdp_id for c in known),
        support=tuple(sorted((y for c in known for y in c.support), key=lambda y: (y.year, y.patron))),
        active=tuple(sorted({y for c in known for y in c.active})),
    )
    return Client(name, merged, told)


def _name(name: str, role: str, actors: ActorsFile) -> str:
    lines = [line for line in actors.lines if line.role == role and name in line.ids]
    called = [line.name for line in lines if line.name]
    return next(iter([*called, *(line.actor for line in lines if line.pattern is None)]), name)


def _active(candidate: Candidate, adversary: str, actors: ActorsFile) -> Iterable[int]:
    lines = [line for line in actors.lines if line.role == "adversary" and adversary in line.ids]
    return (year for year, opponent in candidate.active if any(line.catches(opponent) for line in lines))


def _umbrellas(actors: ActorsFile, series: Iterable[Counts]) -> dict[str, Umbrella]:
    """Return the labels under which something was reported, each with the fronts that it stood for."""
    reported = [s.fronts for s in series if len(s.fronts) > 1]
    made: dict[str, Umbrella] = {}
    for line in (line for line in actors.lines if line.role == "label"):
        members = {
            f for fronts in reported if {f.partition("/")[0] for f in fronts} == set(line.ids) for f in fronts
        }
        if members:
            made[slug(_label(line))] = Umbrella(_label(line), tuple(sorted(members)))
    return made


def _label(line: ActorLine) -> str:
    return line.name or (line.actor if line.pattern is None else " and ".join(line.ids))
