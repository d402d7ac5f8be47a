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
    try:
        return plain_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = plain_lines(data[: error.start].decode("latin-1")).count("\n") + 1
        return Fault(path, line, "is not UTF-8", "save it as UTF-8 text")


def plain_lines(text: str) -> str:
    """Return the text without a byte-order mark, letters composed, each line ended by a newline alone."""
    return composed(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
