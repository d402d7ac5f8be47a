"""A comparison in a case of clashes lists no deaths, ladder or war, and says so in the sentence of the forecast."""

from __future__ import annotations

import json
from html import unescape

import pytest
from rich.console import Console

import armslength
from armslength.cli.console import rich_table
from armslength.cli.decision_commands import _comparison_texts, _explanation_texts
from armslength.decisions import inline
from armslength.errors import ArmslengthError
from armslength.report.compare_page import draw_comparison, write_compare_page
from armslength.results.comparison import ComparisonResult
from armslength.tables import Table
from armslength.web.comparison_view import answer_sentence, explanation_view, outcome_rows
from tests.counts.conftest import FRONT, Make
from tests.counts.test_words import forecast

SMALL = {"futures": 1000, "days": 28, "parameters": "prior"}
SUPPORT = inline(["support client=band factor=0.2"], "cut")
ORDER = inline([f"order front={FRONT} tempo=1 on=+1"], "told")


def printed(texts) -> str:
    """Return what the terminal shows, on one line."""
    to = Console(width=100)
    with to.capture() as held:
        for part in texts:
            to.print(rich_table(part) if isinstance(part, Table) else part)
    return " ".join(held.get().split())


@pytest.fixture
def clashes(made: Make):
    return made(counts="deadly_clashes", lethal="all")


def compared(case, *strategies) -> ComparisonResult:
    return armslength.compare(case, strategies, **SMALL).result


def test_what_a_case_of_clashes_gives_no_ground_to_ask_is_one_sentence(clashes):
    result = compared(clashes, SUPPORT, ORDER)
    names = {row.name.split("/")[0] for row in result.outcomes}
    assert names == {"attacks", "control_lost"}
    assert {row.outcome.split("/")[0] for row in (*result.changes, *result.contrasts)} == names
    said = printed(_comparison_texts(result))
    assert forecast(clashes).result.not_asked.removesuffix(".") in said
    assert "an order of the strategies by de-escalation (nothing that is ranked is left)" in said
    rest = said.replace(result.not_asked, "").lower()
    assert not [
        word for word in ("death", "reprisal", "rung", "direct fire", "war", "burden") if word in rest
    ]
    document = json.loads(result.to_json())
    assert document["objectives"] == [] or [o["name"] for o in document["objectives"]] == ["control_lost"]
    assert document["ranking"]["without_war"] == document["ranking"]["with_war"] == []


def test_report_and_page_of_it_show_no_zeros(clashes):
    result = compared(clashes, SUPPORT)
    drawn = draw_comparison(result)
    assert set(drawn) == {"apart", "changes/attacks", "changes/control_lost"}
    page = unescape(write_compare_page(result, drawn))
    assert result.not_asked in page
    assert "Ranking by de-escalation" not in page
    rows = outcome_rows(result)
    assert [row.outcome.name for row in rows] == ["attacks", "control_lost"]
    assert "deaths" not in answer_sentence(result, rows)


def test_why_explains_what_is_asked_alone(clashes):
    result = armslength.why(clashes, ORDER, **SMALL)
    assert result.explained == ("attacks", "control_lost")
    assert "deaths" not in printed(_explanation_texts(result)).split("On average")[1].split("The chain")[0]
    assert len(explanation_view(result).heads) == 1


def test_sensitivity_to_what_is_not_asked_is_refused(clashes):
    with pytest.raises(ArmslengthError, match="'deaths' cannot be asked of this case"):
        armslength.sensitivity(
            clashes, "deaths", futures=500, days=28, parameters="prior", factors=2, samples=2, walks=2
        )


def test_an_order_in_a_case_without_orders_changes_what_is_assumed(made: Make):
    case = made()
    result = compared(case, ORDER)
    assert {"deaths", "war", "pauses"} <= {row.name.split("/")[0] for row in result.outcomes}
    assert result.ranking.with_war
    assert "Assumed: what an order changes." in printed(_comparison_texts(result))
    assert result.assumed in unescape(write_compare_page(result, {}))
    assert not compared(case, SUPPORT).assumed


def test_a_case_that_reports_everything_is_asked_everything():
    result = armslength.compare("classroom", ["visit-all"], futures=1000, days=7, parameters="prior").result
    assert not result.not_asked
    assert not result.assumed
    assert "not_asked" not in json.loads(result.to_json())
