"""What is drawn and what is scored is one law.

The random numbers are fixed. With another, the mean score of the truth strays beyond 4.5 standard errors in one of some two hundred
parameters with a chance of about 1 in 700; the frequencies beyond theirs with 1 in 10,000 each.
"""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.nn import sigmoid
from scipy import stats

from armslength.history import replay
from armslength.world.day import conditional
from armslength.world.draw import STREAMS, Uniforms, actors_of, sample_events, uniforms_of
from armslength.world.initial_state import initial_state, quiet_day
from armslength.world.score import score_acceptance

STRAY = 4.5
LEVEL = 1e-4


def test_the_replay_of_a_full_report_ends_where_the_past_did(pasts) -> None:
    for world in (0, 1, 2):
        state = replay(pasts.layout.network, pasts.layout.params(pasts.truth), pasts.history(world)).state
        for name in vars(state):
            # The trigger is given, so its own process is idle; what nobody reports of halts and the pace is filtered.
            if name not in (
                "trigger",
                "truce",
                "halt_alone",
                "halt_all",
                "halt_announced",
                "pace",
                "pace_spread",
            ):
                lived = np.asarray(getattr(pasts.lived.state, name))[..., world]
                np.testing.assert_allclose(getattr(state, name), lived, rtol=2e-3, atol=2e-4, err_msg=name)


@pytest.mark.slow
def test_the_score_of_the_truth_has_mean_zero(pasts) -> None:
    net, layout = pasts.layout.network, pasts.layout
    count = pasts.lived.state.tension.shape[0]
    histories = jax.tree.map(lambda *x: np.stack(x), *[pasts.history(w) for w in range(count)])

    def log_score(values, history):
        return sum(vars(replay(net, layout.params(values), history).log_score).values())

    slopes = jax.jit(jax.vmap(jax.grad(log_score), in_axes=(None, 0)))(
        jnp.asarray(pasts.truth, jnp.float32), histories
    )
    slopes = np.asarray(slopes, float)
    assert np.isfinite(slopes).all()
    touched = (slopes != 0).sum(0) > count // 4  # the others are seldom or never in play here
    assert touched.sum() > 100
    stray = slopes.mean(0) / (slopes.std(0, ddof=1) / np.sqrt(count) + 1e-12)
    worst = {layout.names[i]: stray[i] for i in np.flatnonzero(touched & (np.abs(stray) > STRAY))}
    assert not worst


def test_the_gradient_is_the_slope(pasts) -> None:
    net, layout, history = pasts.layout.network, pasts.layout, pasts.history(0)
    rng = np.random.default_rng(2)
    scale = np.maximum(np.abs(pasts.truth), 0.1)
    with jax.enable_x64(True):

        @jax.jit
        def log_score(values):
            return sum(vars(replay(net, layout.params(values), history).log_score).values())

        slope = np.asarray(jax.grad(log_score)(jnp.asarray(pasts.truth)))
        assert slope.dtype == np.float64
        for _ in range(5):
            step = 1e-6 * scale * rng.standard_normal(len(scale))
            rise = float(log_score(pasts.truth + step) - log_score(pasts.truth - step))
            assert rise == pytest.approx(2 * slope @ step, rel=1e-4, abs=1e-9)


def test_an_answer_is_drawn_with_the_chance_that_is_scored(pasts) -> None:
    """Frequencies of the answers of two clients of one host to one meeting, against exp(score) of each pair."""
    net, layout = pasts.layout.network, pasts.layout
    worlds = 40_000
    flat = layout.override(layout.defaults, {"control.meeting_spread": 0.7})
    one = layout.params(flat)
    p = layout.params(np.repeat(flat[:, None], worlds, axis=1))
    day = quiet_day(net, deciding=False)
    day = replace(day, threat=jnp.array([0.6, 0.0, 0.0]))
    asked = np.array(
        [f in ("kataib-hezbollah/united-states", "nujaba/united-states") for f in net.fronts], float
    )
    sizes = {s: len(actors_of(net, kind)) for s, kind in STREAMS.items()}
    bits = {
        s: jax.random.bits(jax.random.fold_in(jax.random.key(6), i), (n, worlds), jnp.uint32)
        for i, (s, n) in enumerate(sizes.items())
    }
    wide = jax.tree.map(lambda x: x[:, None] if x.ndim else x, day)
    state = initial_state(net, p)
    uniforms = uniforms_of(Uniforms(**bits))
    drawn = np.asarray(
        sample_events(net, p, state, wide, conditional(net, p, state, wide), uniforms).accepted
    )
    outlook = conditional(net, one, initial_state(net, one), day)
    pair = [net.fronts.index("kataib-hezbollah/united-states"), net.fronts.index("nujaba/united-states")]
    chances = []
    for first in (0, 1):
        for second in (0, 1):
            accepted = np.zeros(len(net.fronts))
            accepted[pair] = first, second
            chance = float(
                np.exp(score_acceptance(net, one, outlook, jnp.asarray(accepted), jnp.asarray(asked)))
            )
            chances.append(chance)
            seen = int(((drawn[pair[0]] == first) & (drawn[pair[1]] == second)).sum())
            assert stats.binomtest(seen, worlds, chance).pvalue > LEVEL
    assert sum(chances) == pytest.approx(1, abs=1e-5)
    mid = float(sigmoid(outlook.obedience[pair[0]]))
    assert 0.02 < mid < 0.98, "an answer that is not settled beforehand"
