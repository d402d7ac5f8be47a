"""Where the truth falls: pasts drawn from known parameters, fitted by the fast path."""

import numpy as np
import pytest

from armslength.fitting import simulation_based_calibration
from armslength.fitting.simulation_based_calibration import (
    RANKS,
    Fitted,
    Known,
    known_pasts,
    known_targets,
    learned,
    refit_one,
    uniformity,
)
from armslength.history import History
from armslength.scenario import load
from tools.calibrate import _verdict, scheme_page

PASTS = 24
SLACK = 0.03  # what the Gaussian at the mode may miss by; docs/generated/calibration.md has its measure


@pytest.fixture(scope="module")
def fitted(classroom) -> list[Fitted]:
    known = known_pasts(classroom, PASTS, seed=5)
    return [refit_one(known, aim, i, quick=True) for i, aim in enumerate(known_targets(classroom, known))]


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


@pytest.fixture(scope="module")
def observed_as_reported() -> tuple[Known, History]:
    """Two pasts of axis-2024, and the second as the case would have reported it."""
    known = known_pasts(load("axis-2024"), 2, seed=3)
    return known, known.history(1, None)


def test_a_past_is_seen_as_the_case_is(observed_as_reported):
    """Totals over the case's own spans and umbrellas add up to what happened, and nothing else is told of attacks."""
    known, seen = observed_as_reported
    counts = np.asarray(known.lived.events.count)[: -simulation_based_calibration.AHEAD, :, 1]
    own = known.scheme.tallies
    primary = np.asarray(known.scheme.primary) > 0
    ends = np.argwhere(np.asarray(own.ends)[:, primary] > 0)
    assert len(ends) > 20
    columns = np.flatnonzero(primary)
    for day, k in ends:
        series = columns[k]
        days = int(own.days[day, series])
        span = counts[day + 1 - days : day + 1] @ known.scheme.member[series]
        assert seen.tallies.total[day, series] == span.sum()
    assert (seen.member.sum(1) > 1).any()  # an umbrella
    assert not seen.tallies.active[:, ~primary].any()
    uncounted = np.asarray(own.active)[:, primary].sum(0) < len(counts)
    assert uncounted.any()  # months that nobody counted
    assert not seen.reports.dated.any()
    assert not seen.reports.exact.any()
    assert np.isnan(seen.tallies.lethal).all()


def test_levels_that_a_case_does_not_code_are_hidden(observed_as_reported):
    known, seen = observed_as_reported
    everything = known.history(1)
    israel = known.layout.network.adversaries.index("israel")
    assert (everything.reports.level[:, israel] == 1).any()
    levels = seen.reports.level[:, israel]
    assert levels[levels > 0].min() >= 3
    assert ((everything.reports.level[:, israel] >= 3) == (levels > 0)).all()
    assert (seen.reports.reprisal[:, israel] == (levels > 0)).all()
    other = known.layout.network.adversaries.index("united-states")
    assert (seen.reports.level[:, other] == everything.reports.level[:, other]).all()


def test_only_what_is_learned_is_reported():
    """Of a parameter that the past does not touch coverage is nominal by construction: it is left out."""
    rng = np.random.default_rng(1)
    truth = rng.standard_normal((40, 2))
    fits = [
        Fitted(row, np.column_stack([row[0] + 0.1 * rng.standard_normal(400), rng.standard_normal(400)]))
        for row in truth
    ]
    assert learned(fits).tolist() == [0]


@pytest.mark.slow
def test_totals_ahead_are_forecast_from_a_fit_of_the_scheme():
    """Four pasts through the whole of it: a page that names learned parameters and every front."""
    said = scheme_page("axis-2024", 4, quick=True)
    assert "## Attacks in the 30 days ahead" in said
    assert "`hezbollah/israel`" in said
    assert "`kataib-hezbollah/united-states + nujaba/united-states + auxiliaries/united-states`" in said
    assert "tempo." in said or "base_rate" in said


def test_a_wrong_fit_is_noticed():
    """Draws that are too narrow fail both checks: the checks can fail."""
    rng = np.random.default_rng(0)
    wrong = [Fitted(rng.standard_normal(8), 0.3 * rng.standard_normal((400, 8))) for _ in range(60)]
    assert np.mean([f.covered(0.9).mean() for f in wrong]) < 0.6
    assert uniformity(wrong).max() < 1e-3
    right = [Fitted(rng.standard_normal(8), rng.standard_normal((400, 8))) for _ in range(60)]
    assert uniformity(right).min() > 1e-3 / 8
    assert all(0 <= r <= RANKS for f in right for r in f.ranks)


def test_the_page_says_so_where_intervals_are_too_narrow():
    rng = np.random.default_rng(2)
    names = ["tempo", "base_rate"]
    narrow = [Fitted(rng.standard_normal(2), 0.4 * rng.standard_normal((400, 2))) for _ in range(60)]
    right = [Fitted(rng.standard_normal(2), rng.standard_normal((400, 2))) for _ in range(60)]
    assert "**too narrow**" in _verdict(names, narrow, "totals")
    assert "`tempo`" in _verdict(names, narrow, "totals")
    assert "**" not in _verdict(names, right, "totals")
