"""The actors, fronts and series that a case can be scored on, and how completely their events are coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from armslength.counted import is_clash, together, words
from armslength.errors import Fault
from armslength.results.forecast import ForecastResult
from armslength.results.record import Record, described
from armslength.scenario import Event, Scenario
from armslength.scenario.suggest import did_you_mean


class Counter(Record):
    """A series of counts."""

    fronts: tuple[str, ...] = described("fronts that it counts together")
    primary: bool = described(
        "whether it drives the replay of its fronts, so that a forecast is in its units"
    )


class ScoringActors(Record):
    """Names of a case, and what the absence of an event means."""

    clients: tuple[str, ...] = described("ids of the clients")
    adversaries: tuple[str, ...] = described("ids of the adversaries")
    fronts: tuple[str, ...] = described("ids of the fronts, each CLIENT/ADVERSARY")
    series: dict[str, Counter] = described("series of counts by id")
    coded_from: dict[str, int] = described(
        "by adversary, the least level of the reprisals that are in the events"
    )
    complete: tuple[str, ...] = described(
        "adversaries all of whose reprisals from that level on are in the events"
    )

    ended: tuple[str, ...] = described(
        "fronts of clients that had ended before the forecast, which it says nothing of",
        default=(),
        exclude_if=lambda value: not value,
    )
    counted: dict[str, str] = described(
        "by front what is counted on it, where that is not attacks",
        default={},
        exclude_if=lambda value: not value,
    )

    def client_of(self, front: str) -> str:
        """Return the client of a front."""
        return front.partition("/")[0]

    def adversary_of(self, front: str) -> str:
        """Return the adversary of a front."""
        return front.partition("/")[2]

    def counts(self, target: str) -> str:
        """Return in words what is counted on the fronts of a target."""
        return together(self.counted.get(f, "attacks") for f in target.split(";"))

    def says_who_kills(self, front: str) -> bool:
        """Return whether lethal attacks on a front are told: not where clashes are counted."""
        return not is_clash(self.counted.get(front, ""))

    def target(self, fronts: Iterable[str]) -> str:
        """Return one name for fronts that are counted together, in the case's own order."""
        wanted = set(fronts)
        return ";".join(f for f in self.fronts if f in wanted)

    def target_of(self, tally: Event) -> str:
        """Return the target that a tally counts: its own fronts, or those of its series."""
        counter = self.series.get(tally.series or "")
        return self.target(tally.fronts or (counter.fronts if counter else ()))

    def is_secondary(self, tally: Event) -> bool:
        """Return whether a tally belongs to a series of another definition, which is not scored."""
        counter = self.series.get(tally.series or "")
        return counter is not None and not counter.primary

    def reports_every_death(self, front: str) -> bool:
        """Return whether all lethal attacks on a front are taken as reported: its adversary does not fire daily."""
        return self.coded_from.get(self.adversary_of(front), 1) <= 1


def actors_of_case(case: Scenario) -> ScoringActors:
    """Return the actors of a scenario."""
    return ScoringActors(
        clients=tuple(case.clients),
        adversaries=tuple(case.adversaries),
        fronts=tuple(case.fronts),
        series={s.id: Counter(fronts=tuple(s.fronts), primary=s.primary) for s in case.series.values()},
        coded_from={a: case.coded_from(a) for a in case.adversaries},
        complete=tuple(sorted(case.reprisals_complete)),
        counted={f: words(case.counted_on(f)) for f in case.fronts if case.counted_on(f) != "attacks"},
    )


def actors_of_forecast(forecast: ForecastResult) -> ScoringActors:
    """Return the actors of a saved forecast.

    Its history says which series there are; new events are taken to be complete.
    """
    asked = {front.id for front in forecast.actors.fronts}  # a client that has ended has none
    return ScoringActors(
        clients=tuple(client.id for client in forecast.actors.clients),
        adversaries=tuple(adversary.id for adversary in forecast.actors.adversaries),
        fronts=tuple(front.id for front in forecast.actors.fronts),
        series={
            row.series: Counter(fronts=tuple(f for f in row.fronts if f in asked), primary=row.primary)
            for row in forecast.history
            if row.series and row.kind == "tally" and asked & set(row.fronts)
        },
        coded_from={row.adversary: row.coded_from_level for row in forecast.reprisal},
        complete=tuple(sorted(adversary.id for adversary in forecast.actors.adversaries)),
        ended=tuple(dict.fromkeys(f for row in forecast.history for f in row.fronts if f not in asked)),
        counted={f.id: f.counts for f in forecast.actors.fronts if f.counts != "attacks"},
    )


def unknown_names(where: str, events: Iterable[Event], actors: ScoringActors) -> Iterator[Fault]:
    """Yield a fault for each row that names a front, client, adversary or series that the forecast does not have."""
    for event in events:
        named = (
            ("front", event.fronts, actors.fronts),
            ("client", event.clients, actors.clients),
            ("adversary", (event.adversary,) if event.adversary else (), actors.adversaries),
        )
        for what, names, known in named:
            for given in names:
                if what == "front" and given in actors.ended:
                    why = f"the client of '{given}' had ended before the forecast, which says nothing of it"
                    yield Fault(where, event.line, why, "leave the row out")
                elif given not in known:
                    yield Fault(where, event.line, f"unknown {what} '{given}'", did_you_mean(given, known))
        if event.kind == "tally" and not event.fronts and event.series not in actors.series:
            hint = "write its fronts in the row, or use " + did_you_mean(str(event.series), actors.series)
            yield Fault(where, event.line, f"the forecast knows no series '{event.series}'", hint)
