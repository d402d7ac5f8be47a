"""Results of tasks on disk, a file each, from the moment they are there: what an interrupted run goes on from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Generic

from armslength.errors import ArmslengthError
from armslength.tasks.work import R, Work
from armslength.writing import user_folder, write_text, write_whole

MADE_OF = "made-of.json"


def default_folder() -> Path:
    """Return the user's folder of unfinished runs."""
    return user_folder() / "unfinished"


class Kept(Generic[R]):
    """The finished tasks of one work, in a folder that bears what the work is made of.

    Work of another case, version or option has another folder, so neither takes up the other's results; two runs of the
    same work write the same files, each whole or not at all.
    """

    def __init__(self, home: str | Path, work: Work[R]):
        self.work, self.made_of = work, work.made_of
        digest = sha256(json.dumps(self.made_of, sort_keys=True).encode()).hexdigest()[:16]
        self.of_the_case = Path(home) / work.case.name
        self.folder = self.of_the_case / f"{work.what}-{digest}"

    def begin(self) -> str | None:
        """Make the folder; return in a sentence whether an earlier run goes on, or why one that was left does not."""
        what, total = self.work.what, self.work.tasks
        there = {file.name for file in self.folder.glob("*")}  # whole: they appear whole or not at all
        finished = sum(self.work.file_of(task) in there for task in range(total))
        if finished:
            return f"An interrupted {what} goes on: {finished} of {total} {self.work.unit} were finished."
        left = [] if self.folder.exists() else list(self._changes())
        write_text(self.folder / MADE_OF, json.dumps(self.made_of, indent=1) + "\n")
        if not left:
            return None
        nearest: list[str] = min(left, key=len)
        changed = " and ".join(nearest)
        return f"An interrupted {what} of this case is not taken up, because {changed} changed: this one starts anew."

    def _changes(self) -> Iterator[list[str]]:
        """Yield what is different in each run of the case that was left unfinished."""
        for file in self.of_the_case.glob(f"{self.work.what}-*/{MADE_OF}"):
            with suppress(OSError, ValueError):
                other = json.loads(file.read_text(encoding="utf-8"))
                yield [name for name, value in self.made_of.items() if other.get(name) != value]

    def bytes_of(self, task: int) -> bytes | None:
        """Return the file of a task as it stands; None where there is none."""
        try:
            return self._file(task).read_bytes()
        except OSError:
            return None

    def read(self, task: int) -> R | None:
        """Return the result of a task; None where it is not finished, or its file is not whole."""
        data = self.bytes_of(task)
        try:
            return None if data is None else self.work.from_bytes(data, str(self._file(task)))
        except ArmslengthError:
            return None

    def keep(self, task: int, data: bytes) -> None:
        """Keep the result of a task, as its work writes it."""
        write_whole(self._file(task), lambda fresh: fresh.write_bytes(data))

    def remove(self) -> None:
        """Remove what was kept: the run is whole."""
        rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            self.of_the_case.rmdir()  # stays while another run of the case is unfinished

    def _file(self, task: int) -> Path:
        return self.folder / self.work.file_of(task)
