"""Skill: nothing is claimed that the interval does not hold."""

import numpy as np
import pytest

from armslength.report.charts.skill_chart import skill_svg
from armslength.scoring.skill import NO_SKILL, SKILL, TOO_FEW, WORSE, diebold_mariano, figure, skill


def test_verdicts() -> None:
    rng = np.random.default_rng(1)
    theirs = rng.gamma(4, 1, 40)
    assert skill("x", theirs * 0.5, theirs).verdict == SKILL
    assert skill("x", theirs * 2, theirs).verdict == WORSE
    assert skill("x", rng.permutation(theirs), theirs).verdict == NO_SKILL
    assert skill("x", theirs[:4], theirs[:4]).verdict == TOO_FEW
    assert skill("x", [], []).verdict == TOO_FEW
    assert skill("x", [0.0] * 9, [0.0] * 9).verdict == TOO_FEW


def test_skill_by_hand() -> None:
    s = skill("x", [1, 2, 3, 1, 2, 3], [2, 4, 6, 2, 4, 6])
    assert (s.skill, s.mean, s.rival_mean, s.n) == (0.5, 2.0, 4.0, 6)


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
        skill("x", rng.gamma(3, 1, 40), rng.gamma(3, 1, 40), seed=i).verdict != NO_SKILL for i in range(60)
    )
    assert wrong <= 24


def test_the_figure_is_drawn_with_its_words() -> None:
    rows = [
        ("a front, 7 days", skill(r, [1, 2, 3, 1, 2, 3], [2, 4, 6, 2, 4, 5]))
        for r in ("last value", "ingarch")
    ]
    svg = skill_svg(figure("Is it better?", rows))
    assert svg.startswith("<svg")
    for text in ("Is it better?", "last value", "skill shown", "6 occasions"):
        assert text in svg
