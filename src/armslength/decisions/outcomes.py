"""What comes of a strategy: named outcomes of each future, [draw, chance], with the luck of every other strategy.

    played = outcomes(situation, strategy, days=90, seed=1)
    played["deaths"]            # [draw, chance]

Futures of two strategies with the same numbers share their luck, so they are the same until the strategies part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.decisions.strategy_sets import BASELINE, planned
from armslength.errors import ArmslengthError
from armslength.initial_conditions import InitialConditions
from armslength.scenario.schema import Shock, Strategy
from armslength.simulate import REPLICATES, Ensemble, play
from armslength.world.day import conditional
from armslength.world.initial_state import quiet_day
from armslength.world.params import Layout
from armslength.world.records import Group, Inputs, State


@dataclass(frozen=True)
class Objective:
    """What de-escalation wants less of. Search, ranking and advice know no other aims."""

    name: str
    title: str
    unit: str
    weight: float  #: how many of the adversaries' own dead one unit counts like
    source: str


OBJECTIVES: tuple[Objective, ...] = (
    Objective("deaths", "Deaths of the adversaries' own", "deaths", 1.0, "the unit"),
    Objective("reprisals", "Reprisals", "reprisals", 2.0, "assumed"),
    Objective("direct_fire_days", "Days of direct fire between patron and adversary (rung 4)", "days", 20.0, "assumed"),
    Objective("control_lost", "Control lost over the clients, from the first day to the last (mean of clients)", "share", 20.0, "assumed"),
    Objective("war", "Regional war", "probability", 1000.0, "the resolution rule: 1,000 deaths in 30 days"),
)  # fmt: skip
WAR = "war"


@dataclass(frozen=True)
class Outcome:
    """One thing that a comparison reports."""

    name: str
    title: str
    unit: str
    days: int  #: window, from the first day ahead


@dataclass(frozen=True)
class Played:
    """The futures of one strategy, and what they may be compared with."""

    strategy: Strategy
    scenario: str  #: hash
    first_day: date
    seed: int
    described: Mapping[str, Outcome]
    values: Mapping[str, np.ndarray]  #: [draw, chance] by outcome
    weights: np.ndarray  #: [draw] adding to one
    variant: np.ndarray  #: [draw] which structure each draw belongs to

    def __getitem__(self, name: str) -> np.ndarray:
        return self.values[name]

    @property
    def days(self) -> int:
        """Days ahead."""
        return self.described["deaths"].days

    def mean(self, name: str) -> float:
        """Over parameters and chance."""
        return float(self.weights @ self.values[name].mean(-1))


def outcomes(
    initial: InitialConditions,
    strategy: Strategy = BASELINE,
    *,
    days: int | None = None,
    seed: int = 1,
    replicates: int = REPLICATES,
    workers: int = 2,
    given: Inputs | None = None,
    tick: Callable[[int], None] = lambda _: None,
) -> Played:
    """Play a strategy from a situation. `given` is what is given anyway, such as the past's own orders."""
    days = initial.scenario.horizon if days is None else days
    ensemble = ensemble_of(initial, strategy, days, seed, replicates, given)
    pause = min(initial.scenario.pause.days, days)
    windows = tuple(sorted({pause, days}))
    blocks = [block for _, block in play(ensemble, windows, workers=workers, tick=tick)]
    whole = {name: np.concatenate([b[name] for b in blocks], axis=-2) for name in _USED}
    described = describe(initial, days)
    draws = initial.values.shape[1]
    return Played(
        strategy, initial.scenario.hash, initial.first_day, seed, described,
        _named(initial, whole, windows.index(pause), pause), _weights(initial), _variants(initial, draws),
    )  # fmt: skip


def ensemble_of(
    initial: InitialConditions,
    strategy: Strategy,
    days: int,
    seed: int,
    replicates: int = REPLICATES,
    given: Inputs | None = None,
) -> Ensemble:
    """What is needed to play a strategy's futures."""
    plan, policy = planned(initial, strategy, days, given)
    return Ensemble(
        initial.layout, initial.values, initial.state, plan, seed, replicates,
        streams=initial.streams, policy=policy,
    )  # fmt: skip


_USED = (
    "attacks",
    "deaths",
    "lethal",
    "reprisals",
    "direct_fire",
    "level",
    "highest",
    "war",
    "told",
    "control",
)


def _named(
    initial: InitialConditions, whole: Mapping[str, Any], pause: int, days: int
) -> dict[str, np.ndarray]:
    """Outcomes by name, each [draw, chance], in the order of `describe`."""
    net = initial.network
    last = {name: x if name == "control" else x[-1] for name, x in whole.items()}
    lost = np.asarray(control_now(initial))[..., None] - last["control"]
    bar = initial.scenario.pause.ratio * initial.recent * days / 30
    paused = whole["attacks"][pause] <= bar[:, :, None]
    made = {
        "deaths": last["deaths"].sum(0), "reprisals": last["reprisals"].sum(0), "direct_fire_days": last["direct_fire"],
        "control_lost": lost.mean(0), "war": last["war"], "attacks": last["attacks"].sum(0),
        "lethal_attack": last["lethal"].sum(0) > 0, "reprisal": last["level"].max(0) > 0,
        "leadership_struck": last["level"].max(0) >= 3, "rung_3": last["highest"] >= 3, "rung_4": last["highest"] >= 4,
        "highest_rung": last["highest"], "orders": last["told"].any(0),
    }  # fmt: skip
    made |= {f"pauses/{f}": paused[i] for i, f in enumerate(net.fronts)}
    made |= {f"attacks/{f}": last["attacks"][i] for i, f in enumerate(net.fronts)}
    made |= {f"reprisal/{a}": last["level"][i] > 0 for i, a in enumerate(net.adversaries)}
    made |= {f"control_lost/{c}": lost[i] for i, c in enumerate(net.clients)}
    return {name: np.asarray(x, dtype=float) for name, x in made.items()}


def describe(initial: InitialConditions, days: int) -> dict[str, Outcome]:
    """What each outcome is, in words."""
    scenario, pause = initial.scenario, min(initial.scenario.pause.days, days)
    made = {o.name: (o.title, o.unit) for o in OBJECTIVES}
    made |= {
        "attacks": ("Attacks on all fronts", "attacks"),
        "lethal_attack": ("At least one attack kills the adversary's own", "probability"),
        "reprisal": ("At least one reprisal", "probability"), "leadership_struck": ("A reprisal on leadership or the patron itself", "probability"),
        "rung_3": ("The ladder reaches rung 3 or more", "probability"), "rung_4": ("The ladder reaches rung 4 or 5", "probability"),
        "highest_rung": ("Highest rung of the ladder", "rung"), "orders": ("The commander orders restraint somewhere", "probability"),
    }  # fmt: skip
    made |= {f"attacks/{f.id}": (f"Attacks: {f.name}", "attacks") for f in scenario.fronts.values()}
    made |= {f"reprisal/{a.id}": (f"At least one reprisal by {a.name}", "probability") for a in scenario.adversaries.values()}  # fmt: skip
    made |= {f"control_lost/{c.id}": (f"Control lost over {c.name}", "share") for c in scenario.clients.values()}  # fmt: skip
    described = {name: Outcome(name, *said, days) for name, said in made.items()}
    for f in scenario.fronts.values():
        name = f"pauses/{f.id}"
        described[name] = Outcome(name, f"Pauses: {f.name}", "probability", pause)
    return described


def _weights(initial: InitialConditions) -> np.ndarray:
    draws = initial.values.shape[1]
    return np.full(draws, 1 / draws) if initial.weights is None else np.asarray(initial.weights)


def _variants(initial: InitialConditions, draws: int) -> np.ndarray:
    """[draw] draws that share their luck belong to different structures, in the order in which they stand."""
    if initial.streams is None:
        return np.zeros(draws, dtype=int)
    seen: dict[int, int] = {}
    return np.array([seen.update({n: seen.get(n, -1) + 1}) or seen[n] for n in map(int, initial.streams)])


def joined(parts: Sequence[tuple[Played, float]]) -> Played:
    """One strategy's futures under several structures, each with its weight."""
    first, total = parts[0][0], sum(w for _, w in parts)
    return replace(
        first,
        values={n: np.concatenate([p.values[n] for p, _ in parts]) for n in first.values},
        weights=np.concatenate([p.weights * w / total for p, w in parts]),
        variant=np.concatenate([np.full(len(p.weights), i) for i, (p, _) in enumerate(parts)]),
    )


def same_futures(one: Played, other: Played) -> None:
    """Refuse to compare what does not share its scenario, days and luck."""
    for what, a, b in (
        ("scenarios", one.scenario[:12], other.scenario[:12]), ("first days", one.first_day, other.first_day),
        ("numbers of days", one.days, other.days), ("seeds", one.seed, other.seed),
        ("numbers of futures", one["deaths"].shape, other["deaths"].shape),
    ):  # fmt: skip
        if a != b:
            raise ArmslengthError(
                f"'{one.strategy.id}' and '{other.strategy.id}' cannot be compared: different {what} ({a} and {b}); play both alike"
            )


def control_now(initial: InitialConditions) -> np.ndarray:
    """[client, draw] control on the first day ahead."""
    return np.asarray(
        outlook(initial.layout, jnp.asarray(initial.values, jnp.float32), initial.state).control
    )


@partial(jax.jit, static_argnums=0)
def outlook(layout: Layout, values: Any, state: State) -> Group:
    """What can happen on a day on which nothing is given, at values [site, draw] and in a state."""
    net = layout.network
    today = jax.tree.map(lambda x: x[:, None] if x.ndim else x, quiet_day(net))
    return conditional(net, layout.group(values), state, today)


def shocked(initial: InitialConditions, shock: Shock) -> InitialConditions:
    """The situation with a changed starting state, alike in every draw."""
    net = initial.network
    fields = {name: np.array(getattr(initial.state, name)) for name in State.__dataclass_fields__}
    for name, value in shock.of_commander.items():
        fields[name][:] = value
    for client, state in shock.clients.items():
        for name, value in state.model_dump(exclude_none=True).items():
            fields[name][net.clients.index(client)] = value
    return replace(initial, state=State(**fields))
