"""The classroom, replayed once: twenty draws of the prior, fifty futures each, thirty days."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from armslength.decisions import inline
from armslength.decisions.strategy_futures import ensemble_of
from armslength.initial_conditions import InitialConditions, replay_to_as_of
from armslength.scenario import load
from armslength.simulate import play

DAYS, CHANCE = 30, 50


@pytest.fixture(scope="session")
def initial() -> InitialConditions:
    return replay_to_as_of(load("classroom"), 20, 1)


@pytest.fixture(scope="session")
def futures(initial) -> Callable[..., dict[str, Any]]:
    """Daily paths and outcomes of a strategy in words, once for each."""
    made: dict[tuple[str, ...], dict[str, np.ndarray]] = {}

    def of(*actions: str) -> dict[str, np.ndarray]:
        if actions not in made:
            ensemble = ensemble_of(initial, inline(actions), DAYS, seed=1)
            blocks = [block for _, block in play(ensemble, (DAYS,), keep=CHANCE)]
            made[actions] = {name: np.concatenate([b[name] for b in blocks], axis=-2) for name in blocks[0]}
        return made[actions]

    return of
