"""An explanation finds the mechanism on a model whose answer is known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from armslength.decisions import inline, why
from armslength.errors import ArmslengthError
from armslength.results.explanation import ExplanationResult

DAYS = 30
#: nothing but the lever under test can move an attack: no orders, no reprisals, no bursts, no one else's example
STILL = {
    "tempo.branching": 0.0,
    "tempo.cross_excitation": 0.0,
    "tempo.grievance_push": 0.0,
    "opening.contagion": 0.0,
    "directives.baseline": -60.0,
    "directives.pressure": 0.0,
    "directives.threat": 0.0,
    "directives.tension": 0.0,
    "adversaries.*.reprisal_rate": 0.0,
    "reprisal.red_line": 0.0,
    "reprisal.unprovoked": 0.0,
    "tempo.deterrence": 1.0,
    "halts.begins": 0.0,
}


@pytest.fixture(scope="module")
def still(initial):
    """And no order or halt in force: one would make all that follows smaller, so that it took part in it."""
    held = ("restraint", "release", "cap", "halt_alone", "halt_all", "halt_announced")
    free = {name: np.zeros_like(getattr(initial.state, name)) for name in held}
    values = initial.layout.override(initial.values, STILL)
    return replace(initial, values=values, state=initial.state.replace(**free))


def explained(at, *actions):
    return why(at.scenario, inline(actions), days=DAYS, futures=1000, initial=at)


def test_a_threat_works_through_deterrence_alone(still) -> None:
    found = explained(still, "threat adversary=tarn value=2")
    whole = found.whole("attacks")
    carried = {name: part.carried for name, part in found.parts("attacks").items()}
    assert whole.difference < -2 * whole.error
    assert carried.pop("deterrence") == pytest.approx(whole.difference)
    assert max(map(abs, carried.values())) < 0.05 * abs(whole.difference)
    assert abs(found.rest("attacks").left) < 0.1 * abs(whole.difference)


@pytest.mark.parametrize(("tempo", "mechanism"), [("1", "halt"), ("0.5", "control")])
def test_an_order_works_through_a_halt_or_if_it_asks_for_less_through_control(
    still, tempo, mechanism
) -> None:
    found = explained(still, f"order front=all tempo={tempo}", "visit client=harbour-guard")
    carried = found.parts("attacks")[mechanism].carried
    assert carried == pytest.approx(found.whole("attacks").difference, rel=1e-6)


def test_the_chain_begins_with_what_was_done(still) -> None:
    actions = ("order front=harbour-guard/tarn tempo=1 on=+5", "visit client=harbour-guard on=+5")
    chain = explained(still, *actions).pair
    assert chain.first_day_apart == date(2001, 5, 4)
    kinds = [step.kind for step in chain.steps]
    assert kinds[0] == "action"
    assert "state" in kinds
    assert chain.steps[0].text.startswith("Harbour Guard on Tarn is told to attack less")
    days = [step.day for step in chain.steps]
    assert days == sorted(days)
    if "restraint" in [step.field for step in chain.steps if step.kind == "state"]:
        assert "control" in chain.mechanisms
    if {"halt_all", "halt_alone"} & {step.field for step in chain.steps if step.kind == "state"}:
        assert "halt" in chain.mechanisms


def test_errors_and_claims_stand_beside(initial) -> None:
    found = why("axis-2024", "send-envoy", days=30, futures=1000, parameters="prior")
    assert all(row.error >= 0 for row in found.carried)
    control = next(m for m in found.mechanisms if m.name == "control")
    assert "C61" in control.claims
    assert ExplanationResult.from_json(found.to_json()) == found


def test_where_nothing_differs_there_is_nothing_to_explain(still) -> None:
    with pytest.raises(ArmslengthError, match="make no difference in 1,000 pairs"):
        explained(still, "order front=harbour-guard/tarn cap=0")
