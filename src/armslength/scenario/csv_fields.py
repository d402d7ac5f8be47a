"""Readers of one cell, which raise `ValueError` with what would be right; and a number as a cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import TypeVar

from armslength.scenario.suggest import did_you_mean

Word = TypeVar("Word", bound=str)


def whole(text: str) -> int:
    """Return a count; `9.0`, as spreadsheets write it, is 9.

    >>> whole("9.0")
    9
    """
    number = _integer(text)
    if number is None:
        raise ValueError("it must be a whole number, 0 or more")
    if number < 0:
        raise ValueError("a count cannot be negative")
    if number > 10**9:
        raise ValueError("a count this large is a slip of the pen")
    return number


def among(*allowed: int) -> Callable[[str], int]:
    """Return a reader of one of a few whole numbers."""

    def read(text: str) -> int:
        number = _integer(text)
        if number not in allowed or number is None:
            raise ValueError(f"it must be {', '.join(str(a) for a in allowed[:-1])} or {allowed[-1]}")
        return number

    return read


def between(low: float, high: float) -> Callable[[str], float]:
    """Return a reader of numbers from `low` to `high`."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            point = "; write its decimals after a point" if re.fullmatch(r"-?[0-9]+,[0-9]+", text) else ""
            raise ValueError(f"it must be a number between {low:g} and {high:g}{point}") from None
        if not isfinite(number) or not low <= number <= high:
            raise ValueError(f"it must lie between {low:g} and {high:g}")
        return number

    return read


share = between(0, 1)


def one_of(words: tuple[Word, ...]) -> Callable[[str], Word]:
    """Return a reader of one of a few words."""

    def read(text: str) -> Word:
        for word in words:
            if word == text:
                return word
        raise ValueError(did_you_mean(text, words))

    return read


def shortest(number: float) -> str:
    """Return a number as text that reads back as itself, without a needless point.

    >>> shortest(1.0), shortest(0.123456789)
    ('1', '0.123456789')
    """
    return repr(float(number)).removesuffix(".0")


def _integer(text: str) -> int | None:
    return int(text.partition(".")[0]) if re.fullmatch(r"[-+]?[0-9]{1,18}(\.0*)?", text) else None
