"""Who and what a case can be scored on: fronts, series and how completely they are coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from armslength.errors import Fault
from armslength.scenario import Event, Scenario
from armslength.scenario.suggest import did_you_mean


@dataclass(frozen=True)
class Counter:
    """A series as scoring sees it."""

    fronts: tuple[str, ...]
    primary: bool  #: drives the replay of its fronts, so that a forecast is in its units


@dataclass(frozen=True)
class ScoringActors:
    """Names of a case, and what their silence means."""

    clients: tuple[str, ...]
    adversaries: tuple[str, ...]
    fronts: tuple[str, ...]
    client_of: Mapping[str, str]
    adversary_of: Mapping[str, str]
    series: Mapping[str, Counter]
    coded_from: Mapping[str, int]  #: by adversary: reprisals below this level are not in the events
    complete: frozenset[str]  #: adversaries of whom every reprisal from that level on is in the events
    commanders: tuple[str, ...] | None = field(default=None)  #: nothing where nobody wrote them down

    def target(self, fronts: Iterable[str]) -> str:
        """One name for fronts that are counted together, in the case's own order."""
        wanted = set(fronts)
        return ";".join(f for f in self.fronts if f in wanted)

    def coded_well(self, front: str) -> bool:
        """Whether a front's lethal attacks can be taken as all reported: its adversary is not one that fires daily."""
        return self.coded_from.get(self.adversary_of[front], 1) <= 1


def who_of_scenario(case: Scenario) -> ScoringActors:
    """From a scenario."""
    return ScoringActors(
        clients=tuple(case.clients),
        adversaries=tuple(case.adversaries),
        fronts=tuple(case.fronts),
        client_of={f.id: f.client for f in case.fronts.values()},
        adversary_of={f.id: f.adversary for f in case.fronts.values()},
        series={s.id: Counter(tuple(s.fronts), s.primary) for s in case.series.values()},
        coded_from={a: case.coded_from(a) for a in case.adversaries},
        complete=frozenset(case.reprisals_complete),
        commanders=tuple(case.commanders),
    )


def who_of_document(document: Mapping[str, Any]) -> ScoringActors:
    """From a saved forecast. Its history says which series there are; new events are taken as complete."""
    actors = document["actors"]
    series = {
        row["series"]: Counter(tuple(row["fronts"]), bool(row["primary"]))
        for row in document["history"]
        if row["series"] and row["kind"] == "tally" and row["fronts"]
    }
    return ScoringActors(
        clients=tuple(c["id"] for c in actors["clients"]),
        adversaries=tuple(a["id"] for a in actors["adversaries"]),
        fronts=tuple(f["id"] for f in actors["fronts"]),
        client_of={f["id"]: f["client"] for f in actors["fronts"]},
        adversary_of={f["id"]: f["adversary"] for f in actors["fronts"]},
        series=series,
        coded_from={r["adversary"]: int(r["coded_from_level"]) for r in document["reprisal"]},
        complete=frozenset(a["id"] for a in actors["adversaries"]),
    )


def unknown_names(where: str, events: Iterable[Event], who: ScoringActors) -> Iterator[Fault]:
    """Rows that name a front, client, adversary or series that the forecast does not have."""
    for event in events:
        named = (
            ("front", event.fronts, who.fronts),
            ("client", event.clients, who.clients),
            ("adversary", (event.adversary,) if event.adversary else (), who.adversaries),
        )
        for what, names, known in named:
            for given in names:
                if given not in known:
                    yield Fault(where, event.line, f"unknown {what} '{given}'", did_you_mean(given, known))
        if event.kind == "tally" and not event.fronts and event.series not in who.series:
            hint = "write its fronts in the row, or use " + did_you_mean(str(event.series), who.series)
            yield Fault(where, event.line, f"the forecast knows no series '{event.series}'", hint)
