"""The rows of a table in DuckDB: text by column, in the order of the file, each with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from armslength.errors import ArmslengthError, Fault
from armslength.importing.header import Header
from armslength.importing.stored_file import StoredFile
from armslength.scenario.csv_rows import DELIMITERS, swallowed_row
from armslength.scenario.names import HIDDEN

MEMORY = "600MB"
LONGEST_ROW = 16_000_000  # bytes
_LINE = re.compile(r"CSV Error on Line: (\d+)")


@dataclass(frozen=True)
class Table:
    """A table of which some columns were read, under our names, as text; empty cells are empty text."""

    stored: StoredFile
    name: str  #: in DuckDB; its column `n` numbers the rows from 0
    rows: int
    lines: np.ndarray  #: [row], the line on which each row begins


def connect(workspace: str) -> duckdb.DuckDBPyConnection:
    """Return a database in memory that holds to a limit and reaches no network."""
    con = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": workspace, "threads": 2})
    con.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    return con


def read_table(
    con: duckdb.DuckDBPyConnection, stored: StoredFile, header: Header, cells: Mapping[str, str], name: str
) -> Table:
    """Read a file into a table of DuckDB.

    Args:
        con: the database.
        stored: the file.
        header: its columns.
        cells: for each of our names, the SQL of its cell, in which a column of the file stands in double quotes.
        name: of the table to make.

    Raises:
        ArmslengthError: for a row that has more or fewer cells than the header, or a quotation mark left open.
    """
    lines = _checked_lines(stored, header)
    columns = [column or f"without name {i}" for i, column in enumerate(header.columns)]
    seen: dict[str, int] = {}
    for i, column in enumerate(columns):
        if column in seen:
            columns[i] = f"{column} again {i}"
        seen[column] = i
    spec = ", ".join(f"{_text(c)}: 'VARCHAR'" for c in columns)
    unnamed = [f"coalesce({_name(c)}, '')" for c in columns if c.startswith("without name ")]
    beyond = " || ".join(unnamed) or "''"
    shown = ", ".join(f"{_plain(sql)} AS {_name(ours)}" for ours, sql in cells.items())
    query = f"""
        CREATE OR REPLACE TABLE {_name(name)} AS
        SELECT row_number() OVER () - 1 AS n, {shown}, {beyond} AS beyond
        FROM read_csv({_text(str(stored.text))}, columns = {{{spec}}}, delim = {_text(header.delimiter)}, quote = '"',
            escape = '"', header = false, skip = {header.lines}, auto_detect = false, strict_mode = true,
            null_padding = false, parallel = false, new_line = '\\n', max_line_size = {LONGEST_ROW})"""
    try:
        con.execute(query)
    except duckdb.Error as error:
        line = _LINE.search(str(error))
        what = f"cannot be read: {str(error).splitlines()[0][:160]}"
        raise ArmslengthError(Fault(stored.name, int(line[1]) if line else None, what)) from None
    rows = _one(con, f"SELECT count(*) FROM {_name(name)}")
    if rows != len(lines):
        what = f"{len(lines):,} rows by one count, {rows:,} by another"
        raise ArmslengthError(Fault(stored.name, None, what, "export it again as CSV, UTF-8"))
    stray = con.execute(
        f"SELECT n, beyond FROM {_name(name)} WHERE beyond <> '' ORDER BY n LIMIT 1"
    ).fetchone()
    if stray:
        what = f"'{stray[1][:80]}' stands in a column without a name"
        raise ArmslengthError(Fault(stored.name, int(lines[stray[0]]), what, "name the column, or clear it"))
    return Table(stored, name, rows, lines)


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(query).fetchone()
    return int(found[0]) if found else 0


def _plain(sql: str) -> str:
    """Return the SQL of a cell as it is compared and shown: letters composed, without characters that nobody sees."""
    return f"nfc_normalize(trim(regexp_replace(coalesce({sql}, ''), {_text(HIDDEN)}, '', 'g')))"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _checked_lines(stored: StoredFile, header: Header) -> np.ndarray:
    """Return the line on which each row begins; raise at the first that has not as many cells as the header.

    The database would let a row pass whose cells are shifted by one if its last is empty, and end without a word at a
    quotation mark that is never closed.
    """
    found: list[int] = []
    width = len(header.columns)
    limit = csv.field_size_limit(LONGEST_ROW)
    try:
        with stored.text.open("r", encoding="utf-8", newline="") as text:
            reader = csv.reader(text, delimiter=header.delimiter, strict=True, skipinitialspace=True)
            ended = 0
            for cells in reader:
                begins, ended = ended + 1, reader.line_num
                if begins <= header.lines or not cells:
                    continue
                if ended > begins:
                    _refuse_swallowed(stored, header, begins, cells)
                if len(cells) != width:
                    what = f"{len(cells)} cells where the header has {width}"
                    hint = f"quote text with {DELIMITERS[header.delimiter]}"
                    raise ArmslengthError(Fault(stored.name, begins, what, hint))
                found.append(begins)
    except csv.Error as error:
        what = f"a row begins here that cannot be split into cells: {error}"
        raise ArmslengthError(
            Fault(stored.name, ended + 1, what, 'write "" for a mark in the text')
        ) from None
    finally:
        csv.field_size_limit(limit)
    if not found:
        raise ArmslengthError(Fault(stored.name, None, "holds no row below its header"))
    return np.array(found)


def _refuse_swallowed(stored: StoredFile, header: Header, begins: int, cells: list[str]) -> None:
    """Raise where a further line of a row was meant as a row of its own."""
    below = next((cell for cell in cells if "\n" in cell), "").split("\n")[1:]
    if swallowed := swallowed_row(below, cells, header.delimiter, len(header.columns)):
        what = f"a quotation mark opens here and swallows line {begins + swallowed}, which looks like a row of its own"
        raise ArmslengthError(
            Fault(stored.name, begins, what, 'close it, or write "" for a mark in the text')
        )


def pages(con: duckdb.DuckDBPyConnection, query: str, size: int = 20_000) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, fetched in pages so that not all are held at once."""
    result = con.cursor().execute(query)
    while page := result.fetchmany(size):
        yield from page
