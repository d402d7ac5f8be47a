"""Where the truth falls: pasts drawn from known parameters, fitted by the fast path."""

import numpy as np
import pytest

from armslength.fitting.simulation_based_calibration import (
    RANKS,
    Fitted,
    known_pasts,
    known_targets,
    refit,
    uniformity,
)

PASTS = 24
SLACK = 0.03  # what the Gaussian at the mode may miss by; docs/generated/calibration.md has its measure


@pytest.fixture(scope="module")
def fitted(classroom) -> list[Fitted]:
    known = known_pasts(classroom, PASTS, seed=5)
    return list(refit(known, known_targets(classroom, known), quick=True))


@pytest.mark.slow
@pytest.mark.parametrize("mass", [0.5, 0.9])
def test_intervals_hold_the_truth_as_often_as_they_say(fitted, mass):
    shares = np.array([f.covered(mass).mean() for f in fitted])
    error = shares.std(ddof=1) / np.sqrt(PASTS)
    # four standard errors over independent pasts, and the slack: a false alarm in one of ten thousand runs
    assert abs(shares.mean() - mass) < 4 * error + SLACK


@pytest.mark.slow
def test_ranks_are_uniform(fitted):
    p = uniformity(fitted, bins=4)
    # Bonferroni over the parameters: a false alarm in one of a thousand runs
    assert p.min() * len(p) > 1e-3


@pytest.mark.slow
def test_the_truth_is_recovered_where_the_data_speak(fitted):
    """Where a posterior is much narrower than the prior, its mean follows the truth from past to past."""
    truth = np.array([f.truth for f in fitted])
    mean, sd = (np.array([getattr(f.draws, how)(0) for f in fitted]) for how in ("mean", "std"))
    taught = np.median(sd, axis=0) < 0.75
    assert taught.sum() >= 3
    together = [np.corrcoef(truth[:, i], mean[:, i])[0, 1] for i in np.flatnonzero(taught)]
    # A contraction of 44 % lets expect 0.66; four standard errors of 24 pasts below it is 0.2
    assert min(together) > 0.2
    assert np.mean(together) > 0.5


def test_a_wrong_fit_is_noticed():
    """Draws that are too narrow fail both checks: the checks can fail."""
    rng = np.random.default_rng(0)
    wrong = [Fitted(rng.standard_normal(8), 0.3 * rng.standard_normal((400, 8))) for _ in range(60)]
    assert np.mean([f.covered(0.9).mean() for f in wrong]) < 0.6
    assert uniformity(wrong).max() < 1e-3
    right = [Fitted(rng.standard_normal(8), rng.standard_normal((400, 8))) for _ in range(60)]
    assert uniformity(right).min() > 1e-3 / 8
    assert all(0 <= r <= RANKS for f in right for r in f.ranks)
