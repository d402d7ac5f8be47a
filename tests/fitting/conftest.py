"""Fits of the classroom case that several tests share: a short run of the sampler, and the fast path."""

import pytest

from armslength.fitting import Posterior
from armslength.fitting.fit import fit
from armslength.scenario import Scenario, load


@pytest.fixture(scope="session")
def classroom() -> Scenario:
    return load("classroom")


@pytest.fixture(scope="session")
def sampled(classroom: Scenario) -> Posterior:
    return fit(classroom, chains=2, warmup=100, draws=200, seed=3)


@pytest.fixture(scope="session")
def quick(classroom: Scenario) -> Posterior:
    return fit(classroom, chains=2, draws=500, quick=True, seed=3)
