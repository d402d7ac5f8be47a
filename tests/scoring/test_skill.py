"""Skill: nothing is claimed that the interval does not hold."""

from collections.abc import Sequence

import numpy as np
import pytest

from armslength.results.scores import Skill
from armslength.scoring.skill import NO_SKILL, SKILL, TOO_FEW, WORSE, diebold_mariano
from armslength.scoring.skill import skill as skill_on


def skill(own: Sequence[float], baseline: Sequence[float], seed: int = 1) -> Skill:
    """Return the skill against a baseline without a name."""
    return skill_on("crps", "x", own, baseline, seed=seed)


def test_verdicts() -> None:
    rng = np.random.default_rng(1)
    theirs = rng.gamma(4, 1, 40)
    assert skill(theirs * 0.5, theirs).verdict == SKILL
    assert skill(theirs * 2, theirs).verdict == WORSE
    assert skill(rng.permutation(theirs), theirs).verdict == NO_SKILL
    assert skill(theirs[:4], theirs[:4]).verdict == TOO_FEW
    assert skill([], []).verdict == TOO_FEW
    assert skill([0.0] * 9, [0.0] * 9).verdict == TOO_FEW


def test_skill_by_hand() -> None:
    s = skill([1, 2, 3, 1, 2, 3], [2, 4, 6, 2, 4, 6])
    assert (s.skill, s.mean, s.baseline_mean, s.n) == (0.5, 2.0, 4.0, 6)
    assert s.in_words == "Skill shown: skill +0.50 (90%: +0.50 to +0.50)"
    assert skill([], []).in_words == "Too few to tell"


def test_diebold_mariano_without_overlap_is_a_t_test() -> None:
    d = np.array([1.0, 2.0, 0.5, 1.5, -0.5, 2.5])
    statistic, p = diebold_mariano(d, 1)
    n = len(d)
    assert statistic == pytest.approx(np.sqrt((n - 1) / n) * d.mean() / np.sqrt(d.var() / n))
    from scipy.stats import ttest_1samp

    assert (statistic, p) == pytest.approx((ttest_1samp(d, 0).statistic, ttest_1samp(d, 0).pvalue))


def test_overlap_makes_the_test_more_cautious() -> None:
    d = np.repeat([1.0, -0.2, 0.8, 0.3, -0.1, 0.9], 4)  # each occasion four times over
    assert (diebold_mariano(d, 1)[1] or 0) < (diebold_mariano(d, 5)[1] or 0)
    assert diebold_mariano(np.zeros(8), 2) == (None, None)


def test_no_skill_is_seldom_called_skill() -> None:
    """60 pairs of equally good forecasters over 40 occasions. At 10 % wrong verdicts each way as promised, more than
    24 wrong of 60 has a chance below 1 in 5,000 even if the small sample doubles the rate."""
    rng = np.random.default_rng(2)
    wrong = sum(
        skill(rng.gamma(3, 1, 40), rng.gamma(3, 1, 40), seed=i).verdict != NO_SKILL for i in range(60)
    )
    assert wrong <= 24
