"""A truce of client and adversary has a beginning and an end, in the replay, ahead, and seen from an earlier day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import jax
import numpy as np
import pytest

from armslength.errors import ArmslengthError
from armslength.history import encode, replay, simulate_history
from armslength.scenario import Scenario
from armslength.scenario.events import read_events, write_events
from armslength.scoring.observed import case_on
from armslength.simulate import plan_days
from armslength.world.day import conditional, update
from armslength.world.draw import BITS, STREAMS, Uniforms, actors_of, sample_events
from tests.counts.conftest import FRONT, START, Make

KEPT = 0.8  # the default of `halts.truce`
WORLDS = 4000
STRAY = 4.5  # standard errors: a false alarm in some 150,000 comparisons


def truce(first: int, last: int | None, published: str = "") -> str:
    """Return a row from a day of the history to another, counted from 0."""
    end = START + timedelta(days=last) if last is not None else ""
    return f"peace,,{START + timedelta(days=first)},{end},truce,{FRONT},,,,,book,{published}"


def halted(case: Scenario, days: int, **changed: float) -> np.ndarray:
    """Return how likely the first front halts on the morning after each of the last days of a replay, [day]."""
    layout = case.layout
    values = layout.override(layout.defaults, {p.replace("__", "."): v for p, v in changed.items()})
    made = []
    for upto in range(days):
        known = replace(case, as_of=START + timedelta(days=upto))
        params = layout.params(values)
        state = replay(layout.network, params, encode(known, layout.network, 128)).state
        made.append(float(state.halt_all[0] + state.halt_alone[0] * state.halt_announced[0]))
    return np.array(made)


def bare(made: Make, *rows: str, step: str = "day") -> Scenario:
    """Return a case whose counts stop after the first week, so that nothing but the truce tells of a halt."""
    case = made(rows=rows, step=step)
    return replace(
        case, events=[e for e in case.events if e.kind == "truce" or e.date < START + timedelta(days=7)]
    )


def test_a_truce_reads_back_as_it_was_written():
    head = "event_id,date,end_date,kind,front,source"
    text = f"{head}\na,2001-01-01,,truce,b/l,book\nc,2001-01-02,2001-01-02,truce,b/l,book\nd,2001-01-03,2001-02-01,truce,b/l,book\n"
    events, faults = read_events(text)
    assert not faults
    assert [e.is_open for e in events] == [True, False, False]
    again, _ = read_events(write_events(events))
    assert [(e.date, e.end_date, e.is_open) for e in again] == [
        (e.date, e.end_date, e.is_open) for e in events
    ]


def test_its_end_may_lie_ahead_and_its_beginning_may_not(made: Make):
    assert made(rows=(truce(80, 120),)).events[-1].end_date == date(2001, 5, 1)
    with pytest.raises(ArmslengthError, match="2001-05-01 is after the as-of date"):
        made(rows=(truce(120, 120),))
    with pytest.raises(ArmslengthError, match="before it starts"):
        made(rows=(truce(20, 10),))
    with pytest.raises(ArmslengthError, match="needs 'front'"):
        made(rows=(truce(20, 30).replace(FRONT, ""),))


def test_a_front_halts_from_its_first_day_to_its_last(made: Make):
    found = halted(bare(made, truce(10, 40)), 60, halts__begins=1e-9)
    np.testing.assert_allclose(found[:9], 0.0, atol=1e-6)
    np.testing.assert_allclose(found[9:39], KEPT, atol=1e-5)  # on the eve of days 10 to 39: no hazard ends it
    np.testing.assert_allclose(found[40:], 0.0, atol=1e-6)  # its last day is 40


def test_one_without_an_end_lasts_as_halts_do(made: Make):
    found = halted(bare(made, truce(10, None)), 40, halts__begins=1e-9)
    assert found[9] == pytest.approx(KEPT, abs=1e-5)
    np.testing.assert_allclose(found[11:] / found[10:-1], 1 - 1 / 60, rtol=1e-4)


def test_where_another_begins_on_the_next_day_it_goes_on(made: Make):
    found = halted(bare(made, truce(10, 30), truce(31, 50).replace("peace", "again")), 52, halts__begins=1e-9)
    assert (found[9:49] > KEPT - 1e-5).all()
    assert found[50] < 1e-6


def test_counts_tell_whether_it_was_kept(made: Make):
    """Weeks of 4, 2, 1, 3, 2 in days 49 to 84 of the record leave little of a truce that was said to hold."""
    assert halted(made(rows=(truce(49, 120),)), 84)[-1] < 0.05


def test_by_the_week_it_holds_from_the_first_whole_week_on(made: Make):
    case = bare(made, truce(7 * 3, 7 * 6 - 1), step="week")
    inputs = encode(case, case.network).inputs
    assert np.flatnonzero(inputs.truce_begins[:, 0]).tolist() == [2]  # of the week after
    assert np.flatnonzero(inputs.truce_holds[:, 0]).tolist() == [2, 3, 4]
    assert np.flatnonzero(inputs.truce_ends[:, 0]).tolist() == [5]
    short = encode(bare(made, truce(22, 24), step="week"), case.network).inputs
    assert not (short.truce_begins + short.truce_holds)[:, 0].any()  # within a week it is none


def test_what_the_replay_expects_is_what_simulated_pasts_show(made: Make):
    case = bare(made, truce(10, 40), truce(50, None).replace("peace", "later"))
    layout, days = case.layout, 84
    plan = encode(case, case.network).inputs
    values = layout.override(layout.defaults, {"halts.begins": 0.003})
    params = layout.params(np.repeat(values[:, None], WORLDS, axis=1))
    events = simulate_history(case.network, params, plan, jax.random.key(5)).events
    lived = np.asarray(events.halt_all + events.halt_alone)[:, 0].mean(
        -1
    )  # alone, the front is the announcer
    expected = np.concatenate([[0.0], halted(case, days, halts__begins=0.003)[:-1]])
    error = np.sqrt(expected * (1 - expected) / WORLDS) + 1e-3
    assert (abs(lived - expected) < STRAY * error)[
        10:
    ].all()  # the first week's count tells the replay something
    assert lived[11:40].min() > 0.7
    assert lived[41:50].max() < 0.1


def test_a_standing_truce_is_carried_ahead_as_declared(made: Make):
    case = bare(made, truce(70, 100))
    first = case.first_day  # day 84
    plan = plan_days(case.network, first, 28, standing=case.standing(first, 28))
    assert np.flatnonzero(plan.truce_holds[:, 0]).tolist() == list(range(16))  # the eves of days 85 to 100
    assert np.flatnonzero(plan.truce_ends[:, 0]).tolist() == [16]
    layout = case.layout
    params = layout.params(layout.defaults[:, None])
    state = replay(layout.network, params, encode(case, case.network)).state
    chances = []
    for day in range(28):
        inputs = jax.tree.map(lambda x, day=day: x[day][:, None] if x.ndim > 1 else x[day], plan)
        outlook = conditional(case.network, params, state, inputs)
        chances.append(float(state.halt_all[0, 0] + state.halt_alone[0, 0]))
        uniforms = _middle(case)
        events = replace(
            sample_events(case.network, params, state, inputs, outlook, uniforms),
            halt_alone=state.halt_alone,
            halt_all=state.halt_all,
        )
        state = update(case.network, params, state, inputs, outlook, events)
    assert min(chances[:17]) > KEPT - 1e-3
    assert max(chances[18:]) < 0.02


def _middle(case: Scenario) -> Uniforms:
    """Return random numbers of a day on which little happens."""
    made = {n: np.full((len(actors_of(case.network, k)), 1), 0.999, np.float32) for n, k in STREAMS.items()}
    for name in BITS:
        made[name] = made[name].astype(np.uint32)
    return Uniforms(**made)


def test_seen_from_an_earlier_day_its_end_is_unknown_unless_it_was_declared(made: Make):
    unsaid = made(rows=(truce(20, 60),))
    unsaid = replace(unsaid, events=[replace(e, published=None) for e in unsaid.events])
    (early,) = (e for e in case_on(unsaid, START + timedelta(days=40)).events if e.kind == "truce")
    assert early.is_open
    assert early.end_date == early.date
    declared = made(rows=(truce(20, 60, "2001-01-15"),))
    (early,) = (e for e in case_on(declared, START + timedelta(days=40)).events if e.kind == "truce")
    assert not early.is_open
    assert not any(e.kind == "truce" for e in case_on(unsaid, START + timedelta(days=19)).events)


def test_a_case_without_one_has_none_of_it(made: Make):
    assert not made().network.truces
    assert made(rows=(truce(20, 60),)).network.truces
