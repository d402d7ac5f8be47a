"""The patron's dilemma: what self-sufficiency of the clients saves the patron, and what it costs in control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from armslength.decisions.starting_state import outlook
from armslength.decisions.sweep import replay_draws
from armslength.initial_conditions import InitialConditions
from armslength.results.robustness import DilemmaRow, Spread
from armslength.scenario import Scenario

FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0)


class _Sufficiency(NamedTuple):
    """What a factor on the clients' own revenue brings, [actor, draw] each."""

    control: np.ndarray
    dependence: np.ndarray
    support: np.ndarray  #: as a multiple of today's; NaN where no sum holds dependence
    lethal: np.ndarray


def dilemma(
    scenario: Scenario, values: np.ndarray, factors: Sequence[float] = FACTORS
) -> tuple[DilemmaRow, ...]:
    """Multiply the clients' own revenue of today by each factor, at parameters [site, draw].

    `support` is what each client would have to be given to depend as much as it does today, as a multiple of what it
    is given today, where any sum can.
    """
    today = replay_draws(scenario, values)[0]
    return tuple(_row(factor, _with_revenue(today, factor)) for factor in factors)


def _row(factor: float, found: _Sufficiency) -> DilemmaRow:
    return DilemmaRow(
        factor=factor,
        control=_spread(found.control.mean(0)),
        dependence=_spread(found.dependence.mean(0)),
        support=_spread(np.nanmedian(found.support, axis=0)),
        out_of_reach=float(np.isnan(found.support).mean()),
        lethal_per_attack=_spread(found.lethal.mean(0)),
    )


def _with_revenue(today: InitialConditions, factor: float) -> _Sufficiency:
    values = jnp.asarray(today.values, jnp.float32)
    clients = today.layout.params(values).clients
    revenue = jnp.asarray(today.state.revenue) * factor
    now, then = (
        outlook(today.layout, values, today.state.replace(revenue=r)) for r in (today.state.revenue, revenue)
    )
    held = np.asarray(now.dependence / clients.investment)  # g / (g + S + o): support, own revenue, others
    others = np.asarray(revenue + clients.other_sponsors)
    needed = held / np.maximum(1 - held, 1e-9) * others / np.asarray(clients.support)
    open_to_money = np.broadcast_to(np.asarray(clients.support) > 0, needed.shape)
    support = np.where(open_to_money, needed, np.nan)
    return _Sufficiency(
        np.asarray(then.control), np.asarray(then.dependence), support, np.asarray(then.lethal)
    )


def _spread(x: np.ndarray) -> Spread:
    return Spread(*map(float, np.nanquantile(x, [0.05, 0.5, 0.95])))
