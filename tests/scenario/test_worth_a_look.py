"""What `check` says of a case that loads: days that nobody counted, and what is worth a second look."""

from __future__ import annotations

from pathlib import Path

import pytest

from armslength.cli.options import loaded
from armslength.forecasting import forecast
from armslength.scenario import check

ROOT = Path(__file__).parents[2]
COUNTED = (1, 2, 3, 6, 7, 8, 10, 11, 12)  # months of 2001: two spans of the middle are missing
LENGTH = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The smallest example, in a folder of its own."""
    folder = tmp_path / "one"
    folder.mkdir()
    for file in (ROOT / "examples/one-client").iterdir():
        if file.suffix in (".yaml", ".csv"):
            (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def count(folder: Path, months: tuple[int, ...]) -> None:
    """Let the events count these months of 2001 and no others."""
    rows = [f"m{m},monthly,2001-{m:02}-01,2001-{m:02}-{LENGTH[m]},tally,3,assumed" for m in months]
    text = "\n".join(["event_id,series,date,end_date,kind,count,source", *rows]) + "\n"
    (folder / "events.csv").write_text(text, encoding="utf-8")


def said_of_tempo(folder: Path) -> list[str]:
    """What the check says of days without a count."""
    return [s for s in check(folder).cannot_answer if "no count of its series" in s]


@pytest.mark.parametrize(
    ("months", "spans", "days"),
    [
        (COUNTED, "from 2001-04-01 to 2001-05-31 and from 2001-09-01 to 2001-09-30", 91),
        (tuple(range(3, 13)), "from 2001-01-01 to 2001-02-28", 59),
        (tuple(range(1, 12)), "since 2001-12-01", 31),
        (
            (1, 3, 6, 8, 10, 12),
            "from 2001-04-01 to 2001-05-31, from 2001-07-01 to 2001-07-31, from 2001-09-01 to 2001-09-30 and in 2 shorter gaps",
            180,
        ),
    ],
)
def test_days_without_a_count_are_said_wherever_they_lie(case, months, spans, days):
    count(case, months)
    (sentence,) = said_of_tempo(case)
    assert f" {spans}: no count of its series covers these {days} days" in sentence
    assert f"({days} of 365 days of the history are uncounted)" in sentence


def test_a_whole_record_is_not_said_to_have_gaps(case):
    count(case, tuple(range(1, 13)))
    assert said_of_tempo(case) == []


def test_an_as_of_date_that_has_not_come_is_said(case, capsys):
    file = case / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    assert not any("has not come yet" in w for w in check(case).warnings)
    moved = text.replace("as_of: 2001-12-31", "as_of: 2199-12-31").replace(
        "start: 2001-01-01", "start: 2190-01-01"
    )
    file.write_text(moved, encoding="utf-8")
    events = (case / "events.csv").read_text(encoding="utf-8")
    (case / "events.csv").write_text(events.replace("2001-", "2190-"), encoding="utf-8")
    (warning,) = (w for w in check(case).warnings if "has not come yet" in w)
    assert "the as-of date 2199-12-31" in warning
    made = forecast(case, futures=100, days=7, parameters="prior").result
    assert made.scenario.conditions[0].startswith("The as-of date 2199-12-31 has not come yet")
    assert loaded(str(case)).as_of.year == 2199
    assert "The as-of date 2199-12-31 has not come yet" in " ".join(capsys.readouterr().err.split())
    loaded("classroom")
    assert not capsys.readouterr().err


def test_a_commander_who_is_never_in_office_is_said(case):
    file = case / "scenario.yaml"
    two = "commanders:\n  first: {name: First}\n  second: {name: Second}\nadversaries:"
    text = file.read_text(encoding="utf-8")
    assert "\nadversaries:" in text
    file.write_text(text.replace("adversaries:", two, 1), encoding="utf-8")
    report = check(case)
    assert report.sound, report.faults
    (warning,) = (w for w in report.warnings if "never in office" in w)
    assert "Second is never in office: no succession in the events names 'second'" in warning
    file.write_text(
        file.read_text(encoding="utf-8").replace("{name: Second}", "{name: Second, took_office: 2001-06-01}"),
        encoding="utf-8",
    )
    assert not any("never in office" in w for w in check(case).warnings)
