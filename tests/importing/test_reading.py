"""Each way in which files of the data sets are handed out is read, or refused in one sentence."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from armslength.errors import ArmslengthError
from armslength.importing.ged import ORDER
from armslength.importing.import_events import Imported, import_events
from armslength.importing.read_file import How
from tests.importing.conftest import as_csv, ged_row, ged_text

ROWS = [ged_row(1, "2013-01-05"), ged_row(2, "2013-01-31"), ged_row(3, "2014-02-01")]
DAYS = [date(2013, 1, 5), date(2013, 1, 31), date(2014, 2, 1)]


def days(imported: Imported) -> list[date]:
    return [event.date for event in imported.events]


def with_tags(text: str) -> str:
    header, rest = text.split("\n", 1)
    tags = ",".join("#date+start" if c == "date_start" else "" for c in header.split(","))
    return f"{header}\n{tags}\n{rest}"


TEXTS = {
    "as published": ged_text(ROWS),
    "a byte-order mark": "\ufeff" + ged_text(ROWS),
    "semicolons": ged_text(ROWS, ";"),
    "tabs": ged_text(ROWS, "\t"),
    "Windows line ends": ged_text(ROWS).replace("\n", "\r\n"),
    "old Mac line ends": ged_text(ROWS).replace("\n", "\r"),
    "tags in line 2": with_tags(ged_text(ROWS)),
    "other order and columns": as_csv(["iso3", *reversed(ORDER), "start_year"], ROWS),
    "an empty column at the end of rows": ged_text(ROWS).replace("\n", ",\n").replace(",\n", "\n", 1),
    "upper case": ged_text(ROWS).replace(ged_text([]), ged_text([]).upper()),
    "blank lines": ged_text(ROWS).replace("\n", "\n\n"),
    "clock times": ged_text([{**r, "date_start": f"{r['date_start']} 00:00:00.000"} for r in ROWS]),
    "month/day": ged_text(
        [
            {
                **r,
                "date_start": f"{r['date_start'][5:7]}/{r['date_start'][8:]}/{r['date_start'][:4]} 00:00:00",
                "date_end": "",
            }
            for r in ROWS
        ]
    ),
    "newlines in quotes": ged_text([{**r, "source_article": 'He said\n"no"\nand left, twice'} for r in ROWS]),
    "no header": ged_text(ROWS).split("\n", 1)[1],
}


@pytest.mark.parametrize("shape", TEXTS)
def test_every_shape_reads_alike(shape, write, actors) -> None:
    imported = import_events("ged", [write("ged.csv", TEXTS[shape])], actors)
    assert days(imported) == DAYS
    assert [e.deaths for e in imported.events] == [1, 1, 1]
    assert [row.outcome for row in imported.account] == ["kept"] * 3


def test_each_row_is_named_by_its_own_line(write, actors) -> None:
    made = import_events("ged", [write("ged.csv", TEXTS["newlines in quotes"])], actors)
    assert [row.line for row in made.account] == [2, 5, 8]
    made = import_events("ged", [write("ged.csv", TEXTS["blank lines"])], actors)
    assert [row.line for row in made.account] == [3, 5, 7]


def test_a_zip_and_a_workbook_are_read(write, tmp_path: Path, actors) -> None:
    packed = tmp_path / "ged231-csv.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("GEDEvent_v23_1.csv", TEXTS["as published"])
        archive.writestr("__MACOSX/._GEDEvent_v23_1.csv", "x")
    made = import_events("ged", [packed], actors)
    assert days(made) == DAYS
    assert made.vintage.version.startswith("version 23.1; as UCDP publishes it")

    book = Workbook()
    book.active.append(ORDER)
    for row in ROWS:
        cells = {
            **row,
            "date_start": datetime.fromisoformat(str(row["date_start"])),
            "date_end": None,
            "best": 3.0,
        }
        book.active.append([cells.get(column) for column in ORDER])
    book.create_sheet("empty")
    book.save(tmp_path / "ged.xlsx")
    assert days(import_events("ged", [tmp_path / "ged.xlsx"], actors)) == DAYS
    second = book.create_sheet("notes")
    second.append(["a note"])
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(ArmslengthError, match=r"holds 2 sheets \(Sheet, notes\); --sheet NAME says which"):
        import_events("ged", [tmp_path / "two.xlsx"], actors)
    assert days(import_events("ged", [tmp_path / "two.xlsx"], actors, How(sheet="Sheet"))) == DAYS


def test_another_encoding_is_read_only_where_it_is_named(write, actors) -> None:
    text = ged_text([{**r, "source_article": "Café “quoted”"} for r in ROWS])
    path = write("ged.csv", text.encode("cp1252"))
    with pytest.raises(
        ArmslengthError, match=r"ged.csv:2: is not UTF-8; save it as UTF-8, or .*--encoding cp1252"
    ):
        import_events("ged", [path], actors)
    assert days(import_events("ged", [path], actors, How(encoding="cp1252"))) == DAYS
    with pytest.raises(ArmslengthError, match="--encoding is 'cp-1252'; did you mean 'cp1252'"):
        import_events("ged", [path], actors, How(encoding="cp-1252"))
    assert days(import_events("ged", [write("u16.csv", text.encode("utf-16"))], actors)) == DAYS
    with pytest.raises(ArmslengthError, match="is not cp1252: a byte near line 1"):
        import_events(
            "ged", [write("bad.csv", b"\x81" + text.encode("cp1252"))], actors, How(encoding="cp1252")
        )


HEAD = ged_text([])
REFUSED = {
    "another data set": (
        "event_id_cnty,event_date,year,time_precision,event_type,actor1,actor2\nA1,2013-01-01,2013,1,Battles,a,b\n",
        "is a file of ACLED, not of UCDP GED; `armslength import acled` reads it",
    ),
    "something else": ("day,n\n2001-01-01,3\n", "is no file of UCDP GED: it has no columns type_of_violence"),
    "a misspelt column": (
        ged_text(ROWS).replace("date_start", "date_strat", 1),
        "the column 'date_start' is missing; it is read for the first day; did you mean 'date_strat'?",
    ),
    "a misspelt column that may be missing": (
        ged_text(ROWS).replace("date_prec", "date_precision", 1),
        "the column 'date_prec' is missing; .*; did you mean 'date_precision'?",
    ),
    "a column that stands twice": (
        ged_text(ROWS).replace("where_prec", "best", 1),
        "the column 'best' is there twice; keep one",
    ),
    "no header in another order": (
        as_csv(["a"], []) and "1,2,3\n4,5,6\n",
        "has no header: its first line begins '1, 2, 3'",
    ),
    "an open quotation mark": (
        ged_text(ROWS).replace("Hidden town", '"Hidden town', 1),
        "ged.csv:2: a quotation mark opens here and is never closed",
    ),
    "a swallowed row": (
        ged_text(ROWS)
        .replace("Hidden town", '"Hidden town', 1)
        .replace("Hidden town,", 'Hidden town",', 3)
        .replace('Hidden town",', "Hidden town,", 2),
        "ged.csv:2: a quotation mark opens here",
    ),
    "a cell too many": (
        ged_text(ROWS).replace("2013-01-31,2013-01-31", "2013-01-31,2013-01-31,9"),
        "ged.csv:3: 50 cells where the header has 49; quote text with commas",
    ),
    "a cell too few": (
        ged_text(ROWS).replace("2013-01-31,2013-01-31", "2013-01-31"),
        "ged.csv:3: 48 cells where the header has 49",
    ),
    "a day that does not exist": (
        ged_text(ROWS).replace("2013-01-31", "2013-02-30"),
        "ged.csv:3: 'date_start' is '2013-02-30'; it must be a day that exists",
    ),
    "a day out of any calendar": (
        ged_text(ROWS).replace("2014-02-01", "9999-12-31"),
        "ged.csv:4: 'date_start' is '9999-12-31'; it must lie between",
    ),
    "a numbered day": (
        ged_text(ROWS).replace("2014-02-01", "41671"),
        "ged.csv:4: 'date_start' is '41671'; a number alone names no day; --date-format excel or stata",
    ),
    "days that could be months": (
        ged_text([ged_row(1, "01/05/2013", year="2013")]),
        "two numbers could each be the month; --date-format",
    ),
    "an end before the start": (
        ged_text([ged_row(1, "2013-01-05", "2013-01-04")]),
        "ged.csv:2: ends on 2013-01-04, before it starts on 2013-01-05; swap the dates",
    ),
    "dead below zero": (
        ged_text([ged_row(1, "2013-01-05", best=-3)]),
        "ged.csv:2: 'best' is '-3'; a count cannot be negative",
    ),
    "an empty file": ("", "is empty"),
    "a header alone": (HEAD, "holds no row below its header"),
    "one id with two contents": (
        ged_text([ged_row(1, "2013-01-05"), ged_row(1, "2013-01-06")]),
        "ged.csv:3: the id 1 stands in .*ged.csv:2 too, with other contents",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_input_is_one_sentence(what, write, actors) -> None:
    text, says = REFUSED[what]
    with pytest.raises(ArmslengthError, match=says) as error:
        import_events("ged", [write("ged.csv", text)], actors)
    assert all(str(fault.where).endswith("ged.csv") for fault in error.value.faults)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Excel workbook"),
        (b"PAR1xxxx", "is a Parquet file"),
        (b"id,side_a\0,side_b\n", "holds a NUL character"),
        (b"PK\x03\x04broken", "cannot be unpacked"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(content, says, write, actors) -> None:
    with pytest.raises(ArmslengthError, match=says):
        import_events("ged", [write("ged.csv", content)], actors)
    with pytest.raises(ArmslengthError, match="cannot be read: No such file"):
        import_events("ged", ["missing.csv"], actors)


def test_no_place_is_kept(write, actors, tmp_path: Path) -> None:
    from armslength.importing.saved_import import save_import

    made = import_events("ged", [write("ged.csv", TEXTS["as published"])], actors)
    texts = [
        path.read_text(encoding="utf-8") for path in save_import(made, tmp_path / "out/events.csv").values()
    ]
    assert not [word for text in texts for word in ("33.5", "36.25", "Hidden") if word in text]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("GEDEvent_v24_0_1.csv", "version 24.0.1 (candidate, one month)"),
        ("GEDEvent_v25_01_25_06.csv", "version 25.01-25.06 (candidate, cumulative)"),
        ("ged251.csv", "version 25.1"),
        ("GEDEvent_v23_1.csv", "version 23.1"),
        ("download-2024_05_12.csv", "version not in the name of the file"),
    ],
)
def test_the_version_is_said_as_far_as_the_name_shows_it(name, says, write, actors) -> None:
    path = write(name, TEXTS["as published"])
    assert import_events("ged", [path], actors).vintage.version == f"{says}; as UCDP publishes it, 49 columns"
    told = import_events("ged", [path], actors, How(edition="version 99.9")).vintage
    assert told.version.startswith("version 99.9; ")
    assert "version 99.9" in told.citation


def test_a_row_in_two_files_counts_once(write, actors) -> None:
    files = [write("jan.csv", ged_text(ROWS[:2])), write("cumulative.csv", ged_text(ROWS))]
    made = import_events("ged", files, actors)
    assert days(made) == DAYS
    assert [row.outcome for row in made.account] == ["kept", "kept", "dropped", "dropped", "kept"]
    assert made.account[2].reason == "the same row stands in jan.csv:2"
