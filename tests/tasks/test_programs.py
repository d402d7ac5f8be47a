"""A long run lets go of compiled programs before its process has as many memory maps as it may."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from armslength.tasks.programs import drop_many_programs


def test_programs_are_dropped_above_the_share_alone() -> None:
    double = jax.jit(lambda x: 2 * x)
    double(jnp.ones(3))
    held = double._cache_size()
    assert held
    assert not drop_many_programs(share=1.0)
    assert double._cache_size() == held
    assert drop_many_programs(share=0.0)
    assert double._cache_size() == 0
    assert float(double(jnp.ones(3))[0]) == 2.0
