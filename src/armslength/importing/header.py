"""The first lines of a table: what splits its cells, the names of its columns, tags below them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from armslength.errors import ArmslengthError, Fault
from armslength.importing.stored_file import StoredFile
from armslength.scenario.csv_rows import DELIMITERS

LONGEST = 1_000_000  # letters of the first lines that are looked at


@dataclass(frozen=True)
class Header:
    """The names of the columns and where the rows begin."""

    delimiter: str
    columns: tuple[str, ...]  #: lower case, as the file orders them; those without a name are empty
    lines: int  #: before the first row
    first: tuple[str, ...]  #: the cells of the first row; empty where there is none
    remarks: tuple[str, ...]


def read_header(stored: StoredFile, known: Collection[str], headerless: tuple[str, ...] = ()) -> Header:
    """Return the header of a table.

    Args:
        stored: the file.
        known: names of columns by which the delimiter is found.
        headerless: the published order of the columns of a data set of which files without a header are in use.

    Raises:
        ArmslengthError: where the first line names no columns, or one twice.
    """
    with stored.text.open("r", encoding="utf-8", newline="") as text:
        start = text.read(LONGEST)
    line = next((part for part in start.split("\n") if part.strip()), "")
    delimiter = max(DELIMITERS, key=lambda d: _found(line, d, known))
    records = _records(start, stored.name, delimiter)
    ended, cells = next(records, (0, []))
    if not cells:
        raise ArmslengthError(Fault(stored.name, 1, "is empty", "its first line names the columns"))
    remarks = [] if delimiter == "," else [f"cells are split by {DELIMITERS[delimiter]}"]
    columns = tuple(column_name(cell) for cell in cells)
    if not set(columns) & set(known):
        if headerless and _is_row_of(cells, headerless):
            return Header(delimiter, headerless, 0, tuple(cells), (*remarks, _headerless(headerless)))
        if sum(map(_is_number, cells)) * 3 > len(cells):
            what = f"has no header: its first line begins '{', '.join(cells[:3])}'"
            raise ArmslengthError(Fault(stored.name, 1, what, "put the names of the columns above it"))
    later, first = next(records, (ended, []))
    tags = [cell for cell in first if cell]
    if tags and all(cell.startswith("#") for cell in tags):
        remarks.append(f"line {later} holds tags (HXL) and no row")
        ended = later
        _, first = next(records, (ended, []))
    if len(first) > len(columns) and not any(first[len(columns) :]):
        remarks.append(f"each row ends in {len(first) - len(columns)} empty cells beyond the header")
        columns += ("",) * (len(first) - len(columns))
    return Header(delimiter, columns, ended, tuple(first), tuple(remarks))


def column_name(cell: str) -> str:
    """Return the name of a column as it is compared: lower case, without space around it."""
    return normalize("NFC", cell).strip().strip('"').lower()


def _found(line: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
    cells = [column_name(cell) for cell in line.split(delimiter)]
    return len(set(cells) & set(known)), len(cells)


def _records(start: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the last line of each record and its cells."""
    reader = csv.reader(start.splitlines(keepends=True), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"cannot be split into cells: {error}"
            raise ArmslengthError(Fault(name, reader.line_num, what)) from None
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _is_row_of(cells: list[str], order: tuple[str, ...]) -> bool:
    """Return whether a first line is a row in the published order: as many cells, each number and day in its place."""
    if len(cells) != len(order):
        return False
    row = dict(zip(order, cells, strict=True))
    return (
        row["type_of_violence"] in ("1", "2", "3")
        and row["id"].isdigit()
        and row["date_start"][:4].isdigit()
        and row["date_start"][4:5] == "-"
        and all(row[name].isdigit() for name in ("year", "date_prec", "best", "high", "low"))
    )


def _headerless(order: tuple[str, ...]) -> str:
    return (
        f"there is no header: the first line fits the {len(order)} columns in their published order, number for number "
        "and day for day, and they were taken in it"
    )


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace("-", "").isdigit()
