"""What was wrong with what someone gave us, so that they can mend it: file, line, fault, right name."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MOST_FAULTS = 10  #: of one file that are named; a file with a fault in every row is one mistake


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where.

    >>> print(Fault("scenario.yaml", 12, "unknown key 'autonmy'", "did you mean 'autonomy'?"))
    scenario.yaml:12: unknown key 'autonmy'; did you mean 'autonomy'?
    >>> print(Fault(None, None, "futures must be at least 1, not 0"))
    futures must be at least 1, not 0
    """

    where: str | Path | None
    line: int | None
    what: str
    hint: str | None = None

    def __str__(self) -> str:
        place = "" if self.where is None else str(self.where)
        if self.line is not None:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
        said = self.what if self.hint is None else f"{self.what}; {self.hint}"
        return f"{place}: {said}" if place else said


def named(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults, of each file the first ten and then how many more there are.

    >>> for fault in named(Fault("events.csv", line, "a count below zero") for line in range(2, 4_020))[9:]:
    ...     print(fault)
    events.csv:11: a count below zero
    events.csv: and 4,008 more
    """
    files: dict[str | Path | None, list[Fault]] = {}
    for fault in faults:
        files.setdefault(fault.where, []).append(fault)
    shown: list[Fault] = []
    for where, found in files.items():
        more = len(found) - MOST_FAULTS
        few = more <= 1  # the line that would say "and 1 more" names it as well
        shown += found if few else [*found[:MOST_FAULTS], Fault(where, None, f"and {more:,} more")]
    return shown


class ArmslengthError(Exception):
    """Input that cannot be used. The command line prints it, one line a fault, and exits with code 2.

    >>> print(ArmslengthError("no case is named 'axis-2042'", Fault("events.csv", 3, "a count below zero")))
    no case is named 'axis-2042'
    events.csv:3: a count below zero
    """

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = named(f if isinstance(f, Fault) else Fault(None, None, f) for f in faults)
        super().__init__(*self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
