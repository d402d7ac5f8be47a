"""What is counted is what every number is said to be of, and nothing is asked that the case gives no ground to ask."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

import armslength
from armslength.cli.first_screen import first_screen
from armslength.forecasting import Forecast
from armslength.scenario.coverage import unanswerable
from armslength.scoring.occasion import questions
from armslength.scoring.scoring_actors import actors_of_case
from tests.counts.conftest import FRONT, OTHER, Make


def forecast(case) -> Forecast:
    """Return a small forecast under the prior."""
    return armslength.forecast(case, futures=500, days=28, parameters="prior")


def screen(made: Forecast) -> str:
    """Return the first screen as text on one line."""
    to = Console(width=100)
    with to.capture() as held:
        for part in first_screen(made.result):
            to.print(part)
    return " ".join(held.get().split())


@pytest.fixture
def clashes(made: Make) -> Forecast:
    return forecast(made(counts="deadly_clashes", lethal="all"))


def test_a_case_of_clashes_speaks_of_clashes_alone(clashes: Forecast):
    said = screen(clashes)
    assert "Deadly clashes ahead" in said
    assert (
        "Cannot be asked of this case: lethal attacks, harm and deaths (deadly clashes alone are counted)"
        in said
    )
    asked = (
        said.replace("lethal attacks, harm and deaths", "")
        .replace("whoever attacked", "")
        .replace("whose attacks they were", "")
    )
    gone = r".{30}(?:attack|regional war within|reprisal by|highest rung|Will they follow)"
    assert not re.findall(gone, asked, re.IGNORECASE)
    result = clashes.result
    for part in (
        result.lethal,
        result.follow,
        result.commander,
        result.patron_strike,
        result.war.windows,
        result.ladder.highest,
    ):
        assert not part
    assert {row.counts for row in result.actors.fronts if row.id == FRONT} == {"deadly clashes"}


def test_its_report_has_no_section_or_tile_of_what_is_not_asked(clashes: Forecast):
    page = armslength.write_report(clashes.result)
    assert "Reported and forecast deadly clashes" in page
    for gone in (
        "A lethal attack",
        "Who follows",
        "What the commander does",
        "The ladder",
        "Regional war",
        "attacks a day",
    ):
        assert f">{gone}<" not in page
        assert gone != "attacks a day" or gone not in page.split('id="terms"')[0]


def test_a_case_of_attacks_says_what_it_said(made: Make):
    result = forecast(made()).result
    assert result.lethal
    assert result.follow
    assert result.ladder.highest
    assert "counts" not in result.actors.fronts[0].model_dump_json()
    assert "Attacks ahead" in screen(forecast(made()))


def test_where_units_differ_each_number_names_its_own_and_none_is_their_sum(made: Make):
    made_one = forecast(made(second="deadly_clashes"))
    said = screen(made_one)
    assert "Attacks and deadly clashes ahead" in said
    assert "The Host on Sea (deadly clashes)" in said
    assert {row.front for row in made_one.result.lethal} == {FRONT, "any"}
    assert all(row.attacks is None for row in made_one.result.together if row.kind == "all")
    assert all(row.lethal is None for row in made_one.result.together if row.group == "sea")


def test_what_cannot_be_asked_is_one_sentence_of_the_check(made: Make):
    (said,) = (s for s in unanswerable(made(counts="deadly_clashes")) if s.startswith("Cannot be asked"))
    assert "who would follow an order, reprisals" in said


def test_lethal_attacks_are_no_question_to_score_where_clashes_are_counted(made: Make):
    case = made(second="deadly_clashes", more="reprisals_complete: [land, sea]")
    actors = actors_of_case(case)
    asked = {q.subject for q in questions(actors, [FRONT, OTHER]) if q.kind == "lethal"}
    assert asked == {FRONT}
    assert actors.counts(OTHER) == "deadly clashes"


def test_a_patron_that_strikes_or_gives_orders_is_asked_about(made: Make):
    strike = "s,,2001-02-01,,patron_strike,,,,,,book,"
    case = made(counts="deadly_clashes", rows=(strike,))
    assert case.escalates
    assert not case.asks_who_follows
    visit = f"v,,2001-02-01,,suspension,{FRONT},,,,,book,"
    assert made(counts="deadly_clashes", rows=(visit,)).asks_who_follows
