"""What an import adds to a case stands in its files, and whatever stood there stands there still."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from armslength.errors import ArmslengthError
from armslength.formatting import csv_text
from armslength.importing.actors_file import actors_of
from armslength.importing.import_events import import_events
from armslength.importing.into_case import Addition, addition_of, beside, replaced, with_addition
from armslength.importing.periods import read_span
from armslength.importing.read_file import How
from armslength.importing.stored_file import store
from armslength.scenario import load
from tests.importing.conftest import ged_row, ged_text

ACTORS = "actor,role,id\nThe Group,client,harbour-guard\nGovernment of Land,adversary,tarn\n"
CLASSROOM = load("classroom")


@pytest.fixture
def addition(write: Callable[..., Path]) -> Addition:
    rows = [ged_row(i, f"2001-03-{i:02}") for i in range(1, 9)]
    how = How(covered=(read_span("2001-03-05..2001-04-01", "covered"),))
    file = write("ged251.csv", ged_text(rows))
    return addition_of(import_events("ged", [file], actors_of(ACTORS, "actors.csv"), how))


def test_every_line_of_the_case_stays(addition: Addition) -> None:
    case = with_addition(CLASSROOM, addition)
    for file, text in CLASSROOM.files.texts.items():
        lines = iter(case.files.texts[file].splitlines())
        assert all(line in lines for line in text.splitlines()), file  # in their order
    assert len(case.events) == len(CLASSROOM.events) + len(addition.events)
    (series,) = addition.series
    assert beside(CLASSROOM, addition) == {series: "shore-log"}
    assert not case.series[series].primary
    assert case.sources["ged"].citation == addition.sources["ged"]["citation"]


def test_the_same_import_twice_is_as_once(addition: Addition) -> None:
    once = with_addition(CLASSROOM, addition)
    assert len(replaced(once, addition)) == len(addition.events)
    assert with_addition(once, addition).files.texts == once.files.texts


def test_a_column_that_the_case_lacks_is_added_and_nothing_is_lost(addition: Addition) -> None:
    rows = [row[:-1] for row in csv.reader(io.StringIO(CLASSROOM.files.texts["events.csv"]))]
    texts = dict(CLASSROOM.files.texts) | {"events.csv": csv_text(rows)}
    narrow = replace(CLASSROOM, files=replace(CLASSROOM.files, texts=texts))
    case = with_addition(narrow, addition)
    assert case.files.texts["events.csv"].splitlines()[0] == ",".join([*rows[0], "note"])
    assert any("dead on all sides" in event.note for event in case.events)


def test_what_does_not_fit_is_refused(addition: Addition) -> None:
    stranger = [replace(event, fronts=("nobody/tarn",)) for event in addition.events]
    with pytest.raises(ArmslengthError, match="nobody"):
        with_addition(CLASSROOM, replace(addition, events=stranger))


def test_a_damaged_workbook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    book, held = Workbook(), io.BytesIO()
    for i in range(20):
        book.active.append([f"name {i}", i, "=1+1"])
    book.save(held)
    whole = zipfile.ZipFile(held)
    dice = random.Random(3)
    sentences: list[str] = []
    for n in range(80):
        name = dice.choice(whole.namelist())
        data = bytearray(whole.read(name))
        for _ in range(20):
            data[dice.randrange(len(data))] = dice.choice(b'<>"0a=/&')
        file = tmp_path / f"{n}.xlsx"
        with zipfile.ZipFile(file, "w") as archive:
            for other in whole.namelist():
                archive.writestr(other, bytes(data) if other == name else whole.read(other))
        try:
            store(file, tmp_path / str(n))
        except ArmslengthError as error:
            sentences.append(str(error))
    assert len(sentences) > 20
    assert all(len(said.splitlines()) == 1 for said in sentences)


def test_a_text_that_ends_within_a_letter_is_refused(write: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(ArmslengthError, match=r"x\.csv:1: is not UTF-8"):
        store(write("x.csv", "id,é".encode("latin-1")), tmp_path / "w")


def test_a_packed_file_unpacks_to_no_more_than_is_allowed(write: Callable[..., Path], tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    with pytest.raises(ArmslengthError, match="unpacks to 3 MB; 1 MB is the most that is read of one"):
        store(write("x.xlsx", held.getvalue()), tmp_path / "w", most=1_000_000)
