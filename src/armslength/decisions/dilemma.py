"""The patron's dilemma: how control falls, and how deadly attacks become, as clients pay for themselves.

What it would cost the patron to hold their dependence is not computed: nothing here serves its grip.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from armslength.decisions.starting_state import outlook, support_today
from armslength.decisions.sweep import replay_draws
from armslength.initial_conditions import InitialConditions
from armslength.results.record import Spread
from armslength.results.robustness import DilemmaRow
from armslength.scenario import Scenario

FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0)


class _Sufficiency(NamedTuple):
    """What a factor on the clients' own revenue brings, [actor, draw] each."""

    control: np.ndarray
    dependence: np.ndarray
    lethal: np.ndarray


def dilemma(
    scenario: Scenario, values: np.ndarray, factors: Sequence[float] = FACTORS
) -> tuple[DilemmaRow, ...]:
    """Multiply the clients' own revenue of today by each factor, at parameters [site, draw]."""
    today = replay_draws(scenario, values)[0]
    return tuple(_row(factor, _with_revenue(today, factor)) for factor in factors)


def _row(factor: float, found: _Sufficiency) -> DilemmaRow:
    return DilemmaRow(
        factor=factor,
        control=_spread(found.control.mean(0)),
        dependence=_spread(found.dependence.mean(0)),
        lethal_per_attack=_spread(found.lethal.mean(0)),
    )


def _with_revenue(today: InitialConditions, factor: float) -> _Sufficiency:
    values = jnp.asarray(today.values, jnp.float32)
    richer = today.state.replace(revenue=jnp.asarray(today.state.revenue) * factor)
    then = outlook(today.layout, values, richer, support_today(today))
    return _Sufficiency(np.asarray(then.control), np.asarray(then.dependence), np.asarray(then.lethal))


def _spread(x: np.ndarray) -> Spread:
    return Spread(*map(float, np.quantile(x, [0.05, 0.5, 0.95])))
