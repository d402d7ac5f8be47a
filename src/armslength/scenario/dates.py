"""Dates as analysts write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime

LATER = date.max  #: the publication date of a page that has been edited since: later than any as-of date
FIRST, LAST = (
    date(1000, 1, 1),
    date(2999, 12, 31),
)  #: days that a case may name, so that days can be added to each


def read_date(text: str) -> date:
    """Return a day written `YYYY-MM-DD`; raises `ValueError` with a sentence."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("it must be a day that exists, as YYYY-MM-DD") from None
    return within_calendar(day)


def within_calendar(day: date) -> date:
    """Return the day; raises `ValueError` for one so far off that it can only stand for something else."""
    if not FIRST <= day <= LAST:
        raise ValueError(f"it must lie between {FIRST} and {LAST}")
    return day


def not_come(as_of: date) -> str:
    """Return that an as-of date has not come yet, in a sentence; empty where it has."""
    today = datetime.now(UTC).date()
    if as_of <= today:
        return ""
    return (
        f"the as-of date {as_of} has not come yet (today is {today}): nobody has reported the days until then"
    )


def last_of_month(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def first_as_written(last: date, text: str) -> date:
    """Return the first day of what a text names whose last day is `last`: of a year, a month or a day.

    >>> print(first_as_written(read_publication("2024-02"), "2024-02"))
    2024-02-01
    """
    if len(text) == 4:
        return last.replace(month=1, day=1)
    return last.replace(day=1) if len(text) == 7 else last


def read_publication(text: str) -> date:
    """Return a day of publication; a month or a year counts as its last day, since a case must not know too early.

    >>> read_publication("2024-02")
    datetime.date(2024, 2, 29)
    >>> read_publication("revised") == LATER
    True
    """
    if text == "revised":
        return LATER
    if re.fullmatch(r"[0-9]{4}", text):
        return read_date(f"{text}-12-31")
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text):
        year, month = int(found[1]), int(found[2])
        if 1 <= month <= 12 and year >= 1:
            return within_calendar(last_of_month(date(year, month, 1)))
    return read_date(text)
