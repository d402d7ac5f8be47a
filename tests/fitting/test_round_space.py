"""The Gaussian of the sampler after it met the slopes of a posterior."""

import numpy as np
import pytest

from armslength.fitting.quick import Mode
from armslength.fitting.round_space import FLATTEST, STEEPEST, RoundSpace

SIZE = 4


@pytest.fixture
def space() -> RoundSpace:
    made = np.random.default_rng(1).normal(0, 1, (SIZE, SIZE))
    return RoundSpace.at(Mode(np.arange(SIZE) / 2, made @ made.T + np.eye(SIZE), 3, True))


def slopes_of(centre: np.ndarray, curvature: np.ndarray, places: np.ndarray) -> np.ndarray:
    return (places - centre) @ curvature


def test_place_and_z_are_inverse(space):
    places = np.random.default_rng(2).normal(0, 1, (3, SIZE))
    np.testing.assert_allclose(space.place(space.z(places)), places, atol=1e-12)


def test_slopes_of_another_gaussian_give_its_centre_and_curvature(space):
    curvature = np.diag([0.5, 0.8, 1.0, 2.0])
    curvature[0, 1] = curvature[1, 0] = 0.1
    centre = np.array([0.4, -0.3, 0.0, 0.2])
    places = np.random.default_rng(3).normal(0, 1.5, (200_000, SIZE))
    found = space.refitted(places, slopes_of(centre, curvature, places))
    np.testing.assert_allclose(found.centre, space.z(centre), atol=1e-3)
    covariance = space.root @ np.linalg.inv(curvature) @ space.root.T
    np.testing.assert_allclose(found.root @ found.root.T, covariance, rtol=0.01, atol=0.01)


def test_slopes_that_agree_change_nothing(space):
    places = np.random.default_rng(4).normal(0, 1, (50, SIZE))
    found = space.refitted(places, places)
    np.testing.assert_allclose(found.centre, space.centre, atol=1e-12)
    np.testing.assert_allclose(found.root @ found.root.T, space.root @ space.root.T, rtol=1e-12)


def test_few_slopes_or_wild_ones_move_it_within_bounds(space):
    places = np.random.default_rng(5).normal(0, 1, (3, SIZE))
    near = space.refitted(places, 1.5 * places)
    ratio = np.linalg.eigvals(np.linalg.solve(space.root @ space.root.T, near.root @ near.root.T)).real
    assert np.all((ratio > 0.95) & (ratio < 1.05))
    wild = space.refitted(places, 1e9 * places)
    ratio = np.linalg.eigvals(np.linalg.solve(space.root @ space.root.T, wild.root @ wild.root.T)).real
    assert ratio.min() >= 1 / STEEPEST - 1e-9
    assert ratio.max() <= 1 / FLATTEST + 1e-9
