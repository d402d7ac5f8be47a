"""The agents of the Mesa twin: the trigger war, the patron, its clients, their fronts, their adversaries.

Written from the model description, not from our code, so that it also checks it. What only the past or an analyst's
plan brings (tallies, given orders, a change of commander) is left out: futures of the built-in case have none.
"""

from __future__ import annotations

from math import exp, floor, log, log1p
from typing import TYPE_CHECKING, Any

import mesa

if TYPE_CHECKING:
    from benchmarks.mesa_model import Axis


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1.0 / (1.0 + exp(-x))


class TriggerWar(mesa.Agent):
    """The war that sets the clients off; a truce lies over it."""

    def __init__(self, model: Axis, numbers: Any, past: Any):
        super().__init__(model)
        self.numbers, self.intensity, self.truce = numbers, past.trigger, past.truce > 0
        self.keep = exp(-1 / numbers.memory)

    def look(self) -> None:
        """What the others see today: intensity on a scale from 0 to 1."""
        felt = self.numbers.truce_level if self.truce else self.intensity
        self.saturated = felt / (felt + self.model.tempo.half_saturation)

    def advance(self) -> None:
        """Log intensity returns to its mean; a truce begins or ends."""
        p = self.numbers
        drift = self.keep * (log(self.intensity) - p.log_mean)
        noise = p.noise * self.random.gauss(0.0, 1.0)
        self.intensity = min(exp(p.log_mean + drift + noise), p.ceiling)
        if self.random.random() < (p.truce_ends if self.truce else p.truce_begins):
            self.truce = not self.truce


class Patron(mesa.Agent):
    """The patron's commander: visits, orders, and the patron's own strikes."""

    def __init__(self, model: Axis, numbers: Any, past: Any):
        super().__init__(model)
        self.numbers, self.charisma, self.skill = numbers, past.charisma, past.skill

    def direct(self) -> None:
        """Order restraint and a cap where pressure rises; split the envoy's day over the clients visited."""
        p, model = self.numbers, self.model
        calm = p.baseline + p.tension * model.tension
        ordered = []
        for front in model.fronts:
            foe = front.adversary
            if self.random.random() < sigmoid(calm + p.pressure * foe.pressure + p.threat * foe.foreseen):
                ordered.append(front)
        visited = {front.client for front in ordered}
        for client in visited:
            client.envoy = model.orders.attention / len(visited)
        shared: dict[int, float] = {}  # what the clients of one host hear at one meeting
        for front in ordered:
            host = front.client.host
            if host not in shared:
                shared[host] = self.random.gauss(0.0, model.control.meeting_spread)
            front.receive(0.5 if self.random.random() < p.partial else 1.0, shared[host])
        self.ordering = bool(ordered)

    def strike(self) -> None:
        """The patron's own fire on an adversary that crossed its red line."""
        p = self.model.own_fire
        for foe in self.model.adversaries:
            foe.struck_by_patron = self.random.random() < sigmoid(
                p.baseline + p.red_line * foe.patron_pressure
            )


class Client(mesa.Agent):
    """An armed client of the patron."""

    def __init__(self, model: Axis, numbers: Any, host: int, past: Any):
        super().__init__(model)
        self.numbers, self.language, self.host = numbers, past.language, host
        self.capability, self.revenue = past.capability, past.revenue
        self.rapport, self.tie, self.envoy = past.rapport, past.tie, 0.0
        self.fronts: list[Front] = []

    def weigh(self) -> None:
        """Structural control: what the client owes the patron against what it wants itself."""
        p, w = self.numbers, self.model.control
        dependence = p.investment * p.support / (p.support + self.revenue + p.other_sponsors)
        self.utility = w.weight_dependence * dependence + w.weight_rapport * self.rapport
        self.utility += w.weight_tie * self.tie - p.autonomy - w.threshold
        self.control = sigmoid(w.precision * self.utility)

    def advance(self) -> None:
        """Losses and recovery; visits build rapport and ties; revenue grows."""
        model, p = self.model, self.numbers
        loss = model.capability.toll * sum(model.capability.of_level[front.hit_by] for front in self.fronts)
        self.capability += (1 - self.capability) / model.capability.recovery
        self.capability *= 1 - min(loss, 1.0)
        hard = 1 + p.hardship
        warmth = model.rapport.growth * hard * model.patron.charisma * self.language * self.envoy
        wear = 1 - exp(-1 / (model.rapport.memory * hard))
        self.rapport += warmth * (1 - self.rapport) - wear * self.rapport
        craft = model.tie.growth * model.patron.skill * self.envoy
        self.tie += craft * (1 - self.tie) - (1 - exp(-1 / model.tie.memory)) * self.tie
        growth = model.revenue.growth * p.embedding / 365
        self.revenue += growth * self.revenue * (1 - self.revenue / model.revenue.ceiling)
        self.envoy = 0.0


class Front(mesa.Agent):
    """One client's fight with one adversary."""

    def __init__(self, model: Axis, numbers: Any, client: Client, adversary: Adversary, past: Any):
        super().__init__(model)
        self.numbers, self.client, self.adversary = numbers, client, adversary
        self.open, self.restraint, self.release, self.cap = (
            past.open > 0,
            past.restraint,
            past.release,
            past.cap,
        )
        self.excitation, self.mobilisation = past.excitation, past.mobilisation
        self.fear, self.grievance = past.fear, past.grievance
        self.pace, self.pace_spread = past.pace, past.pace_spread
        self.halt_alone, self.halt_all = past.halt_alone, past.halt_all
        self.announced, self.halted = past.halt_announced > 0.5, False
        self.neighbours: list[tuple[float, Front]] = []
        self.order, self.hit_by, self.total, self.total_lethal = 0.0, 0, 0, 0
        client.fronts.append(self)
        adversary.fronts.append(self)

    def expect(self) -> None:
        """What can happen here today, as yesterday left it."""
        model, p = self.model, self.numbers
        t = model.tempo
        self.threat = self.fear + self.adversary.foreseen
        self.mood = p.trigger_sensitivity * model.trigger.saturated
        if not self.open:
            near = sum(weight * other.open for weight, other in self.neighbours)
            o = model.opening
            log_hazard = o.baseline + o.trigger * self.mood + o.contagion * model.integration * near
            self.opens = 1 - exp(-exp(log_hazard))
        busy = sum(weight * other.excitation / other.numbers.base_rate for weight, other in self.neighbours)
        own = t.branching * model.fade * self.excitation
        cross = (1 - t.branching) * t.cross_excitation * model.integration * p.base_rate * busy * model.fade
        push = self.pace + model.orders.release * self.release - t.deterrence * self.threat
        self.tempo = (
            self.client.capability**t.capability_elasticity
            * self.mobilisation
            * (p.base_rate * (1 + t.grievance_push * self.grievance) * exp(push) + own + cross)
            * model.trigger.saturated
            * exp(-model.orders.restraint * self.restraint)
            * (model.halts.rate if self.halted else 1.0)
        )

    def receive(self, order: float, shared: float) -> None:
        """Accept an order or not: quantal response."""
        w = self.model.control
        moment = w.weight_fear * self.threat - w.weight_grievance * self.grievance
        chosen = sigmoid(w.precision * (self.client.utility + moment) + shared)
        if self.random.random() < (1 - w.lapse) * chosen + w.lapse / 2:
            self.order = order

    def hears(self) -> bool:
        """Draw whether today's order, if there is one, arrives: by visit or by message."""
        o = self.model.orders
        reach = 1 - exp(-(self.client.envoy + o.institutional_reach * self.client.tie) / o.reach_scale)
        self.heard = self.order > 0 and self.random.random() < reach
        return self.heard

    def act(self) -> None:
        """Open, attack, harm, kill."""
        self.was_open = self.open
        self.open = self.open or self.random.random() < self.opens
        self.count = self.harmed = self.lethal = self.deaths = self.worst = 0
        if not self.open:
            return
        size = self.numbers.dispersion
        self.count = int(self.rng.negative_binomial(size, size / (size + self.tempo)))
        self.total += self.count
        if self.count:
            self._hurt()

    def _hurt(self) -> None:
        v, client = self.model.severity, self.client
        common = (
            v.lethal
            + v.capability * log(client.capability)
            - v.fear * self.threat
            + v.grievance * self.grievance
        )
        psi = common - v.cap * self.cap + v.slack * (1 - client.control)
        lethal, any_harm = sigmoid(psi), sigmoid(psi + self.numbers.harm_offset)
        for _ in range(self.count):
            u = self.random.random()
            self.lethal += u < lethal
            self.harmed += lethal <= u < any_harm
        power = -1 / (v.tail + v.tail_cap * self.cap - 1)
        for _ in range(self.lethal):
            dead = 1 + floor(v.scale * ((1 - self.random.random()) ** power - 1))
            self.deaths += dead
            self.worst = max(self.worst, dead)
        self.total_lethal += self.lethal
        if self.lethal:
            self.model.ordered += self.lethal * self._within_orders(common)

    def _within_orders(self, common: float) -> float:
        """How likely a lethal attack is what the patron asked for, not slack."""
        v, control = self.model.severity, self.client.control
        obeying = control * sigmoid(common - v.cap * max(self.cap, self.model.orders.standing_cap))
        return float(obeying / (obeying + (1 - control) * sigmoid(common + v.slack)))

    def tension_of_deaths(self) -> float:
        """What today's dead add to tension."""
        return float(self.numbers.tension_of_death * log1p(self.deaths))

    def crossed(self) -> bool:
        """Whether today's dead cross the adversary's red line."""
        return self.worst > 0 and self.numbers.red_line > 0

    def advance(self) -> None:
        """Orders latch and fade; excitation takes the day's attacks; fear and grievance answer the reprisal."""
        model, foe = self.model, self.adversary
        keep, standing = model.keep_order, model.orders.standing_cap * self.client.control
        self.restraint *= keep
        self.release *= keep
        fading_cap = standing + keep * (self.cap - standing)
        if self.heard:
            if self.order < 1:
                self.restraint += self.order - self.restraint
            self.release *= 1 - self.order
            fading_cap = 1.0
        self.order = 0.0
        self.cap = fading_cap
        self.excitation = model.keep_excitation * self.excitation + self.count
        m = model.mobilisation
        if self.was_open:
            self.mobilisation += m.speed * (sigmoid(m.baseline + m.trigger * self.mood) - self.mobilisation)
        else:
            self.mobilisation = sigmoid(m.baseline)
        share = 1.0 if self.hit_by else model.fears.spill
        self.fear = model.keep_fear * self.fear + share * model.fears.of_level[foe.level] * (1 - self.fear)
        lasting = model.keep_grievance * self.grievance
        self.grievance = lasting + model.grievances.of_level[self.hit_by] * (1 - self.grievance)


class Label(mesa.Agent):
    """A name under which fronts are reported together: one pace, and one halt, which some or all of them keep."""

    def __init__(self, model: Axis, fronts: list[Front]):
        super().__init__(model)
        self.fronts, first = fronts, fronts[0]
        self.pace, self.unknown = first.pace, first.pace_spread
        u = self.random.random()
        halted = first.halt_all + first.halt_alone
        self.regime = "all" if u < first.halt_all else "announcers" if u < halted else "none"

    def begin(self) -> None:
        """Draw today's pace, and tell each front what it may do."""
        variance = log1p(self.unknown)
        self.pace += variance**0.5 * self.random.gauss(0.0, 1.0) - variance / 2
        self.unknown = exp(self.model.pace.speed**2) - 1
        for front in self.fronts:
            front.pace = self.pace
            front.halted = self.regime == "all" or (self.regime == "announcers" and front.announced)

    def hear(self) -> None:
        """Let today's orders, if they arrive, and chance begin and end halts."""
        h = self.model.halts
        told = [front for front in self.fronts if front.hears() and front.order >= 1]
        grievance = sum(front.grievance for front in self.fronts) / len(self.fronts)
        ends = self.random.random() < min(h.ends * exp(h.ends_grievance * grievance), 0.5)
        if self.regime == "none" and self.random.random() < h.begins:
            self.regime = "all"
        elif told and (self.regime != "all" or ends):
            if self.regime != "announcers":
                for front in self.fronts:
                    front.announced = False
            self.regime = "all" if self.random.random() < h.spread else "announcers"
        elif ends:
            self.regime = "none"
        for front in told:
            front.announced = True


class Adversary(mesa.Agent):
    """One who is fired at and hits back."""

    def __init__(self, model: Axis, numbers: Any, past: Any):
        super().__init__(model)
        self.numbers = numbers
        self.heat, self.pressure, self.attribution = past.heat, past.pressure, past.attribution
        self.patron_pressure, self.total = past.patron_pressure, 0
        self.fronts: list[Front] = []

    def _chance(self, pressure: float) -> float:
        r = self.model.reprisals
        return 1 - exp(-(r.unprovoked + self.numbers.reprisal_rate * self.heat + r.red_line * pressure))

    def _levels(self, pressure: float) -> tuple[float, float, float, float]:
        """Chances of levels 1 to 4 of a reprisal; the fourth passes the gate of deniability."""
        r, p = self.model.reprisals, self.numbers
        u = r.level_pressure * pressure + r.level_heat * log1p(self.heat)
        top = sigmoid(self.attribution) ** 2 * sigmoid(u - r.patron_threshold)
        first = sigmoid(p.level_cut_1 - u)
        second = sigmoid(p.level_cut_1 + p.level_gap - u)
        return (1 - top) * first, (1 - top) * (second - first), (1 - top) * (1 - second), top

    def foresee(self) -> None:
        """The reprisal that its opponents expect of it."""
        fears = self.model.fears
        dread = sum(chance * fears.of_level[n + 1] for n, chance in enumerate(self._levels(self.pressure)))
        self.foreseen = fears.foresight * self._chance(self.pressure) * dread

    def respond(self) -> None:
        """Hit back, or not: how high, and whom."""
        r, self.level, self.red = self.model.reprisals, 0, 0.0
        for front in self.fronts:
            front.hit_by = 0
            if front.worst:
                self.red += front.numbers.red_line * (r.red_line_base + r.red_line_slope * log1p(front.worst))
        pressure = self.pressure + self.red
        if self.random.random() >= self._chance(pressure):
            return
        self.level = self.random.choices((1, 2, 3, 4), self._levels(pressure))[0]
        self.total += 1
        weights = [front.excitation + r.unanswered for front in self.fronts]
        target = self.random.choices([*self.fronts, None], [*weights, r.unanswered])[0]
        if target is not None:
            target.hit_by = self.level

    def advance(self) -> None:
        """Heat and pressure rise with attacks and are spent by a reprisal; blame moves with what is seen."""
        model = self.model
        r, hit = model.reprisals, self.level > 0
        heat = model.keep_heat * self.heat
        for front in self.fronts:
            hurtful = front.harmed + front.lethal
            heat += r.heat_harmless * (front.count - hurtful) + r.heat_harm * hurtful
            heat += r.heat_deaths * log1p(front.deaths)
        self.heat = heat * (1 - r.heat_relief * hit)
        self.pressure = 0.0 if hit else model.keep_pressure * self.pressure + self.red
        a = model.blame
        self.attribution = (
            a.baseline + model.keep_blame * (self.attribution - a.baseline) + model.seen_together
        )
        if any(front.lethal for front in self.fronts):
            self.attribution += a.lethal
        spent = 0.0 if self.struck_by_patron else model.keep_patron * self.patron_pressure
        self.patron_pressure = spent + (self.level == 4)
