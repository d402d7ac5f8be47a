"""The expected numbers as files, and how far a number may lie from what is expected.

What may differ from one machine to another is rounding: compilers order additions differently for other processors,
and vectorise functions such as exp differently. TOLERANCE names, by section, the relative and the absolute difference that
passes.

- `log_likelihood` is in double precision, where a changed order of addition moves the fourteenth digit or so.
- The others are in single precision over a thousand futures. An uniform draw that lies within rounding of a
  threshold falls on the other side of it, and that future goes another way from there. Probabilities are then off by
  a thousandth a future, and means by as much as that future differs.

A rate that changes by a hundredth moves the log likelihoods in the third digit: they are what holds the equations
that a fit reads. The forecasts hold the others, and what is made of the futures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.golden.results import Section

FOLDER = Path(__file__).parent / "expected"
TOLERANCE = {  # relative, absolute
    "log_likelihood": (1e-9, 0.0),
    "forecast": (1e-3, 0.003),
    "comparison": (1e-3, 0.003),
    "backtest": (1e-3, 0.003),
    "score": (1e-3, 0.003),
}


def read(case: str) -> dict[str, Any]:
    """Return what is expected of a case."""
    expected: dict[str, Any] = json.loads((FOLDER / f"{case}.json").read_text(encoding="utf-8"))
    return expected


def write(case: str, measured: dict[str, Any]) -> None:
    """Write what is to be expected of a case from now on, to the digits that another machine can repeat."""
    digits = {section: 12 if section == "log_likelihood" else 6 for section in TOLERANCE}
    numbers = {
        section: {
            label: None if x is None else float(f"{x:.{digits[section]}g}") for label, x in found.items()
        }
        for section, found in measured["numbers"].items()
    }
    text = json.dumps(measured | {"numbers": numbers}, indent=1, ensure_ascii=False)
    (FOLDER / f"{case}.json").write_text(text + "\n", encoding="utf-8")


def differences(expected: Section, found: Section) -> Iterator[str]:
    """Say of each number that has moved, appeared or gone what was expected and what was found."""
    for section in expected.keys() | found.keys():
        before, now = expected.get(section, {}), found.get(section, {})
        relative, absolute = TOLERANCE[section]
        for label in [*before, *(label for label in now if label not in before)]:
            a, b = before.get(label, "nothing"), now.get(label, "nothing")
            numbers = isinstance(a, float | int) and isinstance(b, float | int)
            if a != b and not (numbers and math.isclose(a, b, rel_tol=relative, abs_tol=absolute)):
                yield f"{section}: {label}: expected {a}, found {b}"
