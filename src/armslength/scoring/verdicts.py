"""What backtests of the cases that ship have found: read from a file, so that nobody waits for it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from armslength.results.headline import ShippedVerdict

FILE = "verdicts.json"  #: beside the cases; `python -m tools.verdicts` writes it
VERDICTS = TypeAdapter(dict[str, ShippedVerdict])


@cache
def shipped_verdicts() -> dict[str, ShippedVerdict]:
    """Return the verdict on each case that was scored, by the name of the case."""
    return VERDICTS.validate_json(files("armslength.cases").joinpath(FILE).read_bytes())
