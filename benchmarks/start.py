"""Where every contender starts: the same values of the parameters, the same replayed state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import jax
import numpy as np

from armslength.history import encode, replay
from armslength.scenario import load
from armslength.simulate import DRAWS_IN_BLOCK, REPLICATES, Ensemble, plan_days
from armslength.world.network import Network
from armslength.world.params import Layout, prior_draws
from armslength.world.records import State

CASE = "axis-2024"
WINDOWS = (30, 90, 180)
SEED = 1


@dataclass(frozen=True)
class Start:
    """A case on its as-of date, in every draw of the parameters, and how far ahead to look."""

    layout: Layout
    values: np.ndarray  #: [site, draw]
    state: State  #: [actor, draw]
    ensemble: Ensemble

    @property
    def network(self) -> Network:
        """Who is tied to whom."""
        return self.layout.network

    @property
    def days(self) -> int:
        """Days ahead."""
        return self.ensemble.days

    @cached_property
    def windows(self) -> tuple[int, ...]:
        """Windows within the days ahead."""
        return tuple(w for w in WINDOWS if w <= self.days)

    def numbers(self, draw: int | np.ndarray, kind: Any = float) -> dict[str, SimpleNamespace]:
        """Parameters by scope and name; those of a level of reprisal as five values, that of no reprisal first."""
        made: dict[str, dict[str, Any]] = {}
        for name, value in zip(self.layout.names, self.values[:, draw].astype(kind), strict=True):
            scope, _, field = name.rpartition(".")
            level = re.fullmatch(r"(.*_level)_\d", field)
            if level:
                made.setdefault(scope, {}).setdefault(level[1], [0.0 * value]).append(value)
            else:
                made.setdefault(scope, {})[field] = value
        return {scope: SimpleNamespace(**fields) for scope, fields in made.items()}

    def left_behind(self, draw: int | np.ndarray, kind: Any = float) -> dict[str, np.ndarray]:
        """The state on the as-of date: [actor, ...] and, for what belongs to the whole world, [...]."""
        return {name: np.asarray(getattr(self.state, name), kind)[..., draw] for name in vars(self.state)}


def start_from_prior(draws: int = 200, days: int = 180, chance: int = REPLICATES) -> Start:
    """The forecast of the built-in case: draws of the prior, each replayed through what was reported."""
    scenario = load(CASE)
    layout = scenario.layout
    return _start(scenario, layout, layout.values(prior_draws(layout, draws, SEED)), days, chance)


def start_at_defaults(days: int, chance: int) -> Start:
    """One draw, the defaults, at which implementations are compared."""
    scenario = load(CASE)
    layout = scenario.layout
    return _start(scenario, layout, layout.defaults[:, None], days, chance, block=1)


def _start(
    scenario: Any, layout: Layout, values: np.ndarray, days: int, chance: int, block: int = DRAWS_IN_BLOCK
) -> Start:
    net = layout.network
    state = jax.block_until_ready(replay(net, layout.params(values), encode(scenario, net)).state)
    plan = plan_days(net, scenario.as_of + timedelta(days=1), days, deciding=True)
    return Start(layout, values, state, Ensemble(layout, values, state, plan, SEED, chance, block))
