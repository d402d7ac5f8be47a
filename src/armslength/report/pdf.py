"""HTML of our own as a PDF of one page, printed by the system's Chromium; the same bytes at any time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from armslength.errors import ArmslengthError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 120.0  # seconds
SIZES = ("9.5pt", "9pt", "8.5pt", "8pt")  #: of the letters: the largest that keeps to the page is taken
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def one_page(html: str, made: str) -> bytes:
    """Return a page as a PDF, in the largest letters with which it keeps to one sheet.

    `made` is the time in ISO format that the file bears.

    Raises:
        ArmslengthError: where there is no Chromium, it fails, or the text does not fit.
    """
    for size in SIZES:
        pdf = _print(html.replace(f"html {{ font-size: {SIZES[0]}; }}", f"html {{ font-size: {size}; }}"))
        if pages(pdf) == 1:
            return _dated(pdf, made)
    raise ArmslengthError("the brief does not fit on one page; write it as HTML instead")


def pages(pdf: bytes) -> int:
    """Return the number of pages of a PDF that Chromium wrote."""
    return len(_PAGE.findall(pdf))


def find_browser() -> str:
    """Return the path of the system's Chromium; raises `ArmslengthError` where there is none."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise ArmslengthError("a PDF needs Chromium, and none is on the path; write .html instead and print that")


def _print(html: str) -> bytes:
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="armslength-pdf-") as folder:
        page, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        command = [
            browser,
            "--headless",
            *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []),  # root has no other way
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={pdf}",
            page.as_uri(),
        ]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
            return pdf.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise ArmslengthError(f"{browser} could not print the page: {error}") from None


def _dated(pdf: bytes, made: str) -> bytes:
    """Write the time of the result in place of the time of printing, letter for letter, so that no offset moves."""
    when = datetime.fromisoformat(made).strftime("D:%Y%m%d%H%M%S+00'00'").encode()

    def dated(found: re.Match[bytes]) -> bytes:
        written = b"/" + found.group(1) + b" (" + when + b")"
        return written if len(written) == len(found.group()) else found.group()

    return _DATE.sub(dated, pdf)
