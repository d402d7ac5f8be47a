"""The frozen bands, read from `bands.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from armslength.facts.parts import BANDS, facts_folder

DECIMALS = 4  # a value is compared as it is written, to this many decimals: exactly equal is not above


@dataclass(frozen=True)
class Band:
    """Where a statistic must lie; `strict` when the edge itself does not count."""

    lower: float = -inf
    upper: float = inf
    strict: bool = False

    def holds(self, value: Any) -> Any:
        """Return whether each value lies in the band."""
        x = np.round(np.asarray(value, float), DECIMALS)
        if self.strict:
            return (x > self.lower) & (x < self.upper)
        return (x >= self.lower) & (x <= self.upper)

    def distance(self, value: float) -> float:
        """Return the distance from the nearer edge, negative outside the band."""
        return float(min(value - self.lower, self.upper - value))

    def __str__(self) -> str:
        if self.lower == -inf:
            return f"{'<' if self.strict else '≤'} {self.upper:g}"
        if self.upper == inf:
            return f"{'>' if self.strict else '≥'} {self.lower:g}"
        return f"{self.lower:g} to {self.upper:g}"


@dataclass(frozen=True)
class Stated:
    """A fact as it was written down before anything was tuned."""

    number: int
    fact: str
    stated: str
    source: str
    ours: str  #: what we took where the text has a word and no number
    bands: Mapping[str, Band]


@cache
def stated() -> tuple[Stated, ...]:
    """Return all facts as stated, in order."""
    text = (facts_folder() / BANDS).read_text(encoding="utf-8")
    written = YAML(typ="safe", pure=True).load(text)
    return tuple(
        Stated(
            number,
            f["fact"],
            f["stated"],
            f["source"],
            f.get("ours", ""),
            {n: _band(**b) for n, b in f["bands"].items()},
        )
        for number, f in written.items()
    )


def _band(above: float = -inf, below: float = inf, to: float = inf, **edges: float) -> Band:
    strict = above > -inf or below < inf
    return Band(above, below, True) if strict else Band(edges.get("from", -inf), to)
