"""Every command that reads a CSV file takes what spreadsheets write, and says in one sentence what it refuses."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EVENTS = """event_id,date,kind,front,count,source,note
one,2001-02-03,attack,hill-column/tarn,1,teacher,first
two,2001-02-04,attack,hill-column/tarn,2,teacher,second
three,2001-02-05,attack,hill-column/tarn,3,teacher,third
"""
TRIGGER = "date,value,source\n2001-01-01,1,assumed\n2001-02-01,0.6,assumed\n2001-03-01,0.5,assumed\n"
PEOPLE = """forecaster,question,about,from,to,probability,note
Ada,reprisal,tarn,2001-04-30,2001-05-06,0.7,first
Bo,reprisal,tarn,2001-04-30,2001-05-06,0.2,second
Cy,reprisal,tarn,2001-04-30,2001-05-06,0.4,third
"""
COUNTS = "day,n,note\n2001-03-01,3,first\n2001-03-02,4,second\n2001-03-03,0,third\n"


@dataclass(frozen=True)
class Reader:
    """A command, and a file that it reads."""

    text: str
    command: tuple[str, ...]  #: FILE and FOLDER are filled in
    file: str = "mine.csv"
    reads: bool = True  #: a sound file is not followed by minutes of work


READERS = {
    "check events.csv": Reader("", ("check", "CASE"), "events.csv"),
    "check trigger.csv": Reader(TRIGGER, ("check", "CASE"), "trigger.csv"),
    "advance": Reader(
        EVENTS, ("advance", "classroom", "--events", "FILE", "--as-of", "2001-05-07"), reads=False
    ),
    "fit": Reader(EVENTS, ("fit", "classroom", "--events", "FILE"), reads=False),
    "backtest": Reader(EVENTS, ("backtest", "classroom", "--events", "FILE"), reads=False),
    "theories": Reader(EVENTS, ("theories", "classroom", "--events", "FILE"), reads=False),
    "ledger resolve": Reader(
        EVENTS, ("ledger", "resolve", "--events", "FILE", "--ledger", "LEDGER"), reads=False
    ),
    "ledger add": Reader(
        PEOPLE, ("ledger", "add", "--human", "FILE", "--case", "classroom", "--ledger", "LEDGER")
    ),
    "import csv": Reader(
        COUNTS,
        ("import", "csv", "FILE", "--date", "day", "--count", "n", "--series", "s", "--source", "assumed"),
    ),
}


@pytest.fixture(params=READERS)
def reader(request) -> Reader:
    return READERS[request.param]


def ran(armslength, starter: Path, reader: Reader, data: str | bytes):  # type: ignore[no-untyped-def]
    """What the command says of a file with these contents."""
    file = (starter if "CASE" in reader.command else starter.parent) / reader.file
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    ledger = starter.parent / "ledger.sqlite"
    ledger.unlink(missing_ok=True)
    places = {"FILE": file, "CASE": starter, "LEDGER": ledger}
    said = armslength(*(places.get(part, part) for part in reader.command))
    assert "Traceback" not in said.err
    return said


def text_of(starter: Path, reader: Reader) -> str:
    """A sound file."""
    return reader.text or (starter / reader.file).read_text(encoding="utf-8")


def lines_of(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def widened(text: str, header: str, cell: str) -> str:
    """The file with one more column."""
    first, *rows = lines_of(text)
    return "\n".join([f"{first},{header}", *(f"{row},{cell}" for row in rows)]) + "\n"


def in_last_cell(text: str, what: str) -> str:
    """The file with `what` before the last cell of its first row."""
    first, row, *rest = lines_of(text)
    cells, _, last = row.rpartition(",")
    return "\n".join([first, f"{cells},{what}{last}", *rest]) + "\n"


def with_semicolons(text: str) -> str:
    """The file as a spreadsheet writes it where a comma is for decimals."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


ACCEPTED = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "a byte-order mark": lambda text: "\ufeff" + text,
    "semicolons": with_semicolons,
    "empty columns at the end": lambda text: text.replace("\n", ",,\n"),
}


@pytest.mark.parametrize("way", ACCEPTED)
@pytest.mark.parametrize("name", [name for name, reader in READERS.items() if reader.reads])
def test_what_spreadsheets_write_is_read(armslength, starter, name, way):
    reader = READERS[name]
    text = text_of(starter, reader)
    plain, other = (ran(armslength, starter, reader, t) for t in (text, ACCEPTED[way](text)))
    assert (plain.code, other.code) == (0, 0), (plain.err, other.err)
    if reader.command[0] == "ledger":
        assert other.out.startswith("3 forecasts registered")
    else:
        assert other.out == plain.out


REFUSED = {
    "an open quote": (lambda text: in_last_cell(text, '"'), 2, "a quotation mark opens here"),
    "a column twice": (
        lambda text: widened(text, lines_of(text)[0].rpartition(",")[2], "9"),
        1,
        "is there twice; keep one",
    ),
    "a cell too long": (
        lambda text: in_last_cell(text, "x" * 140_000),
        2,
        "a cell of more than 131,072 characters",
    ),
    "a NUL": (lambda text: in_last_cell(text, "\0"), 2, "holds a NUL character"),
    "a character that turns the direction of a terminal's text": (
        lambda text: in_last_cell(text, "\u202e"),
        2,
        "holds the character U+202E, which nobody sees",
    ),
    "a character that a terminal obeys": (
        lambda text: in_last_cell(text, "\x1b[2J"),
        2,
        "holds the character U+001B, which nobody sees",
    ),
    "cp1252": (
        lambda text: in_last_cell(text, "é").encode("cp1252"),
        2,
        "is not UTF-8; save it as UTF-8 text",
    ),
    "the end of the calendar": (
        lambda text: DAY.sub("9999-12-31", text, count=1),
        2,
        "it must lie between 1000-01-01 and 2999-12-31",
    ),
    "its beginning": (
        lambda text: DAY.sub("0001-01-02", text, count=1),
        2,
        "it must lie between 1000-01-01 and 2999-12-31",
    ),
    "a cell without a column": (
        lambda text: widened(text, "", "9"),
        2,
        "'9' stands in a column without a name",
    ),
}


@pytest.mark.parametrize("way", REFUSED)
def test_what_would_lose_a_row_or_stop_the_work_is_refused(armslength, starter, reader, way):
    spoil, line, sentence = REFUSED[way]
    said = ran(armslength, starter, reader, spoil(text_of(starter, reader)))
    assert (said.code, said.out) == (2, "")
    assert re.search(rf"{reader.file}:{line}: .*{re.escape(sentence)}", said.err), said.err


OTHER_FORMATS = {
    "a workbook": (b"PK\x03\x04\x14\x00\xe9", "is a workbook (XLSX) or a zip; save the table as CSV, UTF-8"),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        "is an old Excel workbook (.xls); save it as .xlsx or CSV",
    ),
    "a PDF": (b"%PDF-1.4\x00", "is a PDF; export the table as CSV"),
}


@pytest.mark.parametrize("way", OTHER_FORMATS)
def test_a_file_of_another_format_is_named(armslength, starter, reader, way):
    data, sentence = OTHER_FORMATS[way]
    said = ran(armslength, starter, reader, data)
    assert (said.code, said.out) == (2, "")
    assert f"{reader.file}: {sentence}" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_fault_in_every_row_is_said_ten_times_and_counted(armslength, starter, reader):
    first, row, *_ = lines_of(text_of(starter, reader))
    text = "\n".join([first, *(DAY.sub("soon", row) for _ in range(30))]) + "\n"
    said = ran(armslength, starter, reader, text)
    assert said.code == 2
    of_file = [line for line in said.err.splitlines() if f"{reader.file}:" in line]
    assert len(of_file) == 11
    assert re.search(r": and \d+ more$", of_file[-1])


def test_a_whole_number_may_have_a_point(armslength, starter):
    counts = ran(armslength, starter, READERS["import csv"], COUNTS.replace(",3,", ",3.0,"))
    assert "2001-03-01,,tally,,,,,3," in counts.out
    events = text_of(starter, READERS["check events.csv"]).replace("tally,,,,,9,", "tally,,,,,9.0,")
    assert "9.0" in events
    assert ran(armslength, starter, READERS["check events.csv"], events).code == 0


DAYS = {
    "check": ("check", "CASE"),
    "advance": ("advance", "classroom", "--events", "FILE", "--as-of", "9999-12-31"),
    "backtest": ("backtest", "classroom", "--origins", "9999-12-31"),
    "theories": ("theories", "classroom", "--origins", "0001-01-02"),
    "ledger resolve": ("ledger", "resolve", "--events", "FILE", "--until", "9999-12-31"),
    "compare": ("compare", "classroom", "--do", "visit client=hill-column on=9999-12-31"),
}


@pytest.mark.parametrize("name", DAYS)
def test_a_day_at_the_end_of_the_calendar_is_refused_wherever_it_is_given(armslength, starter, name):
    file = starter / "scenario.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("as_of: 2001-06-30", "as_of: 9999-12-31"), encoding="utf-8"
    )
    said = ran(armslength, starter, Reader("", DAYS[name]), EVENTS)
    assert (said.code, said.out) == (2, "")
    assert "between 1000-01-01 and 2999-12-31" in said.err


@pytest.mark.parametrize(
    ("form", "period"),
    [
        ("%d %b", "daily"),
        ("%H:%M", "daily"),
        ("%Y", "daily"),
        ("%Y", "monthly"),
        ("%Y-%m", "daily"),
        ("%Y-W%W", "weekly"),
    ],
)
def test_a_date_format_must_name_the_period(armslength, starter, form, period):
    reader = Reader(COUNTS, (*READERS["import csv"].command, "--date-format", form, "--period", period))
    said = ran(armslength, starter, reader, COUNTS)
    assert (said.code, said.out) == (2, "")
    assert (
        f"--date-format is '{form}', which does not name a {'month' if period == 'monthly' else 'day'}"
        in said.err
    )
