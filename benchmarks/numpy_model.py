"""The same model as a careful user of NumPy would write it: futures on the last axis, one generator.

Written from the model description, like the Mesa twin, and with the same things left out.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from armslength.world.network import Network
from benchmarks.measures import HIGH_RUNG, Measures, named
from benchmarks.start import Start

BLOCK = 5000  # futures at once: fastest of 250 to 5,000, measured
FLOAT = np.float32  # a third faster than float64, measured


def sigmoid(x: np.ndarray) -> np.ndarray:
    """The logistic function."""
    share: np.ndarray = 1.0 / (1.0 + np.exp(-x))
    return share


class Axis:
    """Many worlds at once; arrays are [actor, world]."""

    # What the past leaves behind, set by name from a state of the model.
    open: np.ndarray
    restraint: np.ndarray
    release: np.ndarray
    cap: np.ndarray
    excitation: np.ndarray
    mobilisation: np.ndarray
    fear: np.ndarray
    grievance: np.ndarray
    pace: np.ndarray
    pace_spread: np.ndarray
    paced: np.ndarray
    halt_alone: np.ndarray
    halt_all: np.ndarray
    halt_announced: np.ndarray
    capability: np.ndarray
    revenue: np.ndarray
    rapport: np.ndarray
    tie: np.ndarray
    language: np.ndarray
    heat: np.ndarray
    pressure: np.ndarray
    attribution: np.ndarray
    patron_pressure: np.ndarray
    tension: np.ndarray
    integration: np.ndarray
    war: np.ndarray
    trigger: np.ndarray
    truce: np.ndarray
    charisma: np.ndarray
    skill: np.ndarray

    def __init__(self, net: Network, numbers: dict[str, Any], past: dict[str, Any], rng: np.random.Generator):
        self.rng, self.net, self.p = rng, net, numbers
        self.client_of, self.foe_of = np.array(net.client_of), np.array(net.adversary_of)
        self.host_of_front = np.array(net.host_of)[self.client_of]
        self.omega = np.array(net.coupling, FLOAT)
        self.by_foe = (np.arange(len(net.adversaries))[:, None] == self.foe_of).astype(FLOAT)
        self.label = np.array(net.label_of)
        self.under_label = (self.label[:, None] == self.label).astype(FLOAT)
        self.by_client = (np.arange(len(net.clients))[:, None] == self.client_of).astype(FLOAT)
        for name, value in past.items():
            setattr(self, name, value.copy())
        self.worlds = past["tension"].shape[0]
        self._prepare()

    def _prepare(self) -> None:
        """What does not change from day to day."""
        p = self.p
        self.clients = _stack(p, "clients", self.net.clients)
        self.fronts = _stack(p, "fronts", self.net.fronts)
        self.foes = _stack(p, "adversaries", self.net.adversaries)
        memories = {
            "order": p["orders"].persistence, "excitation": p["tempo"].memory, "fear": p["fear"].memory,
            "grievance": p["grievance"].memory, "heat": p["reprisal"].heat_memory, "blame": p["attribution"].memory,
            "pressure": p["reprisal"].pressure_memory, "patron": p["patron_strike"].memory, "tension": p["tension"].memory,
            "tie": p["tie"].memory, "integration": p["integration"].memory, "trigger": p["trigger"].memory,
            "rapport": p["rapport"].memory * (1 + self.clients.hardship),
        }  # fmt: skip
        self.keep = SimpleNamespace(**{name: np.exp(-1 / days) for name, days in memories.items()})
        self.start_of_mobilisation = sigmoid(p["mobilisation"].baseline)
        dread = [p[scope].of_level for scope in ("fear", "grievance", "capability", "tension")]
        self.by_level = SimpleNamespace(
            fear=np.stack(dread[0]),
            grievance=np.stack(dread[1]),
            capability=np.stack(dread[2]),
            tension=np.stack(dread[3]),
        )
        self.size = self.fronts.dispersion.astype(float)  # the generator of counts knows no other
        self.each = np.arange(self.worlds)

    def day(self) -> SimpleNamespace:
        """One day; returns its events."""
        c = self._outlook()
        e = SimpleNamespace()
        self._orders(c, e)
        self._attacks(c, e)
        self._reprisal(c, e)
        self._patron_and_war(c, e)
        self._advance(c, e)
        return e

    def _outlook(self) -> SimpleNamespace:
        p, t, w = self.p, self.p["tempo"], self.p["control"]
        felt = np.where(self.truce > 0, p["trigger"].truce_level, self.trigger)
        saturated = felt / (felt + t.half_saturation)
        chance, levels = self._hit_back(self.pressure)
        dread = sum(level * f for level, f in zip(levels, self.by_level.fear[1:], strict=True))
        foreseen = p["fear"].foresight * chance * dread
        threat = self.fear + foreseen[self.foe_of]
        utility, control = self.structure()
        mood = self.fronts.trigger_sensitivity * saturated
        o = p["opening"]
        hazard = np.exp(
            o.baseline + o.trigger * mood + o.contagion * self.integration * (self.omega @ self.open)
        )
        fade = 1 - self.keep.excitation
        nu = self.fronts.base_rate
        busy = self.omega @ (self.excitation * fade / nu)
        push = self._pace() + p["orders"].release * self.release - t.deterrence * threat
        drive = nu * (1 + t.grievance_push * self.grievance) * np.exp(push)
        drive += t.branching * fade * self.excitation
        drive += (1 - t.branching) * t.cross_excitation * self.integration * nu * busy
        steer = self._going_on() * np.exp(-p["orders"].restraint * self.restraint)
        able = (self.capability**t.capability_elasticity)[self.client_of]
        return SimpleNamespace(
            foreseen=foreseen, threat=threat, utility=utility[self.client_of], control=control, mood=mood,
            opens=-np.expm1(-hazard), tempo=able * self.mobilisation * drive * saturated * steer, w=w,
        )  # fmt: skip

    def _pace(self) -> np.ndarray:
        """Today's pace, drawn from what is known of it; one for all under a label."""
        variance = np.log1p(self.pace_spread)
        noise = self.rng.standard_normal((len(self.foe_of), self.worlds), dtype=FLOAT)[self.label]
        self.paced = self.pace + np.sqrt(variance) * noise - variance / 2
        return self.paced

    def _going_on(self) -> np.ndarray:
        """Share of the tempo that goes on under today's regime, which is drawn here; one for all under a label."""
        u = self._uniform(len(self.foe_of))[self.label]
        self.all_halt = u < self.halt_all
        self.alone_halt = ~self.all_halt & (u < self.halt_all + self.halt_alone)
        halted: np.ndarray = np.where(self.all_halt, 1.0, np.where(self.alone_halt, self.halt_announced, 0.0))
        going_on: np.ndarray = 1 - halted * (1 - self.p["halts"].rate)
        return going_on

    def _move_halts(self, halting: np.ndarray) -> None:
        """Tomorrow's regime, as probabilities given today's, and who announced."""
        h, n = self.p["halts"], self.under_label.sum(1, keepdims=True)
        end = np.minimum(h.ends * np.exp(h.ends_grievance * (self.under_label @ self.grievance) / n), 0.5)
        told = self.under_label @ halting > 0
        nobody = ~(self.all_halt | self.alone_halt)
        joins = np.where(told, h.spread, 0.0)
        everyone = np.where(nobody, h.begins + (1 - h.begins) * joins, joins)
        everyone = np.where(self.all_halt, 1 - end + end * joins, everyone)
        apart = np.where(told, 1 - h.spread, 0.0)
        alone = np.where(nobody, (1 - h.begins) * apart, apart)
        alone = np.where(self.all_halt, end * apart, alone)
        alone = np.where(self.alone_halt & ~told, 1 - end, alone)
        kept = np.where(self.alone_halt, np.maximum(self.halt_announced, halting), halting)
        self.halt_all, self.halt_alone, self.halt_announced = everyone, alone, kept

    def structure(self) -> tuple[np.ndarray, np.ndarray]:
        """Utility of the client in what does not change with the moment, and control."""
        a, w = self.clients, self.p["control"]
        dependence = a.investment * a.support / (a.support + self.revenue + a.other_sponsors)
        utility = w.weight_dependence * dependence + w.weight_rapport * self.rapport + w.weight_tie * self.tie
        utility -= a.autonomy + w.threshold
        return utility, sigmoid(w.precision * utility)

    def _hit_back(self, pressure: np.ndarray) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
        """Chance of a reprisal, and chances of its levels."""
        r, warm = self.p["reprisal"], np.log1p(self.heat)
        chance = -np.expm1(-(r.unprovoked + self.foes.reprisal_rate * self.heat + r.red_line * pressure))
        u = r.level_pressure * pressure + r.level_heat * warm
        top = sigmoid(self.attribution) ** 2 * sigmoid(u - r.patron_threshold)
        first = sigmoid(self.foes.level_cut_1 - u)
        second = sigmoid(self.foes.level_cut_1 + self.foes.level_gap - u)
        return chance, ((1 - top) * first, (1 - top) * (second - first), (1 - top) * (1 - second), top)

    def _uniform(self, rows: int) -> np.ndarray:
        return self.rng.random((rows, self.worlds), dtype=FLOAT)

    def _orders(self, c: SimpleNamespace, e: SimpleNamespace) -> None:
        d, w = self.p["directives"], self.p["control"]
        pushed = (d.pressure * self.pressure + d.threat * c.foreseen)[self.foe_of]
        issued = self._uniform(len(self.foe_of)) < sigmoid(d.baseline + d.tension * self.tension + pushed)
        e.ordered = issued.any(0)
        visited = (self.by_client @ issued > 0).astype(FLOAT)
        e.envoy = self.p["orders"].attention * visited / np.maximum(visited.sum(0), 1)
        e.order = np.zeros_like(self.restraint)
        front, world = np.nonzero(issued)
        if front.size:
            size = np.where(self.rng.random(front.size) < d.partial[world], 0.5, 1.0)
            shared = w.meeting_spread * self.rng.standard_normal((len(self.net.hosts), self.worlds))
            moment = (
                w.weight_fear[world] * c.threat[front, world]
                - w.weight_grievance[world] * self.grievance[front, world]
            )
            logit = (
                w.precision[world] * (c.utility[front, world] + moment)
                + shared[self.host_of_front[front], world]
            )
            chance = (1 - w.lapse[world]) * sigmoid(logit) + w.lapse[world] / 2
            e.order[front, world] = size * (self.rng.random(front.size) < chance)

    def _attacks(self, c: SimpleNamespace, e: SimpleNamespace) -> None:
        e.was_open = self.open > 0
        self.open = np.maximum(self.open, self._uniform(len(self.foe_of)) < c.opens)
        k = self.fronts.dispersion
        count = self.rng.negative_binomial(self.size, k / (k + c.tempo * self.open))
        e.count = count.astype(FLOAT)
        e.lethal, e.harmed, e.deaths, e.worst = (np.zeros_like(e.count) for _ in range(4))
        front, world = np.nonzero(count)
        v, client, n = self.p["severity"], self.client_of[front], count[front, world]
        cap = self.cap[front, world]
        psi = (
            v.lethal[world]
            + v.capability[world] * np.log(self.capability[client, world])
            - v.cap[world] * cap
        )
        psi += v.grievance[world] * self.grievance[front, world] - v.fear[world] * c.threat[front, world]
        psi += v.slack[world] * (1 - c.control[client, world])
        lethal = sigmoid(psi)
        harm = sigmoid(psi + self.fronts.harm_offset[front, world]) - lethal
        killing = self.rng.binomial(n, lethal)
        e.lethal[front, world] = killing
        e.harmed[front, world] = self.rng.binomial(n - killing, np.maximum(harm, 0) / (1 - lethal))
        at = np.repeat(np.arange(n.size), killing)
        if at.size:
            power = -1 / (v.tail[world] + v.tail_cap[world] * cap - 1)[at]
            dead = 1 + np.floor(v.scale[world][at] * ((1 - self.rng.random(at.size)) ** power - 1))
            np.add.at(e.deaths, (front[at], world[at]), dead)
            np.maximum.at(e.worst, (front[at], world[at]), dead)

    def _reprisal(self, c: SimpleNamespace, e: SimpleNamespace) -> None:
        r = self.p["reprisal"]
        crossed = (e.worst > 0) * (r.red_line_base + r.red_line_slope * np.log1p(e.worst))
        e.red = self.by_foe @ (self.fronts.red_line * crossed)
        chance, levels = self._hit_back(self.pressure + e.red)
        e.reprisal = self._uniform(len(chance)) < chance
        u = self._uniform(len(chance))
        e.level = e.reprisal * (1 + sum(u > step for step in np.cumsum(levels[:3], axis=0)))
        e.answered = np.zeros(e.count.shape, dtype=bool)
        weight = self.excitation + r.unanswered
        for a in range(len(chance)):
            fronts = np.flatnonzero(self.foe_of == a)
            world = np.flatnonzero(e.reprisal[a])
            steps = np.cumsum(weight[np.ix_(fronts, world)], axis=0)
            mark = self.rng.random(world.size) * (steps[-1] + r.unanswered[world])
            pick = (mark > steps).sum(0)
            hit = pick < fronts.size
            e.answered[fronts[pick[hit]], world[hit]] = True

    def _patron_and_war(self, c: SimpleNamespace, e: SimpleNamespace) -> None:
        own, risk = self.p["patron_strike"], self.p["war"]
        e.strike = self._uniform(len(e.reprisal)) < sigmoid(
            own.baseline + own.red_line * self.patron_pressure
        )
        hazard = risk.reference_hazard * np.exp(risk.tension * (self.tension - 5))
        self.war = np.maximum(self.war, self._uniform(1)[0] < -np.expm1(-hazard))

    def _advance(self, c: SimpleNamespace, e: SimpleNamespace) -> None:
        level = (e.level[self.foe_of] * e.answered).astype(int)
        e.active = (e.count > 0).sum(0)
        self._advance_adversaries(e)
        self._advance_fronts(c, e, level)
        self._advance_clients(e, level)
        t, keep = self.p["trigger"], self.keep.trigger
        log_x = (
            t.log_mean
            + keep * (np.log(self.trigger) - t.log_mean)
            + t.noise * self.rng.standard_normal(self.worlds, dtype=FLOAT)
        )
        self.trigger = np.minimum(np.exp(log_x), t.ceiling)
        turns = self._uniform(1)[0] < np.where(self.truce > 0, t.truce_ends, t.truce_begins)
        self.truce = np.abs(self.truce - turns)

    def _advance_adversaries(self, e: SimpleNamespace) -> None:
        r, a, keep, s = self.p["reprisal"], self.p["attribution"], self.keep, self.p["tension"]
        hurtful, dead = e.harmed + e.lethal, np.log1p(e.deaths)
        warmth = r.heat_harmless * (e.count - hurtful) + r.heat_harm * hurtful + r.heat_deaths * dead
        self.heat = (keep.heat * self.heat + self.by_foe @ warmth) * (1 - r.heat_relief * e.reprisal)
        self.pressure = (keep.pressure * self.pressure + e.red) * (1 - e.reprisal)
        together = np.maximum(e.active - 1, 0) / max(len(self.foe_of) - 1, 1)
        seen = a.coactivity * self.integration * together + a.visit * np.minimum(e.envoy, 1).max(0)
        killed = self.by_foe @ (e.lethal > 0) > 0
        self.attribution = (
            a.baseline + keep.blame * (self.attribution - a.baseline) + a.lethal * killed + seen
        )
        self.patron_pressure = keep.patron * self.patron_pressure * (1 - e.strike) + (e.level == 4)
        added = (
            (self.fronts.tension_of_death * dead).sum(0)
            + s.active_front * e.active
            + s.patron_strike * e.strike.sum(0)
        )
        self.tension = keep.tension * self.tension + added + self.by_level.tension[e.level, self.each].sum(0)

    def _advance_fronts(self, c: SimpleNamespace, e: SimpleNamespace, level: np.ndarray) -> None:
        o, m, keep = self.p["orders"], self.p["mobilisation"], self.keep
        reach = 1 - np.exp(-(e.envoy + o.institutional_reach * self.tie) / o.reach_scale)
        arrived = self._uniform(len(self.foe_of)) < reach[self.client_of]
        force = arrived * (e.order > 0)
        self._move_halts(force * (e.order >= 1))
        self.pace, self.pace_spread = self.paced, np.expm1(self.p["pace"].speed ** 2) + 0 * self.paced
        standing = (o.standing_cap * c.control)[self.client_of]
        restraint, cap = keep.order * self.restraint, standing + keep.order * (self.cap - standing)
        self.restraint = restraint + force * (e.order < 1) * (e.order - restraint)
        self.release = keep.order * self.release * (1 - force * e.order)
        self.cap = cap + force * (1 - cap)
        self.excitation = keep.excitation * self.excitation + e.count
        moved = self.mobilisation + m.speed * (sigmoid(m.baseline + m.trigger * c.mood) - self.mobilisation)
        self.mobilisation = np.where(e.was_open, moved, self.start_of_mobilisation)
        dread = self.by_level.fear[e.level, self.each][self.foe_of]
        share = np.where(e.answered, 1.0, self.p["fear"].spill)
        self.fear = keep.fear * self.fear + share * dread * (1 - self.fear)
        self.grievance = keep.grievance * self.grievance + self.by_level.grievance[level, self.each] * (
            1 - self.grievance
        )

    def _advance_clients(self, e: SimpleNamespace, level: np.ndarray) -> None:
        p, a, keep = self.p, self.clients, self.keep
        loss = p["capability"].toll * (self.by_client @ self.by_level.capability[level, self.each])
        loss = np.minimum(loss, 1)
        self.capability = (self.capability + (1 - self.capability) / p["capability"].recovery) * (1 - loss)
        warmth = p["rapport"].growth * (1 + a.hardship) * self.charisma * self.language * e.envoy
        self.rapport = self.rapport + warmth * (1 - self.rapport) - (1 - keep.rapport) * self.rapport
        craft = p["tie"].growth * self.skill * e.envoy
        self.tie = self.tie + craft * (1 - self.tie) - (1 - keep.tie) * self.tie
        pooled = p["integration"].growth * self.skill * e.envoy.sum(0) / len(self.net.clients)
        self.integration = (
            self.integration + pooled * (1 - self.integration) - (1 - keep.integration) * self.integration
        )
        growth = p["revenue"].growth * a.embedding / 365
        self.revenue = self.revenue + growth * self.revenue * (1 - self.revenue / p["revenue"].ceiling)

    def rung(self, e: SimpleNamespace) -> np.ndarray:
        """Where the day stands on the ladder of escalation."""
        level, crossed = e.level.max(0), ((e.worst > 0) & (self.fronts.red_line > 0)).any(0)
        conditions = [
            self.war > 0,
            (level == 4) | e.strike.any(0),
            crossed | (level == 3) | (e.active >= 3),
            level > 0,
            e.active > 0,
        ]
        return np.select(conditions, [5, 4, 3, 2, 1], 0)


def _stack(numbers: dict[str, Any], scope: str, names: tuple[str, ...]) -> SimpleNamespace:
    """[actor, world] of every field of a kind of actor."""
    each = [vars(numbers[f"{scope}.{name}"]) for name in names]
    return SimpleNamespace(**{field: np.stack([fields[field] for fields in each]) for field in each[0]})


def play(start: Start, futures: int, block: int = BLOCK, seed: int = 0) -> Measures:
    """So many futures, spread evenly over the draws of the parameters, by the block."""
    rng = np.random.default_rng(seed)
    draws = np.arange(futures) * start.values.shape[1] // futures
    parts = [_play_block(start, draws[i : i + block], rng) for i in range(0, futures, block)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _play_block(start: Start, draws: np.ndarray, rng: np.random.Generator) -> Measures:
    model = Axis(start.network, start.numbers(draws, FLOAT), start.left_behind(draws, FLOAT), rng)
    total: Any = 0  # arrays from the first day on, like the others
    lethal: Any = 0
    reprisals: Any = 0
    orders: Any = 0
    high: Any = 0
    attacks = []
    for day in range(1, start.days + 1):
        e = model.day()
        total, lethal, reprisals, orders = (
            total + e.count,
            lethal + e.lethal,
            reprisals + e.reprisal,
            orders + e.ordered,
        )
        high = high + (model.rung(e) >= HIGH_RUNG)
        if day in start.windows:
            attacks.append(total)
    return named(
        start.network, start.windows, attacks=np.stack(attacks), lethal=lethal, reprisals=reprisals,
        control=model.structure()[1], tension=model.tension, orders=orders, high=high,
    )  # fmt: skip
