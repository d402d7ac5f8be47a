"""The days of a fit are one piece of machine code for other counts, steps and a truce, too: XLA ends a process where it cannot."""

import jax
import numpy as np
import pytest

from armslength.fitting.target import target
from tests.counts.test_truces import truce


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        {"counts": "deadly_clashes", "second": "attacks", "lethal": "all", "rows": (truce(10, 30),)},
        {"counts": "lethal_attacks", "step": "week"},
    ],
)
def test_a_fit_has_a_slope(made, options):
    with jax.enable_x64(True):
        aim = target(made(**options))
        score, slope = aim.slopes(np.random.default_rng(1).normal(0, 0.3, (2, len(aim.names))))
    assert np.isfinite(score).all()
    assert np.isfinite(slope).all()
    assert np.abs(slope).max() > 0.1
