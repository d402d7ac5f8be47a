"""Whether a client would pause because told is asked of each patron that supports it today, and answered with its name."""

from __future__ import annotations

import pytest

import armslength
from armslength.forecasting import Forecast
from armslength.report import write_report
from armslength.results.forecast import ForecastResult
from armslength.tables.forecast_tables import who_follows_table


@pytest.fixture
def forecast(made) -> Forecast:
    return armslength.forecast(made(), futures=100, seed=1, days=30, parameters="prior")


def test_each_patron_that_supports_the_client_today_is_asked_about(forecast):
    rows = [(row.front.partition("/")[0], row.patron) for row in forecast.follow if row.order == "envoy"]
    assert rows == [("band", "far"), ("both", "near"), ("both", "far"), ("alone", "")]
    for row in forecast.follow:
        assert sum(row.shares) == pytest.approx(1)
    alone = [row for row in forecast.follow if row.client == "alone"]
    assert not any(row.askable for row in alone)
    assert {row.words for row in alone} == {"cannot be asked: nobody supports it"}
    assert forecast.data["follow"].dims == ("front", "patron", "order", "outcome", "draw")


def test_tables_and_report_name_who_tells(forecast):
    fronts = [row[0] for row in who_follows_table(forecast.result).rows]
    assert fronts == [
        "The Band on The Neighbour, told by Far",
        "Both on The Neighbour, told by Near",
        "Both on The Neighbour, told by Far",
        "Alone on The Neighbour",
    ]
    page = write_report(forecast.result)
    assert "Who supported whom" in page
    assert "funding, territory" in page
    assert "Near and Far" in page


def test_the_record_holds_the_patrons_and_reads_back(forecast):
    result = forecast.result
    assert [(p.id, p.commander) for p in result.scenario.patrons] == [("near", "The General"), ("far", "Far")]
    assert [(s.client, s.patron, s.level) for s in result.scenario.support] == [
        ("band", "Near", 1),
        ("band", "Far", 2),
    ]
    assert set(result.state.bonds) == {"band", "both", "alone", "band.far", "both.far"}
    control = result.state.clients["band"]["control"].median
    assert control >= result.state.bonds["band"]["control"].median
    assert ForecastResult.from_json(result.to_json()) == result


def test_with_one_patron_nothing_of_it_shows():
    result = armslength.forecast("classroom", futures=20, seed=1, days=7, parameters="prior").result
    text = result.to_json()
    assert not any(f'"{key}"' in text for key in ("patrons", "bonds", "supported", "support"))
    assert {row.patron for row in result.follow} == {""}
