"""The strategies that ship: what the article names, playable, sourced, and each on the side that could do it."""

import pytest

from armslength.decisions.strategy_sets import planned
from armslength.errors import ArmslengthError
from armslength.initial_conditions import replay_to_as_of
from armslength.scenario import load

NAMED = {
    "send-envoy",
    "keep-envoy-home",
    "restrain-tempo",
    "restrain-severity",
    "restrain-both",
    "keep-fronts-busy",
    "answer-deaths-only",
    "threaten-in-public",
    "truce",
}


@pytest.fixture(scope="module")
def axis():
    return replay_to_as_of(load("axis-2024"), 1, 1)


def test_the_article_names_them(axis) -> None:
    assert set(axis.scenario.strategies) >= NAMED
    claims = {claim.id for claim in axis.scenario.claims}
    for strategy in axis.scenario.strategies.values():
        assert {part.strip() for part in strategy.source.split(";")} <= claims


@pytest.mark.parametrize("name", sorted(load("axis-2024").strategies))
def test_each_can_be_carried_out(axis, name) -> None:
    for days in (30, axis.scenario.horizon):
        planned(axis, axis.scenario.strategies[name], days)


def test_no_two_visits_are_more_than_a_day_holds(axis) -> None:
    plan, _ = planned(axis, axis.scenario.strategies["send-envoy"], 30)
    assert plan.envoy.sum(1).max() == 1


def test_classroom_has_its_own() -> None:
    at = replay_to_as_of(load("classroom"), 1, 1)
    for strategy in at.scenario.strategies.values():
        planned(at, strategy, at.scenario.horizon)
    with pytest.raises(ArmslengthError, match="lies outside"):
        planned(at, at.scenario.strategies["visit-all"], 2)
