"""The same model as a user of Mesa would write it: agents in plain Python, one replicate at a time."""

from __future__ import annotations

from math import exp, expm1
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from armslength.world.network import Network
from benchmarks.measures import HIGH_RUNG, Measures, named
from benchmarks.mesa_agents import Adversary, Client, Front, Label, Patron, TriggerWar
from benchmarks.start import Start

PAST = {
    Client: ("capability", "revenue", "rapport", "tie", "language"),
    Front: (
        "open",
        "restraint",
        "release",
        "cap",
        "excitation",
        "mobilisation",
        "fear",
        "grievance",
        "pace",
        "pace_spread",
        "halt_alone",
        "halt_all",
        "halt_announced",
    ),
    Adversary: ("heat", "pressure", "attribution", "patron_pressure"),
}


class Axis(mesa.Model):
    """A patron, its clients, their fronts and their adversaries; a step is a day."""

    def __init__(
        self, net: Network, numbers: dict[str, Any], past: dict[str, Any], windows: tuple[int, ...], seed: int
    ):
        super().__init__(seed=seed)
        self._read(numbers)
        whole = SimpleNamespace(**{name: x for name, x in past.items() if np.ndim(x) == 0})
        self.tension, self.integration, self.war = whole.tension, whole.integration, whole.war > 0
        self.trigger = TriggerWar(self, numbers["trigger"], whole)
        self.patron = Patron(self, numbers["directives"], whole)
        for i, name in enumerate(net.clients):
            Client(self, numbers[f"clients.{name}"], net.host_of[i], _of(past, Client, i))
        for i, name in enumerate(net.adversaries):
            Adversary(self, numbers[f"adversaries.{name}"], _of(past, Adversary, i))
        self.clients, self.adversaries = self.agents_by_type[Client], self.agents_by_type[Adversary]
        for i, name in enumerate(net.fronts):
            client, foe = self.clients[net.client_of[i]], self.adversaries[net.adversary_of[i]]
            Front(self, numbers[f"fronts.{name}"], client, foe, _of(past, Front, i))
        self.fronts = self.agents_by_type[Front]
        for front, row in zip(self.fronts, net.coupling, strict=True):
            front.neighbours = [(w, other) for w, other in zip(row, self.fronts, strict=True) if w]
        self.labels = [
            Label(self, [f for f, lead in zip(self.fronts, net.label_of, strict=True) if lead == place])
            for place in sorted(set(net.label_of))
        ]
        self.windows = windows
        self.attacks: dict[Any, Any] = {}
        self.ladder: list[Any] = []
        self.ordered, self.days_with_order = 0.0, 0

    def _read(self, numbers: dict[str, Any]) -> None:
        """What all agents share, and how much of each thing a day leaves."""
        for name in (
            "control",
            "orders",
            "opening",
            "tempo",
            "mobilisation",
            "halts",
            "pace",
            "severity",
            "capability",
            "rapport",
            "tie",
            "revenue",
        ):
            setattr(self, name, numbers[name])
        self.reprisals, self.fears, self.grievances = (
            numbers["reprisal"],
            numbers["fear"],
            numbers["grievance"],
        )
        self.blame, self.own_fire, self.growth = (
            numbers["attribution"],
            numbers["patron_strike"],
            numbers["integration"],
        )
        self.strain, self.war_risk = numbers["tension"], numbers["war"]
        self.keep_order = exp(-1 / self.orders.persistence)
        self.keep_excitation = exp(-1 / self.tempo.memory)
        self.fade = 1 - self.keep_excitation
        self.keep_fear, self.keep_grievance = exp(-1 / self.fears.memory), exp(-1 / self.grievances.memory)
        self.keep_heat, self.keep_pressure = (
            exp(-1 / self.reprisals.heat_memory),
            exp(-1 / self.reprisals.pressure_memory),
        )
        self.keep_blame, self.keep_patron = exp(-1 / self.blame.memory), exp(-1 / self.own_fire.memory)
        self.keep_tension, self.wear = exp(-1 / self.strain.memory), 1 - exp(-1 / self.growth.memory)

    def step(self) -> None:
        """A day: what can happen, what does, and what it leaves."""
        self.trigger.look()
        self.adversaries.do("foresee")
        self.clients.do("weigh")
        for label in self.labels:
            label.begin()
        self.fronts.do("expect")
        self.patron.direct()
        self.fronts.do("act")
        self.adversaries.do("respond")
        self.patron.strike()
        self._escalate()
        for label in self.labels:
            label.hear()
        self.fronts.do("advance")
        self.adversaries.do("advance")
        self.clients.do("advance")
        self.trigger.advance()
        self._record()

    def _escalate(self) -> None:
        """War may break out at yesterday's tension; today's events move tension, blame and integration."""
        hazard = self.war_risk.reference_hazard * exp(self.war_risk.tension * (self.tension - 5))
        self.war = self.war or self.random.random() < -expm1(-hazard)
        self.active = sum(front.count > 0 for front in self.fronts)
        together = max(self.active - 1, 0) / max(len(self.fronts) - 1, 1)
        visit = max(min(client.envoy, 1.0) for client in self.clients)
        self.seen_together = self.blame.coactivity * self.integration * together + self.blame.visit * visit
        s, tension = self.strain, self.keep_tension * self.tension
        tension += sum(front.tension_of_deaths() for front in self.fronts) + s.active_front * self.active
        self.tension = tension + sum(
            s.of_level[foe.level] + s.patron_strike * foe.struck_by_patron for foe in self.adversaries
        )
        mean_visit = sum(client.envoy for client in self.clients) / len(self.clients)
        pooled = self.growth.growth * self.patron.skill * mean_visit
        self.pooled = pooled * (1 - self.integration) - self.wear * self.integration

    def _record(self) -> None:
        self.integration += self.pooled
        self.days_with_order += self.patron.ordering
        self.ladder.append(self._rung())
        if self.steps in self.windows:
            self.attacks[self.steps] = [front.total for front in self.fronts]

    def _rung(self) -> int:
        if self.war:
            return 5
        level = max(foe.level for foe in self.adversaries)
        if level == 4 or any(foe.struck_by_patron for foe in self.adversaries):
            return 4
        if level == 3 or self.active >= 3 or any(front.crossed() for front in self.fronts):
            return 3
        return 2 if level else int(self.active > 0)


def _of(past: dict[str, Any], kind: type, i: int) -> SimpleNamespace:
    return SimpleNamespace(**{name: past[name][i] for name in PAST[kind]})


def play(start: Start, futures: int, seed: int = 0) -> Measures:
    """So many futures, spread evenly over the draws of the parameters."""
    net, done = start.network, []
    draws = np.arange(futures) * start.values.shape[1] // futures
    for future, draw in enumerate(draws):
        numbers, past = _plain(start, int(draw))
        model = Axis(net, numbers, past, start.windows, seed=seed * 1_000_003 + future)
        for _ in range(start.days):
            model.step()
        model.clients.do("weigh")
        done.append(model)
    return named(
        net,
        start.windows,
        attacks=np.array([[m.attacks[w] for w in start.windows] for m in done]).transpose(1, 2, 0),
        lethal=np.array([[front.total_lethal for front in m.fronts] for m in done]).T,
        reprisals=np.array([[foe.total for foe in m.adversaries] for m in done]).T,
        control=np.array([[client.control for client in m.clients] for m in done]).T,
        tension=np.array([m.tension for m in done]),
        orders=np.array([m.days_with_order for m in done]),
        high=np.array([sum(rung >= HIGH_RUNG for rung in m.ladder) for m in done]),
    )


def _plain(start: Start, draw: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parameters and state as Python's own numbers: with NumPy's, plain Python is several times slower."""
    numbers = {
        scope: SimpleNamespace(
            **{n: [float(x) for x in v] if isinstance(v, list) else float(v) for n, v in vars(fields).items()}
        )
        for scope, fields in start.numbers(draw).items()
    }
    return numbers, {name: x.tolist() for name, x in start.left_behind(draw).items()}
