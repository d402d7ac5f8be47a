"""The expected numbers as files, and how far a number may lie from what is expected.

What may differ from one machine to another is rounding: compilers order additions differently for other processors,
and vectorise functions such as exp differently. Tried with code compiled for AVX-512 and for SSE4.2 alone:

- `log_likelihood` is in double precision; it differed by less than the twelve digits that are written down. A rate of
  attacks that changes by a thousandth moves it by one to six ten-thousandths: it holds every equation that a fit reads.
- The others are in single precision over a thousand futures. A uniform draw within rounding of a threshold falls on
  the other side of it, and that future goes another way from there: of all futures of three cases one did, in one
  attack. So a probability or a mean may be off by three futures in a thousand, or a mean by a thousandth of itself, and a
  quantile of a whole number by one. They hold the equations of what is still to come, and what is made of futures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.golden.results import Section

FOLDER = Path(__file__).parent / "expected"
DIGITS = {"log_likelihood": 12}  # written down; of the other sections six


def read(case: str) -> dict[str, Any]:
    """Return what is expected of a case."""
    expected: dict[str, Any] = json.loads((FOLDER / f"{case}.json").read_text(encoding="utf-8"))
    return expected


def write(case: str, measured: dict[str, Any]) -> None:
    """Write what is to be expected of a case from now on, to the digits that another machine can repeat."""
    numbers = {
        section: {
            label: None if x is None else float(f"{x:.{DIGITS.get(section, 6)}g}")
            for label, x in found.items()
        }
        for section, found in measured["numbers"].items()
    }
    text = json.dumps(measured | {"numbers": numbers}, indent=1, ensure_ascii=False)
    (FOLDER / f"{case}.json").write_text(text + "\n", encoding="utf-8")


def tolerance(section: str, label: str) -> tuple[float, float]:
    """Return the relative and the absolute difference that passes."""
    if section == "log_likelihood":
        return 1e-9, 0.0
    is_quantile = label.endswith(("median", "% low", "% high"))
    return 1e-3, 1.0 if is_quantile else 0.003


def differences(expected: Section, found: Section) -> Iterator[str]:
    """Say of each number that has moved, appeared or gone what was expected and what was found."""
    for section in expected.keys() | found.keys():
        before, now = expected.get(section, {}), found.get(section, {})
        for label in [*before, *(label for label in now if label not in before)]:
            a, b = before.get(label, "nothing"), now.get(label, "nothing")
            relative, absolute = tolerance(section, label)
            numbers = isinstance(a, float | int) and isinstance(b, float | int)
            if a != b and not (numbers and math.isclose(a, b, rel_tol=relative, abs_tol=absolute)):
                yield f"{section}: {label}: expected {a}, found {b}"
