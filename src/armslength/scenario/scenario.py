"""A scenario: who is tied to whom, what is believed of them, and what was reported up to the as-of date."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from armslength.counted import is_clash
from armslength.parameters import Site
from armslength.scenario import schema as s
from armslength.scenario.events import Event
from armslength.scenario.files import Texts
from armslength.scenario.own_mechanisms import Own, described
from armslength.scenario.standing import Standing, standing_inputs
from armslength.scenario.support import patrons_of
from armslength.world.mechanism import Mechanism
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.step import STEPS, StepName, TimeStep


@dataclass(frozen=True)
class Scenario:
    """Everything that an analyst wrote, checked and resolved. Mappings keep the order of the files."""

    name: str
    title: str
    group: str
    question: str
    as_of: date
    start: date
    step: StepName  #: what the model goes by; dates and parameters stay in days
    horizon: int
    patrons: Mapping[str, s.OneOfPatrons]
    commanders: Mapping[str, s.Commander]
    clients: Mapping[str, s.Client]
    adversaries: Mapping[str, s.Adversary]
    hosts: Mapping[str, s.Host]
    fronts: Mapping[str, s.Front]
    umbrellas: Mapping[str, s.Umbrella]
    couplings: tuple[s.Coupling, ...]
    series: Mapping[str, s.Series]
    trigger_side: s.TriggerSide
    trigger_peak: s.Peak
    reprisals_complete: tuple[str, ...]  #: adversaries whose every reprisal from a level on is in the events
    deaths_complete: tuple[str, ...]  #: adversaries whose every death is in the events
    host_pressure: tuple[s.HostPressure, ...]
    public_threats: tuple[s.PublicThreat, ...]
    payoffs: Mapping[str, s.Payoff]
    pause: s.Pause
    directives: Literal["model", "none"]
    priors: Literal[
        "usual", "networks", "networks-where-assumed"
    ]  #: of the numbers that the case does not write
    vintage: s.Vintage
    endpoint: s.Endpoint | None = field(repr=False)
    strategies: Mapping[str, s.Strategy] = field(repr=False)
    events: list[Event] = field(repr=False)
    trigger: list[tuple[date, float]] = field(repr=False)  #: intensity from a date on
    claims: list[s.Claim] = field(repr=False)
    sources: Mapping[str, s.Source] = field(repr=False)
    questions: Mapping[str, s.Question] = field(
        repr=False
    )  #: what the source text asks, if it is written down
    own: tuple[Own, ...] = field(repr=False)  #: mechanisms that it asks for besides the built-in ones
    mechanisms: tuple[Mechanism, ...] = field(repr=False)  #: all of them, in the order of play
    all_sites: tuple[Site, ...] = field(repr=False)
    files: Texts = field(repr=False)

    @classmethod
    def of(cls, file: s.ScenarioFile, **evidence: Any) -> Scenario:
        """Return the scenario of a resolved file and of what the other files hold."""
        written = {f.name: getattr(file, f.name) for f in fields(cls) if f.name not in evidence}
        written["vintage"] = file.vintage.citing(evidence["sources"].values())
        return cls(**written, **evidence)

    def sites(self) -> tuple[Site, ...]:
        """Return every number of the model, in the order of the catalogue, then of the entities."""
        return self.all_sites

    @cached_property
    def _by_name(self) -> dict[str, Site]:
        return {site.name: site for site in self.all_sites}

    def site(self, name: str) -> Site:
        """Return one number by its dotted path; raises `KeyError`."""
        return self._by_name[name]

    @property
    def patron(self) -> s.Patron:
        """The patron; of several the first, by the names of all."""
        all_ = list(self.patrons.values())
        names = " and ".join(filter(None, [", ".join(p.name for p in all_[:-1]), all_[-1].name]))
        return s.Patron(
            id=all_[0].id, name=names, organisation=all_[0].organisation if len(all_) == 1 else ""
        )

    @property
    def days(self) -> int:
        """Days of history, from the start to the as-of date, both included."""
        return (self.as_of - self.start).days + 1

    @property
    def time_step(self) -> TimeStep:
        """The time from one state of the model to the next, which turns dates into numbers of steps and back."""
        return STEPS[self.step]

    @property
    def first_day(self) -> date:
        """The first day ahead."""
        return self.as_of + timedelta(days=1)

    def days_near(self, days: int) -> int:
        """Return about so many days ahead, in whole steps."""
        return self.time_step.nearest(self.first_day, days)

    @property
    def days_ahead(self) -> int:
        """Days of a forecast that asks for no others: the horizon, in whole steps."""
        return self.days_near(self.horizon)

    @property
    def pause_days(self) -> int:
        """Days in which a client pauses on a front, in whole steps."""
        return self.days_near(self.pause.days)

    @property
    def steps(self) -> int:
        """Steps of history, from the start to the as-of date, both included."""
        return self.time_step.count(self.start, self.days, "the length of the history")

    @property
    def revised_count(self) -> int:
        """Events whose source appeared after the as-of date, or was edited since."""
        return sum(e.vintage(self.as_of) == "revised" for e in self.events)

    @property
    def undated_count(self) -> int:
        """Events whose source does not say when it appeared."""
        return sum(e.vintage(self.as_of) == "unknown" for e in self.events)

    @property
    def folder(self) -> Path | None:
        """The folder that it was read from; None for a scenario made in memory."""
        return self.files.folder

    @property
    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return self.files.checksums

    @property
    def hash(self) -> str:
        """One SHA-256 for all of it: its files, and the sources of the mechanisms that it asks for."""
        if not self.own:
            return self.files.hash
        return sha256("\n".join([self.files.hash, *(o.sha256 for o in self.own)]).encode()).hexdigest()

    @property
    def own_mechanisms(self) -> str:
        """The mechanisms that it asks for, each with its source's digest; empty where there are none."""
        return ", ".join(described(self.own))

    @cached_property
    def network(self) -> Network:
        """Who is tied to whom, and what acts between them."""
        clients, adversaries = list(self.clients), list(self.adversaries)
        fronts, hosts = list(self.fronts), list(self.hosts)
        weights = {(c.to, c.from_): float(c.weight) for c in self.couplings}  # receiver first
        rows = [[0.0 if f == k else weights.get((f, k), 1.0) for k in fronts] for f in fronts]
        commanders = list(self.commanders)
        return Network(
            clients=tuple(clients),
            adversaries=tuple(adversaries),
            fronts=tuple(fronts),
            commanders=tuple(commanders),
            hosts=tuple(hosts),
            client_of=tuple(clients.index(f.client) for f in self.fronts.values()),
            adversary_of=tuple(adversaries.index(f.adversary) for f in self.fronts.values()),
            answers=tuple(self.hits_back(a) for a in adversaries),
            label_of=tuple(self._label_of(f, fronts) for f in fronts),
            host_of=tuple(hosts.index(c.host) for c in self.clients.values()),
            coupling=tuple(tuple(w / (sum(row) or 1.0) for w in row) for row in rows),
            in_office=commanders.index(self.commander_on(self.start)),
            mechanisms=self.mechanisms,
            step=self.time_step,
            counted=() if set(self.counted) <= {"attacks"} else self.counted,
            truces=any(e.kind == "truce" for e in self.events),
            escalates=self.escalates,
            patrons=tuple(self.patrons),
            is_dated=any(c.support is not None for c in self.clients.values()),
            ends=any(c.until is not None for c in self.clients.values()),
            **(self._of_several() if len(self.patrons) > 1 else {}),
        )

    @property
    def living(self) -> tuple[str, ...]:
        """The clients that have not ended by the as-of date."""
        return tuple(i for i, client in self.clients.items() if client.until is None)

    @property
    def living_fronts(self) -> tuple[str, ...]:
        """The fronts of those."""
        living = set(self.living)
        return tuple(f for f, front in self.fronts.items() if front.client in living)

    def counted_on(self, front: str) -> str:
        """Return what is counted on a front: what the series that drives its replay counts, attacks where there is none."""
        return s.counts_of(front, ((series, series.fronts) for series in self.series.values()))

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """What is counted on each front."""
        return tuple(map(self.counted_on, self.fronts))

    @property
    def counts_clashes_alone(self) -> bool:
        """Whether no front of the case tells of anybody's attacks."""
        return all(map(is_clash, self.counted))

    def _speaks_of(self, kinds: Container[str], scopes: tuple[str, ...]) -> bool:
        """Return whether an event is of these kinds, or a number of these parts of the model is written."""
        written = any(s.written and s.name.startswith(scopes) for s in self.all_sites)
        return written or any(e.kind in kinds for e in self.events)

    @cached_property
    def escalates(self) -> bool:
        """Whether the patron's own strikes and regional war are asked: not of a case of clashes that speaks of neither."""
        return not self.counts_clashes_alone or self._speaks_of(
            ("patron_strike", "war"), ("patron_strike.", "war.")
        )

    @cached_property
    def asks_who_follows(self) -> bool:
        """Whether it is asked who would follow an order: not of a case of clashes that speaks of no order."""
        kinds = ("order", "visit", "suspension", "refusal")
        return not self.counts_clashes_alone or self._speaks_of(kinds, ("orders.", "control.", "directives."))

    def says_who_kills(self, front: str) -> bool:
        """Return whether lethal attacks on a front, and their dead, are asked: not where clashes are counted."""
        return not is_clash(self.counted_on(front))

    def _of_several(self) -> dict[str, Any]:
        """Return what a network needs to know of several patrons, by their places."""
        patrons, commanders = list(self.patrons), list(self.commanders)
        whose = {c: patrons.index(p.id) for p in self.patrons.values() for c in p.commander}
        bonds = [[patrons.index(p) for p in patrons_of(self, c)] or [0] for c in self.clients]
        further = [(c, p) for c, of in enumerate(bonds) for p in of[1:]]
        return {
            "patron_of": (*(of[0] for of in bonds), *(p for _, p in further)),
            "further": tuple(c for c, _ in further),
            "speaks_for": tuple(whose[c] for c in commanders),
            "offices": tuple(commanders.index(self.commander_on(self.start, p)) for p in patrons),
        }

    def _label_of(self, front: str, fronts: list[str]) -> int:
        """Return the place of the front that stands for all under the same label; the front's own where it has none."""
        labelled = next((u.fronts for u in self.umbrellas.values() if front in u.fronts), (front,))
        return fronts.index(
            min(labelled)
        )  # by name: the order in which a case lists its fronts changes nothing

    @cached_property
    def layout(self) -> Layout:
        """Where each number stands in the flat vector of the parameters."""
        return Layout(self.network, self.all_sites)

    def hits_back(self, adversary: str) -> bool:
        """Return whether the case reports an adversary's reprisals, or says itself how often they come."""
        reported = any(e.kind == "reprisal" and e.adversary == adversary for e in self.events)
        declared = self.site(f"adversaries.{adversary}.reprisal_rate").written
        return adversary in self.reprisals_complete or reported or declared

    @cached_property
    def gives_orders(self) -> bool:
        """Whether the commander decides in the model: where a case reports orders or visits, or says how often they come."""
        return self.directives == "model" and self._speaks_of(("order", "visit"), ("directives.",))

    @property
    def reports_orders(self) -> bool:
        """Whether any order or visit is in the events: then each day without one is evidence, too."""
        return any(e.kind in ("order", "visit") for e in self.events)

    @property
    def reports_answers(self) -> bool:
        """Whether any order in the events has a known answer, which alone scores who follows."""
        return any(e.kind == "order" and e.accepted is not None for e in self.events)

    def standing(self, first: date, days: int) -> Standing:
        """Return what holds on each of `days` days from `first` on by the case alone."""
        return standing_inputs(self, first, days)

    def coded_from(self, adversary: str) -> int:
        """Return the level from which reprisals of an adversary are in the events."""
        return max((f.coded_from_level for f in self.fronts.values() if f.adversary == adversary), default=1)

    def commander_on(self, day: date, patron: str | None = None) -> str:
        """Return who is in office: the last to take it on or before `day`; before the first, the first.

        Of several patrons it is the commander of the one that is named, else of the first.
        """
        own = self.patrons[patron or self.patron.id].commander
        dated = [(c.took_office, c.id) for c in self.commanders.values() if c.took_office is not None]
        dated += [(e.date, e.commander) for e in self.events if e.kind == "succession" and e.commander]
        taken = [(when, who) for when, who in sorted(dated, key=lambda e: e[0]) if when <= day and who in own]
        return taken[-1][1] if taken else own[0]
