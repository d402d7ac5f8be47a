"""A file of a data set, read: its table, and the rows that concern a case."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from armslength.errors import ArmslengthError, Fault
from armslength.importing.acled import ACLED
from armslength.importing.clash import CELLS, Clash, DataSet
from armslength.importing.ged import GED
from armslength.importing.gtd import GTD
from armslength.importing.header import Header, read_header
from armslength.importing.layout import recognised
from armslength.importing.matching import Matching
from armslength.importing.periods import Span
from armslength.importing.rows import Understood, concern, names_of, understand
from armslength.importing.stored_file import LARGEST, StoredFile, store
from armslength.importing.table import Table, connect, read_table

DATA_SETS: Mapping[str, DataSet] = {of.key: of for of in (GED, ACLED, GTD)}


@dataclass(frozen=True)
class How:
    """How files are to be read."""

    covered: tuple[Span, ...] = ()  #: where a day without a row is a day without a clash
    step: str = "week"  #: how covered spans are cut: day, week or month
    folds: bool = False  #: whether all counts are of whole steps, and stand for single clashes
    within: Span | None = None  #: rows that reach outside are left out
    encoding: str | None = None
    sheet: str | None = None
    date_format: str | None = None
    accessed: date | None = (
        None  #: when the files were fetched; the day on which they were last written if left out
    )
    covered_by: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  #: other covered spans, by front
    edition: str | None = None  #: version of the data, where the file's name does not say it
    source: str | None = None  #: id in sources.yaml; the name of the data set if left out
    most: int = LARGEST  #: bytes that a packed file may unpack to


@dataclass
class ReadFile:
    """A file that has been read."""

    stored: StoredFile
    header: Header
    table: Table
    understood: Understood

    def where(self, clash: Clash) -> str:
        """Return the place of a row of this file."""
        return f"{self.stored.short}:{self.table.lines[clash.row]}"


def called(read: Sequence[ReadFile]) -> str:
    """Return what messages call some files."""
    return read[0].stored.name if len(read) == 1 else f"{len(read)} files"


def read_file(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    number: int,
    workspace: Path,
    of: DataSet,
    how: How,
    matching: Matching,
) -> ReadFile:
    """Return a file, and its rows that concern a client as clashes."""
    stored, header, table = open_table(con, path, f"file {number}", workspace / str(number), of, how)
    concern(con, table, matching)
    return ReadFile(stored, header, table, understand(con, table, number, of, matching, how.date_format))


def open_table(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, workspace: Path, of: DataSet, how: How
) -> tuple[StoredFile, Header, Table]:
    """Return a file of a data set, read into a table of that name; raises where it is of another format."""
    stored = store(path, workspace, how.encoding, how.sheet, how.most)
    known = {name for other in DATA_SETS.values() for name in other.layout.names | other.layout.others}
    header = read_header(stored, known, of.layout.headerless)
    if not of.layout.is_that_of(header):
        raise ArmslengthError(_other_format(stored, header, of))
    if faults := list(of.layout.faults(header, stored.name)):
        raise ArmslengthError(*faults)
    cells = dict.fromkeys(CELLS, "''") | {
        c: sql for c, sql in of.cells(of.layout.found(header)).items() if c in CELLS
    }
    return stored, header, read_table(con, stored, header, cells, name)


def _other_format(stored: StoredFile, header: Header, of: DataSet) -> Fault:
    other = recognised(header, (d.layout for d in DATA_SETS.values()))
    if other is not None:
        key = next(d.key for d in DATA_SETS.values() if d.layout is other)
        return Fault(
            stored.name,
            1,
            f"is a file of {other.title}, not of {of.layout.title}",
            f"`armslength import {key}` reads it",
        )
    if {"ext_id", "actor_name", "ext_sup"} <= set(header.columns):
        return Fault(
            stored.name,
            1,
            f"is UCDP's table of external support, not {of.layout.title}",
            "`armslength draft --esd` reads it",
        )
    shown = ", ".join(c for c in header.columns[:4] if c)
    what = f"is no file of {of.layout.title}: it has no columns {', '.join(of.layout.marks[:3])}; its first are {shown}"
    return Fault(
        stored.name, 1, what, "`armslength import csv` reads counts and events of your own, column by column"
    )


def names_in(data: str, files: Sequence[str | Path], how: How) -> Counter[str]:
    """Return every name of a side in files of one data set, with the number of its rows."""
    names: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="armslength-") as workspace, connect(workspace) as con:
        for i, file in enumerate(files):
            _, _, table = open_table(
                con, Path(file), f"file {i}", Path(workspace) / str(i), DATA_SETS[data], how
            )
            names += names_of(con, table)
    return names
