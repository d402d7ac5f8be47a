"""A forecast over theories: chance, parameters and structure add to one, and probabilities are weighted means."""

from pathlib import Path

import numpy as np
import pytest

from armslength.fitting.at_hand import fit_at_hand
from armslength.forecasting import Forecast, forecast, save
from armslength.forecasting.against_prior import compared
from armslength.scenario import load
from armslength.tables.forecast_tables import happens_table, who_follows_table
from armslength.tables.marks import MARK
from armslength.theories import Variant, forecast_over, theory_named
from armslength.theories.mixture import split, split_probability

CASE = load("classroom")
NAMES, WEIGHTS = ("puppets", "free-agents"), (0.75, 0.25)


@pytest.fixture(scope="module")
def made() -> Forecast:
    """Of two theories that could not differ more."""
    theories = [
        Variant(n, w, theory_named(n).held_in(CASE), None) for n, w in zip(NAMES, WEIGHTS, strict=True)
    ]
    return forecast_over(CASE, theories, says="Invented.", days=30, futures=100, seed=1)


def test_the_split_finds_what_was_put_in() -> None:
    """Known variances; 2,000 draws: the shares lie within 0.05, five standard errors and more."""
    rng = np.random.default_rng(1)
    shared = rng.normal(0, 1, 2000)
    means = np.stack([shared - 1, shared + 1]) + rng.normal(0, np.sqrt(2 / 50), (2, 2000))
    shares = split(means, np.full((2, 2000), 2.0), np.array([0.5, 0.5]), 50)
    assert shares["chance"] == pytest.approx(2 / 4, abs=0.05)
    assert shares["parameters"] == pytest.approx(1 / 4, abs=0.05)
    assert shares["structure"] == pytest.approx(1 / 4, abs=0.05)
    assert sum(shares.values()) == pytest.approx(1)


def test_theories_that_agree_have_no_structure() -> None:
    y = np.random.default_rng(1).normal(0, 1, (1, 500)).repeat(3, axis=0)
    assert split(y, np.ones_like(y), np.full(3, 1 / 3), 50)["structure"] < 1e-12
    never = split_probability(np.zeros((2, 5)), np.array([0.5, 0.5]), 50)
    assert never == {"chance": 1.0, "parameters": 0.0, "structure": 0.0}


@pytest.mark.slow
def test_every_split_adds_to_one_and_structure_shows(made: Forecast) -> None:
    assert made.result.theories
    splits = [row.variance.parts for row in made.result.attacks]
    splits += [headline.variance.model_dump() for headline in made.result.theories.headlines]
    for parts in splits:
        assert set(parts) == {"chance", "parameters", "structure"}
        assert sum(parts.values()) == pytest.approx(1)
    assert max(parts["structure"] for parts in splits) > 0.02


@pytest.mark.slow
def test_probabilities_are_the_weighted_means(made: Forecast) -> None:
    assert made.result.theories
    headlines = made.result.theories.headlines
    for row in headlines:
        weighted = sum(w * row.by_theory[n] for n, w in zip(NAMES, WEIGHTS, strict=True))
        assert row.probability == pytest.approx(weighted)
    probability = {(h.number, h.about): h.probability for h in headlines}
    for follow in made.follow:
        assert sum(follow.shares) == pytest.approx(1)
        if follow.order == "envoy":
            told = probability["pauses because told by an envoy", follow.front]
            assert told == pytest.approx(follow.pauses_because_told)
    for reprisal in made.result.reprisal:
        assert sum(reprisal.shares) == pytest.approx(1)
        if reprisal.window_days == 30:
            assert probability["reprisal", reprisal.adversary] == pytest.approx(1 - reprisal.none)


@pytest.mark.slow
def test_intervals_say_that_they_cover_structure(made: Forecast) -> None:
    assert made.result.attacks[0].covers == "chance, parameters and structure"
    assert made.result.state.tension.covers == "parameters and structure"
    assert made.result.scenario.parameters_from == "theories"


@pytest.mark.slow
def test_it_is_saved_with_what_its_scoring_needs(made: Forecast, tmp_path: Path) -> None:
    save(made, tmp_path / "saved", {})
    assert made.data["draw_weight"].sum() == pytest.approx(1)
    assert made.data["attacks_pmf"].sum("bin").values == pytest.approx(1)
    assert "variance_structure" in (tmp_path / "saved/attacks.csv").read_text(encoding="utf-8")
    assert made.data.sizes["path"] > 100


def test_the_mark_of_a_mixture_weighs_each_theory_with_its_weight() -> None:
    """Draws of one theory moved from their prior, those of the other not: what counts is whose weight is greater."""
    rng = np.random.default_rng(2)
    before = rng.beta(2, 5, 200)
    ours = before.copy()
    ours[:100] = rng.beta(5, 2, 100)  # the first theory's
    heavy, light = np.array([0.9, 0.1]), np.array([0.001, 0.999])
    assert not compared("lethal", "x", 30, ours, before, heavy).prior_only
    assert compared("lethal", "x", 30, ours, before, light).prior_only
    alike = compared("lethal", "x", 30, before, before, np.ones(1)).prior
    assert compared("lethal", "x", 30, before, before, np.array([0.5, 0.5])).prior == pytest.approx(
        alike, abs=0.02
    )


@pytest.mark.slow
def test_a_forecast_over_fitted_theories_marks_what_the_data_did_not_move() -> None:
    fitted = fit_at_hand(CASE)
    assert fitted
    theories = [
        Variant(n, w, theory_named(n).held_in(CASE), fitted) for n, w in zip(NAMES, WEIGHTS, strict=True)
    ]
    result = forecast_over(CASE, theories, says="Invented.", days=30, futures=2000, seed=1).result
    alone = forecast(CASE, days=30, futures=1000, seed=1).result
    assert {(r.part, r.about, r.window_days) for r in result.against_prior} == {
        (r.part, r.about, r.window_days) for r in alone.against_prior
    }
    assert {row.prior_only for row in result.against_prior} == {True, False}
    printed = [happens_table(result), who_follows_table(result)]
    assert any(MARK in str(row[0]) for table in printed for row in table.rows)
    assert "prior only: as far as 30 days can tell" in printed[0].caption
    assert "90% interval over parameters and structure" in printed[0].title
