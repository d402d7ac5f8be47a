"""ACLED and GTD: what counts as a clash, how well its day is known, and what changed since the last import."""

from __future__ import annotations

from datetime import date

import pytest

from armslength.errors import ArmslengthError
from armslength.importing.account import compared, read_account, write_account
from armslength.importing.import_events import import_events
from armslength.importing.periods import read_span
from armslength.importing.read_file import How
from tests.importing.conftest import acled_row, acled_text, gtd_row, gtd_text


@pytest.mark.parametrize("style", ["2023-02-07", "7 February 2023", "07 February 2023", "7-Feb-23"])
def test_the_three_styles_of_acled_days(style, write, actors) -> None:
    made = import_events("acled", [write("a.csv", acled_text([acled_row(1, style)]))], actors)
    assert made.events[0].date == date(2023, 2, 7)
    assert made.vintage.version == "last edited 2023-11-14; layout since April 2023, 31 columns"


def test_acled_rows_are_clashes_or_dropped_with_a_reason(write, actors) -> None:
    rows = [
        acled_row(1, "2023-02-01"),
        acled_row(2, "2023-02-02", event_type="Protests"),
        acled_row(
            3, "2023-02-03", event_type="Strategic developments", sub_event_type="Disrupted weapons use"
        ),
        acled_row(4, "2023-02-04", event_type="Explosions/Remote violence", actor2=""),
        acled_row(5, "2023-02-15", time_precision=2),
        acled_row(6, "2023-02-15", time_precision=3),
        acled_row(7, "2023-02-16", actor1="Government of Land", actor2="The Group"),
    ]
    made = import_events("acled", [write("a.csv", acled_text(rows))], actors)
    said = {row.id: (row.outcome, row.reason) for row in made.account}
    assert said["LAN1"][0] == said["LAN7"][0] == "kept"
    assert said["LAN2"] == ("dropped", "'Protests' is no clash between two armed sides")
    assert "an attack that was stopped" in said["LAN3"][1]
    assert said["LAN4"] == ("dropped", "the row names no second side")
    assert said["LAN5"][0] == said["LAN6"][0] == "folded"
    loose = [e for e in made.events if e.kind == "tally"]
    assert [(e.date, e.end_date, e.count) for e in loose] == [(date(2023, 2, 1), date(2023, 2, 28), 2)]


def test_what_changed_since(write, actors, tmp_path) -> None:
    first = [
        acled_row(1, "2023-02-01"),
        acled_row(2, "2023-02-02"),
        acled_row(3, "2023-02-03", event_type="Protests"),
    ]
    before = import_events("acled", [write("a.csv", acled_text(first))], actors)
    kept = tmp_path / "a.rows.csv"
    kept.write_text(write_account(before.account), encoding="utf-8")
    assert read_account(kept) == before.account
    now = [
        acled_row(1, "2023-02-01", fatalities=9),
        acled_row(3, "2023-02-03", event_type="Protests"),
        acled_row(4, "2023-02-05"),
    ]
    after = import_events("acled", [write("b.csv", acled_text(now))], actors, since=kept)
    assert {row.id: row.since for row in after.account} == {
        "LAN1": "changed",
        "LAN3": "same",
        "LAN4": "new",
        "LAN2": "deleted",
    }
    assert {row.since for row in compared(before.account, before.account)} == {"same"}
    with pytest.raises(ArmslengthError, match="is no account of an import"):
        import_events("acled", [write("b.csv", acled_text(now))], actors, since=write("c.csv", "a,b\n1,2\n"))


def test_gtd_days_that_are_not_known_are_months_and_years(write, actors) -> None:
    rows = [
        gtd_row(1, 2011, 3, 4),
        gtd_row(2, 2011, 3, 0, nkill="-99"),
        gtd_row(3, 2012, 0, 0, nkill=""),
        gtd_row(4, 2011, 3, 5, gname="Unknown"),
    ]
    text = gtd_text(rows).replace("\n", "\r").encode("latin-1")
    made = import_events("gtd", [write("globalterrorismdb_0919dist.csv", text)], actors)
    assert [(e.kind, e.date, e.end_date) for e in made.events] == [
        ("tally", date(2011, 3, 1), date(2011, 3, 31)),
        ("attack", date(2011, 3, 4), date(2011, 3, 4)),
        ("tally", date(2012, 1, 1), date(2012, 12, 31)),
    ]
    assert [row.outcome for row in made.account] == ["kept", "folded", "folded", "dropped"]
    assert made.vintage.version.startswith("file of 0919")


def test_rows_outside_the_case_are_left_out(write, actors) -> None:
    rows = [
        acled_row(1, "2023-01-31"),
        acled_row(2, "2023-02-02"),
        acled_row(3, "2023-03-01"),
        acled_row(4, "2023-02-01", time_precision=2),
    ]
    made = import_events(
        "acled", [write("a.csv", acled_text(rows))], actors, How(within=read_span("2023-02..2023-02", "x"))
    )
    assert [row.reason for row in made.account] == [
        "before 2023-02-01",
        "",
        "after 2023-02-28",
        "its days reach outside 2023-02-01..2023-02-28",
    ]
