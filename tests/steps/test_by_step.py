"""What the days of a step come to."""

from datetime import date, timedelta

import numpy as np

from armslength.history import Steps, encode, replay
from armslength.history.arrays import Reports
from armslength.history.by_step import INPUTS, REPORTS
from armslength.scenario import Scenario, load, with_events
from armslength.world.record import fields_of
from armslength.world.records import Inputs
from armslength.world.step import STEPS

FRONT = "client-1/north"


def week(case: Scenario, day: int) -> int:
    """Return the step of a day of the history, from 0."""
    return case.time_step.number(case.start, case.start + timedelta(days=day))


def told(case: Scenario, **row: object) -> dict[str, object]:
    """Return a row of events on a day of the history."""
    day = case.start + timedelta(days=int(row.pop("day")))  # type: ignore[call-overload]
    return {"event_id": f"new-{row['kind']}-{day}", "source": "registry", "date": day, **row}


def test_every_array_of_a_history_has_a_rule():
    assert {f.name for f in fields_of(Inputs)} == set(INPUTS)
    assert {f.name for f in Reports.__dataclass_fields__.values()} == set(REPORTS)


def test_a_history_by_the_week_has_as_many_steps_as_weeks(weekly_case: Scenario):
    history = encode(weekly_case, weekly_case.network)
    assert history.inputs.trigger.shape == (104,)
    assert history.is_past is None
    assert (history.tallies.days[history.tallies.ends > 0] == 1).all()
    counts = [e.count for e in weekly_case.events if e.kind == "tally"]
    assert (history.tallies.total * history.tallies.ends).sum() == sum(counts)
    padded = encode(weekly_case, weekly_case.network, 64)
    assert (padded.is_past.sum(), len(padded.is_past)) == (104, 128)


def test_a_history_by_the_month_is_that_of_the_calendar(monthly_case: Scenario):
    history = encode(monthly_case, monthly_case.network)
    assert history.inputs.trigger.shape == (36,)
    assert (history.tallies.ends.sum(0) == 36).all()


def test_a_dated_event_falls_into_its_step(weekly_case: Scenario):
    rows = [told(weekly_case, day=17, kind="attack", front=FRONT, count=2, lethal=1, deaths=3)]
    before, after = (
        encode(c, c.network) for c in (weekly_case, with_events(weekly_case, rows, weekly_case.as_of))
    )
    step = week(weekly_case, 17)
    assert step == 2
    assert (after.reports.dated - before.reports.dated)[step, 0] == 2
    assert (after.reports.deaths - before.reports.deaths)[step, 0] == 3
    assert (after.reports.dated - before.reports.dated).sum() == 2


def test_of_several_reprisals_in_a_step_the_highest_counts_and_whom_it_answered(tmp_path):
    case = quiet_case(tmp_path)
    rows = [
        told(case, day=8, kind="reprisal", adversary="north", level=1, front=FRONT),
        told(case, day=10, kind="reprisal", adversary="north", level=3, front="client-3/north"),
    ]
    case = with_events(case, rows, case.as_of)
    reports = encode(case, case.network).reports
    assert (reports.reprisal[1, 0], reports.level[1, 0]) == (1.0, 3.0)
    assert reports.answered[1].tolist() == [0.0, 0.0, 1.0]
    assert reports.reprisal.sum() == 1


def test_of_several_orders_in_a_step_the_last_counts_and_one_that_ends_in_it_is_over(tmp_path):
    case = quiet_case(tmp_path)
    rows = [
        told(case, day=7, kind="order", front=FRONT, tempo_order=1, accepted=0),
        told(case, day=9, kind="order", front=FRONT, tempo_order="0.5", accepted=1),
        told(case, day=21, kind="order", front=FRONT, tempo_order=1, accepted=1),
        told(case, day=25, kind="suspension_end", front=FRONT),
    ]
    case = with_events(case, rows, case.as_of)
    history = encode(case, case.network)
    assert history.inputs.tempo_order[1, 0] == 0.5
    assert (history.reports.accepted[1, 0], history.reports.asked[1, 0]) == (1.0, 1.0)
    assert history.inputs.tempo_order[3, 0] == 0.0
    assert (history.reports.resumed[3, 0], history.reports.asked[3, 0]) == (1.0, 1.0)


def test_visits_add_up_and_what_holds_for_a_time_is_averaged():
    steps = Steps(STEPS["week"].numbers(date(2001, 1, 1), 14))
    daily = np.arange(14.0)[:, None]
    assert steps.of(daily, "sum")[:, 0].tolist() == [21.0, 70.0]
    assert steps.of(np.where(daily < 3, np.nan, daily), "mean")[:, 0].tolist() == [4.5, 10.0]
    assert np.isnan(steps.of(np.full((14, 1), np.nan), "mean")).all()


def test_a_count_of_two_weeks_is_a_tally_of_two_steps(tmp_path):
    case = quiet_case(tmp_path)
    start = case.start + timedelta(days=7)
    row = told(case, day=7, kind="tally", series="count-1", end_date=start + timedelta(days=13), count=9)
    case = with_events(case, [row], case.as_of)
    tallies = encode(case, case.network).tallies
    assert (tallies.days[2, 0], tallies.last[1, 0], tallies.total[1, 0]) == (2.0, 2, 9.0)


def test_the_score_of_a_weekly_history_is_finite(weekly_case: Scenario):
    layout = weekly_case.layout
    played = replay(layout.network, layout.params(layout.defaults), encode(weekly_case, layout.network))
    scores = {name: float(x) for name, x in vars(played.log_score).items()}
    assert all(np.isfinite(x) for x in scores.values()), scores
    assert scores["counts"] < 0


def quiet_case(folder) -> Scenario:
    """Ten weeks of which next to nothing is reported."""
    from benchmarks.long_case import write_case

    case = write_case(folder / "quiet", "week", date(2001, 1, 1), 10, fronts=3)
    lines = (case / "events.csv").read_text(encoding="utf-8").splitlines()
    kept = [lines[0], lines[-1]]  # the last week's count of one front
    (case / "events.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return load(case)
