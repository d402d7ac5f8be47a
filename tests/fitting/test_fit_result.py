"""The result of a fit as one record, and the page that is made from it."""

import re

import pytest

from armslength.fitting import Posterior
from armslength.fitting.fit_result import fit_result
from armslength.report.fit_page import write_fit_page
from armslength.results.fit import FitResult
from armslength.scenario import Scenario
from armslength.tables.fit_tables import coverage_table, learned_table


@pytest.fixture(scope="module")
def fit(sampled: Posterior, classroom: Scenario) -> FitResult:
    return fit_result(sampled, classroom, "fit.nc")


def test_it_reads_what_it_writes(fit: FitResult) -> None:
    text = fit.to_json()
    assert '"prior only"' in text
    assert FitResult.from_json(text) == fit


def test_the_counts_add_up(fit: FitResult) -> None:
    verdicts = fit.verdicts
    assert verdicts.learned + verdicts.partly + verdicts.prior_only == len(fit.parameters)
    assert fit.totals == len(fit.predictive)
    assert all(row.start <= row.end for row in fit.predictive)
    inside = [row.posterior.low_90 <= row.reported <= row.posterior.high_90 for row in fit.predictive]
    assert fit.pooled("posterior").in_90 == pytest.approx(sum(inside) / len(inside))


def test_the_posterior_tells_more_than_the_prior(fit: FitResult) -> None:
    """Every front is counted, so every base rate is learned, at least in part."""
    taught = {row.name: row.contraction for row in fit.parameters if row.name.endswith(".base_rate")}
    assert len(taught) == len(fit.coverage)
    assert min(taught.values()) > 0.5
    assert all(0.8 <= row.posterior.in_90 <= 1 for row in fit.coverage)


def test_the_tables_hold_every_row_or_those_taught_first(fit: FitResult) -> None:
    assert len(learned_table(fit).rows) == len(fit.parameters)
    short = learned_table(fit, most=3)
    assert [row[0] for row in short.rows] == [row.name for row in fit.parameters[:3]]
    assert [row[0] for row in coverage_table(fit).rows] == [row.series for row in fit.coverage]
    assert not coverage_table(fit, least=10_000).rows


def test_the_page_shows_them(fit: FitResult) -> None:
    page = write_fit_page(fit)
    assert "What the data could teach" in page
    assert all(row.name in page for row in fit.parameters)
    assert all(f"<h3>{row.series}</h3>" in page for row in fit.coverage)
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", page)


def test_hostile_names_are_escaped(fit: FitResult) -> None:
    hostile = fit.scenario.model_copy(update={"title": "<script>alert(1)</script>"})
    assert "<script>" not in write_fit_page(fit.model_copy(update={"scenario": hostile}))
