"""Spans that a user declares covered, cut into days, weeks or months: inside them, and only there, nothing is zero."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from armslength.errors import ArmslengthError
from armslength.scenario.dates import first_as_written, last_of_month, read_publication, within_calendar
from armslength.scenario.suggest import did_you_mean

STEPS = ("day", "week", "month")


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"

    def meets(self, other: Span) -> bool:
        """Whether a day lies in both."""
        return self.start <= other.end and other.start <= self.end

    def within(self, other: Span) -> bool:
        """Whether all its days lie in the other."""
        return other.start <= self.start and self.end <= other.end


def week_around(day: date) -> Span:
    """Return the week of which a day is the middle."""
    return Span(day - timedelta(days=3), day + timedelta(days=3))


def month_of(day: date) -> Span:
    """Return a day's calendar month."""
    return Span(day.replace(day=1), last_of_month(day))


def year_of(day: date) -> Span:
    """Return a day's calendar year."""
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))


def read_span(text: str, option: str) -> Span:
    """Return a span written FROM..TO; a year or a month alone stands for its days.

    >>> print(read_span("1996..2013-02", "--covered"))
    1996-01-01..2013-02-28
    """
    first, dots, last = (part.strip() for part in text.partition(".."))
    if not dots:
        raise ArmslengthError(f"{option} is '{text}'; write FROM..TO, such as 1996-01-01..2013-12-31")
    span = Span(read_edge(first, option, is_last=False), read_edge(last, option, is_last=True))
    if span.end < span.start:
        raise ArmslengthError(
            f"{option} ends on {span.end}, before it starts on {span.start}; swap the dates"
        )
    return span


def read_edge(text: str, option: str, is_last: bool) -> date:
    """Return the first or last day of what an option names: a day, a month or a year."""
    try:
        if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
            raise ValueError("it must be YYYY-MM-DD, YYYY-MM or YYYY")
        last = within_calendar(read_publication(text))
    except ValueError as error:
        raise ArmslengthError(f"{option} is '{text}'; {error}") from None
    return last if is_last else first_as_written(last, text)


def cells_of(span: Span, step: str) -> Iterator[Span]:
    """Yield the days, weeks (from Monday) or calendar months of a span, those at its ends cut to it."""
    if step not in STEPS:
        raise ArmslengthError(f"--step is '{step}'; {did_you_mean(step, STEPS)}")
    day = span.start
    while day <= span.end:
        last = outward(Span(day, day), step).end
        yield Span(day, min(last, span.end))
        day = last + timedelta(days=1)


def whole(span: Span, step: str) -> Span | None:
    """Return the whole weeks (from Monday) or calendar months of a span; None where it holds none.

    >>> print(whole(Span(date(2001, 1, 2), date(2001, 1, 31)), "week"))
    2001-01-08..2001-01-28
    """
    cells = [c for c in cells_of(span, step) if outward(c, step) == c]
    return Span(cells[0].start, cells[-1].end) if cells else None


def outward(span: Span, step: str) -> Span:
    """Return the whole weeks (from Monday) or calendar months that a span touches; the span itself by the day.

    >>> print(outward(Span(date(2001, 1, 4), date(2001, 1, 8)), "week"))
    2001-01-01..2001-01-14
    """
    if step == "week":
        monday = span.start - timedelta(days=span.start.weekday())
        return Span(monday, span.end + timedelta(days=6 - span.end.weekday()))
    return Span(month_of(span.start).start, last_of_month(span.end)) if step == "month" else span


def cell_of(cells: list[Span], span: Span) -> Span | None:
    """Return the cell, of cells in order, in which all days of a span lie."""
    i = bisect_right(cells, span.start, key=lambda cell: cell.start) - 1
    return cells[i] if i >= 0 and span.within(cells[i]) else None
