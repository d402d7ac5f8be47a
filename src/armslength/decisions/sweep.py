"""Many draws of the parameters, wherever an analysis wants them: replayed, and played under a strategy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from armslength.decisions.strategy_futures import StrategyFutures, play_strategy
from armslength.decisions.strategy_sets import BASELINE
from armslength.fitting import Posterior, site_values
from armslength.initial_conditions import InitialConditions, replay_at
from armslength.scenario import Scenario
from armslength.scenario.schema import Strategy
from armslength.world.params import prior_draws

AT_ONCE = 200  # draws replayed together: one shape, compiled once


def draws_of(scenario: Scenario, count: int, seed: int, posterior: Posterior | None = None) -> np.ndarray:
    """Return parameters [site, draw] from the prior, with those that a posterior is informed about from there."""
    layout = scenario.layout
    values = layout.values(prior_draws(layout, count, seed))
    return values if posterior is None else site_values(posterior, layout.names, values, seed)


def replay_draws(
    scenario: Scenario, values: np.ndarray, same_numbers: bool = False
) -> list[InitialConditions]:
    """Replay a case at parameters [site, draw], in parts of `AT_ONCE` draws.

    With `same_numbers` every draw has the same random numbers, which takes most of the chance out of differences
    between draws.
    """
    layout, made = scenario.layout, []
    for first in range(0, values.shape[1], AT_ONCE):
        numbers = np.minimum(np.arange(first, first + AT_ONCE), values.shape[1] - 1)
        streams = np.zeros_like(numbers) if same_numbers else np.arange(first, first + AT_ONCE)
        made.append(replace(replay_at(scenario, layout, values[:, numbers]), streams=streams))
    return made


def play_at(
    scenario: Scenario,
    values: np.ndarray,
    strategy: Strategy = BASELINE,
    *,
    days: int,
    seed: int,
    same_numbers: bool = False,
) -> StrategyFutures:
    """Play the futures of a strategy at parameters [site, draw]."""
    parts = [
        play_strategy(initial, strategy, days=days, seed=seed)
        for initial in replay_draws(scenario, values, same_numbers)
    ]
    count = values.shape[1]
    joined = {name: np.concatenate([p.values[name] for p in parts])[:count] for name in parts[0].values}
    return replace(
        parts[0], values=joined, weights=np.full(count, 1 / count), structure=np.zeros(count, dtype=int)
    )
