"""Skill: nothing is claimed that the test does not bear, and what is there is found."""

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from armslength.results.scores import Skill
from armslength.scoring.skill import (
    NO_SKILL,
    SKILL,
    TOO_FEW,
    WORSE,
    Span,
    corrected,
    diebold_mariano,
    independent,
    overlap,
)
from armslength.scoring.skill import skill as skill_on
from tools.false_alarms import MEMORIES, alone, together, windows


def skill(own: Sequence[float], baseline: Sequence[float], spans: Sequence[Span] | None = None) -> Skill:
    """Return the skill against a baseline without a name."""
    return skill_on("crps", "x", own, baseline, spans)


def test_verdicts() -> None:
    rng = np.random.default_rng(1)
    theirs = rng.gamma(4, 1, 40)
    assert skill(theirs * 0.5, theirs).verdict == SKILL
    assert skill(theirs * 2, theirs).verdict == WORSE
    assert skill(rng.permutation(theirs), theirs).verdict == NO_SKILL
    assert skill(theirs[:29] * 0.5, theirs[:29]).verdict == TOO_FEW
    assert skill([], []).verdict == TOO_FEW
    assert skill([0.0] * 40, [0.0] * 40).verdict == TOO_FEW


def test_occasions_that_share_days_are_not_counted_twice() -> None:
    """Ninety windows of thirty days, a week apart: eighteen that share none, however large the gain looks."""
    theirs = np.random.default_rng(1).gamma(4, 1, 90)
    found = skill(theirs * 0.5, theirs, windows(90, 30))
    assert (found.n, found.independent, found.block) == (90, 18, 5)
    assert found.verdict == TOO_FEW
    assert skill(theirs * 0.5, theirs, windows(90, 7)).verdict == SKILL
    assert independent(windows(90, 8)) == 45
    assert overlap(windows(90, 8)) == 2


def test_skill_by_hand() -> None:
    s = skill([1, 2, 3, 1, 2, 3], [2, 4, 6, 2, 4, 6])
    assert (s.skill, s.mean, s.baseline_mean, s.n) == (0.5, 2.0, 4.0, 6)
    assert s.in_words.startswith("Too few to tell: skill +0.50 (90%: ")
    assert skill([], []).in_words == "Too few to tell"


def test_the_interval_is_that_of_the_test() -> None:
    """It touches zero exactly where the test has p = .10."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        a, b = rng.gamma(4, 1, 40), rng.gamma(4, 1.15, 40)
        found = skill(a, b)
        assert found.interval is not None
        assert found.p_value is not None
        assert (found.interval.low > 0 or found.interval.high < 0) == (found.p_value < 0.1)


def test_diebold_mariano_is_a_t_test_with_its_corrections_by_hand() -> None:
    d = np.array([1.0, 2.0, 0.5, 1.5, -0.5, 2.5])
    n, c = len(d), d - d.mean()
    gamma = [float(c[lag:] @ c[: n - lag]) / n for lag in range(3)]
    weights = (1.0, 2 / 3, 1 / 3)  # n^(1/3) rounds up to two lags beyond
    variance = max(
        gamma[0] + 2 * sum(w * g for w, g in zip(weights[1:], gamma[1:], strict=True)),
        gamma[0] + 2 * sum((1 - k / 3) * gamma[k] for k in (1, 2)),
    )
    test = diebold_mariano(d, 1)
    assert test is not None
    shrunk = np.sqrt((n + 1 - 2 * 3 + 3 * 2 / n) / n)
    assert test.statistic == pytest.approx(shrunk * d.mean() / np.sqrt(variance / n))
    rng = np.random.default_rng(1)
    long = rng.normal(0.1, 1, 2000)
    found, plain = diebold_mariano(long, 1), ttest_1samp(long, 0)
    assert found is not None
    assert found.p_value == pytest.approx(plain.pvalue, rel=0.5)


def test_overlap_makes_the_test_more_cautious() -> None:
    d = np.repeat(np.random.default_rng(1).normal(0.3, 1, 40), 4)  # each occasion four times over
    by_itself, with_others = diebold_mariano(d, 1), diebold_mariano(d, 4)
    assert by_itself is not None
    assert with_others is not None
    assert with_others.p_value > by_itself.p_value
    assert with_others.freedom < by_itself.freedom
    assert diebold_mariano(np.zeros(8), 2) is None


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize(("n", "length"), [(30, 7), (60, 7), (60, 14), (150, 30)])
def test_no_skill_is_called_skill_in_at_most_one_of_twenty_runs(n: int, length: int, memory: float) -> None:
    """600 runs of two equally good forecasters, a week apart, their losses autocorrelated or not.

    At a true rate of 5 % more than 47 of 600 has a chance of 1 in 1,000: eight settings, two words, so a false alarm in
    less than one of sixty. The bootstrap interval that gave the verdict before said each word in 7 to 18 % of runs of 60 to 9 occasions.
    docs/generated/false-alarms.md has the rates of longer runs.
    """
    said = alone(n, length, memory, 600)
    assert said[SKILL] <= 47
    assert said[WORSE] <= 47
    assert said[TOO_FEW] == 0


@pytest.mark.parametrize("memory", MEMORIES)
def test_of_many_comparisons_at_once_hardly_any_looks_good_by_chance(memory: float) -> None:
    """300 backtests of 24 comparisons over 60 weeks without any skill: in at most 5 % of them is one called skill.

    At that rate more than 28 of 300 has a chance of 1 in 1,000. Uncorrected, a third of them say so at least once.
    """
    held, bare = together(60, 7, memory, 300)
    assert held[SKILL] <= 28
    assert held[WORSE] <= 28
    assert bare[SKILL] > 75


def test_real_skill_is_found_where_there_are_enough_occasions() -> None:
    """A gain of a third of its standard deviation over 110 weeks, as a review of the built-in case asked: found in more
    than eight of ten runs; and one of a whole standard deviation among 24 comparisons over 60."""
    rng = np.random.default_rng(5)
    spans = windows(110, 7)
    found = [skill(20 + rng.normal(-1 / 3, 1, 110), np.full(110, 20.0), spans).verdict for _ in range(200)]
    assert found.count(SKILL) > 160
    family = [skill(20 + rng.normal(-1.0 * (i == 0), 1, 60), np.full(60, 20.0)) for i in range(24)]
    first, *others = corrected(family)
    assert first.verdict == SKILL
    assert first.p_holm is not None
    assert first.p_value is not None
    assert first.p_holm == pytest.approx(24 * first.p_value)
    assert {s.verdict for s in others} == {NO_SKILL}


def test_what_is_not_tested_does_not_count_against_the_others() -> None:
    theirs = np.random.default_rng(1).gamma(4, 1, 40)
    tested, short = skill(theirs * 0.5, theirs), skill(theirs[:9] * 0.5, theirs[:9])
    first, second = corrected([tested, short])
    assert first.p_holm == tested.p_value
    assert (second.verdict, second.p_holm) == (TOO_FEW, None)
