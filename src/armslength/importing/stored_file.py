"""A file as it was given, and its table as plain text: UTF-8, one newline a line, no byte-order mark."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.importing.workbook import too_large, write_sheet
from armslength.scenario.files import other_format
from armslength.scenario.suggest import did_you_mean

TABLES = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".zip")
ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16")
CHUNK = 1 << 22  # bytes
LARGEST = 4_000_000_000  #: bytes that a zip or a workbook may unpack to

#: first bytes of what is no table of text -> what it is, and what to do


@dataclass(frozen=True)
class StoredFile:
    """One file that a person brought."""

    path: Path  #: as given
    text: Path  #: its table as plain text
    name: str  #: what messages call it: the path, and the member of a zip
    sha256: str  #: of the file as given
    dated: date  #: the day on which the file was last written: of a download, the day of access
    remarks: tuple[str, ...]  #: what was done to read it

    @property
    def short(self) -> str:
        """Its name without folders."""
        return self.path.name + self.name.removeprefix(str(self.path))


@dataclass(frozen=True)
class _Scan:
    """What one pass over the bytes found."""

    has_mark: bool
    carriage_returns: int
    newlines: int
    quotes: int


def store(
    path: Path,
    workspace: Path,
    encoding: str | None = None,
    sheet: str | None = None,
    most: int = LARGEST,
) -> StoredFile:
    """Return a file with its table as plain text in `workspace`.

    Nothing is guessed: text that is not UTF-8 is read only in the `encoding` that the user names.
    Raises `ArmslengthError` with one sentence for what is no table.
    """
    if encoding is not None and encoding not in ENCODINGS:
        raise ArmslengthError(f"--encoding is '{encoding}'; {did_you_mean(encoding, ENCODINGS)}")
    try:
        digest = _digest(path)
        dated = date.fromtimestamp(path.stat().st_mtime)
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArmslengthError(Fault(path, None, f"cannot be read: {error.strerror}")) from None
    remarks: list[str] = []
    table, name = path, str(path)
    if _is_zip(path) and path.suffix.lower() != ".xlsx":
        table, member = _unpacked(path, workspace, most)
        name = f"{path}!{member}"
    if _is_zip(table):
        table, encoding = write_sheet(table, name, workspace / "sheet.csv", sheet, most), None
    else:
        if fault := other_format(name, _first_bytes(table, 16)):
            raise ArmslengthError(fault)
    plain = _plain(table, name, workspace, encoding, remarks)
    return StoredFile(path, plain, name, digest, dated, tuple(remarks))


def _digest(path: Path) -> str:
    digest = sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _first_bytes(path: Path, number: int) -> bytes:
    with path.open("rb") as file:
        return file.read(number)


def _is_zip(path: Path) -> bool:
    return _first_bytes(path, 4) in (b"PK\x03\x04", b"PK\x05\x06")


def _unpacked(path: Path, workspace: Path, most: int) -> tuple[Path, str]:
    """Return the one table in a zip, unpacked, and its name there."""
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [
                entry
                for entry in archive.infolist()
                if Path(entry.filename).suffix.lower() in TABLES[:-1]
                and not Path(entry.filename).name.startswith((".", "__"))
                and "__MACOSX" not in entry.filename
            ]
            if len(tables) != 1:
                held = ", ".join(Path(t.filename).name for t in tables[:5]) or "no CSV, TSV or XLSX file"
                raise ArmslengthError(Fault(path, None, f"holds {held}", "unpack it and name one table"))
            if tables[0].file_size > most:
                raise ArmslengthError(Fault(path, None, *too_large(tables[0].file_size, most)))
            target = workspace / f"member{Path(tables[0].filename).suffix.lower()}"
            with archive.open(tables[0]) as source, target.open("wb") as out:
                while chunk := source.read(CHUNK):
                    out.write(chunk)
            return target, tables[0].filename
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise ArmslengthError(Fault(path, None, f"cannot be unpacked: {error}", "pack it again")) from None


def _plain(table: Path, name: str, workspace: Path, encoding: str | None, remarks: list[str]) -> Path:
    """Return the table as UTF-8 with newlines alone: the file itself where it is that already."""
    if _first_bytes(table, 2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16"
    if encoding not in (None, "utf-8"):
        table = _recoded(table, name, workspace / "recoded.txt", encoding or "")
        remarks.append(f"read as {encoding}")
    scan = _scan(table, name)
    if scan.quotes % 2:
        raise ArmslengthError(_open_quote(table, name))
    if not scan.has_mark and not scan.carriage_returns:
        return table
    if scan.carriage_returns and not scan.newlines:
        remarks.append("lines end as on an old Mac")
    fresh = workspace / "plain.txt"
    pending = b""
    with fresh.open("wb") as out:
        for i, chunk in enumerate(_chunks(table)):
            data = pending + (chunk.removeprefix(codecs.BOM_UTF8) if i == 0 else chunk)
            pending = b"\r" if data.endswith(b"\r") else b""
            data = data[:-1] if pending else data
            out.write(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        out.write(b"\n" if pending else b"")
    return fresh


def _recoded(table: Path, name: str, fresh: Path, encoding: str) -> Path:
    line = 1
    try:
        with (
            table.open("r", encoding=encoding, newline="") as text,
            fresh.open("w", encoding="utf-8", newline="") as out,
        ):
            while chunk := text.read(CHUNK):
                out.write(chunk)
                line += chunk.count("\n")
    except UnicodeError:
        what = f"is not {encoding}: a byte near line {line} has no meaning there"
        raise ArmslengthError(Fault(name, None, what, "save the file as UTF-8")) from None
    return fresh


def _scan(table: Path, name: str) -> _Scan:
    """Pass over the bytes of a text; raise where it is none, is not UTF-8 or is empty."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    has_mark, returns, newlines, quotes = False, 0, 0, 0
    for i, chunk in enumerate(chain(_chunks(table), [b""])):  # at the end no letter is left half
        has_mark = has_mark or (i == 0 and chunk.startswith(codecs.BOM_UTF8))
        line = max(newlines, returns) + 1
        if b"\0" in chunk:
            line += chunk[: chunk.index(b"\0")].count(b"\n")
            what = "holds a NUL character, so it is no text"
            raise ArmslengthError(Fault(name, line, what, "export it again as CSV, UTF-8"))
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = chunk[: max(error.start, 0)]
            line += max(before.count(b"\n"), before.count(b"\r"))
            how = "save it as UTF-8, or name what it is: --encoding cp1252 is what Excel writes in Western Europe"
            raise ArmslengthError(Fault(name, line, "is not UTF-8", how)) from None
        returns += chunk.count(b"\r")
        newlines += chunk.count(b"\n")
        quotes += chunk.count(b'"')
    if not newlines and not returns and not table.stat().st_size:
        raise ArmslengthError(Fault(name, 1, "is empty", "its first line names the columns"))
    return _Scan(has_mark, returns, newlines, quotes)


def _open_quote(table: Path, name: str) -> Fault:
    """Return the fault of a file with an odd number of quotation marks, at the line that leaves one open."""
    line, opened, is_open = 0, 1, False
    with table.open("r", encoding="utf-8-sig") as text:
        for line, content in enumerate(text, start=1):
            for _ in range(content.count('"')):
                is_open = not is_open
                opened = line if is_open else opened
    what = f"a quotation mark opens here and is never closed, of {line:,} lines"
    return Fault(name, opened, what, 'close it, or write "" for a quotation mark in the text')
