"""A scenario's events as arrays by day: what was given, what was seen, what was tallied."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import equinox as eqx
import numpy as np
from jaxtyping import Float

from armslength.scenario import Event, Scenario
from armslength.world.network import Network
from armslength.world.records import Day, Group

PADDING = 64  # days: with it, histories of like length run the same compiled code
ANSWER_WITHIN = 14  # days in which a suspension or refusal answers an order given before it


class History(eqx.Module):
    """What was reported, day by day from the scenario's start to its as-of date, both included."""

    given: Day  #: [day, ...] actions and inputs
    seen: Group  #: [day, ...] dated events; NaN = not stated
    tallies: Group  #: [day, series] `active`, `ends`, `total`, `days`, `harmed`, `lethal`
    member: Float[np.ndarray, "series front"]  #: which fronts a series covers
    primary: Float[np.ndarray, "series"]  #: 1 where the series drives the replay
    reporting: Float[np.ndarray, "series"]  #: share of attacks it reports, at its value
    live: Float[np.ndarray, "day"] | None = (
        None  #: 0 on days of padding beyond the as-of date; nothing = no padding
    )


def encode(scenario: Scenario, net: Network, step: int = 1) -> History:
    """Arrays of the scenario's history; every event finds its place or a fault was raised before.

    Days are padded to a multiple of `step`: histories of different lengths then run the same compiled code.
    """
    pad = HistoryBuilder(scenario, net, step)
    for event in scenario.events:
        pad.place(event)
    pad.close()
    series = list(scenario.series.values())
    member = np.array([[f in s.fronts for f in net.fronts] for s in series], dtype=float).reshape(
        -1, len(net.fronts)
    )
    primary = np.array([float(s.primary) for s in series])
    pad.seen["covered"] = np.minimum(pad.tallies["active"] @ (primary[:, None] * member), 1.0)
    return History(
        given=Day(**pad.given),
        seen=Group(**pad.seen),
        tallies=Group(**pad.tallies),
        member=member,
        primary=primary,
        reporting=np.array([s.reporting.share if not s.primary else 1.0 for s in series]),
        live=None if pad.days == pad.past else (np.arange(pad.days) < pad.past) * 1.0,
    )


class HistoryBuilder:
    """The arrays being filled."""

    def __init__(self, scenario: Scenario, net: Network, step: int):
        self.scenario, self.net = scenario, net
        self.past = (scenario.as_of - scenario.start).days + 1
        self.days = -(-self.past // step) * step
        t, f, a, c, n = (
            self.days,
            len(net.fronts),
            len(net.adversaries),
            len(net.clients),
            len(scenario.series),
        )
        self.series = {name: i for i, name in enumerate(scenario.series)}
        self.orders: list[tuple[int, int]] = []
        who = {
            "tempo_order": f,
            "release_order": f,
            "cap_order": f,
            "envoy": c,
            "deciding": f,
            "host_pressure": c,
            "threat": a,
        }
        self.given: dict[str, np.ndarray] = {name: np.zeros((t, size)) for name, size in who.items()}
        self.given |= {"trigger": _trigger(scenario, t), "successor": np.full(t, -1, dtype=np.int32)}
        self.seen: dict[str, np.ndarray] = {
            name: np.zeros((t, f))
            for name in (
                "announced",
                "resumed",
                "opened",
                "dated",
                "harmed",
                "lethal",
                "deaths",
                "worst",
                "answered",
                "asked",
                "exact",
            )
        }
        self.seen |= {
            name: np.zeros((t, a)) for name in ("reprisal", "level", "patron_strike", "answer_known")
        }
        self.seen |= {"accepted": np.full((t, f), np.nan), "war": np.zeros(t)}
        actors = list(scenario.adversaries.values())
        self.seen["reprisals_known"] = np.tile(
            [float(x.id in self.scenario.reprisals_complete) for x in actors], (t, 1)
        )
        self.seen["coded_from"] = np.tile([float(self.scenario.coded_from(x.id)) for x in actors], (t, 1))
        self.tallies: dict[str, np.ndarray] = {
            name: np.zeros((t, n)) for name in ("active", "ends", "total", "days")
        }
        self.tallies |= {name: np.full((t, n), np.nan) for name in ("harmed", "lethal")}
        self._periods()

    def place(self, event: Event) -> None:
        """Write one event where it belongs."""
        getattr(self, f"_{event.kind}")(event, self._day(event.date))

    def close(self) -> None:
        """What follows from the rows together: who opened when no row says so."""
        active = (self.seen["dated"] > 0) | (self._counted() > 0)
        for f in range(len(self.net.fronts)):
            if not self.seen["opened"][:, f].any() and active[:, f].any():
                self.seen["opened"][int(np.argmax(active[:, f])), f] = 1.0
            first = np.argmax(self.seen["opened"][:, f]) if self.seen["opened"][:, f].any() else self.days
            self.seen["opened"][first + 1 :, f] = 0.0  # latched

    def _counted(self) -> np.ndarray:
        """[day, front] total of the non-zero tallies that cover a front, on their first days."""
        member = [[f in s.fronts for f in self.net.fronts] for s in self.scenario.series.values()]
        totals = self.tallies["active"] * self.tallies["total"]
        return np.asarray(totals @ np.array(member, dtype=float).reshape(-1, len(self.net.fronts)))

    def _day(self, when: date) -> int:
        return (when - self.scenario.start).days

    def _fronts(self, event: Event) -> list[int]:
        if event.fronts:
            return [self.net.fronts.index(f) for f in event.fronts]
        clients = {self.net.clients.index(c) for c in event.clients}
        return [f for f, c in enumerate(self.net.client_of) if c in clients]

    def _opening(self, event: Event, t: int) -> None:
        self.seen["opened"][t, self._fronts(event)] = 1.0

    def _attack(self, event: Event, t: int) -> None:
        """Several fronts: one of them did it, each as likely as its weight; the likeliest carries harm and deaths."""
        fronts = self._fronts(event)
        count = 1.0 if event.count is None else float(event.count)
        weights = event.weights or (1 / len(fronts),) * len(fronts)
        self.seen["dated"][t, fronts] += count * np.array(weights)
        lead, lethal, deaths = (
            fronts[int(np.argmax(weights))],
            float(event.lethal or 0),
            float(event.deaths or 0),
        )
        if event.deaths and event.lethal is None:
            lethal = 1.0
        self.seen["harmed"][t, lead] += max(float(event.harmed or 0) - lethal, 0.0)
        self.seen["lethal"][t, lead] += lethal
        self.seen["deaths"][t, lead] += deaths
        self.seen["worst"][t, lead] = max(self.seen["worst"][t, lead], deaths)

    def _tally(self, event: Event, t: int) -> None:
        column, end = self.series[event.series or ""], self._day(event.end_date)
        self.tallies["active"][t : end + 1, column] = 1.0
        self.tallies["total"][t : end + 1, column] = float(event.count or 0)
        self.tallies["ends"][end, column] = 1.0
        self.tallies["days"][end, column] = event.days
        for name in ("harmed", "lethal"):
            if getattr(event, name) is not None:
                self.tallies[name][end, column] = getattr(event, name)

    def _reprisal(self, event: Event, t: int) -> None:
        a = self.net.adversaries.index(event.adversary or "")
        self.seen["reprisal"][t, a] = 1.0
        self.seen["level"][t, a] = max(self.seen["level"][t, a], float(event.level or 1))
        fronts = [f for f in self._fronts(event) if self.net.adversary_of[f] == a]
        if fronts:  # several named: the first is the one answered
            self.seen["answered"][t, fronts[0]] = 1.0
        self.seen["answer_known"][t, a] = 1.0 if len(fronts) <= 1 else 0.0

    def _patron_strike(self, event: Event, t: int) -> None:
        if event.adversary:
            self.seen["patron_strike"][t, self.net.adversaries.index(event.adversary)] = 1.0

    def _order(self, event: Event, t: int) -> None:
        fronts = self._fronts(event)
        for name, value in (
            ("tempo_order", event.tempo_order),
            ("release_order", event.release_order),
            ("cap_order", event.severity_cap),
        ):
            if value is not None:
                self.given[name][t, fronts] = value
        self.orders += [(t, f) for f in fronts]
        if event.accepted is not None:
            self.seen["accepted"][t, fronts] = event.accepted
            self.seen["announced"][t, fronts] = event.accepted
            self.seen["asked"][t, fronts] = 1.0

    def _visit(self, event: Event, t: int) -> None:
        clients = [self.net.clients.index(c) for c in event.clients]
        self.given["envoy"][t, clients] = 1.0 / len(clients)

    def _suspension(self, event: Event, t: int) -> None:
        """A halt that nobody is known to have ordered is taken as accepted in full; nothing is scored for it."""
        for f in self._fronts(event):
            if not any(f == front and 0 <= t - day <= ANSWER_WITHIN for day, front in self.orders):
                self.given["tempo_order"][t, f] = 1.0 if event.tempo_order is None else event.tempo_order
                self.seen["accepted"][t, f] = self.seen["announced"][t, f] = 1.0

    def _suspension_end(self, event: Event, t: int) -> None:
        self.seen["resumed"][t, self._fronts(event)] = 1.0

    def _refusal(self, event: Event, t: int) -> None:
        """Stands in its order's row; alone it says that nothing was accepted, which is what holds already."""

    def _succession(self, event: Event, t: int) -> None:
        self.given["successor"][t] = self.net.commanders.index(event.commander or "")

    def _war(self, event: Event, t: int) -> None:
        self.seen["war"][t] = 1.0

    def _periods(self) -> None:
        for period in self.scenario.host_pressure:
            clients = [i for i, h in enumerate(self.net.host_of) if self.net.hosts[h] == period.host]
            for t in _span(self, period.start, period.end):
                self.given["host_pressure"][t, clients] = period.value
        for threat in self.scenario.public_threats:
            for t in _span(self, threat.start, threat.end):
                self.given["threat"][t, self.net.adversaries.index(threat.adversary)] = threat.value


def _span(pad: HistoryBuilder, start: date, end: date) -> Iterable[int]:
    return range(max(pad._day(start), 0), min(pad._day(end) + 1, pad.days))


def _trigger(scenario: Scenario, days: int) -> np.ndarray:
    """[day] intensity, constant from each reported date to the next."""
    reported = sorted(scenario.trigger)
    values = []
    for t in range(days):
        today = scenario.start + timedelta(days=t)
        values.append(next((v for when, v in reversed(reported) if when <= today), np.nan))
    return np.array(values)
