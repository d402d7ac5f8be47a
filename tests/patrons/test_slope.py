"""The days of a fit are one piece of machine code for several patrons, too: XLA ends a process where it cannot."""

import jax
import numpy as np
import pytest

from armslength.fitting.target import target
from armslength.scenario import load


@pytest.mark.slow
def test_a_fit_has_a_slope(made):
    with jax.enable_x64(True):
        aim = target(load(made()))
        score, slope = aim.slopes(np.random.default_rng(1).normal(0, 0.3, (2, len(aim.names))))
    assert np.isfinite(score).all()
    assert np.isfinite(slope).all()
    assert np.abs(slope).max() > 0.1
