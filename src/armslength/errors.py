"""What was wrong with what someone gave us, so that they can mend it: file, line, fault, right name."""

from dataclasses import dataclass
from pathlib import Path


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


class ArmslengthError(Exception):
    """Input that cannot be used. The command line prints it, one line a fault, and exits with code 2.

    >>> print(ArmslengthError("no case is named 'axis-2042'", Fault("events.csv", 3, "a count below zero")))
    no case is named 'axis-2042'
    events.csv:3: a count below zero
    """

    def __init__(self, *faults: Fault | str) -> None:
        self.faults: list[Fault] = [
            fault if isinstance(fault, Fault) else Fault(None, None, fault) for fault in faults
        ]
        super().__init__(*self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
