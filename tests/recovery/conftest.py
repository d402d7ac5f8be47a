"""Simulated pasts of axis-2024 at the defaults, with the rare made less rare, so that a sample sees it."""

from dataclasses import dataclass

import jax
import numpy as np
import pytest

from armslength.history import History, SimulatedHistory, reported, simulate_history
from armslength.scenario import load
from armslength.world.initial_state import quiet_day
from armslength.world.params import Layout
from armslength.world.records import Inputs

DAYS, PASTS = 40, 256
#: what happens once in a thousand pasts has no bell-shaped mean over two hundred
LESS_RARE = {
    "war.reference_hazard": 0.03, "war.tension": 0.3, "patron_strike.baseline": -3.5, "severity.lethal": -2.5,
    "directives.baseline": -2.5, "adversaries.*.reprisal_rate": 0.05, "fronts.*.base_rate": 1.5,
    "fronts.*.trigger_sensitivity": 2.0, "reprisal.patron_threshold": 1.0, "attribution.baseline": 0.0,
}  # fmt: skip


@dataclass(frozen=True)
class Pasts:
    """Parameters, plan, and what was drawn from them."""

    layout: Layout
    truth: np.ndarray
    plan: Inputs
    lived: SimulatedHistory

    def history(self, world: int) -> History:
        return reported(self.layout.network, self.plan, self.lived, world)


@pytest.fixture(scope="session")
def pasts() -> Pasts:
    scenario = load("axis-2024")
    net, layout = scenario.network, scenario.layout
    truth = layout.override(layout.defaults, LESS_RARE)
    plan = jax.tree.map(lambda x: np.broadcast_to(np.asarray(x), (DAYS, *x.shape)).copy(), quiet_day(net))
    plan.trigger[:] = 0.8
    p = layout.params(np.repeat(truth[:, None], PASTS, axis=1))
    return Pasts(layout, truth, plan, simulate_history(net, p, plan, jax.random.key(11)))
