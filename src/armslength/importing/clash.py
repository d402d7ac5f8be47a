"""A row of a data set as what it says: who fought whom, from when to when, with how many dead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from armslength.importing.layout import Layout
from armslength.importing.periods import Span


class Cells(NamedTuple):
    """What is read of one row, as text under one name for all data sets; what a data set does not have is empty."""

    n: int  #: of the row, from 0
    id: str
    day: str
    end: str
    year: str
    precision: str
    a: str
    b: str
    dyad: str
    kind: str
    detail: str
    low: str
    best: str
    high: str
    own_a: str
    own_b: str
    a_id: str
    b_id: str
    stamp: str


CELLS = Cells._fields[1:]  #: their names, but for the number of the row


@dataclass(frozen=True, slots=True)
class Clash:
    """One row that was understood."""

    file: int  #: which of the files
    row: int  #: of the file, from 0
    id: str
    start: date
    end: date  #: same as `start` where the day is known
    a: str
    b: str
    dyad: str
    low: int | None
    best: int | None
    high: int | None
    dead: tuple[int | None, int | None]  #: of each side's own, where the data set tells them apart
    note: str = ""  #: what is doubtful about its dates

    @property
    def is_dated(self) -> bool:
        """Whether its day is known."""
        return self.start == self.end


@dataclass(frozen=True)
class DataSet:
    """How one data set is read and cited."""

    key: str
    layout: Layout
    #: SQL of each of `CELLS` from the columns that were found; a column of the file in double quotes
    cells: Callable[[Mapping[str, str]], dict[str, str]]
    #: the days of a row from its day, its end (None where it has none) and precision, and a doubt about them
    span: Callable[[date, date | None, str], tuple[Span, str]]
    #: why a row of this kind and detail is no clash between two armed sides; None where it is
    left_out: Callable[[str, str], str | None]
    #: the edition, empty where nothing shows it, and the shape, from the file's name, its columns and its last day
    version: Callable[[str, frozenset[str], str], tuple[str, str]]
    citation: str
    address: str
    unit: str  #: what is counted, for a definition
    definition: str  #: what the counter counts, and what not
    #: kinds of rows against civilians, which count where `actors.csv` says whose own they are
    civilian: frozenset[str] = frozenset()
    dead_unknown: Callable[[str], bool] = lambda text: not text
