"""Rows of a CSV file, each with its line; or every fault of the file's form.

Accepted as spreadsheets write them: a byte-order mark, any line end, semicolons or tabs between cells, empty columns at the end.
Refused, since rows would be lost or numbers changed: an open quote, a column that stands twice, a cell without a column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from armslength.errors import Fault
from armslength.scenario.files import plain_lines
from armslength.scenario.names import hidden_character
from armslength.scenario.suggest import did_you_mean

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}

Value = TypeVar("Value")


@dataclass
class Row:
    """One row: its cells by column, and what is wrong with them."""

    name: str | Path
    line: int  #: on which it begins
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Return a cell; empty where the file has no such column."""
        return self.cells.get(column, "")

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the entries of a cell that holds several, separated by ';'."""
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())

    def read(self, column: str, reader: Callable[[str], Value]) -> Value | None:
        """Return a cell as `reader` understands it, None where it is empty.

        What the reader raises as `ValueError` is noted as a fault of the row, and None returned.
        """
        text = self.text(column)
        if not text:
            return None
        try:
            return reader(text)
        except ValueError as error:
            self.fault(f"'{column}' is '{text[:80]}'", str(error))
            return None

    def fault(self, what: str, hint: str | None = None) -> None:
        """Note what is wrong with the row."""
        self.faults.append(Fault(self.name, self.line, what, hint))


@dataclass(frozen=True)
class Table:
    """The rows of a file, and the faults of its form."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read_table(
    text: str,
    name: str | Path,
    needed: Mapping[str, str],
    known: Mapping[str, str] | None = None,
) -> Table:
    """Return the rows of a CSV file with a header.

    `needed` gives for each column that must be there the reason or option that needs it; `known` describes every column that may be there,
    None where the file is the user's own and may hold any.
    """
    text = plain_lines(text)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return _refused(
            name, line, "holds a NUL character, so it is no text", "export it again as CSV, UTF-8"
        )
    if hidden := hidden_character(text):
        line, character = hidden
        return _refused(name, line, f"holds the character {character}, which nobody sees", "remove it")
    delimiter = delimiter_of(text, [*needed, *(known or {})])
    records = _records(text, name, delimiter)
    first = next(records, None)
    if first is None:
        columns = f": {','.join(known)}" if known else ""
        return _refused(name, 1, "is empty", f"its first line names the columns{columns}")
    if isinstance(first, Fault):
        return Table((), (), (first,))
    line, header = first
    if faults := tuple(_header_faults(name, line, header, needed, known)):
        return Table((), (), faults)
    rows: list[Row] = []
    faults_below: list[Fault] = []
    for record in records:
        row = record if isinstance(record, Fault) else _row(name, header, *record, DELIMITERS[delimiter])
        if isinstance(row, Row):
            rows.append(row)
        else:
            faults_below.append(row)
    return Table(tuple(c for c in header if c), tuple(rows), tuple(faults_below))


def records_of(rows: Iterable[Row], make: Callable[[Row], Value | None]) -> tuple[list[Value], list[Fault]]:
    """Return what `make` makes of each row, and every fault that it noted on the row or raised as `ValueError`."""
    made: list[Value] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            value = make(row)
        except ValueError as error:
            row.fault(str(error))
            value = None
        faults += row.faults
        if value is not None:
            made.append(value)
    return made, faults


def _refused(name: str | Path, line: int, what: str, hint: str) -> Table:
    return Table((), (), (Fault(name, line, what, hint),))


def delimiter_of(text: str, expected: Sequence[str]) -> str:
    """Return the character that splits the header into most of the expected columns, or else into most cells."""
    header = next((line for line in text.split("\n") if line.strip()), "")

    def columns_found(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip(' "') for cell in header.split(delimiter)]
        return len(set(cells) & set(expected)), len(cells)

    return max(DELIMITERS, key=columns_found)


def _records(text: str, name: str | Path, delimiter: str) -> Iterator[tuple[int, list[str]] | Fault]:
    """Yield each record that is not blank with the line on which it begins; the first fault of quoting ends the file."""
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True, strict=True)
    width = 0
    while True:
        begins = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield _quoting(name, begins, reader.line_num, str(error))
            return
        if not any(cells):
            continue
        width = width or len(cells)
        below = lines[begins : reader.line_num]
        if swallowed := swallowed_row(below, cells, delimiter, width):
            what = f"a quotation mark opens here and swallows line {begins + swallowed}, which looks like a row of its own"
            yield Fault(name, begins, what, 'close it, or write "" for a quotation mark in the text')
            return
        yield begins, cells


def _quoting(name: str | Path, begins: int, reached: int, error: str) -> Fault:
    if "field larger" in error:
        what = f"a cell of more than {csv.field_size_limit():,} characters"
        return Fault(name, begins, what, "shorten it, or close its quotation mark")
    if reached > begins:
        what = f"a quotation mark opens here and is not closed properly, so that it swallows lines up to {reached}"
    elif "unexpected end" in error:
        what = "a quotation mark opens here and is never closed"
    else:
        what = "a cell goes on after its closing quotation mark"
    return Fault(name, begins, what, 'close it, or write "" for a quotation mark in the text')


def swallowed_row(below: Sequence[str], cells: Sequence[str], delimiter: str, width: int) -> int:
    """Return which further line of a record was meant as a row, 0 for none.

    Such a line has as many cells as the header, and a number or date where the record has one.
    """
    for number, line in enumerate(below, start=1):
        parts = [part.strip() for part in line.split(delimiter)]
        quoted = next((i for i, part in enumerate(parts) if '"' in part), width)
        if len(parts) == width > 1 and any(
            re.search(r"\d", a) and _shape(a) == _shape(b)
            for a, b in zip(parts[:quoted], cells, strict=False)
        ):
            return number
    return 0


def _shape(cell: str) -> str:
    return re.sub(r"\d", "0", cell)


def _header_faults(
    name: str | Path, line: int, header: list[str], needed: Mapping[str, str], known: Mapping[str, str] | None
) -> Iterator[Fault]:
    for column in dict.fromkeys(header):
        if column and known is not None and column not in known:
            yield Fault(name, line, f"unknown column '{column}'", did_you_mean(column, known))
        elif column and header.count(column) > 1:
            yield Fault(name, line, f"the column '{column}' is there twice", "keep one")
    for column, why in needed.items():
        if column not in header:
            near = why if known is not None else f"{why}; {did_you_mean(column, filter(None, header))}"
            yield Fault(name, line, f"the column '{column}' is missing", near)


def _row(name: str | Path, header: list[str], line: int, cells: list[str], delimiters: str) -> Row | Fault:
    """Return the cells by column, or what is wrong; cells beyond the last column, or under none, must be empty."""
    width = max(i for i, column in enumerate(header, start=1) if column)
    if len(cells) < width or any(cells[len(header) :]):
        what = f"{len(cells)} cells where the header has {len(header)}"
        return Fault(name, line, what, f"quote text with {delimiters}")
    for column, cell in zip(header, cells, strict=False):
        if cell and not column:
            return Fault(
                name, line, f"'{cell[:80]}' stands in a column without a name", "name the column, or clear it"
            )
    return Row(name, line, {column: cell for column, cell in zip(header, cells, strict=False) if column})
