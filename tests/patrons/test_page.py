"""The page's editor of strategies in a case of several patrons: which of them does it is chosen, and said."""

from __future__ import annotations

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import load
from armslength.scenario.actions import parse_action
from armslength.web.action_options import action_options
from armslength.web.sentences import sentence
from tests.patrons.conftest import Made


def test_who_can_be_named_are_the_patrons_of_the_client(made: Made):
    case = load(made())
    options = action_options(case)
    assert options.patrons["both/neighbour"] == {"near": "Near", "far": "Far"}
    assert options.patrons["alone"] == {}
    assert options.patrons["all"] == {"near": "Near"}
    assert {name for name, verb in options.verbs.items() if verb.by_patron} == {"order", "visit", "support"}
    for whom, patrons in options.patrons.items():
        for patron in patrons:
            if whom == "all":
                continue
            word = "order front" if "/" in whom else "visit client"
            more = " tempo=1" if "/" in whom else ""
            text = f"{word}={whom} by={patron}{more} on=+1"
            assert parse_action(text, case.network, case.first_day).patron == patron
    assert (
        parse_action("order front=all by=near tempo=1 on=+1", case.network, case.first_day).patron == "near"
    )
    with pytest.raises(ArmslengthError, match="several patrons"):
        parse_action("order front=both/neighbour tempo=1 on=+1", case.network, case.first_day)


def test_an_action_of_one_of_several_patrons_names_it(made: Made):
    case = load(made())
    assert sentence("order front=both/neighbour by=far tempo=1 on=+1", case).startswith(
        "Both on The Neighbour: told by Far to attack less (1 of 1), on "
    )
    assert sentence("visit client=both by=near on=+1", case).startswith("The envoy of Near visits Both (")
    assert sentence("support client=both by=near factor=0.5", case).startswith(
        "Both: 0.5 times today's support by Near, "
    )


def test_a_case_of_one_patron_has_nothing_to_choose():
    assert action_options(load("classroom")).patrons == {}
