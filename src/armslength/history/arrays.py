"""A scenario's events as arrays by step: what was given, what was seen, what was tallied.

They are written by day first; `by_step` says what the days of a longer step come to. The axis `day` below counts steps.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from jaxtyping import Float, Int

from armslength.counted import is_clash
from armslength.history.by_step import Steps, history_by_step
from armslength.scenario import Event, Scenario
from armslength.scenario.standing import existence, truces_by_day
from armslength.scenario.support import support_and_senders
from armslength.world.network import Network
from armslength.world.record import Record, array
from armslength.world.records import Inputs

PADDING = 64  # steps: with it, histories of like length run the same compiled code
ANSWER_WITHIN = 14  # days in which a suspension or refusal answers an order given before it


class Reports(Record):
    """Dated events as they were reported; NaN = not stated."""

    announced: Float[np.ndarray, "day front"] = array("1 where a suspension was announced")
    resumed: Float[np.ndarray, "day front"] = array("1 where its end was")
    opened: Float[np.ndarray, "day front"] = array("1 where the front opened, on one day at most")
    dated: Float[np.ndarray, "day front"] = array("attacks with a date")
    dated_share: Float[np.ndarray, "day front"] = array(
        "share of the tally of this day whose attacks have a date"
    )
    judged: Float[np.ndarray, "day front"] = array("dated attacks of which it is stated whether they killed")
    deaths_known: Float[np.ndarray, "day front"] = array(
        "1 where every death that the front causes is reported, and no tally says how many of its attacks killed"
    )
    ordered: Float[np.ndarray, "day host"] = array(
        "1 where an order or a visit to clients of the host was reported"
    )
    orders_known: Float[np.ndarray, "day host"] = array("1 where reports of orders and visits are gathered")
    exact: Float[np.ndarray, "day front"] = array("1 where `dated` holds every attack of the day")
    covered: Float[np.ndarray, "day front"] = array("1 where a primary series counts the front")
    harmed: Float[np.ndarray, "day front"] = array("dated attacks with injury or damage but no deaths")
    lethal: Float[np.ndarray, "day front"] = array("dated attacks that killed the adversary's own")
    deaths: Float[np.ndarray, "day front"] = array("the adversary's own dead")
    worst: Float[np.ndarray, "day front"] = array("dead of the worst attack")
    accepted: Float[np.ndarray, "day front"] = array("1 accepted, 0 refused; NaN = nobody says")
    arrived: Float[np.ndarray, "day front"] = array("1 where an order arrived; NaN = nobody says")
    asked: Float[np.ndarray, "day front"] = array("1 where an order has a known answer")
    reprisal: Float[np.ndarray, "day adversary"] = array("1 where there was one")
    level: Float[np.ndarray, "day adversary"] = array("1 to 4; 0 = none")
    answered: Float[np.ndarray, "day front"] = array(
        "1 for the front that a reprisal answered; shared out where several were"
    )
    answer_known: Float[np.ndarray, "day adversary"] = array("1 where it is known whom a reprisal answered")
    reprisals_known: Float[np.ndarray, "day adversary"] = array("1 where the list of reprisals is complete")
    coded_from: Float[np.ndarray, "day adversary"] = array("lowest level that is coded")
    patron_strike: Float[np.ndarray, "day adversary"] = array("1 where the patron's own forces struck")
    war: Float[np.ndarray, " day"] = array("1 where regional war began")


class Tallies(Record):
    """Totals over spans of days."""

    active: Float[np.ndarray, "day series"] = array("1 inside a span that the series counts")
    ends: Float[np.ndarray, "day series"] = array("1 on the last day of a span")
    total: Float[np.ndarray, "day series"] = array("attacks in the span")
    days: Float[np.ndarray, "day series"] = array("length of the span, on its last day")
    last: Int[np.ndarray, "day series"] = array("day on which the span of this day ends")
    scored: Float[np.ndarray, "day series"] = array(
        "1 on the last day of a span that is scored: of a primary series, or where primary ones cover all of it"
    )
    harmed: Float[np.ndarray, "day series"] = array(
        "attacks with any harm, on its last day; NaN = not stated"
    )
    lethal: Float[np.ndarray, "day series"] = array("attacks that killed, on its last day; NaN = not stated")


class History(Record):
    """What was reported, step by step from the scenario's start to its as-of date, both included."""

    inputs: Inputs = array("[day, ...] what was given: actions and the world outside")
    reports: Reports = array("[day, ...] dated events")
    tallies: Tallies = array("[day, series] totals")
    member: Float[np.ndarray, "series front"] = array("1 where a series covers a front")
    label: Float[np.ndarray, "series front"] = array(
        "1 where a front stands under the one label that a primary series counts; 0 where it counts several"
    )
    lead: Float[np.ndarray, " front"] = array("1 for the front that stands for its label")
    primary: Float[np.ndarray, " series"] = array("1 where the series drives the replay")
    reporting: Float[np.ndarray, " series"] = array("share of attacks that it reports, at its value")
    is_past: Float[np.ndarray, " day"] | None = array(
        "0 on days of padding beyond the as-of date; None = no padding"
    )


def encode(scenario: Scenario, network: Network, padding: int = 1) -> History:
    """Return the arrays of the scenario's history; every event finds its place or a fault was raised before.

    Steps are padded to a multiple of `padding`: histories of different lengths then run the same compiled code.
    """
    builder = _filled(scenario, network, padding)
    series = scenario.series.values()
    primary = np.array([float(s.primary) for s in series])
    member = builder.member
    inputs, reports, tallies = builder.inputs, builder.reports, builder.tallies
    if not scenario.time_step.is_day:
        steps = Steps(scenario.time_step.numbers(scenario.start, builder.days))
        inputs, reports, tallies = history_by_step(
            inputs, reports, tallies, list(network.adversary_of), steps
        )
    past, length = scenario.steps, len(inputs["trigger"])
    lead = np.array(network.label_of)
    label = np.array([(len(set(lead[row > 0])) == 1) * np.isin(lead, lead[row > 0]) for row in member], float)
    return History(
        inputs=Inputs(**inputs),
        reports=Reports(**reports),
        tallies=Tallies(**tallies),
        member=member,
        label=label.reshape(member.shape),
        lead=(lead == np.arange(len(lead))) * 1.0,
        primary=primary,
        reporting=np.array([s.reporting.share if not s.primary else 1.0 for s in series]),
        is_past=(np.arange(length) < past) * 1.0 if length != past else None,
    )


def daily_inputs(scenario: Scenario, network: Network) -> Inputs:
    """Return what was given on each day of the history, whatever the step of the case, [day, ...]."""
    return Inputs(**_filled(scenario, network, 1).inputs)


def _filled(scenario: Scenario, network: Network, padding: int) -> HistoryBuilder:
    """Return the arrays by day, with every event in its place."""
    builder = HistoryBuilder(scenario, network, padding)
    for event in scenario.events:
        builder.place(event)
    builder.close()
    primary = np.array([float(s.primary) for s in scenario.series.values()])
    counted = builder.tallies["active"] @ (primary[:, None] * builder.member)
    builder.reports["covered"] = np.minimum(counted, 1.0)
    builder.spans(primary)
    return builder


BY_FRONT = (
    "announced",
    "resumed",
    "opened",
    "dated",
    "exact",
    "harmed",
    "lethal",
    "deaths",
    "worst",
    "answered",
    "asked",
    "dated_share",
    "judged",
)
BY_ADVERSARY = ("reprisal", "level", "patron_strike", "answer_known")


class HistoryBuilder:
    """The arrays of a history, by day, while they are filled."""

    def __init__(self, scenario: Scenario, network: Network, padding: int):
        """Begin with days on which nothing is given and nothing reported."""
        self.scenario, self.network = scenario, network
        steps = -(-scenario.steps // padding) * padding
        self.days = days = scenario.time_step.length(scenario.start, steps)
        fronts, adversaries, clients = len(network.fronts), len(network.adversaries), len(network.clients)
        self.series = {name: i for i, name in enumerate(scenario.series)}
        covered = [[f in s.fronts for f in network.fronts] for s in scenario.series.values()]
        self.member = np.array(covered, dtype=float).reshape(-1, fronts)
        self.orders: list[tuple[int, int]] = []
        given = {"tempo_order": fronts, "release_order": fronts, "cap_order": fronts, "deciding": fronts}
        given |= {"envoy": len(network.bonds), "host_pressure": clients, "threat": adversaries}
        self.inputs: dict[str, np.ndarray] = {name: np.zeros((days, size)) for name, size in given.items()}
        self.inputs |= {"trigger": _trigger(scenario, days), "successor": np.full(days, -1, dtype=np.int32)}
        support, sender = support_and_senders(scenario, scenario.start, days)
        exists = existence(scenario, scenario.start, days)
        given_by_case = (("given", support), ("sender", sender), ("exists", exists))
        self.inputs |= {n: x for n, x in given_by_case if x is not None}
        self.reports: dict[str, np.ndarray] = {name: np.zeros((days, fronts)) for name in BY_FRONT}
        self.reports |= {name: np.zeros((days, adversaries)) for name in BY_ADVERSARY}
        self.reports |= {"accepted": np.full((days, fronts), np.nan), "war": np.zeros(days)}
        complete = [float(a in scenario.reprisals_complete) for a in network.adversaries]
        self.reports["reprisals_known"] = np.tile(complete, (days, 1))
        coded_from = [float(scenario.coded_from(a)) for a in network.adversaries]
        self.reports["coded_from"] = np.tile(coded_from, (days, 1))
        self.counted = [scenario.counted_on(f) for f in network.fronts]
        known = [
            float(network.adversaries[a] in scenario.deaths_complete and counted == "attacks")
            for a, counted in zip(network.adversary_of, self.counted, strict=True)
        ]
        self.reports["arrived"] = np.full((days, fronts), np.nan)
        self.reports["deaths_known"] = np.tile(known, (days, 1))
        self.reports["ordered"] = np.zeros((days, len(network.hosts)))
        self.reports["orders_known"] = np.full((days, len(network.hosts)), float(scenario.reports_orders))
        counted = (days, len(scenario.series))
        self.tallies: dict[str, np.ndarray] = {
            n: np.zeros(counted) for n in ("active", "ends", "total", "days", "scored")
        }
        held = truces_by_day(scenario, scenario.start, days)
        self.inputs |= held._asdict()
        self.tallies["last"] = np.zeros(counted, dtype=np.int32)
        self.tallies |= {name: np.full(counted, np.nan) for name in ("harmed", "lethal")}
        self._periods()

    def place(self, event: Event) -> None:
        """Write one event where it belongs."""
        getattr(self, f"_{event.kind}")(event, self._day(event.date))

    def close(self) -> None:
        """Add what follows from the rows together: who opened when no row says so."""
        active = (self.reports["dated"] > 0) | (self._counted() > 0)
        for f in range(len(self.network.fronts)):
            if not self.reports["opened"][:, f].any() and active[:, f].any():
                self.reports["opened"][int(np.argmax(active[:, f])), f] = 1.0
            first = (
                np.argmax(self.reports["opened"][:, f]) if self.reports["opened"][:, f].any() else self.days
            )
            self.reports["opened"][first + 1 :, f] = 0.0  # latched

    def spans(self, primary: np.ndarray) -> None:
        """Add which spans are scored, and which share of their attacks has a date."""
        counts_front = (self.tallies["active"] * primary) @ self.member  # [day, front]
        for s, end in zip(*np.nonzero(self.tallies["ends"].T), strict=True):
            days = slice(end + 1 - int(self.tallies["days"][end, s]), end + 1)
            fronts = self.member[s] > 0
            if not np.isnan(self.tallies["lethal"][end, s]):  # scored there
                self.reports["deaths_known"][days, fronts] = self.reports["judged"][days, fronts] = 0.0
            if primary[s]:
                self.tallies["scored"][end, s] = 1.0
                dated = self.reports["dated"][days][:, fronts].sum()
                total = max(self.tallies["total"][end, s], dated, 1e-9)
                self.reports["dated_share"][days, fronts] = dated / total
            else:
                self.tallies["scored"][end, s] = float((counts_front[days][:, fronts] > 0).all())

    def _counted(self) -> np.ndarray:
        """Return [day, front], above zero inside the tallies of attacks that cover a front."""
        totals = self.tallies["active"] * self.tallies["total"]
        return np.asarray(totals @ self.member)

    def _day(self, when: date) -> int:
        return (when - self.scenario.start).days

    def _fronts(self, event: Event) -> list[int]:
        if event.fronts:
            return [self.network.fronts.index(f) for f in event.fronts]
        clients = {self.network.clients.index(c) for c in event.clients}
        return [f for f, c in enumerate(self.network.client_of) if c in clients]

    def _opening(self, event: Event, t: int) -> None:
        self.reports["opened"][t, self._fronts(event)] = 1.0

    def _is_in_the_fronts_unit(self, event: Event, fronts: Iterable[int]) -> bool:
        """Return whether a row counts what drives the replay of its fronts; a series of something else has a ratio alone."""
        if event.series is None:
            return True
        what = self.scenario.series[event.series].counts
        return all(what == self.counted[f] for f in fronts)

    def _attack(self, event: Event, t: int) -> None:
        """Write an attack; of several fronts one did it, each as likely as its weight, and the likeliest carries the dead.

        What is not counted in attacks says nothing of harm, and of clashes nobody says whose attack killed.
        """
        fronts = self._fronts(event)
        if not self._is_in_the_fronts_unit(event, fronts):
            return
        count = 1.0 if event.count is None else float(event.count)
        weights = np.array(event.weights or (1 / len(fronts),) * len(fronts))
        self.reports["dated"][t, fronts] += count * weights
        if any(is_clash(self.counted[f]) for f in fronts):
            return
        # Equally likely ones: the first of the case's fronts, whatever the order in the row.
        lead = min(f for f, w in zip(fronts, weights, strict=True) if w == weights.max())
        lethal, deaths = float(event.lethal or 0), float(event.deaths or 0)
        if event.deaths and event.lethal is None:
            lethal = 1.0
        if self.counted[lead] == "attacks":
            self.reports["harmed"][t, fronts] += max(float(event.harmed or 0) - lethal, 0.0) * weights
        elif not deaths:  # how many a lethal attack killed is not stated
            return
        self.reports["lethal"][t, lead] += lethal
        self.reports["deaths"][t, lead] += deaths
        self.reports["worst"][t, lead] = max(self.reports["worst"][t, lead], deaths)
        if self.counted[lead] != "attacks":
            return
        if event.lethal is not None or event.deaths is not None:
            self.reports["judged"][t, lead] += lethal
            self.reports["judged"][t, fronts] += max(count - lethal, 0.0) * weights

    def _tally(self, event: Event, t: int) -> None:
        column, end = self.series[event.series or ""], self._day(event.end_date)
        self.tallies["active"][t : end + 1, column] = 1.0
        self.tallies["total"][t : end + 1, column] = float(event.count or 0)
        self.tallies["ends"][end, column] = 1.0
        self.tallies["last"][t : end + 1, column] = end
        self.tallies["days"][end, column] = event.days
        in_attacks = self.scenario.series[event.series or ""].counts == "attacks"
        for name in ("harmed", "lethal") if in_attacks else ():
            if getattr(event, name) is not None:
                self.tallies[name][end, column] = getattr(event, name)

    def _reprisal(self, event: Event, t: int) -> None:
        a = self.network.adversaries.index(event.adversary or "")
        self.reports["reprisal"][t, a] = 1.0
        self.reports["level"][t, a] = max(self.reports["level"][t, a], float(event.level or 1))
        fronts = [f for f in self._fronts(event) if self.network.adversary_of[f] == a]
        if fronts:  # several named: who was meant is not known, so each takes its share
            self.reports["answered"][t, fronts] = 1.0 / len(fronts)
        self.reports["answer_known"][t, a] = 1.0 if len(fronts) <= 1 else 0.0

    def _patron_strike(self, event: Event, t: int) -> None:
        if event.adversary:
            self.reports["patron_strike"][t, self.network.adversaries.index(event.adversary)] = 1.0

    def _order(self, event: Event, t: int) -> None:
        fronts = self._fronts(event)
        for name, value in (
            ("tempo_order", event.tempo_order),
            ("release_order", event.release_order),
            ("cap_order", event.severity_cap),
        ):
            if value is not None:
                self.inputs[name][t, fronts] = value
        if event.patron and "sender" in self.inputs:
            self.inputs["sender"][t, fronts] = self.network.patrons.index(event.patron)
        self.orders += [(t, f) for f in fronts]
        self._told(t, [self.network.client_of[f] for f in fronts])
        if event.accepted is not None:
            self.reports["accepted"][t, fronts] = event.accepted
            self.reports["announced"][t, fronts] = event.accepted
            self.reports["asked"][t, fronts] = 1.0

    def _visit(self, event: Event, t: int) -> None:
        clients = [self.network.clients.index(c) for c in event.clients]
        patron = self.network.patrons.index(event.patron) if event.patron else None
        bonds = [c if patron is None else self.network.bond(c, patron) for c in clients]
        self.inputs["envoy"][t, bonds] = 1.0 / len(clients)
        self._told(t, clients)

    def _told(self, t: int, clients: Iterable[int]) -> None:
        self.reports["ordered"][t, [self.network.host_of[c] for c in clients]] = 1.0

    def _suspension(self, event: Event, t: int) -> None:
        """Take a halt that nobody is known to have ordered as accepted in full; nothing is scored for it."""
        for f in self._fronts(event):
            if not any(f == front and 0 <= t - day <= ANSWER_WITHIN for day, front in self.orders):
                self.inputs["tempo_order"][t, f] = 1.0 if event.tempo_order is None else event.tempo_order
                self.reports["accepted"][t, f] = self.reports["announced"][t, f] = 1.0

    def _suspension_end(self, event: Event, t: int) -> None:
        self.reports["resumed"][t, self._fronts(event)] = 1.0

    def _refusal(self, event: Event, t: int) -> None:
        """Do nothing: a refusal stands in its order's row, and alone it says what holds already."""

    def _truce(self, event: Event, t: int) -> None:
        """Do nothing: when truces hold was written from all of them together."""

    def _succession(self, event: Event, t: int) -> None:
        self.inputs["successor"][t] = self.network.commanders.index(event.commander or "")

    def _war(self, event: Event, t: int) -> None:
        self.reports["war"][t] = 1.0

    def _periods(self) -> None:
        for period in self.scenario.host_pressure:
            clients = [i for i, h in enumerate(self.network.host_of) if self.network.hosts[h] == period.host]
            for t in _span(self, period.start, period.end):
                self.inputs["host_pressure"][t, clients] = period.value
        for threat in self.scenario.public_threats:
            for t in _span(self, threat.start, threat.end):
                self.inputs["threat"][t, self.network.adversaries.index(threat.adversary)] = threat.value


def _span(builder: HistoryBuilder, start: date, end: date) -> Iterable[int]:
    return range(max(builder._day(start), 0), min(builder._day(end) + 1, builder.days))


def _trigger(scenario: Scenario, days: int) -> np.ndarray:
    """Return the intensity [day], constant from each reported date to the next."""
    values = np.full(days, np.nan)
    for when, value in sorted(scenario.trigger):
        values[max((when - scenario.start).days, 0) :] = value
    return values
