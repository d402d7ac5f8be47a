"""Dates become numbers of steps and back in one place."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armslength.errors import ArmslengthError
from armslength.world.step import DAY, STEPS

WEEK, MONTH = STEPS["week"], STEPS["month"]
FIRST = date(2000, 1, 1)


@given(st.sampled_from([DAY, WEEK, MONTH]), st.integers(0, 20_000))
def test_every_day_lies_in_the_step_of_its_number(step, days):
    day = FIRST + timedelta(days=days)
    number = step.number(FIRST, day)
    assert step.begins(FIRST, number) <= day < step.begins(FIRST, number + 1)
    assert step.numbers(FIRST, days + 1)[days] == number


def test_months_are_those_of_the_calendar():
    assert [MONTH.begins(date(2023, 11, 1), n) for n in range(5)] == [
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2024, 3, 1),
    ]
    assert MONTH.length(date(2024, 2, 1), 1) == 29
    assert MONTH.number(date(2024, 3, 1), date(2024, 2, 29)) == -1


@pytest.mark.parametrize(
    ("step", "days", "near"),
    [(WEEK, 30, "28 or 35"), (WEEK, 3, "7"), (MONTH, 30, "31"), (MONTH, 60, "31 or 60")],
)
def test_days_that_end_within_a_step_are_refused_with_the_nearest_that_do_not(step, days, near):
    if near == "31 or 60":
        assert step.count(FIRST, days) == 2  # January and February of a leap year
        return
    with pytest.raises(ArmslengthError, match=f"the step of the case is a {step.name}.*ask for {near}$"):
        step.count(FIRST, days)


def test_a_window_of_a_backtest_by_the_month_is_whole_months_of_whatever_length():
    assert [MONTH.window(date(2023, m, 1), 30) for m in (1, 2, 3)] == [31, 28, 31]
    assert (MONTH.label(30), MONTH.label(91), WEEK.label(28)) == ("1 month", "3 months", "28 days")
    with pytest.raises(ArmslengthError, match="ask for whole months"):
        MONTH.window(FIRST, 45)


def test_the_nearest_whole_number_of_steps_is_at_least_one():
    assert (WEEK.nearest(FIRST, 180), WEEK.nearest(FIRST, 30), WEEK.nearest(FIRST, 1)) == (182, 28, 7)
    assert (DAY.nearest(FIRST, 180), MONTH.nearest(FIRST, 180)) == (180, 182)
