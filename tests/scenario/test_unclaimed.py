"""An attack that nobody claimed: weights over the fronts that might have done it, and a fit that uses them."""

import jax
import numpy as np
import pytest

from armslength.fitting.target import target
from armslength.history import encode
from armslength.scenario import Scenario, load, with_events
from armslength.scenario.events import read_events, write_events

HEADER = "event_id,date,kind,front,weights,count,lethal,deaths,source"
FRONTS = "harbour-guard/tarn;hill-column/tarn"


def _with(*rows: str) -> Scenario:
    case = load("classroom")
    events, faults = read_events("\n".join([HEADER, *rows]))
    assert not faults, faults
    return with_events(case, events, case.as_of)


def test_the_history_shares_the_attack_out_and_the_likeliest_carries_the_dead():
    case = _with(f"who,2001-04-20,attack,{FRONTS},0.2;0.8,1,1,2,teacher")
    net = case.network
    before, after = encode(load("classroom"), net), encode(case, net)
    day = (case.events[0].date - case.start).days + 50
    harbour, hill = (net.fronts.index(f) for f in FRONTS.split(";"))
    added = after.reports.dated[day] - before.reports.dated[day]
    assert added[harbour] == pytest.approx(0.2)
    assert added[hill] == pytest.approx(0.8)
    assert after.reports.deaths[day, hill] - before.reports.deaths[day, hill] == 2
    assert after.reports.deaths[day, harbour] == before.reports.deaths[day, harbour]


def test_the_fit_uses_the_weights():
    with jax.enable_x64(True):
        z = np.zeros(len(target(load("classroom")).names))
        first, second = (
            target(_with(f"who,2001-04-20,attack,{FRONTS},{w},1,1,1,teacher")).slope(z)[0]
            for w in ("0.9;0.1", "0.1;0.9")
        )
    assert first != second


def test_weights_are_written_and_read_again():
    case = _with(f"who,2001-04-20,attack,{FRONTS},0.25;0.75,1,,,teacher")
    again, faults = read_events(write_events(case.events))
    assert not faults
    assert next(e for e in again if e.event_id == "who").weights == (0.25, 0.75)


@pytest.mark.parametrize(
    ("kind", "weights", "said"),
    [
        ("attack", "0.5", "1 weights for 2 fronts; give one for each"),
        ("attack", "0.5;0.6", "the weights add to 1.1; let them add to 1"),
        ("attack", "0.5;many", "it must be a number between 0 and 1"),
        ("opening", "0.5;0.5", "'weights' stands in a row that is no attack"),
    ],
)
def test_weights_that_cannot_be(kind, weights, said):
    _, faults = read_events(f"{HEADER}\nwho,2001-04-20,{kind},{FRONTS},{weights},,,,teacher")
    assert any(said in str(f) for f in faults), faults
