"""Where everyone stands on the as-of date, in every draw of the parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, belongs, site_values
from armslength.history import PADDING, History, Replayed, encode, replay
from armslength.history.likelihood import LogScore
from armslength.scenario import Scenario
from armslength.scenario.support import leading
from armslength.simulate import REPLICATES, Action, AsPlanned, Ensemble, Policy, plan_days
from armslength.simulate.ensemble import DRAWS_IN_BLOCK
from armslength.simulate.kept_code import kept
from armslength.world.day import conditional
from armslength.world.mechanism import KINDS
from armslength.world.network import Network
from armslength.world.params import Layout, prior_draws
from armslength.world.records import Inputs, Outlook, State

AT_ONCE = 200  # draws replayed together: one shape, compiled once, whose last bits depend on it
RECORDS = ("state", "outlook", "log_score")  # of initial conditions, each a record of arrays
RECENT = 30  # days before the as-of date that a pause is measured against, in whole steps


@dataclass(frozen=True)
class InitialConditions:
    """A case replayed to its as-of date."""

    scenario: Scenario
    layout: Layout
    values: np.ndarray  #: [site, draw]
    state: State  #: [actor, draw]
    outlook: Outlook  #: [actor, draw] of the first day ahead, with no order given
    recent: np.ndarray  #: [front, draw] attacks in the last `recent_days`, as reported and shared out
    log_score: LogScore  #: [draw] log probability of what was reported
    weights: np.ndarray | None = None  #: [draw] adding to one; alike if left out
    #: [draw] number of its random streams: draws with the same number share them; each its own if left out
    streams: np.ndarray | None = None
    recent_days: int = RECENT

    @property
    def network(self) -> Network:
        """The network that ties the actors."""
        return self.layout.network

    @property
    def first_day(self) -> date:
        """The first day ahead."""
        return self.scenario.first_day

    def plan(self, days: int, actions: Iterable[Action] = (), deciding: bool | None = None) -> Inputs:
        """Return what is given on each of `days` days ahead: what holds on by the case, and the actions written over it.

        The commander decides where the case says so, unless `deciding` says it. Raises `ArmslengthError` as `plan_days`.
        """
        decides = self.scenario.gives_orders if deciding is None else deciding
        standing = self.scenario.standing(self.first_day, days)
        return plan_days(self.network, self.first_day, days, actions, decides, standing)

    def futures(
        self,
        plan: Inputs,
        seed: int,
        replicates: int = REPLICATES,
        block: int = DRAWS_IN_BLOCK,
        policy: Policy | None = None,
    ) -> Ensemble:
        """Return the futures to play from here: so many for each draw, under what is given and what a strategy does."""
        return Ensemble(
            self.layout,
            self.values,
            self.state,
            plan,
            seed,
            replicates,
            block,
            self.streams,
            policy or AsPlanned(),
            self.first_day,
        )

    def quantities(self) -> dict[str, dict[str, np.ndarray]]:
        """Return what each mechanism shows, by kind of actor and name: each [actor, draw], or [draw] of the world.

        Of several patrons a client has what is between it and the one that gives it most; `bonds` have all of it.
        """
        found = iter(_shown(self.layout, self.values.astype(np.float32), self.state, self.outlook))
        made: dict[str, dict[str, np.ndarray]] = {kind: {} for kind in KINDS.values()}
        for mechanism in self.network.mechanisms:
            for shown in mechanism.shows:
                value = np.asarray(next(found))
                if shown.unit.endswith("/day") and not self.network.step.is_day:
                    value = value / self.network.step.days  # the model goes by the step, a reader by the day
                if shown.kind == "bond" and self.network.several:
                    made.setdefault("bonds", {})[shown.name] = value
                    value = value[self._leading]
                made[KINDS[shown.kind]][shown.name] = value
        if self.network.several:
            made["bonds"]["control"] = np.asarray(self.outlook.hold)
        return made

    @property
    def _leading(self) -> list[int]:
        """The bond of each client with the patron that gives it most on the first day ahead."""
        lead = leading(self.scenario, self.scenario.standing(self.first_day, 1).given, 1)[0]
        return [self.network.bond(client, patron) for client, patron in enumerate(lead)]


def replay_to_as_of(
    scenario: Scenario, draws: int, seed: int, posterior: Posterior | None = None
) -> InitialConditions:
    """Draw the parameters and replay the history in each draw."""
    return replay_at(scenario, scenario.layout, draws_of(scenario, draws, seed, posterior))


def draws_of(scenario: Scenario, draws: int, seed: int, posterior: Posterior | None = None) -> np.ndarray:
    """Return draws of the parameters, [site, draw].

    What a posterior is informed about comes from it; the rest, and all of it without one, from the prior.
    """
    layout = scenario.layout
    values: np.ndarray = layout.values(prior_draws(layout, draws, seed))
    if posterior is not None:
        if reason := belongs(posterior, scenario):
            raise ArmslengthError(f"this posterior cannot be used for {scenario.name}: {reason}; fit again")
        values = site_values(posterior, layout.names, values, seed)
    return values


def parts_of(draws: int) -> int:
    """Return in how many parts so many draws are replayed."""
    return -(-draws // AT_ONCE)


def replay_part(scenario: Scenario, layout: Layout, values: np.ndarray, part: int) -> InitialConditions:
    """Replay one part of the draws [site, draw], by itself; all parts together, joined, are all draws.

    Each draw has the random streams of its place among all of them.
    """
    draws = values.shape[1]
    if draws <= AT_ONCE:
        return replay_at(scenario, layout, values)
    numbers = np.arange(part * AT_ONCE, (part + 1) * AT_ONCE)
    whole = replay_at(scenario, layout, values[:, np.minimum(numbers, draws - 1)])
    real = numbers[numbers < draws]
    few = {name: _each(lambda x: x[..., : len(real)], getattr(whole, name)) for name in (*RECORDS, "recent")}
    return replace(whole, values=values[:, real], streams=real, **few)


def joined(parts: Sequence[InitialConditions]) -> InitialConditions:
    """Return initial conditions with the draws of all parts, which share case and layout."""
    if len(parts) == 1:
        return parts[0]

    def together(*arrays: Any) -> np.ndarray:
        return np.concatenate(arrays, axis=-1)

    joint = {
        name: _each(together, *(getattr(p, name) for p in parts)) for name in ("values", *RECORDS, "recent")
    }
    streams = None if parts[0].streams is None else np.concatenate([np.asarray(p.streams) for p in parts])
    return replace(parts[0], streams=streams, **joint)


def _each(function: Any, *trees: Any) -> Any:
    return jax.tree.map(lambda *x: function(*map(np.asarray, x)), *trees)


def arrays_of(initial: InitialConditions) -> dict[str, np.ndarray]:
    """Return the arrays of initial conditions by name, for another process."""
    made = {"values": initial.values, "recent": initial.recent}
    for name in RECORDS:
        made |= {
            f"{name} {n}": np.asarray(x) for n, x in vars(getattr(initial, name)).items() if x is not None
        }
    return made


def from_arrays(scenario: Scenario, layout: Layout, arrays: Mapping[str, np.ndarray]) -> InitialConditions:
    """Return the initial conditions of these arrays, whose draws have streams in order."""
    of = {
        name: {n.partition(" ")[2]: jnp.asarray(x) for n, x in arrays.items() if n.startswith(f"{name} ")}
        for name in RECORDS
    }
    return InitialConditions(
        scenario,
        layout,
        arrays["values"],
        State(**of["state"]),
        Outlook(**of["outlook"]),
        arrays["recent"],
        LogScore(**of["log_score"]),
        recent_days=recent_days(scenario),
    )


def recent_days(scenario: Scenario) -> int:
    """Return the days before the as-of date that a pause is measured against, in whole steps of the case."""
    first = scenario.time_step.begins(scenario.start, scenario.steps - recent_steps(scenario))
    return (scenario.first_day - first).days


def recent_steps(scenario: Scenario) -> int:
    """Return the same in steps."""
    step = scenario.time_step
    return RECENT if step.is_day else max(round(RECENT / step.days), 1)


def replay_at(scenario: Scenario, layout: Layout, values: np.ndarray) -> InitialConditions:
    """Replay the history at these values [site, draw]."""
    network, first = layout.network, scenario.first_day
    today = jax.tree.map(
        lambda x: x[0][:, None] if x.ndim > 1 else x[0],
        plan_days(network, scenario.as_of, 1, deciding=False, standing=scenario.standing(first, 1)),
    )
    replayed, outlook = _replay_and_look(
        layout, values.astype(np.float32), encode(scenario, network, PADDING), today
    )
    past, lately = scenario.steps, recent_steps(scenario)
    recent = np.asarray(replayed.attacks)[max(past - lately, 0) : past].sum(0)
    return InitialConditions(
        scenario,
        layout,
        values,
        replayed.state,
        outlook,
        recent,
        replayed.log_score,
        recent_days=recent_days(scenario),
    )


@kept(fixed=1)
def _replay_and_look(
    layout: Layout, values: Any, history: History, today: Inputs
) -> tuple[Replayed, Outlook]:
    """Replay the history, and compute the outlook of a day on which nothing is given."""
    params = layout.params(values)
    replayed = replay(layout.network, params, history)
    return replayed, conditional(layout.network, params, replayed.state, today)


@kept(fixed=1)
def _shown(layout: Layout, values: Any, state: State, outlook: Outlook) -> list[Any]:
    """Compute what each mechanism shows, in order."""
    params = layout.params(values)
    return [shown.of(params, state, outlook) for m in layout.network.mechanisms for shown in m.shows]
