"""A table as data: columns with their formats, and rows of values that are formatted only when shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from armslength.formatting import NOT_GIVEN, csv_text, interval, number, percent, percents, share
from armslength.results.record import Spread


@dataclass(frozen=True)
class Estimate:
    """A value with an interval; shown as `41% (20–61%)`, and as three columns in a CSV file."""

    value: float | None
    interval: Sequence[float | None] | None = None

    @classmethod
    def of(cls, spread: Spread) -> Estimate:
        """Return a median with its central 90 % interval."""
        return cls(spread.median, (spread.low, spread.high))


@dataclass(frozen=True)
class Link:
    """Text that leads to an address on the web; only http and https addresses become links."""

    text: str
    address: str | None

    @property
    def href(self) -> str | None:
        """The address where it is safe to follow, else None."""
        return self.address if str(self.address or "").startswith(("https://", "http://")) else None


Cell = str | int | float | Estimate | Link | None


@dataclass(frozen=True)
class Column:
    """A column: its title, how its numbers read, and its name in a CSV file (the title if left out)."""

    title: str
    form: Callable[[float], str] = number
    name: str | None = None
    words: bool = False  #: text rather than numbers, so that cells align left
    part: bool = False  #: the parts of a row add to one, so they are shown in whole per cents that add to 100

    @property
    def unit(self) -> str:
        """The unit of its values in a CSV file; empty for words and for what its title counts or measures."""
        if self.form is percent:
            return "probability, 0 to 1"
        return "0 to 1" if self.form is share else ""

    def show(self, cell: Cell) -> str:
        """Return a cell as text; `not given` for None."""
        match cell:
            case None:
                return NOT_GIVEN
            case str():
                return cell
            case Link():
                return cell.text
            case Estimate(value=None):
                return NOT_GIVEN
            case Estimate(value=float() | int() as value, interval=ends):
                return f"{self.form(value)} ({interval(ends, self.form)})" if ends else self.form(value)
            case int() | float():
                return self.form(cell)
        raise TypeError(f"no cell of a table: {cell!r}")


@dataclass(frozen=True)
class Table:
    """A table with a title above and a caption that says what its intervals cover."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""

    def texts(self) -> Iterator[list[str]]:
        """Yield each row as formatted text."""
        parts = [i for i, column in enumerate(self.columns) if column.part]
        for row in self.rows:
            texts = [column.show(cell) for column, cell in zip(self.columns, row, strict=True)]
            for i, whole in zip(parts, percents([_value(row[i]) for i in parts]), strict=True):
                value, space, ends = texts[i].partition(" (")
                texts[i] = f"{whole}{space}{ends}" if value != NOT_GIVEN else value
            yield texts

    def to_csv(self, units: bool = False) -> str:
        """Return the unformatted values as CSV; an estimate takes three columns: value, low, high.

        With `units`, the head of a column bears its unit in square brackets.
        """
        wide = [
            any(isinstance(row[i], Estimate) and row[i].interval for row in self.rows)  # type: ignore[union-attr]
            for i in range(len(self.columns))
        ]
        heads = [
            (column.name or column.title, f" [{column.unit}]" if units and column.unit else "")
            for column in self.columns
        ]
        header = [
            f"{name}{end}{unit}"
            for (name, unit), has_interval in zip(heads, wide, strict=True)
            for end in (("", "_low", "_high") if has_interval else ("",))
        ]
        rows = (
            [
                part
                for cell, has_interval in zip(row, wide, strict=True)
                for part in _parts(cell, has_interval)
            ]
            for row in self.rows
        )
        return csv_text([header, *rows])


def _value(cell: Cell) -> float | None:
    value = cell.value if isinstance(cell, Estimate) else cell
    return float(value) if isinstance(value, int | float) else None


def _parts(cell: Cell, has_interval: bool) -> tuple[str | float | None, ...]:
    value: str | float | None
    low = high = None
    match cell:
        case Estimate():
            value = cell.value
            if cell.interval:
                low, high = cell.interval
        case Link():
            value = cell.text
        case _:
            value = cell
    return (value, low, high) if has_interval else (value,)
