"""The step of a case: a day, a week or a calendar month; and the one place where dates become numbers of steps.

Weeks are counted from any first day; months are those of the calendar, since that is how counts are published. For
what a parameter is by the day or the year, every month is as long as the mean one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from armslength.errors import ArmslengthError

StepName = Literal["day", "week", "month"]
MONTH = 365.25 / 12  # days in the mean month
NEAR_MONTH = 3.0  # days: so near to whole months a window of a backtest is taken for them


@dataclass(frozen=True)
class TimeStep:
    """A unit of time. Hashable, so that compiled code is reused; `first` is always the first day of a step."""

    name: StepName
    days: float  #: its length, of a month the mean one

    @property
    def is_day(self) -> bool:
        """Whether steps are days."""
        return self.name == "day"

    def numbers(self, first: date, days: int) -> np.ndarray:
        """Return the step [day], from 0, that each of `days` days from `first` lies in."""
        if self.name == "month":
            every = np.datetime64(first, "D") + np.arange(days)
            return (every.astype("datetime64[M]") - np.datetime64(first, "M")).astype(int)
        return np.arange(days) // int(self.days)

    def number(self, first: date, day: date) -> int:
        """Return the step, from 0 at `first`, that a day lies in; negative before."""
        if self.name == "month":
            return (day.year - first.year) * 12 + day.month - first.month
        return (day - first).days // int(self.days)

    def begins(self, first: date, number: int) -> date:
        """Return the first day of a step by its number, from 0 at `first`."""
        if self.name == "month":
            months = first.year * 12 + first.month - 1 + number
            return date(months // 12, months % 12 + 1, 1)
        return first + timedelta(days=number * int(self.days))

    def length(self, first: date, steps: int) -> int:
        """Return the days in so many steps from `first`."""
        return (self.begins(first, steps) - first).days

    def divides(self, first: date, days: int) -> bool:
        """Return whether so many days from `first` end where a step ends."""
        return self.length(first, self.number(first, first + timedelta(days=days))) == days

    def window(self, first: date, days: int) -> int:
        """Return the days of a window that is asked about from many a first day, such as each origin of a backtest.

        By the month it is as many months as come nearest, since the same months differ in length.

        Raises:
            ArmslengthError: where it is no whole number of steps.
        """
        if self.name != "month":
            self.count(first, days, "the window")
            return days
        months = round(days / self.days)
        if not months or abs(days - months * self.days) > NEAR_MONTH:
            raise ArmslengthError(
                f"a window is {days} days, and the step of the case is a month; ask for whole months, such as 30, 91 or 365"
            )
        return self.length(first, months)

    def label(self, days: int) -> str:
        """Return what a window asked for as so many days is called."""
        if self.name != "month":
            return f"{days} days"
        months = round(days / self.days)
        return "1 month" if months == 1 else f"{months} months"

    def weeks(self, first: date, days: int) -> list[date]:
        """Return the first day of each week of the days ahead; where the step is a month, of each month."""
        if self.name == "month":
            return [self.begins(first, n) for n in range(self.number(first, first + timedelta(days=days)))]
        return [first + timedelta(days=7 * n) for n in range(days // 7)]

    def can_begin(self, first: date) -> bool:
        """Return whether a step can begin on a day: a month on the first of one, the others on any."""
        return self.name != "month" or first.day == 1

    def count(self, first: date, days: int, what: str = "days") -> int:
        """Return the steps in so many days from `first`.

        Raises:
            ArmslengthError: where the last of them is not the last day of a step.
        """
        if not self.divides(first, days):
            whole = self.number(first, first + timedelta(days=days))
            near = " or ".join(str(self.length(first, n)) for n in (whole, whole + 1) if n)
            raise ArmslengthError(
                f"{what} is {days}, and the step of the case is a {self.name}: {days} days from {first} end within one; "
                f"ask for {near}"
            )
        return self.number(first, first + timedelta(days=days))

    def nearest(self, first: date, days: int) -> int:
        """Return the days in the whole number of steps, at least one, that comes nearest to `days` days from `first`."""
        if self.is_day:
            return days
        whole = max(self.number(first, first + timedelta(days=days)), 1)
        return min((self.length(first, n) for n in (whole, whole + 1)), key=lambda n: abs(n - days))

    def whole(self, first: date, last: date) -> bool:
        """Return whether two days are the first of one step and the last of one, in a history that begins on `first`."""
        return self.can_begin(first) and self.divides(first, (last - first).days + 1)


DAY = TimeStep("day", 1.0)
STEPS = {step.name: step for step in (DAY, TimeStep("week", 7.0), TimeStep("month", MONTH))}
