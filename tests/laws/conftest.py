"""A small invented network with several fronts, so that laws are checked in seconds."""

from dataclasses import dataclass, replace

import jax
import numpy as np
import pytest

from armslength.scenario import load
from armslength.world.initial_state import quiet_day
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.records import Inputs


@dataclass(frozen=True)
class Case:
    """A case's structure and parameters."""

    layout: Layout

    @property
    def net(self) -> Network:
        return self.layout.network

    def plan(self, days: int, trigger: float = 0.8) -> Inputs:
        """Days on which nothing is given but the trigger."""
        repeated = jax.tree.map(
            lambda x: np.broadcast_to(np.asarray(x), (days, *x.shape)).copy(), quiet_day(self.net)
        )
        repeated.trigger[:] = trigger
        return repeated

    def without(self, front: str) -> "Case":
        """The case with one front fewer, and nothing else different."""
        net, gone = self.net, self.net.fronts.index(front)
        stays = [f for f in range(len(net.fronts)) if f != gone]
        smaller = replace(
            net,
            fronts=tuple(net.fronts[f] for f in stays),
            client_of=tuple(net.client_of[f] for f in stays),
            adversary_of=tuple(net.adversary_of[f] for f in stays),
            coupling=tuple(tuple(net.coupling[f][k] for k in stays) for f in stays),
        )
        return Case(
            Layout(smaller, tuple(s for s in self.layout.sites if not s.name.startswith(f"fronts.{front}.")))
        )


@pytest.fixture(scope="session")
def case() -> Case:
    scenario = load("axis-2020")
    return Case(scenario.layout)
