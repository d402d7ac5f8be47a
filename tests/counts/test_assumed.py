"""Numbers on orders say that they are assumed where nothing reported scores them, and only there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import armslength
from armslength.forecasting import Forecast
from armslength.forecasting.evidence_summary import unscored
from armslength.report.summary_text import answer
from armslength.scenario import load
from tests.counts.conftest import Make
from tests.counts.test_words import forecast, screen


@pytest.fixture
def untold(made: Make) -> Forecast:
    """A case of attacks that reports no order, whose commander's habits the analyst declares."""
    more = "parameters: {directives.baseline: {prior: {normal: [-4, 0.5]}, source: assumed}}"
    return forecast(made(more=more))


def test_where_no_order_is_reported_every_number_on_orders_is_called_assumed(untold: Forecast):
    assert untold.result.assumed == ("follow", "within control", "order")
    said = screen(untold)
    assert "Assumed: no order in the events has a known answer." in said
    assert "order of restraint, any client (assumed)" in said
    assert "Assumed: no order or visit is in the events." in said


def test_report_page_and_json_say_the_same(untold: Forecast):
    page = armslength.write_report(untold.result)
    assert "Because told (assumed)" in page
    assert "Within control (assumed)" in page
    said = answer(untold.result)
    groups = " ".join(group.who + group.says for group in said.who_follows.groups)
    assert "; assumed)" in groups
    assert "; assumed)" in said.other_order
    (order,) = (tile for tile in said.next if "orders restraint" in tile.what)
    assert order.interval.endswith("; assumed")
    assert '"assumed": [' in untold.result.to_json()


def test_a_reported_visit_scores_orders_and_a_known_answer_who_follows():
    case = load("classroom")
    silent = [replace(e, accepted=None) for e in case.events]
    # without orders, visits or a number of its own, this case's commander gives none: nothing to mark as assumed
    nothing = [e for e in case.events if e.kind not in ("order", "visit")]
    found = [tuple(unscored(replace(case, events=events))) for events in (case.events, silent, nothing)]
    assert found == [(), ("follow", "within control"), ("follow", "within control")]
    scored = armslength.forecast(case, futures=500, days=7, parameters="prior").result
    assert "assumed" not in json.loads(scored.to_json())
    assert "(assumed)" not in screen(Forecast(scored, None))
