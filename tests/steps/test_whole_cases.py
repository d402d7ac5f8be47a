"""Cases by the week and the month from check to scores: days and dates stay what a reader sees."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import armslength
from armslength.decisions import inline
from armslength.decisions.backdated import truncate
from armslength.decisions.indicators import indicators
from armslength.errors import ArmslengthError
from armslength.forecasting import Forecast, position, step
from armslength.initial_conditions import replay_at
from armslength.run import Run
from armslength.scenario import Scenario, check
from armslength.scoring import backtest
from armslength.scoring.model_forecasts import model_forecaster
from armslength.scoring.paths import paths_of_forecast

SIZE = {"futures": 500, "parameters": "prior"}
Made = Callable[[str, int], Path]


def edited(folder: Path, to: Path, old: str, new: str, file: str = "scenario.yaml") -> list[str]:
    """Return the faults of a case with one edit."""
    copy = shutil.copytree(folder, to)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(fault).replace(f"{copy}/", "") for fault in check(copy).faults]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run([sys.executable, "-m", "armslength", *words], capture_output=True, text=True)


@pytest.fixture(scope="module")
def weekly(weekly_case: Scenario) -> Forecast:
    """A forecast by the week."""
    return armslength.forecast(weekly_case, **SIZE)


@pytest.fixture(scope="module")
def monthly(monthly_case: Scenario) -> Forecast:
    """A forecast by the month."""
    return armslength.forecast(monthly_case, **SIZE)


def test_windows_are_whole_weeks(weekly):
    assert weekly.data["window"].values.tolist() == [7, 28, 91, 182]
    assert (weekly.result.scenario.horizon, weekly.result.scenario.step) == (182, "week")
    assert {row.window_days for row in weekly.follow} == {28}
    assert "in the 28 days before, scaled to 28 days" in weekly.follow[0].rule
    first = weekly.result.scenario.first_day
    assert [row.week for row in weekly.result.weekly][:2] == [first, first + timedelta(days=7)]


def test_windows_are_whole_months(monthly):
    case = monthly.result.scenario
    ends = [case.as_of + timedelta(days=int(w)) for w in monthly.data["window"].values]
    assert all((end + timedelta(days=1)).day == 1 for end in ends)
    assert len(ends) == 3
    rows = [row for row in monthly.result.weekly if row.front == monthly.result.actors.fronts[0].id]
    assert [row.week.day for row in rows] == [1] * 6
    assert sum(row.days for row in rows) == case.horizon


def test_attacks_a_day_now_are_by_the_day(weekly_case):
    layout = weekly_case.layout
    values = layout.defaults[:, None]
    tempo = replay_at(weekly_case, layout, values).quantities()["fronts"]["tempo"]
    # Of a week it would be about seven times as many as were counted a day of late.
    late = weekly_case.as_of - timedelta(days=70)
    for f, front in enumerate(weekly_case.fronts):
        counted = sum(
            e.count or 0
            for e in weekly_case.events
            if e.kind == "tally" and front in e.fronts and e.date > late
        )
        assert tempo[f, 0] < 2 * (counted + 5) / 70


def test_the_median_of_the_weeks_goes_with_that_of_the_window(weekly):
    front = weekly.result.actors.fronts[0].id
    weeks = weekly.data["weekly"].sel(front=front, quantile=0.5).values[:4].sum()
    assert weeks == pytest.approx(weekly.attacks(front, 28).median, abs=4)


def test_days_that_end_within_a_step_are_one_sentence_and_exit_code_2(made: Made):
    week, month = made("week", 104), made("month", 36)
    asked = run("forecast", str(week), "--days", "30", "--futures", "100")
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "the step of the case is a week" in asked.stderr
    assert "ask for 28 or 35" in " ".join(asked.stderr.split())
    assert run("forecast", str(month), "--days", "30", "--futures", "100").returncode == 2
    assert run("compare", str(week), "nothing", "--days", "10").returncode == 2
    assert run("backtest", str(week), "--horizons", "1,7,30").returncode == 2
    assert run("step", str(week), "--days", "3").returncode == 2


FAULTS = [
    (
        "week",
        "as_of: ",
        "as_of: 2003-01-01  # ",
        "the step is a week, and 2003-01-01 is not the last day of one",
    ),
    (
        "week",
        "patron: ",
        "horizon: 180\npatron: ",
        "180 days are no whole number of steps, and the step is a week; write 175",
    ),
    ("week", "patron: ", "pause: {days: 30}\npatron: ", "30 days are no whole number of steps"),
    (
        "month",
        "start: 2001-01-01",
        "start: 2001-01-02",
        "2001-01-02 is not the first of one; write 2001-01-01",
    ),
    ("month", "as_of: 2003-12-31", "as_of: 2003-12-30", "2003-12-30 is not the last day of one"),
    ("week", "step: week", "step: fortnight", "fortnight"),
]


@pytest.mark.parametrize(("of", "old", "new", "says"), FAULTS)
def test_dates_and_windows_of_a_case_that_end_within_a_step_are_faults(
    made: Made, tmp_path, of, old, new, says
):
    said = edited(made(of, {"week": 104, "month": 36}[of]), tmp_path / "case", old, new)
    assert any(says in fault for fault in said), said


def test_a_count_that_ends_within_a_step_is_a_fault_at_its_line(made: Made, tmp_path):
    said = edited(made("week", 104), tmp_path / "case", "2001-01-07", "2001-01-06", "events.csv")
    assert said == [
        "events.csv:2: counts 2001-01-01 to 2001-01-06, and the step of the case is a week from 2001-01-01; "
        "a count begins with a step and ends with one"
    ]


def test_paths_answer_whole_steps_alone(weekly):
    paths = paths_of_forecast(weekly.result, weekly.data)
    assert paths.is_whole(np.arange(1, 29))
    assert paths.total([paths.fronts[0]], np.arange(8, 15)).size
    assert not paths.is_whole(np.arange(3, 10))
    with pytest.raises(ArmslengthError, match="days 3 to 9 ahead are no whole steps"):
        paths.total([paths.fronts[0]], np.arange(3, 10))
    assert paths.week_of(10).tolist() == list(range(8, 15))


def test_a_backtest_scores_in_whole_steps(weekly_case, monthly_case):
    by_week = backtest(weekly_case, model_forecaster(10, 1), [date(2002, 6, 2), date(2002, 9, 1)])
    assert by_week.horizons == (7, 28)
    assert {row.horizon for row in by_week.rows.counts} == {"7 days", "28 days"}
    by_month = backtest(monthly_case, model_forecaster(10, 1), [date(2003, 1, 31), date(2003, 6, 30)])
    assert {row.horizon for row in by_month.rows.counts} == {"1 month", "3 months"}
    assert {row.window_days for row in by_month.rows.counts if row.horizon == "1 month"} == {28, 31}
    with pytest.raises(ArmslengthError, match="the origin 2002-06-03 is not the last day of one"):
        backtest(weekly_case, model_forecaster(10, 1), [date(2002, 6, 3)])


def test_a_past_day_is_the_last_of_a_step(weekly_case):
    assert truncate(weekly_case, date(2002, 6, 2)).steps == 74
    with pytest.raises(ArmslengthError, match="2002-06-03 is not the last day of one"):
        truncate(weekly_case, date(2002, 6, 3))


def test_the_umpire_plays_whole_steps(made: Made):
    at = position(made("week", 104))
    played = step(at, days=14, seed=3)
    assert played.position.day == at.day + timedelta(days=14)
    assert {(event.day - at.day).days for event in played.events} == {1, 8}
    one = step(at, seed=3)
    assert one.position.day == at.day + timedelta(days=7)
    again = step(one.position, seed=3)
    assert [e.model_dump() for e in (*one.events, *again.events)] == [e.model_dump() for e in played.events]


def test_indicators_watch_whole_steps(weekly_case):
    found = indicators(weekly_case, Run(futures=1000, parameters="prior"))
    assert (found.watch_days, found.window_days) == (14, 28)
    with pytest.raises(ArmslengthError, match="the number of days to watch is 10"):
        indicators(weekly_case, Run(futures=1000, parameters="prior"), watch_days=10)


def test_comparisons_and_reasons_are_told_in_days(weekly_case):
    order = inline(
        ["order front=client-1/north tempo=1 from=+1 to=+7", "reply adversary=north answers=deaths delay=3"]
    )
    found = armslength.compare(weekly_case, [order], futures=1000, parameters="prior", days=28)
    assert found.result.scenario.days == 28
    chain = armslength.why(weekly_case, order, futures=1000, parameters="prior", days=28)
    assert (chain.pair.first_day_apart - weekly_case.first_day).days % 7 == 0
