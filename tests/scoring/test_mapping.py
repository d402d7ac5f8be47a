"""A user's own counts as events."""

from datetime import date
from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario.events import read_events, write_events
from armslength.scoring.csv_import import Mapping, import_csv
from tests.scoring.conftest import SHARED


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def how(**other: str) -> Mapping:
    return Mapping(**{"date": "day", "count": "n", "series": "mine", "source": "assumed", **other})


def test_daily_counts_become_tallies_and_a_blank_is_not_zero(tmp_path: Path) -> None:
    made = import_csv(written(tmp_path, "day,n\n2001-03-02,4\n2001-03-01,0\n2001-03-03,\n"), how(front="a/b"))
    assert [(e.date, e.end_date, e.count, e.fronts, e.kind) for e in made.events] == [
        (date(2001, 3, 1), date(2001, 3, 1), 0, ("a/b",), "tally"),
        (date(2001, 3, 2), date(2001, 3, 2), 4, ("a/b",), "tally"),
    ]
    assert made.blank == 1
    events, faults = read_events(write_events(made.events))
    assert not faults
    assert [e.count for e in events] == [0, 4]


def test_weeks_and_months_have_their_length(tmp_path: Path) -> None:
    weeks = import_csv(
        written(tmp_path, "day,n\n05/03/2001,4\n"), how(period="weekly", week="end", date_format="%d/%m/%Y")
    )
    assert (weeks.events[0].date, weeks.events[0].end_date) == (date(2001, 2, 27), date(2001, 3, 5))
    months = import_csv(written(tmp_path, "day,n\n2001-02,4.0\n2001-03-15,1\n"), how(period="monthly"))
    assert [e.days for e in months.events] == [28, 31]


def test_a_column_may_name_the_front_and_the_publication(tmp_path: Path) -> None:
    path = written(tmp_path, "day,n,who,out\n2001-03-01,1,a/b,2001-03-04\n2001-03-01,2,c/b,2001-04\n")
    made = import_csv(path, how(front_column="who", published="out"))
    assert [(e.fronts, e.published) for e in made.events] == [
        (("a/b",), date(2001, 3, 4)),
        (("c/b",), date(2001, 4, 30)),
    ]


@pytest.mark.parametrize(
    ("text", "other", "says"),
    [
        ("day,n\n2001-03-01,many\n", {}, "mine.csv:2: 'n' is 'many'; it must be a whole number"),
        ("day,n\n2001-03-01,1\n2001-03-02,-1\n", {}, "mine.csv:3: 'n' is '-1'"),
        ("day,n\n2001-03-01,1.5\n", {}, "whole number"),
        ("day,n\n01.03.2001,1\n", {}, "--date-format"),
        ("day,n\n2001-03-01,1\n2001-03-01,2\n", {}, "mine.csv:3: counts 2001-03-01, which row 2"),
        ("day,n\n2001-03-01,1\n2001-03-02,2\n", {"period": "weekly"}, "really of this --period"),
        (
            "day,n\n2001-03-01,1\n",
            {"count": "m"},
            "the column 'm' is missing; --count names it; the known ones are day, n",
        ),
        ("day,n\n2001-03-01\n", {}, "mine.csv:2"),
        ("day,n\n", {}, "holds no count"),
        ("", {}, "is empty"),
        ("day,n\n2001-03-01,1\n", {"period": "hourly"}, "--period is 'hourly'"),
        ("day,n\n2001-03-01,1\n", {"published": "soon"}, "'published' is 'soon'"),
        ("day,n\n2001-03,1\n", {}, "mine.csv:2: 'day' is '2001-03'; it names a month; say --period monthly"),
        ("day,n\n2001-03-01,1\n", {"series": "My count"}, "--series is 'My count'; an id is lower case"),
        ("day,n\n2001-03-01,1\n", {"front": "group"}, "the front is 'group'; write client/adversary"),
    ],
)
def test_faults_name_their_row(tmp_path: Path, text: str, other: dict[str, str], says: str) -> None:
    with pytest.raises(ArmslengthError) as error:
        import_csv(written(tmp_path, text), how(**other))
    assert says in str(error.value)


@pytest.mark.parametrize("rows", ["2001-01-31,3", "2001-01-31,3\n2001-03-31,4"])
def test_rows_a_month_apart_are_said_to_look_like_months(tmp_path: Path, rows: str) -> None:
    (remark,) = import_csv(written(tmp_path, f"day,n\n{rows}\n2001-02-28,9\n2001-04-30,1\n"), how()).remarks
    assert "say --period weekly or monthly" in remark
    assert not import_csv(
        written(tmp_path, "day,n\n2001-01-01,3\n2001-01-02,3\n2001-02-02,3\n"), how()
    ).remarks


def test_the_daily_alerts_are_read_where_they_are() -> None:
    path = SHARED / "northern_israel_alerts_daily.csv"
    if not path.exists():
        pytest.skip("the third-party series is not on this machine")
    made = import_csv(path, how(date="date", count="Lebanon", front="hezbollah/israel"))
    assert len(made.events) == 125
    assert made.events[-1].date <= date(2024, 2, 8)
