"""A sheet of an Excel workbook as CSV: dates as days, whole numbers without a point."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
import zlib
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.suggest import did_you_mean

#: what openpyxl raises for a damaged workbook; its parsers' own errors are syntax errors
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    SyntaxError,
    TypeError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
)


def write_sheet(workbook: Path, name: str, target: Path, sheet: str | None, most: int) -> Path:
    """Write the one sheet that holds a table, or the one that is named, as CSV.

    Raises `ArmslengthError` where the file is no workbook, or where several sheets hold something and none is named.
    """
    try:
        with zipfile.ZipFile(workbook) as archive:  # no member is ever read beyond the size that it states
            size = sum(entry.file_size for entry in archive.infolist())
        if size > most:
            raise ArmslengthError(Fault(name, None, *too_large(size, most)))
        with workbook.open("rb") as stream:  # under any name: openpyxl goes by a path's ending
            book = load_workbook(stream, read_only=True, data_only=True)
            _write(book[_chosen(book, name, sheet)], target)
            book.close()
    except UNREADABLE as error:
        what = f"cannot be read as a workbook: {error}"
        raise ArmslengthError(Fault(name, None, what, "save it as CSV, UTF-8")) from None
    return target


def too_large(size: int, most: int) -> tuple[str, str]:
    """Return that a packed file holds more than may be unpacked, and how much that is."""
    return f"unpacks to {size / 1e6:,.0f} MB", f"{most / 1e6:,.0f} MB is the most that is read of one"


def _chosen(book: Any, name: str, sheet: str | None) -> str:
    names = [str(s.title) for s in book.worksheets]
    if sheet is not None:
        if sheet not in names:
            raise ArmslengthError(Fault(name, None, f"has no sheet '{sheet}'", did_you_mean(sheet, names)))
        return sheet
    filled = [n for n in names if _holds_rows(book[n])]
    if len(filled) != 1:
        held = f"holds {len(filled)} sheets ({', '.join(filled[:6])})" if filled else "holds no filled sheet"
        raise ArmslengthError(Fault(name, None, held, "--sheet NAME says which"))
    return filled[0]


def _holds_rows(sheet: Any) -> bool:
    return any(any(cell is not None for cell in row) for row in sheet.iter_rows(max_row=3, values_only=True))


def _write(sheet: Any, target: Path) -> None:
    sheet.reset_dimensions()  # some programs write a wrong extent
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        width = 0
        for row in sheet.iter_rows(values_only=True):
            cells = [_text(cell) for cell in row]
            while cells and not cells[-1] and len(cells) > width:
                cells.pop()
            width = width or len(cells)
            if any(cells):
                writer.writerow([*cells, *[""] * (width - len(cells))])


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
