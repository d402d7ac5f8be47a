"""The file of a part: a zip with a header that says of what run it is a part, and the result of each of its tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

from armslength.errors import ArmslengthError, Fault
from armslength.results import Count, Record, described
from armslength.tasks.work import Work

HEADER = "header.json"


class PartOfWork(Record):
    """What one list of tasks is made of."""

    what: str = described("what is computed")
    tasks: Count = described("number of tasks in all parts")
    made_of: dict[str, str] = described("digest of everything that the results depend on")


class PartHeader(Record):
    """Which part of which run a file is."""

    format: Literal["armslength-part/1"] = "armslength-part/1"
    part: Count = described("number of the part, from 1")
    of: Count = described("number of parts")
    words: tuple[str, ...] = described("the command, without what says where it runs and what it writes")
    works: tuple[PartOfWork, ...] = described("each list of tasks, in the order in which they are computed")


def file_of_part(part: int, of: int) -> str:
    """Return the name of a part's file.

    >>> file_of_part(3, 40)
    'part-03-of-40.zip'
    """
    return f"part-{part:0{len(str(of))}d}-of-{of}.zip"


def member(number: int, work: Work[Any], task: int) -> str:
    """Return the name within a part's file of the result of a task; `number` is the place of its work."""
    return f"{number}-{work.what}/{work.file_of(task)}"


def read_header(path: Path) -> PartHeader:
    """Read the header of a part; raises `ArmslengthError` where the file is no part, or not whole."""
    return PartHeader.from_json(read_member(path, HEADER), str(path))


def read_member(path: Path, name: str) -> bytes:
    """Return one file of a part; raises `ArmslengthError` where the part is torn."""
    try:
        with ZipFile(path) as part:
            return part.read(name)
    except (BadZipFile, KeyError, EOFError, ValueError, NotImplementedError) as error:
        raise ArmslengthError(
            Fault(path, None, f"this is no whole part ({error})", "remove it and run its --shard again")
        ) from None
    except OSError as error:
        raise ArmslengthError(Fault(path, None, f"cannot be read: {error.strerror or error}")) from None
