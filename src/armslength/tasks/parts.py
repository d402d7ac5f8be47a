"""All parts of a run together: every result is read from them, so the command that made them comes to its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.tasks.engine import InProcess
from armslength.tasks.part_file import PartHeader, file_of_part, member, read_header, read_member
from armslength.tasks.work import Here, R, Work


class Parts:
    """An engine that computes nothing: it reads results from the parts in a folder.

    Raises `ArmslengthError` where a part is missing, torn, or of another run than the others.
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        found = {path: read_header(path) for path in sorted(self.folder.glob("part-*-of-*.zip"))}
        if not found:
            raise ArmslengthError(
                Fault(folder, None, "holds no parts", "`armslength COMMAND ... --shard 1/3 --out` writes one")
            )
        (self.path, self.header), *others = found.items()
        for path, header in others:
            if different := unlike(self.header, header):
                raise ArmslengthError(
                    Fault(path, None, f"is of another run than {self.path.name}: {different} differs")
                )
        missing = sorted(set(range(1, self.header.of + 1)) - {h.part for h in found.values()})
        if missing:
            named = ", ".join(f"{n}/{self.header.of}" for n in missing[:10])
            more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
            raise ArmslengthError(
                Fault(folder, None, f"parts are missing: --shard {named}{more}", "run them first")
            )
        self._works = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The command of which these are the parts."""
        return self.header.words

    def results(self, work: Work[R], here: Here) -> Iterator[R]:
        """Yield the result of each task as its part holds it.

        Raises:
            ArmslengthError: where the parts are of other work than is asked for here, or one is torn.
        """
        if work.cached:
            yield from InProcess().results(work, here)
            return
        number, self._works = self._works, self._works + 1
        held = self.header.works[number] if number < len(self.header.works) else None
        if held is None or held.what != work.what:
            raise ArmslengthError(Fault(self.folder, None, f"these parts hold no {work.what}"))
        if changed := changes(held.made_of, work.made_of):
            raise ArmslengthError(
                Fault(
                    self.folder,
                    None,
                    f"{changed} is another here than when these parts were made",
                    "make them again, or merge them with what they were made with",
                )
            )
        for task in range(work.tasks):
            here.progress("merging", task, work.tasks)
            path = self.folder / file_of_part(task % self.header.of + 1, self.header.of)
            yield work.from_bytes(read_member(path, member(number, work, task)), str(path))

    def finish(self) -> None:
        """Leave the parts where they are."""

    def close(self) -> None:
        """Hold nothing."""


def changes(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Return what differs between two accounts of what something is made of; empty where nothing does."""
    return " and ".join(name for name in {**one, **other} if one.get(name) != other.get(name))


def unlike(one: PartHeader, other: PartHeader) -> str:
    """Return what differs between the runs of two parts; empty where they are parts of one."""
    if one.of != other.of:
        return "the number of parts"
    if one.works and other.works and (changed := changes(one.works[0].made_of, other.works[0].made_of)):
        return changed
    if one.words != other.words:
        return "the command"
    return "" if one.works == other.works else "what was computed first"
