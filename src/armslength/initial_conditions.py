"""Where everyone stands on the as-of date, in every draw of the parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import jax
import numpy as np

from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, belongs, site_values
from armslength.history import PADDING, History, Replayed, encode, replay
from armslength.history.likelihood import LogScore
from armslength.scenario import Scenario
from armslength.scenario.support import leading
from armslength.simulate import REPLICATES, Action, AsPlanned, Ensemble, Policy, plan_days
from armslength.simulate.ensemble import DRAWS_IN_BLOCK
from armslength.world.day import conditional
from armslength.world.mechanism import KINDS
from armslength.world.network import Network
from armslength.world.params import Layout, prior_draws
from armslength.world.records import Inputs, Outlook, State

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
        params = self.layout.params(self.values.astype(np.float32))
        made: dict[str, dict[str, np.ndarray]] = {kind: {} for kind in KINDS.values()}
        for mechanism in self.network.mechanisms:
            for shown in mechanism.shows:
                value = np.asarray(shown.of(params, self.state, self.outlook))
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
    """Draw the parameters and replay the history in each draw.

    What a posterior is informed about comes from it; the rest, and all of it without one, from the prior.
    """
    layout = scenario.layout
    values = layout.values(prior_draws(layout, draws, seed))
    if posterior is not None:
        if reason := belongs(posterior, scenario):
            raise ArmslengthError(f"this posterior cannot be used for {scenario.name}: {reason}; fit again")
        values = site_values(posterior, layout.names, values, seed)
    return replay_at(scenario, layout, values)


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
    past, step = scenario.steps, network.step
    lately = RECENT if step.is_day else max(round(RECENT / step.days), 1)
    recent = np.asarray(replayed.attacks)[max(past - lately, 0) : past].sum(0)
    since = step.begins(scenario.start, past - lately)
    return InitialConditions(
        scenario,
        layout,
        values,
        replayed.state,
        outlook,
        recent,
        replayed.log_score,
        recent_days=(first - since).days,
    )


@partial(jax.jit, static_argnums=0)
def _replay_and_look(
    layout: Layout, values: Any, history: History, today: Inputs
) -> tuple[Replayed, Outlook]:
    """Replay the history, and compute the outlook of a day on which nothing is given."""
    params = layout.params(values)
    replayed = replay(layout.network, params, history)
    return replayed, conditional(layout.network, params, replayed.state, today)
