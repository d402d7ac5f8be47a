"""What an import rests on: which files of which version, when they were fetched, and how they are cited."""

from __future__ import annotations

from datetime import date

from armslength.results.record import Record, described


class FileUsed(Record):
    """One file that was read."""

    name: str = described("name of the file")
    sha256: str = described("SHA-256 of the file as given")
    rows: int = described("its rows", "rows")
    remarks: tuple[str, ...] = described("what was done to read it")


class Vintage(Record):
    """The vintage of an import."""

    data: str = described("ged, acled or gtd")
    title: str = described("name of the data set")
    version: str = described("the version that files and columns show")
    accessed: date = described(
        "when the files were fetched: as the user says, else the day on which they were last written"
    )
    files: tuple[FileUsed, ...] = described("the files")
    citation: str = described("the line by which the data set wants to be cited")
    address: str = described("where it is")
