"""A part of a run: every n-th task, written into one file that appears whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from armslength.errors import ArmslengthError
from armslength.tasks.engine import InProcess, Say, finished
from armslength.tasks.kept import Kept
from armslength.tasks.part_file import HEADER, PartHeader, PartOfWork, file_of_part, member, read_header
from armslength.tasks.work import Here, R, Work
from armslength.writing import write_whole


class PartWritten(Exception):
    """A part is written; there is nothing to show of it by itself."""

    def __init__(self, path: Path):
        self.path = path
        super().__init__(f"Part: {path}. When all parts are there: armslength merge {path.parent}")


@dataclass(frozen=True)
class Share:
    """The tasks of one of several parts.

    >>> list(Share.read("2/3").tasks(7))
    [1, 4]
    """

    part: int  #: from 1
    of: int

    @classmethod
    def read(cls, text: str) -> Share:
        """Return the share that is written as `3/40`; raises `ArmslengthError`."""
        if match := re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text):
            part, of = map(int, match.groups())
            if 1 <= part <= of:
                return cls(part, of)
        raise ArmslengthError(f"--shard is '{text}'; write it as 3/40, the third of forty parts")

    def tasks(self, all_of_them: int) -> range:
        """Return the numbers of its tasks, spread over the whole list, whose later tasks often take longer."""
        return range(self.part - 1, all_of_them, self.of)


class Shard:
    """An engine that computes the tasks of one share, writes them as a part and then stops with `PartWritten`.

    Until the part is written its finished tasks are kept beside it, so that the same command goes on after an
    interruption. A part that is there already, of the same work, is left as it is.
    """

    def __init__(self, share: Share, folder: str | Path, words: tuple[str, ...], say: Say):
        self.share, self.folder, self.words, self.say = share, Path(folder), words, say
        self.path = self.folder / file_of_part(share.part, share.of)
        self._unfinished = self.folder / f".{self.path.stem}"
        self._done: list[Kept[Any]] = []

    def results(self, work: Work[R], here: Here) -> Iterator[R]:
        """Yield the results of work on which later tasks depend; of other work write the share's.

        Raises:
            PartWritten: when the part is there.
        """
        if work.cached:
            yield from InProcess().results(work, here)
            return
        if not self._done and self._is_there(work):
            self.say("This part is there already, whole.")
            raise PartWritten(self.path)
        if work.needed:
            yield from self._computed(work, range(work.tasks), here)
            return
        for one in (work, *work.beside):
            for _ in self._computed(one, self.share.tasks(one.tasks), here):
                pass
        self._write()
        raise PartWritten(self.path)

    def _computed(self, work: Work[R], mine: range, here: Here) -> Iterator[R]:
        """Yield the results of some tasks of a work, for the part."""
        kept = Kept(self._unfinished, work)
        if sentence := kept.begin():
            self.say(sentence)
        for i, task in enumerate(mine):
            here.progress(work.stage, i, len(mine))
            yield finished(work, task, here, kept)
        here.progress(work.stage, len(mine), len(mine))
        self._done.append(kept)

    def finish(self) -> None:
        """Refuse a command that came to its end without any task that could be shared out."""
        raise ArmslengthError("this command has no tasks to share out with these options: leave --shard out")

    def close(self) -> None:
        """Hold nothing."""

    def _is_there(self, work: Work[Any]) -> bool:
        try:
            header = read_header(self.path)
            with ZipFile(self.path) as part:
                return (
                    header.words == self.words
                    and header.works[0].made_of == work.made_of
                    and part.testzip() is None
                )
        except (ArmslengthError, OSError):
            return False

    def _write(self) -> None:
        header = PartHeader(
            part=self.share.part,
            of=self.share.of,
            words=self.words,
            works=tuple(
                PartOfWork(what=k.work.what, tasks=k.work.tasks, made_of=k.made_of) for k in self._done
            ),
        )

        def fill(fresh: Path) -> None:
            with ZipFile(fresh, "x", ZIP_STORED) as part:
                part.writestr(HEADER, header.to_json())
                for number, kept in enumerate(self._done):
                    for task in self.share.tasks(kept.work.tasks):
                        part.writestr(member(number, kept.work, task), kept.bytes_of(task) or b"")

        write_whole(self.path, fill)
        rmtree(self._unfinished, ignore_errors=True)
