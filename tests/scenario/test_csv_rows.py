"""What spreadsheets write is read; what would lose a row or change a number is refused at its line."""

from __future__ import annotations

import csv

import pytest

from armslength.scenario.csv_rows import Row, read_table, records_of

KNOWN = {"day": "the day", "n": "how many", "note": "anything"}
NEEDED = {"day": "it is needed", "n": "it is needed"}
PLAIN = "day,n,note\n2001-03-01,3,a\n2001-03-02,4,b\n"


def read(text: str) -> tuple[list[tuple[int, str, str, str]], list[str]]:
    """Rows with their lines, and faults as printed."""
    table = read_table(text, "mine.csv", NEEDED, KNOWN)
    return [(r.line, r.text("day"), r.text("n"), r.text("note")) for r in table.rows], [
        str(f) for f in table.faults
    ]


EXPECTED = [(2, "2001-03-01", "3", "a"), (3, "2001-03-02", "4", "b")]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\ufeff" + PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ", "),
        PLAIN.replace("\n", ",,\n"),
        PLAIN.replace(",a", ',"a"').replace("day", '"day"'),
        PLAIN + ",,\n\n,,\n",
    ],
    ids=[
        "plain",
        "CRLF",
        "CR",
        "BOM",
        "semicolons",
        "tabs",
        "spaces",
        "empty columns",
        "quotes",
        "empty rows",
    ],
)
def test_what_spreadsheets_write_is_read(text):
    assert read(text) == (EXPECTED, [])


def test_a_cell_may_hold_lines_and_commas_and_rows_keep_their_lines():
    rows, faults = read('day,n,note\n2001-03-01,3,"one, two\nthree, four, five\nsix"\n\n2001-03-02,4,b\n')
    assert faults == []
    assert rows == [(2, "2001-03-01", "3", "one, two\nthree, four, five\nsix"), (6, "2001-03-02", "4", "b")]


def test_columns_may_stand_in_any_order_and_be_left_out():
    assert read("n,day\n3,2001-03-01\n") == ([(2, "2001-03-01", "3", "")], [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            'day,n,note\n2001-03-01,3,"a\n2001-03-02,4,b\n',
            "mine.csv:2: a quotation mark opens here and is not closed properly",
        ),
        (
            'day,n,note\n2001-03-01,3,a\n2001-03-02,4,"b\n',
            "mine.csv:3: a quotation mark opens here and is never closed",
        ),
        (
            'day,n,note\n2001-03-01,3,"a\n2001-03-02,4,b"\n',
            "mine.csv:2: a quotation mark opens here and swallows line 3",
        ),
        (
            'day,n,note\n2001-03-01,3,"a\n2001-03-02,4,b\n2001-03-03,5,c"\n',
            "mine.csv:2: a quotation mark opens here and swallows line 3",
        ),
        ('day,n,note\n2001-03-01,3,"a" b\n', "mine.csv:2: a cell goes on after its closing quotation mark"),
        ("day,n,n\n2001-03-01,3,99\n", "mine.csv:1: the column 'n' is there twice; keep one"),
        ("day,n,nota\n2001-03-01,3,a\n", "mine.csv:1: unknown column 'nota'; did you mean 'note'?"),
        ("day,note\n2001-03-01,a\n", "mine.csv:1: the column 'n' is missing; it is needed"),
        ("day,n,\n2001-03-01,3,a\n", "mine.csv:2: 'a' stands in a column without a name"),
        ("day,n,note\n2001-03-01,3\n", "mine.csv:2: 2 cells where the header has 3; quote text with commas"),
        (
            "day;n;note\n2001-03-01;3;a;b\n",
            "mine.csv:2: 4 cells where the header has 3; quote text with semicolons",
        ),
        ("day,n,note\n2001-03-01,3,a\0b\n", "mine.csv:2: holds a NUL character"),
        ("", "mine.csv:1: is empty; its first line names the columns: day,n,note"),
        ("\n \n", "mine.csv:1: is empty"),
        (f"day,n,note\n2001-03-01,3,{'x' * 140_000}\n", "mine.csv:2: a cell of more than 131,072 characters"),
    ],
)
def test_what_would_lose_a_row_is_refused(text, fault):
    faults = read(text)[1]
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_the_limit_of_a_cell_is_left_as_it_was():
    before = csv.field_size_limit()
    read(PLAIN)
    assert csv.field_size_limit() == before


def test_sound_rows_above_an_open_quote_are_still_read():
    rows, faults = read('day,n,note\n2001-03-01,3,a\n2001-03-02,4,"b\n')
    assert rows == EXPECTED[:1]
    assert len(faults) == 1


def test_a_users_own_columns_may_be_any_and_a_missing_one_names_the_nearest():
    table = read_table("Day,count\n2001-03-01,3\n", "mine.csv", {"day": "--date names it"})
    assert [str(f) for f in table.faults] == [
        "mine.csv:1: the column 'day' is missing; --date names it; did you mean 'Day'?"
    ]


def test_faults_of_cells_are_gathered_with_what_is_raised():
    def make(row: Row) -> int:
        if row.text("note") == "b":
            raise ValueError("no b")
        return row.read("n", int) or 0

    made, faults = records_of(read_table(PLAIN.replace(",3,", ",x,"), "mine.csv", NEEDED, KNOWN).rows, make)
    assert made == [0]
    assert [f.line for f in faults] == [2, 3]
    assert faults[0].what == "'n' is 'x'"
