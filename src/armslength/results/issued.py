"""The forecasts of a record as lines of a file: quantiles and the probability of none, beside what was counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from armslength.errors import ArmslengthError, Fault
from armslength.formatting import csv_text

FILE = "forecasts.csv"
LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
COLUMNS = (
    *("network", "front", "origin", "weeks", "forecaster", "observed", "none"),
    *(f"q{level:g}" for level in LEVELS),
)


class Issued(NamedTuple):
    """One forecast of a record."""

    network: str
    front: str
    origin: date  #: the last day that was known
    weeks: int  #: ahead
    forecaster: str
    observed: int
    none: float  #: probability that nothing is counted
    quantiles: tuple[int, ...]  #: at `LEVELS`

    @property
    def last(self) -> date:
        """Last day of the window."""
        return self.origin + timedelta(weeks=self.weeks)

    @property
    def cells(self) -> tuple[object, ...]:
        """Its line of the file."""
        return (*self[:-1], *self.quantiles)


def issued_text(forecasts: Iterable[Issued]) -> str:
    """Return the file."""
    return csv_text([COLUMNS, *(forecast.cells for forecast in forecasts)])


def read_issued(path: str | Path) -> list[Issued]:
    """Return the forecasts of a record's file.

    Raises:
        ArmslengthError: where there is no such file, or it is another one.
    """
    try:
        rows = csv.reader(io.StringIO(Path(path).read_text(encoding="utf-8")))
        if tuple(next(rows, ())) != COLUMNS:
            raise ValueError("its columns are others")
        return list(_read(rows))
    except (OSError, ValueError, IndexError) as error:
        again = f"`armslength record --out DIR` writes {FILE}"
        why = error.strerror if isinstance(error, OSError) else error
        raise ArmslengthError(
            Fault(path, None, f"these are no forecasts of a record: {why}", again)
        ) from None


def _read(rows: Iterable[list[str]]) -> Iterator[Issued]:
    for network, front, origin, weeks, forecaster, observed, none, *quantiles in rows:
        if len(quantiles) != len(LEVELS):
            raise ValueError(f"a line holds {len(quantiles)} quantiles")
        yield Issued(
            network,
            front,
            date.fromisoformat(origin),
            int(weeks),
            forecaster,
            int(observed),
            float(none),
            tuple(map(int, quantiles)),
        )
