"""The words of the simulation pass, at the shape in which futures take them, what weaker generators fail.

Orders say which index runs fastest: futures, days, actors, draws of the parameters, seeds, or the deaths of one day.
False alarm: each of some sixty tests at one in a million, on words that are the same in every run.
"""

from collections.abc import Callable

import jax.numpy as jnp
import numpy as np
import pytest

from armslength.simulate.streams import word
from benchmarks.words import ORDERS, Generator, pieces
from tests.random_numbers import battery, weak

ALARM = 1e-6


@pytest.fixture(scope="module", params=ORDERS)
def words(request: pytest.FixtureRequest) -> np.ndarray:
    """Return some six million words in an order."""
    return next(pieces(request.param))


@pytest.fixture(scope="module")
def failed() -> set[tuple[str, str]]:
    """Return which weak generator fails which test."""
    found = set()
    for generator in weak.WEAK:
        for order in ("days", "actors"):
            piece = next(pieces(order, generator))
            found |= {(generator.__name__, t.__name__) for t in battery.TESTS if t(piece) < ALARM}
    return found


@pytest.mark.parametrize("test", battery.TESTS, ids=lambda t: t.__name__)
def test_words_pass(test: Callable[[np.ndarray], float], words: np.ndarray) -> None:
    assert test(words) > ALARM


def test_weak_generators_fail_and_each_test_fails_some(failed: set[tuple[str, str]]) -> None:
    assert {generator for generator, _ in failed} == {g.__name__ for g in weak.WEAK}
    assert {test for _, test in failed} == {t.__name__ for t in battery.TESTS}


def of_words(generator: Generator) -> Callable[..., np.ndarray]:
    """Return the generator as a function of two words of a key and a day."""
    return lambda one, other, day: np.asarray(
        generator((jnp.asarray(one), jnp.asarray(other)), jnp.asarray(day))
    )


def test_each_bit_that_goes_in_turns_half_of_those_that_come_out() -> None:
    assert battery.avalanche(of_words(word)) > ALARM


@pytest.mark.parametrize(
    "generator", [g for g in weak.WEAK if g is not weak.eleven_days], ids=lambda g: g.__name__
)
def test_the_avalanche_fails_weak_generators(generator: Generator) -> None:
    assert battery.avalanche(of_words(generator), samples=1 << 14) < ALARM
