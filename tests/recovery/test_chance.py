"""Counts from uniforms follow their laws.

Each chi-square test is made at a level of 1 in 10,000 on fixed uniforms; twelve tests raise a false alarm with a chance
of about 1 in 800 when the generator or the number of draws changes, and never otherwise.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from armslength.world.sampling import binomial, lomax_deaths, negative_binomial, normal, uniform

DRAWS = 200_000
LEVEL = 1e-4


def bits(seed: int):
    return jax.random.bits(jax.random.key(seed), (DRAWS,), jnp.uint32)


def assert_follows(drawn, mass) -> None:
    """Chi-square of counts against a law on 0, 1, ...; cells with fewer than ten expected are pooled into the last."""
    n = np.asarray(drawn).astype(int)
    cells = np.arange(n.max() + 2)
    expected = mass(cells) * DRAWS
    last = int(np.argmax(np.cumsum(expected[::-1])[::-1] < 10)) or len(cells)
    expected = np.append(expected[: last - 1], DRAWS - expected[: last - 1].sum())
    seen = np.bincount(np.minimum(n, last - 1), minlength=last)
    kept = expected >= 1  # an empty cell says nothing
    statistic = ((seen - expected)[kept] ** 2 / expected[kept]).sum()
    assert stats.chi2.sf(statistic, kept.sum() - 1) > LEVEL, (seen, expected)


@pytest.mark.parametrize(("mean", "size"), [(0.01, 4.0), (0.4, 0.7), (1.5, 3.0), (9.0, 4.0), (40.0, 1.4)])
def test_negative_binomial(mean: float, size: float) -> None:
    drawn = negative_binomial(uniform(bits(1)), jnp.float32(mean), jnp.float32(size))
    assert_follows(drawn, lambda n: stats.nbinom.pmf(n, size, size / (size + mean)))


@pytest.mark.parametrize(("trials", "chance"), [(1, 0.3), (7, 0.01), (30, 0.2), (12, 0.9)])
def test_binomial(trials: int, chance: float) -> None:
    drawn = binomial(uniform(bits(2)), jnp.float32(trials), jnp.float32(chance))
    assert_follows(drawn, lambda n: stats.binom.pmf(n, trials, chance))


@pytest.mark.parametrize(("tail", "scale"), [(2.3, 1.0), (2.9, 0.5), (1.9, 2.0)])
def test_deaths_of_one_lethal_attack(tail: float, scale: float) -> None:
    one = jnp.ones(DRAWS)
    total, worst = lomax_deaths(bits(3), bits(13), one, one * tail, scale)
    np.testing.assert_array_equal(total, worst)

    def beyond(y):
        return (1 + (y - 1) / scale) ** -(tail - 1)

    capped = np.minimum(np.asarray(worst), 60) - 1
    assert_follows(
        capped,
        lambda n: np.where(n < 59, beyond(n + 1.0) - beyond(n + 2.0), np.where(n == 59, beyond(60.0), 0)),
    )


def test_the_worst_of_several_is_one_of_them() -> None:
    lethal = jnp.arange(DRAWS) % 5 * 1.0
    total, worst = lomax_deaths(bits(4), bits(14), lethal, 2.3 * jnp.ones(DRAWS), 1.0)
    assert (np.asarray(total) >= np.asarray(lethal) + np.asarray(worst) - 1 - 1e-3 * np.asarray(total))[
        np.asarray(lethal) > 0
    ].all()
    assert (np.asarray(worst)[np.asarray(lethal) == 0] == 0).all()


@pytest.mark.parametrize("mean", [0.01, 1.0, 9.0, 80.0])
def test_the_last_uniform_is_a_rare_count_and_not_the_search_s_end(mean: float) -> None:
    """In single precision the sum of all masses may stay below the largest uniform."""
    last = uniform(jnp.array([2**32 - 1], jnp.uint32))
    drawn = negative_binomial(last, jnp.float32([mean]), jnp.float32([3.0]))
    assert drawn[0] <= stats.nbinom.ppf(1 - 1e-9, 3.0, 3.0 / (3.0 + mean))


def test_uniforms_never_touch_their_ends_and_normals_are_finite() -> None:
    ends = uniform(jnp.array([0, 2**32 - 1], jnp.uint32))
    assert 0 < ends[0] < ends[1] < 1
    assert np.isfinite(np.asarray(normal(ends))).all()
