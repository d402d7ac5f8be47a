"""A file of data in memory: what is in it, and what it brings to a case. It lies on a disk only while it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from armslength.counted import What
from armslength.errors import ArmslengthError
from armslength.importing.actors_file import ActorsFile
from armslength.importing.import_events import import_events
from armslength.importing.into_case import Addition, addition_of
from armslength.importing.read_file import How, names_in
from armslength.importing.stored_file import LARGEST
from armslength.scenario.csv_rows import read_table
from armslength.scoring.counts_into_case import counts_addition
from armslength.scoring.csv_import import Mapping, text_of

COUNTS = "csv"  #: the kind of a file of one's own, whose columns are named
KINDS = {
    "ged": "UCDP GED",
    "acled": "ACLED",
    "gtd": "Global Terrorism Database",
    COUNTS: "A spreadsheet of your own",
}


@dataclass(frozen=True)
class BroughtFile:
    """A file as it was given, and how it is to be opened."""

    kind: str
    given_name: str
    data: bytes
    encoding: str | None = None
    sheet: str | None = None
    most: int = LARGEST  #: bytes that it may unpack to

    @property
    def name(self) -> str:
        """The name of the file, which leads nowhere."""
        last = PurePosixPath(self.given_name.replace("\\", "/")).name
        return re.sub(r"[^\w.-]+", "-", last)[-80:].lstrip(".-") or "file.csv"

    def names(self) -> Counter[str]:
        """Return the names of the sides of a data set, with their number of rows."""
        with self._laid() as path:
            return names_in(self.kind, [path], self._how(How()))

    def columns(self) -> tuple[str, ...]:
        """Return the columns of a file of one's own."""
        how = Mapping(date="", count=None, series="", source="")
        with self._laid() as path:
            table = read_table(text_of(path, self._mapping(how)), path, {})
            if table.faults:
                raise ArmslengthError(*table.faults)
        return table.columns

    def data_set(self, actors: ActorsFile, how: How) -> Addition:
        """Return what a file of a data set brings."""
        with self._laid() as path:
            return addition_of(import_events(self.kind, [path], actors, self._how(how)))

    def counts(self, how: Mapping, counts: What, series_title: str, source_title: str) -> Addition:
        """Return what a file of one's own brings; the titles are those of a new series and a new source."""
        with self._laid() as path:
            return counts_addition(path, self._mapping(how), counts, series_title, source_title)

    def _how(self, how: How) -> How:
        return replace(how, encoding=self.encoding, sheet=self.sheet, most=self.most)

    def _mapping(self, how: Mapping) -> Mapping:
        return replace(how, encoding=self.encoding, sheet=self.sheet, most=self.most)

    @contextmanager
    def _laid(self) -> Iterator[Path]:
        """Lay the file into a folder of its own, which goes afterwards; what is wrong with it is told without that folder."""
        with TemporaryDirectory(prefix="armslength-") as folder:
            path = Path(folder) / self.name
            path.write_bytes(self.data)
            try:
                yield path
            except ArmslengthError as error:
                faults = [
                    replace(
                        f,
                        where=str(f.where).replace(f"{folder}/", "") if f.where else None,
                        what=f.what.replace(f"{folder}/", ""),
                    )
                    for f in error.faults
                ]
                raise ArmslengthError(*faults) from None
