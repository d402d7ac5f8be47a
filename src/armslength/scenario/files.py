"""The files of a scenario folder as text, before anyone reads meaning into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from armslength.errors import Fault
from armslength.scenario.names import composed

SCENARIO, CLAIMS, SOURCES, EVENTS, TRIGGER, QUESTIONS = (
    "scenario.yaml",
    "claims.yaml",
    "sources.yaml",
    "events.csv",
    "trigger.csv",
    "questions.yaml",
)
REQUIRED = (SCENARIO, EVENTS)
FILES = (SCENARIO, CLAIMS, SOURCES, EVENTS, TRIGGER, QUESTIONS)
#: how files begin that are no text
MAGIC = {
    b"\xd0\xcf\x11\xe0": ("is an old Excel workbook (.xls)", "save it as .xlsx or CSV"),
    b"PAR1": ("is a Parquet file", "export it as CSV"),
    b"%PDF": ("is a PDF", "export the table as CSV"),
    b"\x1f\x8b": ("is compressed with gzip", "unpack it first"),
    b"<stata_dta>": ("is a Stata file", "export it as CSV"),
    b"\x89HDF": ("is an HDF5 file", "export it as CSV"),
    b"RDX": ("is an R data file", "export it as CSV"),
}
LARGEST = 4_000_000  #: bytes; a scenario is written by people


@dataclass(frozen=True)
class Texts:
    """What stands in the files of one scenario."""

    texts: Mapping[str, str]
    folder: Path | None = None

    def name(self, file: str) -> str:
        """Return what messages call a file: its path, so that an editor can open it."""
        return file if self.folder is None else str(self.folder / file)

    @property
    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return {file: sha256(text.encode()).hexdigest() for file, text in self.texts.items()}

    @property
    def hash(self) -> str:
        """A SHA-256 of the whole scenario."""
        return sha256("".join(f"{f} {c}\n" for f, c in sorted(self.checksums.items())).encode()).hexdigest()


def read_folder(folder: Path) -> tuple[Texts, list[Fault]]:
    """Return the files of a folder as text, and what keeps one from being read."""
    if not folder.is_dir():
        what = "is a file; a scenario is a folder" if folder.exists() else "no such folder"
        return Texts({}, folder), [
            Fault(folder, None, what, f"a scenario holds at least {' and '.join(REQUIRED)}")
        ]
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for file in FILES:
        path = folder / file
        if not path.exists():
            if file in REQUIRED:
                faults.append(
                    Fault(path, None, "is missing", "`armslength new DIR` writes a scenario to start from")
                )
            continue
        text = read_text(path)
        if isinstance(text, Fault):
            faults.append(text)
        else:
            texts[file] = text
    return Texts(texts, folder), faults


def read_text(path: Path) -> str | Fault:
    """Return the text of a file, or why it cannot be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return Fault(
                path, None, f"is {size / 1e6:.0f} MB", f"{LARGEST / 1e6:.0f} MB is the most a file may hold"
            )
        data = path.read_bytes()
    except OSError as error:
        return Fault(path, None, f"cannot be read: {error.strerror}")
    if data.startswith(b"PK\x03\x04"):
        return Fault(path, None, "is a workbook (XLSX) or a zip", "save the table as CSV, UTF-8")
    if fault := other_format(path, data):
        return fault
    try:
        return plain_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = plain_lines(data[: error.start].decode("latin-1")).count("\n") + 1
        return Fault(path, line, "is not UTF-8", "save it as UTF-8 text")


def other_format(where: str | Path, data: bytes) -> Fault | None:
    """Return what a file is that is known by its first bytes to be no text, and what to do with it; None for all others."""
    known = (words for magic, words in MAGIC.items() if data.startswith(magic))
    what, hint = next(known, (None, None))
    return None if what is None else Fault(where, None, what, hint)


def plain_lines(text: str) -> str:
    """Return the text without a byte-order mark, letters composed, each line ended by a newline alone."""
    return composed(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
