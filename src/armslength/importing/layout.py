"""The layout of a data set: which of its columns are read, under which names, and by which it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from armslength.errors import Fault
from armslength.importing.header import Header
from armslength.scenario.suggest import did_you_mean


@dataclass(frozen=True)
class Column:
    """One column of a data set, under each of the names that its versions give it."""

    names: tuple[str, ...]
    why: str  #: what it is read for
    needed: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of a data set. All others are not read: coordinates and names of places among them."""

    title: str
    columns: Mapping[str, Column]
    marks: tuple[str, ...]  #: columns that no other data set has
    others: frozenset[str] = frozenset()  #: columns that the data set has and that are not read
    headerless: tuple[str, ...] = ()  #: the published order, where files without a header are in use

    @cached_property
    def first_names(self) -> dict[str, str]:
        """The usual name of each column that is read, by ours."""
        return {ours: column.names[0] for ours, column in self.columns.items()}

    @property
    def names(self) -> set[str]:
        """Every name of a column that is read."""
        return {name for column in self.columns.values() for name in column.names}

    def is_that_of(self, header: Header) -> bool:
        """Whether a header bears at least two of the marks."""
        return len(set(header.columns) & set(self.marks)) >= min(2, len(self.marks))

    def found(self, header: Header) -> dict[str, str]:
        """Return, for each of our names, the column of this file."""
        return {
            ours: next(name for name in column.names if name in header.columns)
            for ours, column in self.columns.items()
            if set(column.names) & set(header.columns)
        }

    def faults(self, header: Header, file: str) -> Iterator[Fault]:
        """Yield columns that are missing, each with the nearest name, and those that stand twice."""
        found = self.found(header)
        strange = [name for name in header.columns if name and name not in self.names | self.others]
        for ours, column in self.columns.items():
            if ours in found:
                if header.columns.count(found[ours]) > 1:
                    yield Fault(file, 1, f"the column '{found[ours]}' is there twice", "keep one")
                continue
            near = did_you_mean(column.names[0], strange)
            is_near = near.startswith("did you mean")
            if column.needed or is_near:
                hint = near if is_near else f"a file of {self.title} has {', '.join(column.names)}"
                what = f"the column '{column.names[0]}' is missing; it is read for {column.why}"
                yield Fault(file, 1, what, hint)


def recognised(header: Header, layouts: Iterable[Layout]) -> Layout | None:
    """Return the layout whose marks a header bears."""
    return next((layout for layout in layouts if layout.is_that_of(header)), None)
