"""Laws of one day: chances are chances, and what should push pushes the way it should."""

from functools import partial

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.world.day import conditional
from armslength.world.initial_state import initial_state, quiet_day
from armslength.world.mechanisms.reprisal import hazard, level_probabilities
from armslength.world.params import prior_draws

DRAWS = 64
shares = st.floats(0, 1)


def outlook(case, flat, **fields):
    """Everything that can happen on a quiet day in a world with these fields, each [actor] or a number."""
    p, state = started(case.layout, flat)
    state = state.replace(**{n: np.full(getattr(state, n).shape, v, np.float32) for n, v in fields.items()})
    return p, state, expected(case.net, p, state)


@partial(jax.jit, static_argnums=0)
def started(layout, flat):
    p = layout.params(flat)
    return p, initial_state(layout.network, p)


@partial(jax.jit, static_argnums=0)
def expected(net, p, state):
    return conditional(net, p, state, jax.tree.map(lambda x: x[:, None] if x.ndim else x, quiet_day(net)))


@pytest.fixture(scope="module")
def prior(case):
    return case.layout.values(prior_draws(case.layout, DRAWS, 5))


@settings(max_examples=10)
@given(
    fear=shares,
    grievance=shares,
    heat=st.floats(0, 200),
    pressure=st.floats(0, 5),
    belief=st.floats(-6, 6),
    open=shares,
)
def test_chances_lie_between_nought_and_one(
    case, prior, fear, grievance, heat, pressure, belief, open
) -> None:
    fields = {
        "fear": fear,
        "grievance": grievance,
        "heat": heat,
        "pressure": pressure,
        "attribution": belief,
        "open": open,
    }
    c = outlook(case, prior, **fields)[2]
    for name in (
        "control",
        "opening",
        "lethal",
        "harm",
        "ordered",
        "directive",
        "patron_strike",
        "war",
        "truce_turn",
    ):
        chance = np.asarray(getattr(c, name))
        assert np.isfinite(chance).all(), name
        assert ((chance >= 0) & (chance <= 1)).all(), name
    assert (np.asarray(c.tempo) > 0).all()
    assert (np.asarray(c.harm + c.lethal) <= 1).all()


@settings(max_examples=10)
@given(heat=st.floats(0, 200), pressure=st.floats(0, 5), belief=st.floats(-6, 6))
def test_levels_of_a_reprisal_add_to_one(case, prior, heat, pressure, belief) -> None:
    p, state, _ = outlook(case, prior, heat=heat, pressure=pressure, attribution=belief)
    levels = np.stack(np.broadcast_arrays(*level_probabilities(p, state, 0.0)))
    assert (levels >= -1e-6).all()
    np.testing.assert_allclose(levels.sum(0), 1.0, atol=1e-5)


@settings(max_examples=10)
@given(low=st.floats(0, 1), step=st.floats(0.01, 1))
def test_threat_raises_compliance(case, prior, low, step) -> None:
    calm, afraid = (outlook(case, prior, fear=x)[2].obedience for x in (low, min(low + step, 1.0)))
    assert (np.asarray(afraid) >= np.asarray(calm) - 1e-5).all()


@settings(max_examples=10)
@given(low=st.floats(0.01, 2.5), step=st.floats(0.01, 2))
def test_own_revenue_lowers_dependence_and_control(case, prior, low, step) -> None:
    poor, rich = (outlook(case, prior, revenue=x)[2] for x in (low, low + step))
    assert (np.asarray(rich.dependence) <= np.asarray(poor.dependence)).all()
    assert (np.asarray(rich.control) <= np.asarray(poor.control) + 1e-6).all()


@settings(max_examples=10)
@given(low=st.floats(0, 3), step=st.floats(0.01, 3))
def test_a_crossed_red_line_raises_reprisal_and_orders(case, prior, low, step) -> None:
    p, below, c = outlook(case, prior, pressure=low)
    _, above, pressed = outlook(case, prior, pressure=low + step)
    assert (
        np.asarray(hazard(case.layout.network, p, above, 0.0))
        >= np.asarray(hazard(case.layout.network, p, below, 0.0)) - 1e-6
    ).all()
    assert (np.asarray(pressed.directive) >= np.asarray(c.directive) - 1e-6).all()


@settings(max_examples=10)
@given(low=shares, step=st.floats(0.01, 1))
def test_accepted_restraint_lowers_tempo_and_a_cap_lethality(case, prior, low, step) -> None:
    loose, tight = ({"restraint": x, "cap": x} for x in (low, min(low + step, 1.0)))
    before, after = outlook(case, prior, **loose)[2], outlook(case, prior, **tight)[2]
    assert (np.asarray(after.tempo) <= np.asarray(before.tempo)).all()
    assert (np.asarray(after.lethal) <= np.asarray(before.lethal)).all()
