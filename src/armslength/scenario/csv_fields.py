"""Reading one cell of `events.csv`; each reader raises `ValueError` with what would be right."""

from __future__ import annotations

from collections.abc import Callable

from armslength.scenario.event_kinds import CONFIDENCE


def whole(text: str) -> int:
    """A count."""
    try:
        number = int(text)
    except ValueError:
        raise ValueError("it must be a whole number, 0 or more") from None
    if number < 0:
        raise ValueError("a count cannot be negative")
    if number > 10**9:
        raise ValueError("a count this large is a slip of the pen")
    return number


def share(text: str) -> float:
    """A number between 0 and 1."""
    try:
        number = float(text)
    except ValueError:
        raise ValueError("it must be a number between 0 and 1") from None
    if not 0 <= number <= 1:  # refuses NaN too
        raise ValueError("it must lie between 0 and 1")
    return number


def one_of(*allowed: int) -> Callable[[str], int]:
    """One of a few whole numbers."""

    def read(text: str) -> int:
        if text not in {str(a) for a in allowed}:
            raise ValueError(f"it must be {', '.join(str(a) for a in allowed[:-1])} or {allowed[-1]}")
        return int(text)

    return read


def confidence(text: str) -> str:
    """How sure the coder is."""
    if text not in CONFIDENCE:
        raise ValueError(f"it must be {', '.join(CONFIDENCE[:-1])} or {CONFIDENCE[-1]}")
    return text
