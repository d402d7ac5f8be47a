"""Days as data sets and spreadsheets write them. What could be two days is refused, never chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from armslength.formatting import MONTHS
from armslength.scenario.dates import within_calendar

NUMBERED = {"excel": date(1899, 12, 30), "stata": date(1960, 1, 1)}  #: day 0 of programs that number days

_CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}")
_WORDS = re.compile(rf"(\d{{1,2}})[ -]([A-Za-z]+)\.?[ -](\d{{4}}|\d{{2}}){_CLOCK}")
_AMERICAN_WORDS = re.compile(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})")
_SLASHES = re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}}){_CLOCK}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4,6}(?:\.0*)?")


@dataclass(frozen=True)
class Days:
    """What each text says, or why it says no day."""

    read: dict[tuple[str, str], date]  #: by text and the year that stands beside it
    refused: dict[tuple[str, str], str]
    remark: str | None  #: how days were read where there was a choice


def read_days(texts: Iterable[tuple[str, str]], form: str | None = None) -> Days:
    """Return the day of each text, given with the year that stands beside it (empty where none does).

    `form` is a format of `datetime.strptime`, or `excel` or `stata` for numbered days. Without one, days and months in
    numbers alone are told apart by the whole column: by one number above 12.
    """
    pairs = list(dict.fromkeys(texts))
    order, remark = (None, None) if form else _order(text for text, _ in pairs)
    read: dict[tuple[str, str], date] = {}
    refused: dict[tuple[str, str], str] = {}
    for text, year in pairs:
        try:
            read[text, year] = within_calendar(_formatted(text, form) if form else _day(text, year, order))
        except (ValueError, OverflowError) as error:
            said = str(error)
            ours = said.startswith(("it must", "two numbers", "a number", "a year", "no month", "not as"))
            refused[text, year] = said if ours else "it must be a day that exists"
    return Days(read, refused, remark)


def _order(texts: Iterable[str]) -> tuple[str | None, str | None]:
    """Return whether the first or the second of two numbers is the month, where the column itself shows it."""
    month_first = day_first = False
    for text in texts:
        if found := _SLASHES.fullmatch(text):
            month_first = month_first or int(found[2]) > 12
            day_first = day_first or int(found[1]) > 12
    if month_first == day_first:
        return None, None
    order = "month" if month_first else "day"
    other = "day" if month_first else "month"
    return order, f"days are written {order} before {other}: only so do all of them exist"


def _formatted(text: str, form: str) -> date:
    if form in NUMBERED:
        if not _NUMBER.fullmatch(text) and not re.fullmatch(r"-?\d+(\.0*)?", text):
            raise ValueError(f"not as {form} numbers days")
        return NUMBERED[form] + timedelta(days=int(float(text)))
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        raise ValueError(f"not as --date-format says, {form}") from None


def _day(text: str, year: str, order: str | None) -> date:
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _WORDS.fullmatch(text):
        return date(_year(found[3], year), _month(found[2]), int(found[1]))
    if found := _AMERICAN_WORDS.fullmatch(text):
        return date(int(found[3]), _month(found[1]), int(found[2]))
    if found := _SLASHES.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        if order is None and first != second:
            raise ValueError(
                "two numbers could each be the month; --date-format %m/%d/%Y or %d/%m/%Y says which"
            )
        month, day = (second, first) if order == "day" else (first, second)
        return date(int(found[3]), month, day)
    if _NUMBER.fullmatch(text):
        raise ValueError("a number alone names no day; --date-format excel or stata says who numbered it")
    raise ValueError(
        "it must be a day such as 2014-01-27, 27 January 2014 or 27-Jan-14; --date-format says another"
    )


def _year(text: str, beside: str) -> int:
    if len(text) == 4:
        return int(text)
    if len(beside) == 4 and beside.isdigit() and beside[2:] == text:
        return int(beside)
    raise ValueError("a year of two digits needs a column 'year' that says the century")


def _month(name: str) -> int:
    """Return the number of a month by its English name, cut or whole; `Sept`, as spreadsheets write it, too."""
    for number, whole in enumerate(MONTHS, start=1):
        if len(name) >= 3 and whole.lower().startswith(name.lower()):
            return number
    raise ValueError(f"no month is called '{name}'")
