"""Days in every style in use, and those that could be two are refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armslength.importing.day_text import NUMBERED, read_days

ANY_DAY = st.dates(date(1946, 1, 1), date(2099, 12, 31))
STYLES = {
    "API": lambda d: d.isoformat(),
    "export": lambda d: f"{d.day} {d:%B} {d.year}",
    "spreadsheet": lambda d: f"{d.day}-{d:%b}-{d:%y}",
    "American words": lambda d: f"{d:%B} {d.day}, {d.year}",
    "with a clock": lambda d: f"{d.isoformat()} 00:00:00.000",
}


@pytest.mark.parametrize("style", STYLES)
@given(day=ANY_DAY)
def test_a_day_reads_back_as_itself(style, day) -> None:
    text = STYLES[style](day)
    assert read_days([(text, str(day.year))]).read[text, str(day.year)] == day


def test_september_as_spreadsheets_write_it() -> None:
    assert read_days([("30-Sept-24", "2024")]).read["30-Sept-24", "2024"] == date(2024, 9, 30)


@pytest.mark.parametrize(
    ("text", "year", "says"),
    [
        ("7-Feb-25", "", "needs a column 'year'"),
        ("7-Feb-25", "2024", "needs a column 'year'"),
        ("30-Smarch-24", "2024", "no month is called 'Smarch'"),
        ("31 June 2024", "2024", "a day that exists"),
        ("02/03/2024", "2024", "--date-format"),
        ("45000", "", "--date-format excel or stata"),
        ("yesterday", "", "such as 2014-01-27"),
        ("2024-13-01", "", "a day that exists"),
        ("0001-01-01", "", "must lie between"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(text, year, says) -> None:
    found = read_days([(text, year)])
    assert not found.read
    assert says in found.refused[text, year]


@given(days=st.lists(ANY_DAY, min_size=1, max_size=30), month_first=st.booleans())
def test_numbers_alone_are_read_only_where_the_column_tells_day_from_month(days, month_first) -> None:
    def written(d: date) -> str:
        return f"{d.month:02}/{d.day:02}/{d.year}" if month_first else f"{d.day:02}/{d.month:02}/{d.year}"

    made = read_days([(written(d), "") for d in days])
    for day in days:
        if (written(day), "") in made.read:
            assert made.read[written(day), ""] == day
        else:
            assert all(other.day <= 12 for other in days)


@pytest.mark.parametrize("program", NUMBERED)
def test_numbered_days_are_read_where_the_program_is_named(program) -> None:
    number = (date(2001, 2, 3) - NUMBERED[program]).days
    assert read_days([(f"{number}.0", "")], program).read == {(f"{number}.0", ""): date(2001, 2, 3)}
    assert NUMBERED["excel"] + timedelta(days=45_000) == date(2023, 3, 15)
    assert "as excel numbers days" in read_days([("2001-02-03", "")], "excel").refused["2001-02-03", ""]


def test_a_format_that_does_not_fit_is_refused() -> None:
    assert "--date-format says" in read_days([("2001-02-03", "")], "%d/%m/%Y").refused["2001-02-03", ""]
