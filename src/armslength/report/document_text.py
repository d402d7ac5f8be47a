"""Texts taken from a document read by string keys; each goes as its result becomes a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armslength.formatting import difference


def changes(row: Mapping[str, Any], unit: str) -> str:
    """A difference with its interval.

    >>> changes({"difference": -0.35, "parameters": [-0.48, -0.002]}, "probability")
    '-35 pts (-48 to -0.2)'
    """
    low, high = (difference(x, unit, bare=True) for x in row["parameters"])
    return f"{difference(row['difference'], unit)} ({low} to {high})"
